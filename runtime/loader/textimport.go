package loader

import (
	"sync"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// import() in text that becomes code while the program runs, as in new Function("s", "return import(s)"), has no
// wrapper to get %import from. A declaration in the global scope, under a name that no script can say, gives it
// one; it is relative to the store's folder, as for code without a file.

// importProgram evaluates to a function that sets the declared %import.
var importProgram = sync.OnceValue(func() *goja.Program {
	prg, err := goja.Parse(internalName, "let x; (function (f) { x = f; })", ParserOptions()...)
	if err != nil {
		panic(err)
	}
	prg.Body[0].(*ast.LexicalDeclaration).List[0].Target = identifier(nameImport)
	set := prg.Body[1].(*ast.ExpressionStatement).Expression.(*ast.FunctionLiteral)
	assign := &ast.AssignExpression{Operator: token.ASSIGN, Left: identifier(nameImport), Right: identifier("f")}
	set.Body.List = []ast.Statement{&ast.ExpressionStatement{Expression: assign}}
	p, err := goja.CompileAST(prg, true)
	if err != nil {
		panic(err)
	}
	return p
})

// declareImport makes the global %import.
func (l *Loader) declareImport() {
	set := rawOf(l.run(importProgram()))
	call(set, goja.Undefined(), l.importFunction(&module{base: l.referrerOf("")}))
}
