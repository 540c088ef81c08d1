package loader

import (
	"bytes"
	"encoding/base64"
	"errors"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"

	"github.com/lariatjs/lariat/runtime/fault"
)

// format is what a file turned out to be.
type format uint8

const (
	formatCommonJS format = iota
	formatModule
	formatJSON
)

// unit is a compiled file. It is immutable and shared by all runtimes of a store.
type unit struct {
	path, source string
	format       format
	// program evaluates to the wrapper function; nil for JSON.
	program *goja.Program
	// links is what an ES module imports and exports.
	links *linkage
	// requires are the literal arguments of require in a CommonJS file, for prefetching.
	requires []string
	// strictInterop: the file is a module for Node too, so that its default import of a CommonJS module is
	// always module.exports.
	strictInterop bool
}

// intent is what the name of a file and its package say about its format.
type intent struct {
	kind sourceKind
	// module and script force a format; without either the syntax decides.
	module, script bool
	json           bool
}

// intentOf reads the extension and the type of the package.
func intentOf(path, packageType string) intent {
	in := intent{module: packageType == "module"}
	switch filepath.Ext(path) {
	case ".json":
		in.json = true
	case ".mjs":
		in.module = true
	case ".cjs":
		in.module, in.script = false, true
	case ".jsx":
		in.kind = kindJSX
	case ".ts":
		in.kind = kindTS
	case ".mts":
		in.kind, in.module = kindTS, true
	case ".cts":
		in.kind, in.module = kindTS, false
	case ".tsx":
		in.kind = kindTSX
	}
	return in
}

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
	// keepImports keeps imports whose names are never used, in TypeScript too.
	keepImports bool
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
	if m := reStatement.FindStringSubmatchIndex(c.source); m != nil {
		at = m[2]
	}
	line, column := lineColumn(c.source, at)
	err := fault.Syntax.New("%s:%d:%d: import and export are only allowed in a module, and %s is CommonJS by its name", c.path, line, column,
		filepath.Base(c.path))
	return err.With("file", c.path).With("line", line).With("column", column).With("lineText", lineText(c.source, line))
}

var reStatement = regexp.MustCompile(`(?m)(?:^|;)\s*(import|export)\b`)

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
	u := &unit{path: c.path, source: c.source, requires: literalRequires(c.source)}
	u.program, err = c.finish(prg, fn, shifted(len(scriptHead), src), false)
	if err != nil {
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
	u := &unit{path: c.path, source: c.source, requires: literalRequires(c.source)}
	u.program, err = c.script1(low)
	if err != nil {
		if low, lowErr := c.lowered(c.request(false, true)); lowErr == nil {
			if p, retryErr := c.script1(low); retryErr == nil {
				u.program, err = p, nil
			}
		}
	}
	return u, err
}

func (c *compiler) script1(low *loweredCode) (*goja.Program, error) {
	prg, fn, err := c.parse(low)
	if err != nil {
		return nil, err
	}
	return c.finish(prg, fn, low.positions, false)
}

// module compiles an ES module.
func (c *compiler) module() (*unit, error) {
	u, err := c.module1(false)
	var f foreign
	if err != nil && !errors.As(err, &f) {
		if second, retryErr := c.module1(true); retryErr == nil {
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
	u := &unit{path: c.path, source: c.source, format: formatModule}
	u.links = linkModule(fn, low.positions, c.source, c.intent.kind, c.hints, c.keepImports)
	u.links.awaits = low.TopLevelAwait
	u.program, err = c.finish(prg, fn, low.positions, true)
	if err != nil {
		return nil, err
	}
	return u, nil
}

// foreign marks an error of esbuild: a second attempt cannot cure it.
type foreign struct{ error }

func (f foreign) Unwrap() error { return f.error }

func (c *compiler) request(module, retry bool) lowerRequest {
	req := lowerRequest{Path: c.path, Source: c.source, Kind: c.intent.kind, Module: module, Head: scriptHead, Tail: tail, Retry: retry}
	if module {
		req.Head = moduleHead
	}
	return req
}

// loweredCode is the output of lower, taken apart.
type loweredCode struct {
	code      []byte
	positions *positions
	// TopLevelAwait is lowerResult's.
	TopLevelAwait bool
}

// lowered transforms a source, or takes the result from the cache.
func (c *compiler) lowered(req lowerRequest) (*loweredCode, error) {
	if low := c.cache.get(req); low != nil {
		low.positions.attach(low.code, c.source)
		return low, nil
	}
	res, err := lower(req)
	if err != nil {
		return nil, inSource(err, c.source)
	}
	code, sourceMap := splitMap(res.Code)
	low := &loweredCode{code: code, TopLevelAwait: res.TopLevelAwait}
	if low.positions, err = decodeMap(sourceMap, code, req.sourcefile(), c.source); err != nil {
		return nil, err
	}
	low.positions.attach(code, c.source)
	c.cache.put(req, low)
	return low, nil
}

// inSource corrects an error behind the end of a source, where lower has put text of its own, and marks those
// that more text could cure.
func inSource(err error, source string) error {
	f, ok := err.(*fault.Error)
	if !ok {
		return err
	}
	line, _ := f.Props["line"].(int)
	column, _ := f.Props["column"].(int)
	l := newLines(source)
	if line <= len(l.starts) {
		if strings.Contains(f.Message, "Unterminated") || line > 0 && l.offset(line-1, column-1) >= len(strings.TrimRight(source, " \t\r\n")) {
			f.With("incomplete", true)
		}
		return f
	}
	file, _ := f.Props["file"].(string)
	line, column = lineColumn(source, len(source))
	end := fault.Syntax.New("%s:%d:%d: Unexpected end of file", file, line, column)
	end.With("file", file).With("line", line).With("column", column).With("lineText", lineText(source, line))
	return end.With("incomplete", true)
}

// splitMap takes the inline source map off. Only esbuild's own comment, at the very end, counts as one.
func splitMap(code []byte) (plain, sourceMap []byte) {
	const mark = "\n//# sourceMappingURL=data:application/json;base64,"
	i := bytes.LastIndex(code, []byte(mark))
	if i < 0 {
		return code, nil
	}
	sourceMap, err := base64.StdEncoding.DecodeString(string(bytes.TrimSpace(code[i+len(mark):])))
	if err != nil {
		return code, nil
	}
	return code[:i+1], sourceMap
}

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
func (c *compiler) finish(prg *ast.Program, fn *ast.FunctionLiteral, pos *positions, module bool) (*goja.Program, error) {
	if !module {
		(&remap{positions: pos}).function(fn)
		fn.ParameterList.List = append(fn.ParameterList.List, &ast.Binding{Target: identifier(nameImport)})
	}
	passAsync(fn)
	if c.transform != nil {
		c.transform(fn)
	}
	prg.Body[len(prg.Body)-1].(*ast.ExpressionStatement).Expression = fn
	prg.File = file.NewFile(c.path, pos.shadow.text, 1)
	p, err := goja.CompileAST(prg, module)
	if err != nil {
		return nil, fault.Syntax.New("%s: %s", c.path, strings.TrimPrefix(err.Error(), "SyntaxError: "))
	}
	return p, nil
}

// reRequire finds require("x"). It may find one in a comment: prefetching that costs time, nothing else.
var reRequire = regexp.MustCompile(`\brequire\(\s*["']([^"'\n]+)["']\s*\)`)

func literalRequires(source string) []string {
	var list []string
	for _, m := range reRequire.FindAllStringSubmatch(source, -1) {
		list = append(list, m[1])
	}
	return list
}
