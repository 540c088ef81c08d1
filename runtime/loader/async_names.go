package loader

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/unistring"

	"github.com/lariatjs/lariat/runtime/es"
)

// esbuild has to rename a function now and then, and keeps the name that scripts see with __name(f, "name"). It
// says so of every function; goja gives nearly all of them the right name by itself, and then the call only costs
// time, once for each closure that is made.

// nameOf takes __name(f, "name") apart.
func (p *asyncPass) nameOf(e ast.Expression) (f ast.Expression, name *ast.StringLiteral) {
	c := p.callOf(e, es.FunctionName)
	if c == nil || len(c.ArgumentList) != 2 {
		return nil, nil
	}
	name, ok := c.ArgumentList[1].(*ast.StringLiteral)
	if !ok {
		return nil, nil
	}
	return c.ArgumentList[0], name
}

// named drops the call where the place of the value names it anyway: x = __name(() => {}, "x").
func (p *asyncPass) named(e ast.Expression, place unistring.String) ast.Expression {
	f, name := p.nameOf(e)
	if name == nil || name.Value != place {
		if c, ok := e.(*ast.ClassLiteral); ok && c.Name == nil {
			p.nameClass(c, place)
		}
		return e
	}
	switch n := f.(type) {
	case *ast.ArrowFunctionLiteral:
		return n
	case *ast.FunctionLiteral:
		if n.Name == nil && p.bodyOf(n) == nil {
			return n
		}
	}
	return e
}

// parameter walks over a parameter. goja does not name a function after the parameter that it is the default of.
func (p *asyncPass) parameter(b *ast.Binding) {
	id, ok := b.Target.(*ast.Identifier)
	if !ok {
		walkBinding(p, b)
		return
	}
	switch fn := b.Initializer.(type) {
	case *ast.FunctionLiteral:
		if fn.Name == nil {
			b.Initializer = callAt(fn.Function, es.FunctionName, fn, textAt(fn.Function, id.Name))
		}
	case *ast.ArrowFunctionLiteral:
		b.Initializer = callAt(fn.Start, es.FunctionName, fn, textAt(fn.Start, id.Name))
	}
	b.Initializer = walkExpr(p, b.Initializer)
}

// nameCall drops the call around a function whose own name is right. An async generator takes the name with it.
func (p *asyncPass) nameCall(n *ast.CallExpression) (ast.Expression, bool) {
	f, name := p.nameOf(n)
	fn, ok := f.(*ast.FunctionLiteral)
	if name == nil || !ok {
		return n, true
	}
	if p.bodyOf(fn) != nil {
		return walkExpr(p, p.functionValue(fn, name)), false
	}
	if fn.Name != nil && fn.Name.Name == name.Value {
		return walkExpr(p, fn), false
	}
	return n, true
}

// nameStatements drops __name(f, "f") behind the declaration of f, and notes the name that it gives to another.
func (p *asyncPass) nameStatements(list []ast.Statement) []ast.Statement {
	dropped := 0
	for i, s := range list {
		drop := false
		if e, ok := s.(*ast.ExpressionStatement); ok {
			f, name := p.nameOf(e.Expression)
			drop = name != nil && p.takeName(list, f, name)
		}
		if drop {
			dropped++
		} else if dropped > 0 {
			list[i-dropped] = s
		}
	}
	return list[:len(list)-dropped]
}

func (p *asyncPass) takeName(list []ast.Statement, f ast.Expression, name *ast.StringLiteral) bool {
	id, ok := f.(*ast.Identifier)
	if !ok {
		return false
	}
	for _, s := range list {
		d, ok := s.(*ast.FunctionDeclaration)
		if !ok || d.Function.Name.Name != id.Name {
			continue
		}
		if p.bodyOf(d.Function) != nil {
			p.given[d.Function] = name.Value
			return true
		}
		return id.Name == name.Value
	}
	return false
}

func (p *asyncPass) class(c *ast.ClassLiteral) {
	if c.Name != nil {
		p.nameClass(c, c.Name.Name)
	}
	for _, el := range c.Body {
		if f, ok := el.(*ast.FieldDefinition); ok && !f.Computed {
			f.Initializer = p.named(f.Initializer, fieldName(f.Key))
		}
	}
	p.classMethods(c)
}

func fieldName(key ast.Expression) unistring.String {
	if id, ok := key.(*ast.PrivateIdentifier); ok {
		return "#" + id.Name
	}
	return keyName(key)
}

// nameClass drops static { __name(this, "C") } from a class that is called C already.
func (p *asyncPass) nameClass(c *ast.ClassLiteral, name unistring.String) {
	for i, el := range c.Body {
		b, ok := el.(*ast.ClassStaticBlock)
		if !ok || len(b.Block.List) != 1 {
			continue
		}
		e, ok := b.Block.List[0].(*ast.ExpressionStatement)
		if !ok {
			continue
		}
		f, given := p.nameOf(e.Expression)
		if _, this := f.(*ast.ThisExpression); this && given.Value == name {
			c.Body = append(c.Body[:i:i], c.Body[i+1:]...)
			return
		}
	}
}
