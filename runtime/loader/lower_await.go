package loader

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/evanw/esbuild/pkg/api"
)

// lowerTopLevelAwait lowers a module with await at the top, which esbuild does not make CommonJS of. The first run
// lowers the syntax and keeps import, export and await; then each await x at the top becomes a call, so that the
// second run finds nothing amiss and gives the same form as for other modules. passAsync turns the calls back.
func (req lowerRequest) lowerTopLevelAwait() ([]byte, error) {
	o := req.options()
	o.Format, o.Banner, o.Footer, o.LegalComments = api.FormatESModule, "", "", api.LegalCommentsNone
	first := api.Transform(req.source(), o)
	if len(first.Errors) > 0 {
		return nil, syntaxError(first.Errors[0])
	}
	header, code := takeHelpers(nameImports(first.Code, req.Source))
	name := freshName(code)
	hidden, err := hideAwaits(req.Path, code, name)
	if err != nil {
		if req.Retry {
			return nil, err
		}
		req.Retry = true
		return req.lowerTopLevelAwait()
	}
	o = req.options()
	o.Loader, o.KeepNames, o.Supported = api.LoaderJS, false, nil // nothing is lowered twice
	o.Define = map[string]string{name: awaitName}
	second := api.Transform(hidden+"\nexport {};\n", o)
	if len(second.Errors) > 0 {
		return nil, syntaxError(second.Errors[0])
	}
	at := bytes.Index(second.Code, []byte(req.Head)) + len(req.Head)
	return slices.Insert(second.Code, at, header...), nil
}

// takeHelpers takes the helpers off the start of esbuild's output and leaves empty lines. They come back on the
// line of the wrapper's head, so as a single line: each statement of theirs ends in a semicolon.
func takeHelpers(code []byte) (helpers, rest []byte) {
	end := headerEnd(code)
	for line := range bytes.Lines(code[:end]) {
		if line = bytes.TrimSpace(line); !bytes.HasPrefix(line, []byte("//")) {
			helpers = append(append(helpers, line...), ' ')
		}
	}
	return helpers, append(bytes.Repeat([]byte("\n"), bytes.Count(code[:end], []byte("\n"))), code[end:]...)
}

// freshName is a name as long as "awai" that does not occur in the code.
func freshName(code []byte) string {
	for i := 0; ; i++ {
		if name := fmt.Sprintf("_w%02x", i%256); i > 255 || !bytes.Contains(code, []byte(name)) {
			return name
		}
	}
}

// declaration is an import or export in esbuild's output, or the text of one in a template. It reaches neither beyond
// the template nor into a substitution, so blanking it hides no code.
var declaration = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile("(?m)^(?:import|export)\\b" +
		"(?:[^`;\"'$]|[$][^{`;\"'$]|\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)*')*[$]?;")
})

// hideAwaits writes name(x) for each await x outside of functions. Their operands are found by goja's parser, in a
// copy without imports and exports.
func hideAwaits(path string, code []byte, name string) (string, error) {
	const head = "(async function(){"
	blank := declaration().ReplaceAllFunc(code, func(found []byte) []byte {
		return bytes.Map(func(c rune) rune {
			if c == '\n' {
				return c
			}
			return ' '
		}, asASCII(found))
	})
	prg, err := parseLowered(path, slices.Concat([]byte(head), blank, []byte("\n})")), false)
	if err != nil {
		return "", err
	}
	fn, err := wrapperOf(prg)
	if err != nil {
		return "", err
	}
	f := awaitFinder{base: file.Idx(len(head) + 1)}
	f.code = renameLoops(code, fn, f.base)
	walkFunction(&f, fn)
	return f.replace(name), nil
}

// asASCII has one byte in place of each byte of b, so that blanking keeps the length.
func asASCII(b []byte) []byte {
	out := slices.Clone(b)
	for i, c := range out {
		if c >= utf8.RuneSelf {
			out[i] = ' '
		}
	}
	return out
}

// awaitFinder collects where the awaits outside of functions begin and where their operands end.
type awaitFinder struct {
	code        []byte
	base        file.Idx
	starts, end []int
}

func (f *awaitFinder) expr(e ast.Expression) (ast.Expression, bool) {
	switch n := e.(type) {
	case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral:
		return e, false
	case *ast.AwaitExpression:
		f.starts = append(f.starts, int(n.Await-f.base))
		f.end = append(f.end, f.endOf(n.Argument))
	}
	return e, true
}

func (f *awaitFinder) stmt(ast.Statement) bool                { return true }
func (f *awaitFinder) list(l []ast.Statement) []ast.Statement { return l }
func (f *awaitFinder) function(*ast.FunctionLiteral)          {}
func (f *awaitFinder) class(*ast.ClassLiteral)                {}
func (f *awaitFinder) binding(*ast.Binding)                   {}

// endOf is where an expression ends, brackets around it aside. goja's own answer is wrong for names beyond ASCII.
func (f *awaitFinder) endOf(e ast.Expression) int {
	switch n := e.(type) {
	case *ast.Identifier:
		return f.endOfName(int(n.Idx - f.base))
	case *ast.DotExpression:
		return f.endOfName(int(n.Identifier.Idx - f.base))
	case *ast.PrivateDotExpression:
		return f.endOfName(int(n.Identifier.Idx - f.base))
	case *ast.OptionalChain:
		return f.endOf(n.Expression)
	case *ast.Optional:
		return f.endOf(n.Expression)
	case *ast.AwaitExpression:
		return f.endOf(n.Argument)
	case *ast.UnaryExpression:
		if n.Postfix {
			return f.endOf(n.Operand) + len("++")
		}
		return f.endOf(n.Operand)
	case *ast.NewExpression:
		if n.ArgumentList == nil && n.RightParenthesis == 0 {
			return f.endOf(n.Callee)
		}
	case *ast.SequenceExpression:
		return f.endOf(n.Sequence[len(n.Sequence)-1])
	case *ast.BinaryExpression:
		return f.endOf(n.Right)
	case *ast.AssignExpression:
		return f.endOf(n.Right)
	case *ast.ConditionalExpression:
		return f.endOf(n.Alternate)
	case *ast.YieldExpression:
		return f.endOf(n.Argument)
	case *ast.ArrowFunctionLiteral:
		if b, ok := n.Body.(*ast.ExpressionBody); ok {
			return f.endOf(b.Expression)
		}
	}
	return int(e.Idx1() - f.base)
}

func (f *awaitFinder) endOfName(at int) int {
	for at < len(f.code) {
		r, n := utf8.DecodeRune(f.code[at:])
		if r != '#' && r != '_' && r != '$' && r != '\u200c' && r != '\u200d' && !unicode.IsLetter(r) && !unicode.IsDigit(r) &&
			!unicode.In(r, unicode.M, unicode.Pc, unicode.Nl) {
			break
		}
		at += n
	}
	return at
}

// replace writes the code anew: "await" becomes a name and a bracket of the same length, another bracket closes it.
func (f *awaitFinder) replace(name string) string {
	slices.Sort(f.end)
	var out strings.Builder
	at := 0
	for _, start := range f.starts {
		for len(f.end) > 0 && f.end[0] <= start {
			out.Write(f.code[at:f.end[0]])
			out.WriteByte(')')
			at, f.end = f.end[0], f.end[1:]
		}
		out.Write(f.code[at:start])
		out.WriteString(name + "(")
		at = start + len("await")
	}
	for _, end := range f.end {
		out.Write(f.code[at:end])
		out.WriteByte(')')
		at = end
	}
	out.Write(f.code[at:])
	return out.String()
}
