package loader

import (
	"errors"
	"slices"
	"strings"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/parser"
	"github.com/dop251/goja/unistring"
)

// goja's parser takes [b = 1] for the target of an assignment when it has a default within a pattern, as in
//
//	const { a: [b = 1] = [] } = {};
//
// and then refuses b = 1 as a part of the declaration. The default of a property it takes even there. So mend makes
// each such element one, [{ "…": b = 1 }], and, when goja has parsed that, takes it out again.

// The text around an element that is mended. Only code of ours has the name.
const (
	mendName  = "\x00default"
	mendOpen  = `{"` + mendName + `":`
	mendClose = "}"
)

// refusal is what the parser says of such an element, at its beginning.
const refusal = "Invalid destructuring binding target"

const (
	// maxMends is how deep such elements may lie in each other.
	maxMends = 32
	// maxTried is how many bytes may be parsed in search of the ends of elements.
	maxTried = 1 << 20
)

// mended is code with insertions.
type mended struct {
	code string
	// origin is where each byte comes from, and the end. What was inserted comes from what it stands before.
	origin []int32
	tried  int
}

// parseMended parses code that the parser has refused so, if it can be mended. The tree is as if there had been no
// mistake: its places, and the texts of its functions, are those of the code. With a source map, which is for a whole
// file, the places behind an element are some columns further.
func parseMended(path, code string, opt parser.Option, mapped bool) *ast.Program {
	if strings.Contains(code, mendName) {
		return nil
	}
	m := &mended{code: code, origin: make([]int32, len(code)+1)}
	for i := range m.origin {
		m.origin[i] = int32(i)
	}
	for range maxMends {
		prg, err := parser.ParseFile(nil, path, m.code, 0, opt)
		if err == nil {
			m.code = prg.File.Source() // which the texts of functions lie in
			walkList(&mender{mended: m, original: code}, prg.Body)
			if !mapped {
				m.move(prg)
				prg.File = file.NewFile(path, code, 1)
			}
			return prg
		}
		var refused parser.ErrorList
		if !errors.As(err, &refused) || !m.wrap(refused) {
			return nil
		}
	}
	return nil
}

// insertion is text that comes before an offset.
type insertion struct {
	at   int
	text string
}

// wrap wraps elements that the parser has refused, whose list is in order, and reports whether it has found any, and nothing
// else in the list.
func (m *mended) wrap(refused parser.ErrorList) bool {
	var list []insertion
	lines, last := newLines(m.code), -1
	for _, e := range refused {
		from := lines.starts[min(max(e.Position.Line-1, 0), len(lines.starts)-1)] + e.Position.Column - 1
		if e.Message != refusal || from < 0 || from >= len(m.code) || strings.HasSuffix(m.code[:from], mendOpen) {
			return false
		}
		if from == last { // it was parsed twice, as the parameters of an arrow are
			continue
		}
		last = from
		if to := m.end(from); to > 0 { // or there is another one within it, and it is its turn when that is mended
			list = append(list, insertion{from, mendOpen}, insertion{to, mendClose})
		}
	}
	slices.SortStableFunc(list, func(a, b insertion) int { return a.at - b.at })
	var code strings.Builder
	var origin []int32
	done := 0
	for _, i := range list {
		code.WriteString(m.code[done:i.at])
		code.WriteString(i.text)
		origin = append(origin, m.origin[done:i.at]...)
		for range i.text {
			origin = append(origin, m.origin[i.at])
		}
		done = i.at
	}
	code.WriteString(m.code[done:])
	m.code, m.origin = code.String(), append(origin, m.origin[done:]...)
	return len(list) > 0
}

// end finds where the element ends that begins at from: where a comma or a bracket comes and all before it is an
// assignment, which no part of one is that ends in such a place. It is -1 if the element is none.
func (m *mended) end(from int) int {
	for to := from; ; to++ {
		n := strings.IndexAny(m.code[to:], ",]")
		if n < 0 {
			return -1
		}
		to += n
		if m.tried += to - from; m.tried > maxTried {
			return -1
		}
		if isAssignment(m.code[from:to]) {
			return to
		}
	}
}

// isAssignment parses a text by itself, in an async function and in a generator.
func isAssignment(text string) bool {
	for _, head := range [...]string{"(async function(){(", "(function*(){("} {
		prg, err := goja.Parse("", head+text+")})", parser.WithDisableSourceMaps) // a new line would end a regular expression
		if err != nil {
			continue
		}
		if fn, err := wrapperOf(prg); err == nil && len(fn.Body.List) == 1 {
			if s, ok := fn.Body.List[0].(*ast.ExpressionStatement); ok {
				_, ok = s.Expression.(*ast.AssignExpression)
				return ok
			}
		}
	}
	return false
}

// move gives every node its place in the code.
func (m *mended) move(prg *ast.Program) {
	at := &positions{generated: make([]int32, len(m.origin)), original: m.origin, shadow: newShadow("")}
	for i := range at.generated {
		at.generated[i] = int32(i)
	}
	moved := remap{positions: at}
	for _, s := range prg.Body {
		moved.stmt(s)
	}
}

// mender takes the elements out, and gives functions the text that they have in the code.
type mender struct {
	*mended
	original string
}

func (m *mender) expr(e ast.Expression) (ast.Expression, bool) {
	switch n := e.(type) {
	case *ast.ArrayPattern:
		for i, e := range n.Elements {
			n.Elements[i] = element(e)
		}
	case *ast.FunctionLiteral:
		m.text(&n.Source)
	case *ast.ArrowFunctionLiteral:
		m.text(&n.Source)
	}
	return e, true
}

func (*mender) stmt(ast.Statement) bool                { return true }
func (*mender) list(l []ast.Statement) []ast.Statement { return l }
func (*mender) binding(*ast.Binding)                   {}
func (m *mender) class(c *ast.ClassLiteral)            { m.text(&c.Source) }
func (m *mender) function(fn *ast.FunctionLiteral)     { m.text(&fn.Source); walkFunction(m, fn) }

func (m *mender) text(source *string) {
	if at := offsetIn(m.code, *source); at >= 0 {
		*source = m.original[m.origin[at]:m.origin[at+len(*source)]]
	}
}

// element is what was wrapped.
func element(e ast.Expression) ast.Expression {
	p, ok := e.(*ast.ObjectPattern)
	if !ok || len(p.Properties) != 1 {
		return e
	}
	keyed, ok := p.Properties[0].(*ast.PropertyKeyed)
	if !ok {
		return e
	}
	if key, ok := keyed.Key.(*ast.StringLiteral); ok && key.Value == unistring.NewFromString(mendName) {
		return keyed.Value
	}
	return e
}
