package loader

import (
	"sort"
	"strconv"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
)

// coverPass is the visitor that puts a call in front of each statement, and into each function. What esbuild has made up has no
// place in the source, or is a call of a helper of its own: that does not count.
type coverPass struct {
	file  *covered
	first bool
	text  string
	lines []int
	names map[any]string // of function nodes
	used  map[pointKey]bool
}

// inner is the name of a generator that esbuild has put into a function, whose body it is.
const inner = "%inner"

// call is the counting of a statement or a function, nil if there is none.
func (v *coverPass) call(idx file.Idx, k kind, name string) *ast.CallExpression {
	if idx <= 0 || k == statement && !v.begins(int(idx)-1) {
		return nil
	}
	return v.count(pointKey{offset: int(idx) - 1, kind: k}, idx, Point{Function: k == function, Name: name})
}

// count is the counting of a point that is at a place, nil if it is counted elsewhere.
func (v *coverPass) count(key pointKey, idx file.Idx, p Point) *ast.CallExpression {
	if v.used[key] {
		return nil
	}
	v.used[key] = true
	n, ok := v.file.known[key]
	if !ok {
		if !v.first {
			return nil
		}
		if p.Branch > 0 {
			branch := key
			branch.way = 0
			if p.Branch = v.file.branches[branch]; p.Branch == 0 {
				p.Branch = len(v.file.branches) + 1
				v.file.branches[branch] = p.Branch
			}
		}
		n = len(v.file.points)
		v.file.known[key] = n
		p.Line = sort.SearchInts(v.lines, int(idx))
		v.file.points = append(v.file.points, p)
	}
	number := func(i int) ast.Expression {
		return &ast.NumberLiteral{Idx: idx, Literal: strconv.Itoa(i), Value: int64(i)}
	}
	callee := identifier(nameCount)
	callee.Idx = idx
	return &ast.CallExpression{
		Callee: callee, LeftParenthesis: idx, ArgumentList: []ast.Expression{number(v.file.number), number(n)}, RightParenthesis: idx,
	}
}

// counts reports whether a statement is one that runs and that somebody has written.
func counts(s ast.Statement) bool {
	switch n := s.(type) {
	case *ast.FunctionDeclaration, *ast.EmptyStatement, *ast.BlockStatement:
		return false
	case *ast.ExpressionStatement:
		if isText(s) {
			return false
		}
		if c, ok := n.Expression.(*ast.CallExpression); ok {
			return helperName(c.Callee) == "" || helperName(c.Callee)[0] != '_' || !isInternal(c.Callee.(*ast.Identifier).Name)
		}
		_, yields := n.Expression.(*ast.YieldExpression)
		return !yields || n.Expression.Idx0() > 0
	}
	return true
}

func (v *coverPass) list(l []ast.Statement) []ast.Statement {
	out := make([]ast.Statement, 0, 2*len(l))
	for _, s := range l {
		if counts(s) {
			if call := v.call(v.placeOf(s), statement, ""); call != nil {
				out = append(out, &ast.ExpressionStatement{Expression: call})
			}
		}
		out = append(out, s)
	}
	return out
}

func (v *coverPass) stmt(s ast.Statement) bool {
	if e, ok := s.(*ast.ExpressionStatement); ok {
		if c, ok := e.Expression.(*ast.CallExpression); ok && identName(c.Callee) == nameCount {
			return false
		}
	}
	switch n := s.(type) {
	case *ast.IfStatement:
		v.ifs(n)
		return false
	case *ast.SwitchStatement:
		v.cases(n)
		return false
	case *ast.ForStatement:
		n.Body = v.block(n.Body)
	case *ast.ForInStatement:
		n.Body = v.block(n.Body)
	case *ast.ForOfStatement:
		n.Body = v.block(n.Body)
	case *ast.WhileStatement:
		n.Body = v.block(n.Body)
	case *ast.DoWhileStatement:
		n.Body = v.block(n.Body)
	}
	return true
}

// block makes a list of a statement that stands alone, so that something can stand in front of it.
func (v *coverPass) block(s ast.Statement) ast.Statement {
	switch s.(type) {
	case nil, *ast.BlockStatement, *ast.EmptyStatement, *ast.FunctionDeclaration:
		return s
	}
	return &ast.BlockStatement{LeftBrace: s.Idx0(), List: []ast.Statement{s}, RightBrace: s.Idx1()}
}

