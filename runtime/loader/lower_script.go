package loader

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

// CompileScript lowers and compiles a script, which is a text without import, export and await at the top, and which
// no function wraps: the source of a function that is made while the program runs, or a line of test code.
func CompileScript(path, source string) (*goja.Program, error) {
	prg, err := compileScript(lowerRequest{Path: path, Source: source})
	if err == nil {
		return prg, nil
	}
	if second, retryErr := compileScript(lowerRequest{Path: path, Source: source, Retry: true}); retryErr == nil {
		return second, nil
	}
	return nil, err
}

func compileScript(req lowerRequest) (p *goja.Program, err error) {
	defer func() {
		if x := recover(); x != nil {
			p, err = nil, fault.Syntax.New("%s: the compiler failed: %v", req.Path, x)
		}
	}()
	low, err := lower(req)
	if err != nil {
		return nil, err
	}
	prg, err := parseLowered(req.Path, low.Code, true)
	if err != nil {
		return nil, err
	}
	passScript(prg)
	p, err = es.CompileAST(prg, false)
	if err != nil {
		return nil, fault.Syntax.New("%s", strings.TrimPrefix(err.Error(), "SyntaxError: "))
	}
	return p, nil
}
