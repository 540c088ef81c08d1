package loader

import (
	"sync"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
)

// import() in text that becomes code while the program runs, as in new Function("s", "return import(s)"), has no
// wrapper to get %import from. A declaration in the global scope, under a name that no script can say, gives it
// one; it is relative to the store's folder, as for code without a file. %stack is declared the same way.

// globalsProgram evaluates to a function that sets the declared names.
var globalsProgram = sync.OnceValue(func() *goja.Program {
	prg, err := goja.Parse(internalName, "let x, y; (function (f, g) { x = f; y = g; })", ParserOptions()...)
	if err != nil {
		panic(err)
	}
	set := prg.Body[1].(*ast.ExpressionStatement).Expression.(*ast.FunctionLiteral)
	for i, name := range []string{nameImport, nameStack} {
		prg.Body[0].(*ast.LexicalDeclaration).List[i].Target = identifier(name)
		set.Body.List[i].(*ast.ExpressionStatement).Expression.(*ast.AssignExpression).Left = identifier(name)
	}
	p, err := goja.CompileAST(prg, true)
	if err != nil {
		panic(err)
	}
	return p
})

// declareGlobals makes the globals %import and %stack.
func (l *Loader) declareGlobals() {
	set := rawOf(l.run(globalsProgram()))
	call(set, goja.Undefined(), l.importFunction(&module{base: l.referrerOf("")}), l.stackFunction())
}
