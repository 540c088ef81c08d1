package runtime

import (
	"strings"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"

	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loader"
)

// Compile sees text that becomes code at run time: it refuses what is too deep for a parser, and lowers
// what goja does not know.
func (h host) Compile(_ es.Code, text string) (*goja.Program, error) {
	if err := loader.Guard("eval", text); err != nil {
		return nil, err
	}
	if p, err := compile(text); err == nil {
		return p, nil
	}
	return loader.CompileScript("eval", text)
}

// parse keeps a panic of goja's parser from the script's host. Unlike goja.Compile it does not follow a
// sourceMappingURL comment to any file.
func parse(text string) (prg *ast.Program, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fault.Syntax.New("the parser failed: %v", x)
		}
	}()
	return goja.Parse("eval", text, loader.ParserOptions()...)
}

func compile(text string) (*goja.Program, error) {
	prg, err := parse(text)
	if err != nil {
		return nil, err
	}
	return es.CompileAST(prg, false)
}

// Lower sees the text of a direct eval, which has to stay text: goja parses it again, where it must not fail any more.
func (h host) Lower(text string) (string, error) {
	if err := loader.Guard("eval", text); err != nil {
		return "", err
	}
	prg, err := parse(text)
	if err == nil {
		// Most of what a compiler objects to depends on the code around the text, but not this.
		if _, err = es.CompileAST(prg, false); err == nil || !strings.Contains(err.Error(), "has already been declared") {
			return text, nil
		}
	} else if _, better := loader.CompileScript("eval", text); better != nil {
		err = better
	}
	return "", fault.Syntax.New("%s", strings.TrimPrefix(err.Error(), "SyntaxError: "))
}

// DirectEval is the eval of the engine itself: called by the name eval it sees the variables around it. What it is given
// must have gone through DirectEvalText. Loop goroutine only.
func (rt *Runtime) DirectEval() goja.Value { return rt.realm.Eval() }

// DirectEvalText guards and lowers a text for DirectEval. It panics with a JavaScript value if the text is refused.
func (rt *Runtime) DirectEvalText(text string) string {
	return rt.realm.EvalArgument(rt.realm.Eval(), rt.vm.ToValue(text)).String()
}
