package loader

import "github.com/dop251/goja/ast"

// target notes the names that are assigned to.
func (r *remap) target(e ast.Expression) {
	switch n := e.(type) {
	case *ast.Identifier:
		if r.assigned != nil {
			r.assigned[n.Name.String()] = true
		}
	case *ast.AssignExpression:
		r.target(n.Left)
	case *ast.Binding:
		r.target(n.Target)
	case *ast.SpreadElement:
		r.target(n.Expression)
	case *ast.ArrayPattern:
		for _, el := range n.Elements {
			r.target(el)
		}
		r.target(n.Rest)
	case *ast.ObjectPattern:
		for _, p := range n.Properties {
			switch p := p.(type) {
			case *ast.PropertyShort:
				r.target(&p.Name)
			case *ast.PropertyKeyed:
				r.target(p.Value)
			}
		}
		r.target(n.Rest)
	}
}

func (r *remap) properties(list []ast.Property) {
	for _, p := range list {
		r.expr(p)
	}
}

func (r *remap) binding(b *ast.Binding) {
	if b != nil {
		r.expr(b.Target)
		r.expr(b.Initializer)
	}
}

func (r *remap) bindings(list []*ast.Binding) {
	for _, b := range list {
		r.binding(b)
	}
}

func (r *remap) parameters(p *ast.ParameterList) {
	if p == nil {
		return
	}
	r.moveAll(&p.Opening, &p.Closing)
	r.bindings(p.List)
	r.expr(p.Rest)
}

func (r *remap) function(fn *ast.FunctionLiteral) {
	r.move(&fn.Function)
	r.ident(fn.Name)
	r.parameters(fn.ParameterList)
	r.block(fn.Body)
}
