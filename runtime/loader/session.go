package loader

import (
	"errors"
	"strings"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Unfinished reports whether the source that was evaluated under a name was refused because it ends too early: with more
// lines it may be whole. It is the parser that says so.
func Unfinished(err error, name string) bool {
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Syntax || f.Props["file"] != name {
		return false
	}
	return strings.HasSuffix(f.Message, "Unexpected end of file")
}

// session turns the declarations at the top of a source into assignments of global variables.
type session struct {
	// names are what is declared; functions are assigned before anything runs, also what the head does to them.
	names     []string
	functions []ast.Statement
}

func (s *session) transform(fn *ast.FunctionLiteral) {
	dropped := map[*ast.Binding]bool{}
	at := startOfSource(fn)
	head, body := fn.Body.List[:at], fn.Body.List[at:]
	var rest []ast.Statement
	for _, st := range body {
		rest = append(rest, s.statement(st, dropped)...)
	}
	fn.Body.List = append(append(s.functions, head...), rest...)
	kept := fn.DeclarationList[:0]
	for _, d := range fn.DeclarationList {
		if len(d.List) == 0 || !dropped[d.List[0]] {
			kept = append(kept, d)
		}
	}
	fn.DeclarationList = kept
	completion(fn)
}

// statement returns what becomes of one statement.
func (s *session) statement(st ast.Statement, dropped map[*ast.Binding]bool) []ast.Statement {
	switch n := st.(type) {
	case *ast.VariableStatement:
		dropped[n.List[0]] = true
		return s.assignAll(n.List, false)
	case *ast.LexicalDeclaration:
		return s.assignAll(n.List, true)
	case *ast.FunctionDeclaration:
		name := n.Function.Name.Name.String()
		s.names = append(s.names, name)
		s.functions = append(s.functions, assign(identifier(name), n.Function))
		return nil
	case *ast.ClassDeclaration:
		name := n.Class.Name.Name.String()
		s.names = append(s.names, name)
		return []ast.Statement{quiet(assign(identifier(name), n.Class))}
	}
	return []ast.Statement{st}
}

// assignAll makes assignments of declarations. let x is let x = undefined; var x leaves an earlier value.
func (s *session) assignAll(list []*ast.Binding, lexical bool) []ast.Statement {
	var out []ast.Statement
	for _, b := range list {
		s.collect(b.Target)
		value := b.Initializer
		if value == nil {
			if !lexical {
				continue
			}
			value = &ast.UnaryExpression{Operator: token.VOID, Operand: &ast.NumberLiteral{Literal: "0", Value: int64(0)}}
		}
		out = append(out, quiet(assign(b.Target, value)))
	}
	return out
}

func assign(target, value ast.Expression) ast.Statement {
	return &ast.ExpressionStatement{Expression: &ast.AssignExpression{Operator: token.ASSIGN, Left: target, Right: value}}
}

// quiet hides the value of a statement that was a declaration, which has none.
func quiet(s ast.Statement) ast.Statement {
	return &ast.IfStatement{Test: &ast.SequenceExpression{Sequence: []ast.Expression{
		s.(*ast.ExpressionStatement).Expression, &ast.BooleanLiteral{Literal: "true", Value: true},
	}}, Consequent: &ast.EmptyStatement{}}
}

// collect notes the names that a pattern declares.
func (s *session) collect(e ast.Expression) {
	r := &remap{assigned: map[string]bool{}}
	r.target(e)
	for name := range r.assigned {
		s.names = append(s.names, name)
	}
}

// declare makes the global variables, so that assignments in strict code find them, and lets the names of
// imports read the namespaces.
func (s *session) declare(l *Loader, m *module) {
	global := l.vm.GlobalObject()
	for _, name := range s.names {
		if d := call(l.in.descriptor, goja.Undefined(), global, l.vm.ToValue(name)); goja.IsUndefined(d) || l.imported[name].local != "" {
			_ = global.DefineDataProperty(name, goja.Undefined(), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
			delete(l.imported, name)
		}
	}
	for i := range m.unit.links.requests {
		clause, ok := parseClause(m.unit.source, m.unit.links.requests[i].offset)
		if !ok {
			continue
		}
		for local, name := range clause.locals {
			l.declareName(m, i, local, name)
		}
	}
}

func (l *Loader) declareName(m *module, request int, local, name string) {
	get := l.vm.ToValue(func(goja.FunctionCall) goja.Value {
		if request >= len(m.deps) {
			return goja.Undefined()
		}
		space := l.spaceOf(m.deps[request], m.interop()).object
		if name == "*" {
			return space
		}
		if v := space.Get(name); v != nil {
			return v
		}
		return goja.Undefined()
	})
	_ = l.vm.GlobalObject().DefineAccessorProperty(local, get, nil, goja.FLAG_TRUE, goja.FLAG_FALSE)
	q := &m.unit.links.requests[request]
	l.imported[local] = sessionImport{local: local, name: name, specifier: q.specifier, kind: q.kind}
}

// Imported reports whether a global name is an import of the session.
func (l *Loader) Imported(name string) bool { return l.imported[name].local != "" }
