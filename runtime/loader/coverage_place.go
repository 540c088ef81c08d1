package loader

import (
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
)

// placeOf is where a statement begins. goja does not keep the word if: it stands before the test.
func (v *coverPass) placeOf(s ast.Statement) file.Idx {
	n, ok := s.(*ast.IfStatement)
	if !ok {
		if e, ok := s.(*ast.ExpressionStatement); ok {
			return first(e.Expression)
		}
		return s.Idx0()
	}
	test := int(n.Test.Idx0()) - 1
	if test <= 0 || test > len(v.text) {
		return 0
	}
	before := v.text[:test]
	word := strings.TrimRight(strings.TrimRight(before, " \t\n\r("), " ")
	if !strings.HasSuffix(word, "if") {
		return 0
	}
	return file.Idx(len(word) - len("if") + 1)
}

// first is where an expression begins. What esbuild makes of an imported function, (0, import_x.f), has its place in the end.
func first(e ast.Expression) file.Idx {
	switch n := e.(type) {
	case *ast.CallExpression:
		return first(n.Callee)
	case *ast.DotExpression:
		if strings.HasPrefix(identName(n.Left), "import_") {
			return n.Identifier.Idx
		}
		return first(n.Left)
	case *ast.BracketExpression:
		return first(n.Left)
	case *ast.OptionalChain:
		return first(n.Expression)
	case *ast.Optional:
		return first(n.Expression)
	case *ast.BinaryExpression:
		return first(n.Left)
	case *ast.ConditionalExpression:
		return first(n.Test)
	case *ast.AssignExpression:
		return first(n.Left)
	case *ast.TemplateLiteral:
		if n.Tag != nil {
			return first(n.Tag)
		}
	case *ast.SequenceExpression:
		if _, zero := n.Sequence[0].(*ast.NumberLiteral); zero && len(n.Sequence) == 2 {
			return first(n.Sequence[1])
		}
		return first(n.Sequence[0])
	}
	return e.Idx0()
}

// begins reports whether a statement begins at an offset of the source. The code that esbuild makes up, for using and the like,
// has the place of what stands before it, in the midst of something else.
func (v *coverPass) begins(offset int) bool {
	if offset > len(v.text) {
		return false
	}
	before := strings.TrimRight(v.text[:offset], " \t")
	if before == "" || strings.ContainsRune(";{}):>\n\r/", rune(before[len(before)-1])) {
		return true
	}
	for _, word := range []string{"else", "do", "export", "default", "declare"} {
		if strings.HasSuffix(before, word) {
			return true
		}
	}
	return false
}

// declares returns the word of TypeScript's declaration that a function comes from which nobody has written: enum, namespace.
func (v *coverPass) declares(offset int) string {
	if offset < 0 || offset > len(v.text) {
		return ""
	}
	text := v.text[offset:]
	for _, word := range []string{"export ", "const ", "declare "} {
		text = strings.TrimPrefix(text, word)
	}
	for _, word := range []string{"enum", "namespace", "module"} {
		if strings.HasPrefix(text, word+" ") {
			return word
		}
	}
	return ""
}
