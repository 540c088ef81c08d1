package loader

import "github.com/dop251/goja/ast"

// needsLowering says whether goja would misunderstand a CommonJS file that it parses: functions in blocks
// of sloppy code do not reach the function around them (Annex B).
func needsLowering(fn *ast.FunctionLiteral) bool {
	if isStrict(fn.Body.List) {
		return false
	}
	d := &directCheck{}
	walkFunction(d, fn)
	return d.needed
}

func isStrict(list []ast.Statement) bool {
	for _, s := range list {
		e, ok := s.(*ast.ExpressionStatement)
		if !ok {
			return false
		}
		lit, ok := e.Expression.(*ast.StringLiteral)
		if !ok {
			return false
		}
		if lit.Value == "use strict" {
			return true
		}
	}
	return false
}

type directCheck struct{ needed bool }

func (d *directCheck) list(l []ast.Statement) []ast.Statement       { return l }
func (d *directCheck) function(*ast.FunctionLiteral)                {}
func (d *directCheck) class(*ast.ClassLiteral)                      {}
func (d *directCheck) binding(*ast.Binding)                         {}
func (d *directCheck) expr(e ast.Expression) (ast.Expression, bool) { return e, !d.needed }

func (d *directCheck) stmt(s ast.Statement) bool {
	switch n := s.(type) {
	case *ast.BlockStatement:
		d.block(n)
	case *ast.TryStatement:
		d.block(n.Body)
		d.block(n.Finally)
		if n.Catch != nil {
			d.block(n.Catch.Body)
		}
	case *ast.SwitchStatement:
		for _, c := range n.Body {
			d.functions(c.Consequent)
		}
	case *ast.IfStatement:
		d.functions([]ast.Statement{n.Consequent, n.Alternate})
	case *ast.LabelledStatement:
		d.functions([]ast.Statement{n.Statement})
	}
	return !d.needed
}

func (d *directCheck) block(b *ast.BlockStatement) {
	if b != nil {
		d.functions(b.List)
	}
}

func (d *directCheck) functions(list []ast.Statement) {
	for _, s := range list {
		if _, ok := s.(*ast.FunctionDeclaration); ok {
			d.needed = true
		}
	}
}
