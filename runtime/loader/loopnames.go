package loader

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
)

// esbuild lowers a "for await" loop with variables named iter, more, temp and error, and keeps them apart from
// those of the script in every function, but not at the top level of a module: there its output may declare a
// name twice. renameLoops gives the variables of such loops names of their own, of the same length, so that the
// source map stays exact. fn is the tree of code, whose nodes begin at base.
func renameLoops(code []byte, fn *ast.FunctionLiteral, base file.Idx) []byte {
	r := &loopRenamer{code: bytes.Clone(code), base: base}
	walkBlock(r, fn.Body)
	return r.code
}

type loopRenamer struct {
	code []byte
	base file.Idx
	made int
	// names are the new names of the loop at hand.
	names map[string]string
}

func (r *loopRenamer) list(l []ast.Statement) []ast.Statement { return l }
func (r *loopRenamer) function(*ast.FunctionLiteral)          {}
func (r *loopRenamer) class(*ast.ClassLiteral)                {}
func (r *loopRenamer) binding(*ast.Binding)                   {}

// expr goes into nothing: a function has names of its own, and a statement is in no other expression.
func (r *loopRenamer) expr(e ast.Expression) (ast.Expression, bool) { return e, false }

func (r *loopRenamer) stmt(s ast.Statement) bool {
	try, ok := s.(*ast.TryStatement)
	if !ok || try.Catch == nil || try.Finally == nil || len(try.Body.List) != 1 {
		_, function := s.(*ast.FunctionDeclaration)
		_, class := s.(*ast.ClassDeclaration)
		return !function && !class
	}
	loop := try.Body.List[0]
	for {
		label, ok := loop.(*ast.LabelledStatement)
		if !ok {
			break
		}
		loop = label.Statement
	}
	if n, ok := loop.(*ast.ForStatement); ok {
		r.loop(n, try)
	}
	return true
}

// loop renames what esbuild wrote around the body of one loop.
func (r *loopRenamer) loop(n *ast.ForStatement, try *ast.TryStatement) {
	in, ok := n.Initializer.(*ast.ForLoopInitializerVarDeclList)
	if !ok || len(in.List) != 4 {
		return
	}
	open, ok := in.List[0].Initializer.(*ast.CallExpression)
	if !ok || helperName(open.Callee) != "__forAwait" {
		return
	}
	r.names = map[string]string{}
	for _, b := range in.List {
		name := identName(b.Target)
		if len(name) < 4 {
			return
		}
		r.names[name] = r.fresh(len(name))
	}
	every := &identifiers{r.rename}
	for _, b := range in.List {
		r.rename(b.Target.(*ast.Identifier))
	}
	walkExpr(every, n.Test)
	walkExpr(every, n.Update)
	if body, ok := n.Body.(*ast.BlockStatement); ok && len(body.List) > 0 {
		walkExpr(every, nextValue(body.List[0]))
	}
	for _, s := range try.Catch.Body.List { // error = [temp]: temp is the parameter of the catch
		if e, ok := s.(*ast.ExpressionStatement); ok {
			if a, ok := e.Expression.(*ast.AssignExpression); ok {
				walkExpr(every, a.Left)
			}
		}
	}
	walkBlock(every, try.Finally)
}

// nextValue is temp.value in the statement that gives the loop's own variable its value.
func nextValue(s ast.Statement) ast.Expression {
	switch n := s.(type) {
	case *ast.VariableStatement:
		return n.List[0].Initializer
	case *ast.LexicalDeclaration:
		return n.List[0].Initializer
	case *ast.ExpressionStatement:
		if a, ok := n.Expression.(*ast.AssignExpression); ok {
			return a.Right
		}
	}
	return nil
}

// fresh is a name of a given length that occurs nowhere in the code.
func (r *loopRenamer) fresh(length int) string {
	for {
		name := fmt.Sprintf("_%x", r.made)
		name += strings.Repeat("_", max(0, length-len(name)))
		if r.made++; len(name) > length || !bytes.Contains(r.code, []byte(name)) {
			return name[:length]
		}
	}
}

func (r *loopRenamer) rename(id *ast.Identifier) {
	if name, ok := r.names[id.Name.String()]; ok {
		copy(r.code[int(id.Idx-r.base):], name)
	}
}

// identifiers is a visitor that is told of each reference.
type identifiers struct{ found func(*ast.Identifier) }

func (v *identifiers) list(l []ast.Statement) []ast.Statement { return l }
func (v *identifiers) function(*ast.FunctionLiteral)          {}
func (v *identifiers) class(*ast.ClassLiteral)                {}
func (v *identifiers) binding(*ast.Binding)                   {}
func (v *identifiers) stmt(ast.Statement) bool                { return true }

func (v *identifiers) expr(e ast.Expression) (ast.Expression, bool) {
	if id, ok := e.(*ast.Identifier); ok {
		v.found(id)
	}
	return e, true
}
