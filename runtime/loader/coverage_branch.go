package loader

import (
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
)

// The kinds of branches, as istanbul has them: each is one way or another, and each way counts how often it was taken. An if
// without else has two all the same, a default value one, and of a && b || c each part is one.
const (
	branchIf kind = iota + 2
	branchConditional
	branchLogical
	branchSwitch
	branchDefault
)

// fork is the branch whose ways are being marked.
type fork struct {
	v *coverPass
	// key is that of the branch, or without an offset where nobody has written it; at is where it begins.
	key pointKey
	at  file.Idx
}

// fork begins a branch. key tells it from others that begin at the same place.
func (v *coverPass) fork(k kind, key, at file.Idx) fork {
	return fork{v, pointKey{offset: int(key) - 1, kind: k}, at}
}

// way is the counting of a way, nil if there is none.
func (f fork) way(n int) *ast.CallExpression {
	if f.key.offset < 0 || f.at <= 0 {
		return nil
	}
	key := f.key
	key.way = n
	return f.v.count(key, f.at, Point{Branch: 1, Way: n})
}

// before has an expression count a way before it is evaluated.
func (f fork) before(n int, e ast.Expression) ast.Expression {
	if call := f.way(n); call != nil {
		return &ast.SequenceExpression{Sequence: []ast.Expression{call, e}}
	}
	return e
}

// begin has a statement count a way when it begins; nil is one that is not there.
func (f fork) begin(n int, s ast.Statement) ast.Statement {
	if _, declares := s.(*ast.FunctionDeclaration); declares {
		return s
	}
	call := f.way(n)
	if call == nil {
		return s
	}
	list := []ast.Statement{&ast.ExpressionStatement{Expression: call}}
	switch b := s.(type) {
	case nil, *ast.EmptyStatement:
		return &ast.BlockStatement{LeftBrace: f.at, List: list, RightBrace: f.at}
	case *ast.BlockStatement:
		b.List = append(list, b.List...)
		return b
	}
	return s
}

func (v *coverPass) ifs(n *ast.IfStatement) {
	at := v.placeOf(n)
	n.Test = walkExpr(v, n.Test)
	n.Consequent, n.Alternate = v.block(n.Consequent), v.block(n.Alternate)
	walkStmt(v, n.Consequent)
	walkStmt(v, n.Alternate)
	f := v.fork(branchIf, at, at)
	n.Consequent, n.Alternate = f.begin(0, n.Consequent), f.begin(1, n.Alternate)
}

func (v *coverPass) cases(n *ast.SwitchStatement) {
	n.Discriminant = walkExpr(v, n.Discriminant)
	f := v.fork(branchSwitch, n.Switch, n.Switch)
	if !v.says(n.Switch, "switch") {
		f.at = 0
	}
	for i, c := range n.Body {
		c.Test = walkExpr(v, c.Test)
		c.Consequent = walkList(v, c.Consequent)
		if call := f.way(i); call != nil {
			c.Consequent = append([]ast.Statement{&ast.ExpressionStatement{Expression: call}}, c.Consequent...)
		}
	}
}

func (v *coverPass) conditional(n *ast.ConditionalExpression) {
	test, yes, no := place(n.Test), place(n.Consequent), place(n.Alternate)
	n.Test, n.Consequent, n.Alternate = walkExpr(v, n.Test), walkExpr(v, n.Consequent), walkExpr(v, n.Alternate)
	if !v.between(test, yes, "?") || !v.between(yes, no, ":") {
		return
	}
	f := v.fork(branchConditional, no, test)
	n.Consequent, n.Alternate = f.before(0, n.Consequent), f.before(1, n.Alternate)
}

// logical marks the parts of && || and ??, one within the other, and reports whether e is one.
func (v *coverPass) logical(e ast.Expression) bool {
	if !v.joins(e) {
		return false
	}
	f, n := v.fork(branchLogical, place(e.(*ast.BinaryExpression).Right), place(e)), 0
	var part func(e ast.Expression) ast.Expression
	part = func(e ast.Expression) ast.Expression {
		if v.joins(e) {
			b := e.(*ast.BinaryExpression) //nolint:forcetypeassert // as joins says
			b.Left, b.Right = part(b.Left), part(b.Right)
			return e
		}
		n++
		i := n - 1
		return f.before(i, walkExpr(v, e))
	}
	part(e)
	return true
}

// joins reports whether e is one of && || and ?? that somebody has written.
func (v *coverPass) joins(e ast.Expression) bool {
	b, ok := e.(*ast.BinaryExpression)
	if !ok {
		return false
	}
	switch b.Operator {
	case token.LOGICAL_AND, token.LOGICAL_OR, token.COALESCE:
		return v.between(place(b.Left), place(b.Right), b.Operator.String())
	}
	return false
}

// defaults marks the default values of parameters.
func (v *coverPass) defaults(p *ast.ParameterList) {
	if p == nil {
		return
	}
	for _, b := range p.List {
		b.Initializer = v.byDefault(b.Initializer)
	}
}

// pattern marks the default values in a pattern.
func (v *coverPass) pattern(e ast.Expression) {
	value := func(e ast.Expression) {
		switch n := e.(type) {
		case *ast.AssignExpression:
			n.Right = v.byDefault(n.Right)
		case *ast.Binding:
			n.Initializer = v.byDefault(n.Initializer)
		}
	}
	switch n := e.(type) {
	case *ast.ArrayPattern:
		for _, e := range n.Elements {
			value(e)
		}
	case *ast.ObjectPattern:
		for _, p := range n.Properties {
			switch p := p.(type) {
			case *ast.PropertyShort:
				p.Initializer = v.byDefault(p.Initializer)
			case *ast.PropertyKeyed:
				value(p.Value)
			}
		}
	}
}

// byDefault marks a default value. A function takes its name from what it is the default of, which it would not as a part.
func (v *coverPass) byDefault(e ast.Expression) ast.Expression {
	switch e.(type) {
	case nil, *ast.FunctionLiteral, *ast.ArrowFunctionLiteral, *ast.ClassLiteral:
		return e
	}
	at := place(e)
	if at <= 1 || int(at) > len(v.text) || !strings.HasSuffix(strings.TrimRight(v.text[:at-1], " \t\r\n(["), "=") {
		return e
	}
	return v.fork(branchDefault, at, at).before(0, e)
}

// place is where an expression begins whose head esbuild may have made up: an await that became a yield, a function that was given
// its name.
func place(e ast.Expression) file.Idx {
	switch n := e.(type) {
	case *ast.YieldExpression:
		if n.Yield <= 0 && n.Argument != nil {
			return place(n.Argument)
		}
	case *ast.CallExpression:
		if name := helperName(n.Callee); strings.HasPrefix(name, "__") && isInternal(n.Callee.(*ast.Identifier).Name) && len(n.ArgumentList) > 0 {
			return place(n.ArgumentList[0])
		}
	case *ast.BinaryExpression:
		return place(n.Left)
	}
	return first(e)
}

// says reports whether a word stands at a place of the source.
func (v *coverPass) says(at file.Idx, word string) bool {
	return at > 0 && int(at) <= len(v.text) && strings.HasPrefix(v.text[at-1:], word)
}

// between reports whether a mark stands between two places of the source.
func (v *coverPass) between(from, to file.Idx, mark string) bool {
	return 0 < from && from < to && int(to) <= len(v.text) && strings.Contains(v.text[from-1:to-1], mark)
}
