package loader

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"

	"github.com/lariatjs/lariat/runtime/es"
)

// loopParts are the places of a for-await, as esbuild lowers it, that are changed:
//
//	try {
//	  for (var iter = __forAwait(x), more, temp, error; more = !(temp = await iter.next()).done; more = false) {
//	    const y = temp.value; …
//	  }
//	} catch (temp) { error = [temp]; }
//	finally {
//	  try { more && (temp = iter.return) && await temp.call(iter); }
//	  finally { if (error) throw error[0]; }
//	}
type loopParts struct {
	loop   *ast.ForStatement
	open   *ast.Binding          // iter = __forAwait(x)
	test   *ast.AssignExpression // more = !(…).done
	result *ast.AssignExpression // temp = await iter.next()
	value  *ast.Expression       // temp.value
	close  *ast.BinaryExpression // more && (temp = iter.return) && await temp.call(iter)
}

// forAwait has a lowered for-await call the natives, which do what the language asks for: a result that is no
// object is a TypeError, and so is a return that cannot be called. iter then holds what is no object of the
// language, under a name that no script can say. A value that throws when it is read does not close the iterator,
// so it is read in the test, while more is still false: more = (temp = take(await next(iter))) !== end.
func (p *asyncPass) forAwait(t *ast.TryStatement) {
	l, ok := findLoop(t, func(e ast.Expression) bool { return p.callOf(e, es.AsyncForOpen) != nil })
	if !ok {
		return
	}
	at := l.open.Idx0()
	name := "%" + l.open.Target.(*ast.Identifier).Name.String()
	iter := func() ast.Expression { return identAt(at, name) }
	l.open.Target = identAt(at, name)
	l.open.Initializer.(*ast.CallExpression).Callee = identAt(at, es.AsyncForOpen)

	if y, ok := l.result.Right.(*ast.YieldExpression); ok && p.awaitMark(y) != nil {
		y.Argument = callAt(at, es.AsyncForAwaitNext, iter())
	} else {
		setOperand(l.result.Right, callAt(at, es.AsyncForNext, iter()))
	}
	*l.value = l.result.Left
	l.result.Right = callAt(at, es.AsyncForTake, l.result.Right)
	l.test.Right = &ast.BinaryExpression{
		Operator: token.STRICT_NOT_EQUAL, Left: l.result, Right: identAt(at, es.AsyncForEnd), Comparison: true,
	}

	wait := l.close.Right
	if y, ok := wait.(*ast.YieldExpression); ok && p.awaitMark(y) != nil {
		y.Argument = callAt(at, es.AsyncAwait, callAt(at, es.AsyncForClosing, iter()))
	} else {
		setOperand(wait, callAt(at, es.AsyncForClosing, iter()))
	}
	l.close.Right = callAt(at, es.AsyncForClosed, wait)
	l.close.Left.(*ast.BinaryExpression).Right = callAt(at, es.AsyncForClose, iter())
}

// findLoop recognises the form; opens says what a call of __forAwait is.
func findLoop(t *ast.TryStatement, opens func(ast.Expression) bool) (l loopParts, ok bool) {
	if t.Catch == nil || t.Finally == nil || len(t.Body.List) != 1 || len(t.Finally.List) != 1 {
		return l, false
	}
	s := t.Body.List[0]
	for {
		label, ok := s.(*ast.LabelledStatement)
		if !ok {
			break
		}
		s = label.Statement
	}
	loop, ok := s.(*ast.ForStatement)
	if !ok {
		return l, false
	}
	l.loop = loop
	in, ok := loop.Initializer.(*ast.ForLoopInitializerVarDeclList)
	if !ok || len(in.List) != 4 || !opens(in.List[0].Initializer) {
		return l, false
	}
	l.open = in.List[0]
	if _, ok := l.open.Target.(*ast.Identifier); !ok {
		return l, false
	}
	if l.test, ok = loop.Test.(*ast.AssignExpression); !ok {
		return l, false
	}
	if l.result = nextCall(l.test.Right); l.result == nil {
		return l, false
	}
	l.value = valueOf(loop.Body, l.result.Left)
	l.close = returnCall(t.Finally.List[0])
	return l, l.value != nil && l.close != nil
}

// valueOf finds temp.value, which the body of the loop begins with.
func valueOf(body ast.Statement, temp ast.Expression) *ast.Expression {
	b, ok := body.(*ast.BlockStatement)
	if !ok || len(b.List) == 0 {
		return nil
	}
	var place *ast.Expression
	switch s := b.List[0].(type) {
	case *ast.LexicalDeclaration:
		place = &s.List[0].Initializer
	case *ast.VariableStatement:
		place = &s.List[0].Initializer
	case *ast.ExpressionStatement:
		if a, ok := s.Expression.(*ast.AssignExpression); ok {
			place = &a.Right
		}
	}
	if place == nil {
		return nil
	}
	d, ok := (*place).(*ast.DotExpression)
	if !ok || d.Identifier.Name != "value" || !sameName(d.Left, temp) {
		return nil
	}
	return place
}

func sameName(a, b ast.Expression) bool {
	x, ok := a.(*ast.Identifier)
	y, isName := b.(*ast.Identifier)
	return ok && isName && x.Name == y.Name
}

// nextCall finds temp = await iter.next() in !(temp = await iter.next()).done.
func nextCall(e ast.Expression) *ast.AssignExpression {
	not, ok := e.(*ast.UnaryExpression)
	if !ok {
		return nil
	}
	done, ok := not.Operand.(*ast.DotExpression)
	if !ok {
		return nil
	}
	a, ok := done.Left.(*ast.AssignExpression)
	if !ok || !waits(a.Right) {
		return nil
	}
	return a
}

// returnCall finds more && (temp = iter.return) && await temp.call(iter).
func returnCall(s ast.Statement) *ast.BinaryExpression {
	t, ok := s.(*ast.TryStatement)
	if !ok || len(t.Body.List) != 1 {
		return nil
	}
	e, ok := t.Body.List[0].(*ast.ExpressionStatement)
	if !ok {
		return nil
	}
	and, ok := e.Expression.(*ast.BinaryExpression)
	if !ok || and.Operator != token.LOGICAL_AND || !waits(and.Right) {
		return nil
	}
	if left, ok := and.Left.(*ast.BinaryExpression); !ok || left.Operator != token.LOGICAL_AND {
		return nil
	}
	return and
}

// waits says that e is one of the forms that await has in esbuild's output.
func waits(e ast.Expression) bool {
	switch n := e.(type) {
	case *ast.AwaitExpression, *ast.YieldExpression:
		return true
	case *ast.CallExpression:
		return isTopAwait(n)
	}
	return false
}

// awaitMark returns the new __await(x) of yield new __await(x).
func (p *asyncPass) awaitMark(y *ast.YieldExpression) *ast.NewExpression {
	n, ok := y.Argument.(*ast.NewExpression)
	if !ok || p.helperName(n.Callee) != es.AsyncAwait {
		return nil
	}
	return n
}

func setOperand(wait, operand ast.Expression) {
	switch w := wait.(type) {
	case *ast.AwaitExpression:
		w.Argument = operand
	case *ast.YieldExpression:
		w.Argument = operand
	case *ast.CallExpression:
		w.ArgumentList[0] = operand
	}
}
