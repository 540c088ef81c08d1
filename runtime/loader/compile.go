package loader

import (
	"errors"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"

	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

// The text in front of a source. A module's wrapper is parsed as an async function, so that await is a
// keyword in it; the link pass makes a generator of it.
const (
	scriptHead = "(function(exports,require,module,__filename,__dirname){"
	moduleHead = "(async function(){"
	tail       = "\n})"
)

// compiler compiles one file.
type compiler struct {
	path, source string
	intent       intent
	hints        syntaxHints
	cache        *cache
	// transform edits the finished tree of the wrapper before it is compiled: for Eval.
	transform func(fn *ast.FunctionLiteral)
	coverage  *Coverage // or nil
	// look sees the tree of the wrapper at its original places.
	look func(fn *ast.FunctionLiteral)
	// keepImports keeps imports whose names are never used, in TypeScript too.
	keepImports bool
	// everyImport makes a module of TypeScript want all that it imports, as one of JavaScript does.
	everyImport bool
}

// compile makes a unit of a source. A goja panic is an error like others.
func (c *compiler) compile() (u *unit, err error) {
	if c.intent.json {
		return &unit{path: c.path, source: c.source, format: formatJSON}, nil
	}
	if c.hints, err = guard(c.path, c.source, c.intent.kind); err != nil {
		return nil, err
	}
	defer func() {
		if x := recover(); x != nil {
			u, err = nil, fault.Syntax.New("%s: the compiler failed: %v", c.path, x)
		}
	}()
	if c.hints.module && c.intent.script {
		return nil, c.outsideOfModule()
	}
	if c.intent.module || c.hints.module {
		return c.module()
	}
	if c.intent.kind == kindJS && !c.cache.has(c.request(false, false)) {
		if u := c.direct(); u != nil {
			return u, nil
		}
	}
	return c.script()
}

func (c *compiler) outsideOfModule() error {
	at := 0
	if m := reStatement().FindStringSubmatchIndex(c.source); m != nil {
		at = m[2]
	}
	return placed(fault.Syntax, c.path, c.source, at, "import and export are only allowed in a module, and %s is CommonJS by its name",
		filepath.Base(c.path))
}

var reStatement = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?m)(?:^|;)\s*(import|export)\b`) })

// direct gives a CommonJS file to goja without esbuild, which is twice as fast. It returns nil when the
// file needs lowering, or has an error: esbuild's messages are the better ones.
func (c *compiler) direct() *unit {
	src := c.source
	if strings.HasPrefix(src, "#!") {
		src = "//" + src[2:]
	}
	prg, err := parseLowered(c.path, []byte(scriptHead+src+tail), false)
	if err != nil {
		return nil
	}
	fn, err := wrapperOf(prg)
	if err != nil || needsLowering(fn) {
		return nil
	}
	fn.Body.List = append([]ast.Statement{&ast.EmptyStatement{}}, fn.Body.List...) // there are no helpers, see markHeader
	u := &unit{path: c.path, source: c.source, requires: literalRequires(c.source), written: &written{direct: true}}
	if c.finish(u, prg, fn, shifted(len(scriptHead), src)) != nil {
		return nil
	}
	return u
}

// script compiles a file that has no import or export. A top-level await makes it a module after all.
func (c *compiler) script() (*unit, error) {
	low, err := c.lowered(c.request(false, false))
	if err != nil {
		return nil, err
	}
	if low.TopLevelAwait && !c.intent.script {
		return c.module()
	}
	u, err := c.script1(low)
	if err != nil {
		if low, lowErr := c.lowered(c.request(false, true)); lowErr == nil {
			if second, retryErr := c.script1(low); retryErr == nil {
				second.written.retry = true
				return second, nil
			}
		}
	}
	return u, err
}

func (c *compiler) script1(low *loweredCode) (*unit, error) {
	prg, fn, err := c.parse(low)
	if err != nil {
		return nil, err
	}
	u := &unit{path: c.path, source: c.source, requires: literalRequires(c.source), written: &written{}}
	return u, c.finish(u, prg, fn, low.positions)
}

// module compiles an ES module.
func (c *compiler) module() (*unit, error) {
	u, err := c.module1(false)
	var f foreign
	if err != nil && !errors.As(err, &f) {
		if second, retryErr := c.module1(true); retryErr == nil {
			second.written.retry = true
			return second, nil
		}
	}
	if f.error != nil {
		err = f.error
	}
	return u, err
}

func (c *compiler) module1(retry bool) (*unit, error) {
	low, err := c.lowered(c.request(true, retry))
	if err != nil {
		return nil, foreign{err}
	}
	prg, fn, err := c.parse(low)
	if err != nil {
		return nil, err
	}
	u := &unit{path: c.path, source: c.source, format: formatModule, written: &written{}}
	kind := c.intent.kind
	if c.everyImport {
		kind = kindJS
	}
	u.links = linkModule(fn, low.positions, c.source, kind, c.hints, c.keepImports)
	u.links.awaits = low.TopLevelAwait
	u.evals = u.links.evals
	return u, c.finish(u, prg, fn, low.positions)
}

// foreign marks an error of esbuild: a second attempt cannot cure it.
type foreign struct{ error }

func (f foreign) Unwrap() error { return f.error }

func (c *compiler) parse(low *loweredCode) (*ast.Program, *ast.FunctionLiteral, error) {
	prg, err := parseLowered(c.path, low.code, false)
	if err != nil {
		return nil, nil, err
	}
	fn, err := wrapperOf(prg)
	return prg, fn, err
}

// finish moves the tree of a script to its original places, as the link pass has done for a module, runs the
// last passes and compiles.
func (c *compiler) finish(u *unit, prg *ast.Program, fn *ast.FunctionLiteral, pos *positions) error {
	module := u.format == formatModule
	if !module {
		moved := &remap{positions: pos}
		moved.function(fn)
		u.evals = moved.evals
		fn.ParameterList.List = append(fn.ParameterList.List, &ast.Binding{Target: identifier(nameImport)})
	}
	if c.look != nil {
		c.look(fn)
	}
	if c.coverage != nil {
		c.coverage.coverFile(c.path, pos.shadow, fn)
	}
	u.regexps = passAsync(fn)
	if readsStacks(c.source) {
		passStacks(fn)
	}
	if c.transform != nil && module {
		c.transform(fn)
	}
	if module && u.links.awaits {
		keepPlaces(fn.Body.List)
	}
	whole := fn
	if u.evals {
		whole, u.evals = directEval(fn, module)
	}
	prg.Body[len(prg.Body)-1].(*ast.ExpressionStatement).Expression = whole
	u.written.from(c, u, prg.File.Source())
	u.file = file.NewFile(c.path, pos.shadow.text, 1)
	prg.File = u.file
	var err error
	if u.program, err = es.CompileAST(prg, module && !u.evals); err != nil {
		return fault.Syntax.New("%s: %s", c.path, strings.TrimPrefix(err.Error(), "SyntaxError: "))
	}
	return nil
}
