package loader

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// scope holds the names that a part of a source declares.
type scope struct {
	outer *scope
	names map[string]declared
	// with: it is the body of a with statement, in which any name may be a property of its object.
	with bool
}

// declared says what a name is, as far as that matters.
type declared struct {
	// value is what the name means for good: the function that is declared under it, or what a const is.
	value ast.Expression
	// binding is the const.
	binding *ast.Binding
}

// find returns the scope that a name belongs to, nil if nothing declares it, and whether it may be a property of the
// object of a with statement.
func (s *scope) find(name string) (in *scope, d declared, with bool) {
	for ; s != nil; s = s.outer {
		with = with || s.with
		if d, ok := s.names[name]; ok {
			return s, d, with
		}
	}
	return nil, declared{}, with
}

// feature is something in a function that is tied to its place.
type feature uint8

const (
	useThis feature = iota
	useArguments
	useNewTarget
	useSuper
	useEval
	usePrivate
)

// scopeWalker is a visitor that knows which names are declared where it stands. Patterns that declare names are seen
// as uses of them, which does no harm: they find themselves.
type scopeWalker struct {
	at *scope
	// own counts the functions around that have a this of their own.
	own int
	// meet is told of each function, before its parts, and says whether to go into it.
	meet func(fn ast.Expression, method bool) bool
	// name is told of each name that is used; unresolved is set for typeof x.
	name func(id *ast.Identifier, unresolved bool)
	// feature is told of what belongs to a place.
	feature func(f feature, at ast.Expression)
}

func (w *scopeWalker) list(l []ast.Statement) []ast.Statement { return l }
func (w *scopeWalker) class(*ast.ClassLiteral)                {}
func (w *scopeWalker) binding(*ast.Binding)                   {}
func (w *scopeWalker) function(fn *ast.FunctionLiteral)       { w.literal(fn, false) }

func (w *scopeWalker) push(names map[string]declared) {
	w.at = &scope{outer: w.at, names: names}
}

func (w *scopeWalker) pop() { w.at = w.at.outer }

func (w *scopeWalker) use(id *ast.Identifier, unresolved bool) {
	if w.name != nil {
		w.name(id, unresolved)
	}
}

func (w *scopeWalker) special(f feature, at ast.Expression) {
	if w.feature != nil {
		w.feature(f, at)
	}
}

func (w *scopeWalker) expr(e ast.Expression) (ast.Expression, bool) {
	switch n := e.(type) {
	case *ast.Identifier:
		w.use(n, false)
	case *ast.PropertyShort:
		w.use(&n.Name, false)
	case *ast.UnaryExpression:
		if id, ok := n.Operand.(*ast.Identifier); ok && n.Operator == token.TYPEOF {
			w.use(id, true)
			return e, false
		}
	case *ast.CallExpression:
		if identName(n.Callee) == evalName {
			if in, _, _ := w.at.find(evalName); in == nil {
				w.special(useEval, n.Callee)
			}
		}
	case *ast.ThisExpression:
		w.special(useThis, n)
	case *ast.SuperExpression:
		w.special(useSuper, n)
	case *ast.MetaProperty:
		w.special(useNewTarget, n)
	case *ast.PrivateDotExpression:
		w.private(&n.Identifier)
	case *ast.PrivateIdentifier:
		w.private(n)
	default:
		return e, w.scoped(e)
	}
	return e, true
}

// scoped deals with the expressions that have names of their own. It says whether e is none of them.
func (w *scopeWalker) scoped(e ast.Expression) bool {
	switch n := e.(type) {
	case *ast.FunctionLiteral:
		w.literal(n, false)
	case *ast.ArrowFunctionLiteral:
		w.arrow(n)
	case *ast.ClassLiteral:
		w.classLiteral(n)
	case *ast.PropertyKeyed:
		fn, ok := n.Value.(*ast.FunctionLiteral)
		if !ok || n.Kind == ast.PropertyKindValue {
			return true
		}
		if n.Computed {
			n.Key = walkExpr(w, n.Key)
		}
		w.literal(fn, true)
	default:
		return true
	}
	return false
}

func (w *scopeWalker) private(n *ast.PrivateIdentifier) {
	if in, _, _ := w.at.find("#" + n.Name.String()); in == nil {
		w.special(usePrivate, n)
	}
}

// literal walks over any function but an arrow function.
func (w *scopeWalker) literal(fn *ast.FunctionLiteral, method bool) {
	if w.meet != nil && !w.meet(fn, method) {
		return
	}
	self := map[string]declared{}
	if fn.Name != nil {
		self[fn.Name.Name.String()] = declared{value: fn}
	}
	w.push(self)
	w.own++
	parameters := parameterNames(fn.ParameterList)
	parameters["arguments"] = declared{}
	w.push(parameters)
	walkParameters(w, fn.ParameterList)
	w.body(fn.Body, fn.DeclarationList)
	w.pop()
	w.own--
	w.pop()
}

func (w *scopeWalker) arrow(fn *ast.ArrowFunctionLiteral) {
	if w.meet != nil && !w.meet(fn, false) {
		return
	}
	w.push(parameterNames(fn.ParameterList))
	walkParameters(w, fn.ParameterList)
	switch b := fn.Body.(type) {
	case *ast.BlockStatement:
		w.body(b, fn.DeclarationList)
	case *ast.ExpressionBody:
		b.Expression = walkExpr(w, b.Expression)
	}
	w.pop()
}

// body walks over the body of a function, or a static block, with its own var declarations.
func (w *scopeWalker) body(b *ast.BlockStatement, vars []*ast.VariableDeclaration) {
	if b == nil {
		return
	}
	names := lexicalNames(b.List)
	for _, d := range vars {
		for _, v := range d.List {
			declareTarget(names, v.Target)
		}
	}
	w.push(names)
	walkList(w, b.List)
	w.pop()
}

func (w *scopeWalker) classLiteral(c *ast.ClassLiteral) {
	names := map[string]declared{}
	if c.Name != nil {
		names[c.Name.Name.String()] = declared{}
	}
	for _, el := range c.Body {
		if id, ok := elementKey(el).(*ast.PrivateIdentifier); ok {
			names["#"+id.Name.String()] = declared{}
		}
	}
	w.push(names)
	c.SuperClass = walkExpr(w, c.SuperClass)
	for _, el := range c.Body {
		w.element(el)
	}
	w.pop()
}

func elementKey(el ast.ClassElement) ast.Expression {
	switch m := el.(type) {
	case *ast.FieldDefinition:
		return m.Key
	case *ast.MethodDefinition:
		return m.Key
	}
	return nil
}

func (w *scopeWalker) element(el ast.ClassElement) {
	switch m := el.(type) {
	case *ast.FieldDefinition:
		if m.Computed {
			m.Key = walkExpr(w, m.Key)
		}
		w.own++
		m.Initializer = walkExpr(w, m.Initializer)
		w.own--
	case *ast.MethodDefinition:
		if m.Computed {
			m.Key = walkExpr(w, m.Key)
		}
		w.literal(m.Body, true)
	case *ast.ClassStaticBlock:
		w.own++
		w.body(m.Block, m.DeclarationList)
		w.own--
	}
}
