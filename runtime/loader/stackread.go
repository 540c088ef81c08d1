package loader

import (
	"strings"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// goja writes the property "stack" of an error in a form of its own, with program counters and with frames of the
// host, and does so where nobody can step in. Programs print that property and take it apart, so every place in a
// source that reads x.stack reads %stack(x.stack), which gives it the form that all other engines have.

// nameStack is the function that cleans what was read.
const nameStack = "%stack"

// readsStacks says whether passStacks has anything to do in a source.
func readsStacks(source string) bool { return strings.Contains(source, "stack") }

// passStacks points the places at %stack.
func passStacks(fn *ast.FunctionLiteral) {
	walkFunction(&stackPass{skipped: map[ast.Expression]bool{}}, fn)
}

// stackPass is the visitor of passStacks. Parents are seen first and say which of their children stay: what is
// written to, called or deleted, and what is used as anything but a text, for which it must not get slower.
type stackPass struct{ skipped map[ast.Expression]bool }

func (p *stackPass) expr(e ast.Expression) (ast.Expression, bool) {
	switch n := e.(type) {
	case *ast.DotExpression:
		if isStack(n.Left) && !textMembers.Get()[n.Identifier.Name] {
			p.skip(n.Left)
		}
		if isStack(n) && !p.skipped[n] {
			walkInto(p, n)
			return callAt(n.Identifier.Idx, nameStack, n), false
		}
	case *ast.OptionalChain:
		p.skipChain(n.Expression)
		if isStack(n.Expression) && !p.skipped[n] {
			walkInto(p, n)
			return callAt(n.Idx0(), nameStack, n), false
		}
	case *ast.BracketExpression:
		p.skip(n.Left)
	case *ast.AssignExpression:
		p.skip(n.Left)
	case *ast.CallExpression:
		p.skip(n.Callee)
		if o, ok := n.Callee.(*ast.Optional); ok {
			p.skip(o.Expression)
		}
	case *ast.NewExpression:
		p.skip(n.Callee)
	case *ast.TemplateLiteral:
		p.skip(n.Tag)
	case *ast.UnaryExpression:
		if n.Operator == token.DELETE || n.Operator == token.INCREMENT || n.Operator == token.DECREMENT {
			p.skip(n.Operand)
		}
	case *ast.ArrayPattern:
		p.skip(n.Elements...)
		p.skip(n.Rest)
	case *ast.ObjectPattern:
		for _, property := range n.Properties {
			if keyed, ok := property.(*ast.PropertyKeyed); ok {
				p.skip(keyed.Value)
			}
		}
		p.skip(n.Rest)
	}
	return e, true
}

func (p *stackPass) skip(list ...ast.Expression) {
	for _, e := range list {
		if e != nil {
			p.skipped[e] = true
		}
	}
}

// skipChain leaves the inside of a?.b.c alone: a call there would break the chain. What is left of its first ?. is
// not inside.
func (p *stackPass) skipChain(e ast.Expression) {
	var spine []ast.Expression
	last := 0
	for e != nil {
		spine = append(spine, e)
		switch n := e.(type) {
		case *ast.DotExpression:
			e = n.Left
		case *ast.BracketExpression:
			e = n.Left
		case *ast.CallExpression:
			e = n.Callee
		case *ast.Optional:
			e, last = n.Expression, len(spine)
		default:
			e = nil
		}
	}
	p.skip(spine[:last]...)
}

func (p *stackPass) stmt(s ast.Statement) bool {
	var into ast.ForInto
	switch n := s.(type) {
	case *ast.ForInStatement:
		into = n.Into
	case *ast.ForOfStatement:
		into = n.Into
	}
	if target, ok := into.(*ast.ForIntoExpression); ok {
		p.skip(target.Expression)
	}
	return true
}

func (p *stackPass) list(l []ast.Statement) []ast.Statement { return l }
func (p *stackPass) function(fn *ast.FunctionLiteral)       { walkFunction(p, fn) }
func (p *stackPass) class(*ast.ClassLiteral)                {}
func (p *stackPass) binding(*ast.Binding)                   {}

// isStack recognises x.stack.
func isStack(e ast.Expression) bool {
	n, ok := e.(*ast.DotExpression)
	return ok && n.Identifier.Name == "stack"
}

// textMembers are what a text has and a list has not, or has in another sense.
var textMembers = lazy.Value[map[unistring.String]bool]{Make: func() map[unistring.String]bool {
	return map[unistring.String]bool{
		"split": true, "replace": true, "replaceAll": true, "match": true, "matchAll": true, "search": true, "substring": true, "substr": true,
		"startsWith": true, "endsWith": true, "trim": true, "trimStart": true, "trimEnd": true, "toString": true,
		"indexOf": true, "lastIndexOf": true, "includes": true, "slice": true, "concat": true,
	}
}}

// stackFunction is %stack.
func (l *Loader) stackFunction() *goja.Object {
	return l.native("stack", func(c goja.FunctionCall) goja.Value {
		text, ok := c.Argument(0).(goja.String)
		if !ok {
			return c.Argument(0)
		}
		s := text.String()
		if (strings.HasSuffix(s, "\n") || strings.Contains(s, "\n    "+submitted)) && strings.Contains(s, "\n\tat ") { // as goja's own
			return l.vm.ToValue(CleanStack(s))
		}
		return text
	})
}