func (v *coverPass) expr(e ast.Expression) (ast.Expression, bool) {
	switch n := e.(type) {
	case *ast.CallExpression:
		switch name := helperName(n.Callee); {
		case name == "__name" && len(n.ArgumentList) == 2:
			if text, ok := n.ArgumentList[1].(*ast.StringLiteral); ok {
				v.names[n.ArgumentList[0]] = text.Value.String()
			}
		case strings.HasPrefix(name, "__async"):
			for _, arg := range n.ArgumentList {
				v.names[arg] = inner
			}
		}
	case *ast.BinaryExpression:
		return e, !v.logical(n)
	case *ast.ConditionalExpression:
		v.conditional(n)
		return e, false
	case *ast.ArrayPattern, *ast.ObjectPattern:
		walkScope(v, e)
		v.pattern(e)
		return e, false
	case *ast.PropertyKeyed:
		v.name(n.Key, n.Value)
	case *ast.FunctionLiteral:
		v.function(n)
		return e, false
	case *ast.ArrowFunctionLiteral:
		v.arrow(n)
		return e, false
	}
	return e, true
}

// name notes the name that a property gives to a function.
func (v *coverPass) name(key, value ast.Expression) {
	if text, ok := key.(*ast.StringLiteral); ok {
		v.names[value] = text.Value.String()
	}
}

func (v *coverPass) arrow(n *ast.ArrowFunctionLiteral) {
	var call *ast.CallExpression
	switch v.declares(int(n.Idx0()) - 1) {
	case "enum":
		return
	case "":
		call = v.call(n.Idx0(), function, v.names[n])
	}
	walkParameters(v, n.ParameterList)
	v.defaults(n.ParameterList)
	switch b := n.Body.(type) {
	case *ast.BlockStatement:
		walkBlock(v, b)
		v.begin(b, call)
	case *ast.ExpressionBody:
		value := v.call(first(b.Expression), statement, "")
		b.Expression = walkExpr(v, b.Expression)
		var sequence []ast.Expression
		for _, c := range []*ast.CallExpression{call, value} {
			if c != nil {
				sequence = append(sequence, c)
			}
		}
		if sequence != nil {
			b.Expression = &ast.SequenceExpression{Sequence: append(sequence, b.Expression)}
		}
	}
}

func (v *coverPass) function(n *ast.FunctionLiteral) {
	name := v.names[n]
	if n.Name != nil {
		name = n.Name.Name.String()
	}
	var call *ast.CallExpression
	if name != inner {
		call = v.call(n.Idx0(), function, name)
	}
	walkFunction(v, n)
	v.defaults(n.ParameterList)
	v.begin(n.Body, call)
}

// begin has a function count its calls, behind its directives.
func (v *coverPass) begin(b *ast.BlockStatement, call *ast.CallExpression) {
	if call == nil || b == nil {
		return
	}
	i := 0
	for i < len(b.List) && isText(b.List[i]) {
		i++
	}
	b.List = append(b.List[:i:i], append([]ast.Statement{&ast.ExpressionStatement{Expression: call}}, b.List[i:]...)...)
}

func (v *coverPass) class(c *ast.ClassLiteral) {
	for _, el := range c.Body {
		if m, ok := el.(*ast.MethodDefinition); ok {
			v.name(m.Key, m.Body)
		}
	}
}

func (v *coverPass) binding(b *ast.Binding) {
	v.pattern(b.Target)
	if id, ok := b.Target.(*ast.Identifier); ok && b.Initializer != nil && v.names[b.Initializer] == "" {
		v.names[b.Initializer] = id.Name.String()
	}
}

// coverFile marks the body of a wrapper, behind what esbuild and the link pass have put in front of it.
func (c *Coverage) coverFile(path string, s *shadow, fn *ast.FunctionLiteral) {
	c.mark(path, s, func(v visitor) {
		list := fn.Body.List
		start := 0
		for i, s := range list {
			_, end := s.(*ast.EmptyStatement)
			if e, ok := s.(*ast.ExpressionStatement); ok {
				_, yields := e.Expression.(*ast.YieldExpression)
				end = yields && start > 0 && e.Expression.Idx0() <= 0
			}
			if end {
				start = i + 1
			}
			if start > 0 && !end {
				break
			}
		}
		fn.Body.List = append(list[:start:start], walkList(v, list[start:])...)
	})
}
