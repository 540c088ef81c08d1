package loader

import (
	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"

	"github.com/lariatjs/lariat/runtime/es"
)

// Evaluator is what a Host is besides if it has put a function of its own in place of the global eval. goja
// takes a call for a direct eval, which sees the variables around it, only if the callee is its own eval.
type Evaluator interface {
	// Eval returns goja's own eval.
	Eval() *goja.Object
	// EvalArgument returns what a direct call of callee gets in place of its argument. It panics with a
	// JavaScript value if the text is refused.
	EvalArgument(callee, argument goja.Value) goja.Value
}

// The parameters of the function around a wrapper that calls eval.
const (
	evalName         = "eval"
	indirectEvalName = "%eval"
	evalArgumentName = "%evalArgument"
)

// directEval makes eval(x) in a wrapper a direct eval: the name means goja's eval there, and x goes through the
// host. Every other use of the name gets the global eval. It returns the expression that the program has to be:
//
//	function (eval, %eval, %evalArgument) { return wrapper }
//
// A file that declares a variable of that name is left alone.
func directEval(fn *ast.FunctionLiteral, strict bool) (*ast.FunctionLiteral, bool) {
	d := &directEvals{}
	walkFunction(d, fn)
	if d.declared || !d.called {
		return fn, false
	}
	d.rename = true
	walkFunction(d, fn)
	if strict { // the function around cannot be: strict code has no parameter of this name
		directive := &ast.ExpressionStatement{Expression: &ast.StringLiteral{Literal: `"use strict"`, Value: "use strict"}}
		fn.Body.List = append([]ast.Statement{directive}, fn.Body.List...)
	}
	body := &ast.BlockStatement{List: []ast.Statement{&ast.ReturnStatement{Argument: fn}}}
	outer := &ast.FunctionLiteral{ParameterList: &ast.ParameterList{}, Body: body}
	for _, n := range []string{evalName, indirectEvalName, evalArgumentName} {
		outer.ParameterList.List = append(outer.ParameterList.List, &ast.Binding{Target: identifier(n)})
	}
	return outer, true
}

// directEvals is the visitor of directEval: its first walk looks, its second one renames.
type directEvals struct {
	called, declared, rename bool
}

func (d *directEvals) list(l []ast.Statement) []ast.Statement { return l }

func (d *directEvals) function(fn *ast.FunctionLiteral) {
	d.declared = d.declared || fn.Name != nil && fn.Name.Name == evalName
	walkFunction(d, fn)
}

func (d *directEvals) class(*ast.ClassLiteral) {}

func (d *directEvals) binding(b *ast.Binding) {
	r := &remap{assigned: map[string]bool{}}
	r.target(b)
	d.declared = d.declared || r.assigned[evalName]
}

func (d *directEvals) stmt(s ast.Statement) bool {
	switch n := s.(type) {
	case *ast.TryStatement:
		if n.Catch != nil && n.Catch.Parameter != nil {
			d.binding(&ast.Binding{Target: n.Catch.Parameter})
		}
	case *ast.ForOfStatement:
		d.into(n.Into)
	case *ast.ForInStatement:
		d.into(n.Into)
	}
	return true
}

func (d *directEvals) into(into ast.ForInto) {
	if n, ok := into.(*ast.ForDeclaration); ok {
		d.binding(&ast.Binding{Target: n.Target})
	}
}

func (d *directEvals) expr(e ast.Expression) (ast.Expression, bool) {
	switch n := e.(type) {
	case *ast.CallExpression:
		if identName(n.Callee) == evalName && len(n.ArgumentList) > 0 {
			d.call(n)
			return n, false
		}
	case *ast.AssignExpression:
		d.declared = d.declared || identName(n.Left) == evalName
	case *ast.PropertyShort:
		if d.rename && n.Name.Name == evalName {
			key := &ast.StringLiteral{Idx: n.Name.Idx, Value: evalName}
			return &ast.PropertyKeyed{Key: key, Kind: ast.PropertyKindValue, Value: d.indirect(&n.Name)}, false
		}
	case *ast.Identifier:
		if d.rename && n.Name == evalName {
			return d.indirect(n), false
		}
	}
	return e, true
}

func (d *directEvals) indirect(n *ast.Identifier) *ast.Identifier {
	id := identifier(indirectEvalName)
	id.Idx = n.Idx
	return id
}

// call deals with eval(x, …).
func (d *directEvals) call(n *ast.CallExpression) {
	d.called = true
	walkExprs(d, n.ArgumentList)
	if _, spread := n.ArgumentList[0].(*ast.SpreadElement); spread || !d.rename {
		return
	}
	at := n.LeftParenthesis
	n.ArgumentList[0] = &ast.CallExpression{
		Callee: identAt(at, evalArgumentName), LeftParenthesis: at, RightParenthesis: at,
		ArgumentList: []ast.Expression{identAt(at, evalName), n.ArgumentList[0]},
	}
}

// wrapperFunction evaluates the program of a unit and gives it its eval.
func (l *Loader) wrapperFunction(u *unit) raw {
	if u.regexps {
		es.Of(l.vm).UseRegExp()
	}
	v := l.run(u.program)
	if !u.evals {
		return rawOf(v)
	}
	global := l.vm.GlobalObject().Get(evalName)
	own, argument := global, l.native("eval", func(c goja.FunctionCall) goja.Value { return c.Argument(1) })
	if e, ok := l.host.(Evaluator); ok {
		own, argument = e.Eval(), l.native("eval", func(c goja.FunctionCall) goja.Value { return e.EvalArgument(c.Argument(0), c.Argument(1)) })
	}
	return rawOf(call(rawOf(v), goja.Undefined(), own, global, argument))
}
