package loader

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// EvalKind says what Eval makes of a source.
type EvalKind uint8

const (
	// EvalModule fulfils the promise with the namespace object.
	EvalModule EvalKind = iota
	// EvalValue fulfils it with the value of the last expression statement that ran, after waiting for it if
	// it is a promise.
	EvalValue
	// EvalSession is for lines of a REPL: what a line declares at its top level becomes a property of the global
	// object, so that later lines see it and may declare it anew. The promise is fulfilled with an object whose
	// property "value" is that of the last expression statement: a promise stays one.
	EvalSession
)

// Eval runs a source that has no file as a module, with top-level await. name is shown in stacks, and its
// extension chooses the language (".ts", ".tsx", ".jsx", else JavaScript). Its imports are relative to the
// store's folder.
func (l *Loader) Eval(name, source string, kind ...EvalKind) goja.Value {
	k := EvalModule
	if len(kind) > 0 {
		k = kind[0]
	}
	done := l.newCapability()
	l.soon(func() {
		var m *module
		thrown := l.try(func() {
			var err error
			if m, err = l.evalModule(name, source, k); err == nil {
				err = l.linkAhead(m)
			}
			if err != nil {
				l.throw(err)
			}
		})
		if thrown != nil {
			done.fail(thrown)
			return
		}
		l.react(l.evaluate(m), func(goja.Value) { done.fulfil(l.evalResult(m, k)) }, done.fail)
	})
	return done.promise
}

func (l *Loader) evalResult(m *module, k EvalKind) goja.Value {
	value := m.completion
	if value == nil {
		value = goja.Undefined()
	}
	switch k {
	case EvalValue:
		return value
	case EvalSession:
		obj := l.vm.NewObject()
		_ = obj.Set("value", value)
		return obj
	}
	return l.spaceOf(m, strictInterop).object
}

// evalModule compiles a source into a module of its own.
func (l *Loader) evalModule(name, source string, k EvalKind) (*module, error) {
	l.evals++
	c := &compiler{path: name, source: source, intent: intent{kind: kindOf(name), module: true}}
	s := &session{}
	switch k {
	case EvalValue:
		c.transform = completion
	case EvalSession:
		c.keepImports = true
		c.transform = s.transform
	}
	l.store.mu.Lock()
	l.store.texts.put(name, source)
	l.store.mu.Unlock()
	m := &module{key: fmt.Sprintf("eval:%d", l.evals), base: l.referrerOf("")}
	var err error
	if k == EvalModule {
		m.unit, err = l.store.evaluated(c, m.base)
	} else if m.unit, err = c.compileValue(); err == nil {
		l.store.origins.add(m.unit, m.base)
	}
	if err != nil {
		return nil, err
	}
	if k == EvalSession {
		s.declare(l, m)
	}
	return m, nil
}

func kindOf(name string) sourceKind {
	return intentOf("x"+filepath.Ext(name), "").kind
}

// compileValue compiles a source for its value. What looks like a block may be meant as an object, as on the
// command line of Node. esbuild drops a statement that is a constant in the end, such as -1: as part of a sequence it stays.
func (c *compiler) compileValue() (*unit, error) {
	empty := false
	transform := c.transform
	c.transform = func(fn *ast.FunctionLiteral) {
		empty = startOfSource(fn) == len(fn.Body.List)
		transform(fn)
	}
	u, err := c.compileObject()
	if err != nil || !empty {
		return u, err
	}
	constant := *c
	constant.source = "0,(" + c.source + "\n)"
	if other, err := constant.compile(); err == nil {
		return other, nil
	}
	return u, nil
}

func (c *compiler) compileObject() (*unit, error) {
	if text := strings.TrimSpace(c.source); strings.HasPrefix(text, "{") && strings.HasSuffix(text, "}") {
		object := *c
		object.source = "(" + c.source + ")"
		if u, err := object.compile(); err == nil {
			return u, nil
		}
	}
	return c.compile()
}

// startOfSource is the index of the first statement of the source: the wrapper's own yield and what is before it are no
// part of it.
func startOfSource(fn *ast.FunctionLiteral) int {
	for i, s := range fn.Body.List {
		if e, ok := s.(*ast.ExpressionStatement); ok {
			if _, ok := e.Expression.(*ast.YieldExpression); ok {
				return i + 1
			}
		}
	}
	return 0
}

// resultName holds the completion value.
const resultName = "%result"

// completion makes a module's wrapper return the value of the last expression statement that ran.
func completion(fn *ast.FunctionLiteral) {
	list, start := fn.Body.List, startOfSource(fn)
	v := completionVisitor{}
	for _, s := range list[start:] {
		walkStmt(v, s)
	}
	binding := &ast.Binding{Target: identifier(resultName)}
	fn.DeclarationList = append(fn.DeclarationList, &ast.VariableDeclaration{List: []*ast.Binding{binding}})
	fn.Body.List = append(list, &ast.ReturnStatement{Argument: identifier(resultName)})
}

// withoutName keeps a function or class from being named after what it is assigned to.
func withoutName(e ast.Expression) ast.Expression {
	switch n := e.(type) {
	case *ast.FunctionLiteral:
		if n.Name != nil {
			return e
		}
	case *ast.ClassLiteral:
		if n.Name != nil {
			return e
		}
	case *ast.ArrowFunctionLiteral:
	default:
		return e
	}
	return &ast.SequenceExpression{Sequence: []ast.Expression{&ast.NumberLiteral{Literal: "0", Value: int64(0)}, e}}
}

// completionVisitor makes an assignment of each expression statement outside of functions.
type completionVisitor struct{}

func (completionVisitor) list(l []ast.Statement) []ast.Statement       { return l }
func (completionVisitor) expr(e ast.Expression) (ast.Expression, bool) { return e, false }
func (completionVisitor) function(*ast.FunctionLiteral)                {}
func (completionVisitor) class(*ast.ClassLiteral)                      {}
func (completionVisitor) binding(*ast.Binding)                         {}

func (completionVisitor) stmt(s ast.Statement) bool {
	switch n := s.(type) {
	case *ast.FunctionDeclaration, *ast.ClassDeclaration:
		return false
	case *ast.ExpressionStatement:
		n.Expression = &ast.AssignExpression{Operator: token.ASSIGN, Left: identifier(resultName), Right: withoutName(n.Expression)}
		return false
	}
	return true
}
