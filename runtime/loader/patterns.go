package loader

import (
	"github.com/dop251/goja/ast"

	"github.com/lariatjs/lariat/runtime/es"
)

// translateRegExp makes a literal with Unicode properties one that goja understands; by itself it would match the
// letters of their names instead.
func translateRegExp(n *ast.RegExpLiteral) {
	if pattern, ok := es.TranslatePattern(n.Pattern, n.Flags); ok {
		n.Pattern = pattern
	}
}
