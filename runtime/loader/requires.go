package loader

import (
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
)

// requirement is a require("…") and where it stands.
type requirement struct {
	specifier    string
	line, column int
}

// requiresOf lists what a file requires whatever happens: not in a try block, and where require is what it is elsewhere. A
// file that does not compile requires nothing.
func (s *Store) requiresOf(path string) (list []requirement) {
	c, err := s.compiler(path)
	if err != nil {
		return nil
	}
	c.coverage = nil
	v := &requireFinder{made: strings.Contains(c.source, "createRequire")}
	c.look = func(fn *ast.FunctionLiteral) { walkBlock(v, fn.Body) }
	u, err := c.compile()
	if err != nil {
		return nil
	}
	for _, call := range v.calls {
		at := u.file.Position(int(call.at) - 1)
		list = append(list, requirement{call.specifier, at.Line, at.Column})
	}
	return list
}

// requireFinder is a visitor that finds calls of require.
type requireFinder struct {
	calls []requireCall
	made  bool // the file makes a require, which esbuild gives a number
}

type requireCall struct {
	specifier string
	at        file.Idx
}

func (v *requireFinder) expr(e ast.Expression) (ast.Expression, bool) {
	switch n := e.(type) {
	case *ast.CallExpression:
		name := identName(n.Callee)
		if v.made {
			name = strings.TrimRight(name, "0123456789")
		}
		if (name == "require" || name == requireName) && len(n.ArgumentList) == 1 {
			if text, ok := n.ArgumentList[0].(*ast.StringLiteral); ok {
				v.calls = append(v.calls, requireCall{text.Value.String(), n.Callee.Idx0()})
			}
		}
	case *ast.FunctionLiteral:
		return e, !declaresRequire(n.ParameterList)
	case *ast.ArrowFunctionLiteral:
		return e, !declaresRequire(n.ParameterList)
	}
	return e, true
}

func declaresRequire(p *ast.ParameterList) bool {
	if p == nil {
		return false
	}
	for _, b := range p.List {
		if id, ok := b.Target.(*ast.Identifier); ok && id.Name == "require" {
			return true
		}
	}
	return false
}

func (v *requireFinder) stmt(s ast.Statement) bool {
	n, ok := s.(*ast.TryStatement)
	if !ok || n.Catch == nil {
		return true
	}
	walkBlock(v, n.Catch.Body)
	walkBlock(v, n.Finally)
	return false
}

func (v *requireFinder) list(l []ast.Statement) []ast.Statement { return l }

func (v *requireFinder) function(fn *ast.FunctionLiteral) {
	if !declaresRequire(fn.ParameterList) {
		walkFunction(v, fn)
	}
}

func (v *requireFinder) class(*ast.ClassLiteral) {}
func (v *requireFinder) binding(*ast.Binding)    {}
