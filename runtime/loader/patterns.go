package loader

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/unistring"

	"github.com/lariatjs/lariat/runtime/es"
)

// literal makes a literal with what goja does not have one that it understands. Its source stays what it was.
func literal(n *ast.RegExpLiteral) ast.Expression {
	pattern, theirs, ok := es.TranslatePattern(n.Pattern, n.Flags)
	if !ok {
		return n
	}
	source, flags := textAt(n.Idx, unistring.NewFromString(n.Pattern)), textAt(n.Idx, unistring.NewFromString(n.Flags))
	n.Pattern, n.Flags = pattern, theirs
	return callAt(n.Idx, es.PatternLiteral, n, source, flags)
}
