package loader

import (
	"path/filepath"
	"strings"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
	"github.com/evanw/esbuild/pkg/api"

	"github.com/lariatjs/lariat/runtime/fault"
)

// sourceKind says which dialect a source is written in.
type sourceKind uint8

const (
	kindJS sourceKind = iota
	kindJSX
	kindTS
	kindTSX
)

// lowerRequest is everything that the output of lower depends on, so that a hash of it can key a cache.
type lowerRequest struct {
	// Path names the source in messages and source maps.
	Path   string
	Source string
	Kind   sourceKind
	// Module makes the source an ES module even when it has no import or export.
	Module bool
	// Head and Tail are the text of the function that wraps the code. They stand outside of the source map.
	// Without a Head the code stays a program.
	Head, Tail string
	// Retry asks for code without native async functions and class fields, for sources whose first
	// output goja cannot parse: esbuild puts super into plain generators, and goja does not know
	// fields named get, set, static or async. Where there is an await at the top, async functions stay.
	Retry bool
	// awaits: it was found that there is one.
	awaits bool
}

// lowerResult is JavaScript that goja's parser accepts; passAsync finishes it after the parse. An empty statement
// follows the helpers that esbuild puts in front.
type lowerResult struct {
	Code []byte
	// TopLevelAwait says that await stands outside of every function, so that Head must begin an async one.
	TopLevelAwait bool
}

// noTopLevelAwait begins esbuild's message about a module that cannot become CommonJS by esbuild's means, and
// noAsyncAwait the one when it was to lower async functions.
const (
	noTopLevelAwait = "Top-level await is currently not supported"
	noAsyncAwait    = "Top-level await is not available"
)

// lower turns one modern JavaScript or TypeScript file into JavaScript that goja can parse, in the form of a
// CommonJS module. It touches nothing outside of its request.
func lower(req lowerRequest) (res lowerResult, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fault.Syntax.New("%s: the transformer failed: %v", req.Path, x)
		}
	}()
	out := api.Transform(req.source(), req.options())
	switch {
	case len(out.Errors) == 0:
		res.Code = out.Code
	case strings.HasPrefix(out.Errors[0].Text, noTopLevelAwait) || strings.HasPrefix(out.Errors[0].Text, noAsyncAwait):
		res.TopLevelAwait, req.awaits = true, true
		if res.Code, err = req.lowerTopLevelAwait(); err != nil {
			return res, err
		}
	default:
		return res, syntaxError(out.Errors[0])
	}
	res.Code = markHeader(nameImports(res.Code, req.Source))
	return res, nil
}

// source is the text that esbuild gets: an export makes any file a module.
func (req lowerRequest) source() string {
	if req.Module {
		return req.Source + "\nexport {};\n"
	}
	return req.Source
}

func (req lowerRequest) options() api.TransformOptions {
	format, head := api.FormatCommonJS, req.Head
	if head == "" {
		format, head = api.FormatDefault, " " // a line of our own, for markHeader
	}
	o := api.TransformOptions{
		Loader:         [...]api.Loader{api.LoaderJS, api.LoaderJSX, api.LoaderTS, api.LoaderTSX}[req.Kind],
		Format:         format,
		Target:         api.ESNext,
		Supported:      unsupported(req.Retry, req.awaits),
		Sourcefile:     req.sourcefile(),
		Sourcemap:      api.SourceMapInline,
		SourcesContent: api.SourcesContentExclude,
		Charset:        api.CharsetUTF8, // ASCII would write "\u{10ffff}", which makes goja's parser panic
		Banner:         head,
		Footer:         req.Tail,
		KeepNames:      true,
		LogLevel:       api.LogLevelSilent,
	}
	if req.Kind == kindTS || req.Kind == kindTSX {
		o.TsconfigRaw = `{"compilerOptions":{"verbatimModuleSyntax":true}}` // an unused import still runs its module
	}
	if strings.Contains(req.Source, "meta") { // esbuild makes a table of all globals for any Define, which takes longer than a small file
		o.Define = map[string]string{"import.meta": metaName}
	}
	return o
}

// sourcefile hides the extension of .mjs and its like from esbuild, which would write import(x) in another way for
// them. The source map has this name; messages have the real one.
func (req lowerRequest) sourcefile() string {
	switch filepath.Ext(req.Path) {
	case ".mjs", ".mts", ".cjs", ".cts":
		return req.Path + ":"
	}
	return req.Path
}

// unsupported is what esbuild has to lower: the syntax that goja lacks.
func unsupported(retry, awaits bool) map[string]bool {
	m := map[string]bool{
		"async-generator": false, "for-await": false, "using": false, "decorators": false, "dynamic-import": false,
		"regexp-set-notation": false, "regexp-match-indices": false,
	}
	if retry {
		m["async-await"], m["class-field"], m["class-static-field"] = awaits, false, false
	}
	return m
}

// syntaxError carries what a code frame needs in its properties.
func syntaxError(m api.Message) error {
	l := m.Location
	if l == nil {
		return fault.Syntax.New("%s", m.Text)
	}
	file := strings.TrimSuffix(l.File, ":")
	err := fault.Syntax.New("%s:%d:%d: %s", file, l.Line, l.Column+1, m.Text)
	err = err.With("file", file).With("line", l.Line).With("column", l.Column+1)
	return err.With("length", l.Length).With("lineText", l.LineText)
}

// parseLowered parses the output of lower. An inline source map is read when the code is our own output
// (mapped); a file is never opened for one.
func parseLowered(path string, code []byte, mapped bool) (prg *ast.Program, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fault.Syntax.New("%s: the parser failed: %v", path, x)
		}
	}()
	opt := parser.Option(parser.WithDisableSourceMaps)
	if mapped {
		opt = parser.WithSourceMapLoader(func(string) ([]byte, error) { return nil, nil })
	}
	prg, perr := goja.Parse(path, string(code), opt)
	if perr != nil {
		if strings.Contains(perr.Error(), refusal) {
			if prg := parseMended(path, string(code), opt, mapped); prg != nil {
				return prg, nil
			}
		}
		return nil, fault.Syntax.New("%s", strings.TrimPrefix(perr.Error(), "SyntaxError: "))
	}
	return prg, nil
}

// wrapperOf finds the function literal that Head and Tail make of a file.
func wrapperOf(prg *ast.Program) (*ast.FunctionLiteral, error) {
	if n := len(prg.Body); n > 0 {
		if s, ok := prg.Body[n-1].(*ast.ExpressionStatement); ok {
			if fn, ok := s.Expression.(*ast.FunctionLiteral); ok {
				return fn, nil
			}
		}
	}
	return nil, fault.Internal.New("the wrapper of a module is lost among %d statements", len(prg.Body))
}
