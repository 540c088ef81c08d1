package loader

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"

	"github.com/lariatjs/lariat/runtime/es"
)

func identAt(at file.Idx, name string) *ast.Identifier {
	return &ast.Identifier{Name: unistring.NewFromString(name), Idx: at}
}

func textAt(at file.Idx, text unistring.String) *ast.StringLiteral {
	return &ast.StringLiteral{Idx: at, Value: text}
}

func callAt(at file.Idx, name string, args ...ast.Expression) *ast.CallExpression {
	return &ast.CallExpression{Callee: identAt(at, name), LeftParenthesis: at, ArgumentList: args, RightParenthesis: at}
}

// keyName is the name of a property, empty if it is computed.
func keyName(key ast.Expression) unistring.String {
	switch k := key.(type) {
	case *ast.Identifier:
		return k.Name
	case *ast.StringLiteral:
		return k.Value
	}
	return ""
}

// bodyOf returns the inner generator if fn is what esbuild makes of an async generator:
// function(…) { return __asyncGenerator(this, arguments, function* () { … }) }.
func (p *asyncPass) bodyOf(fn *ast.FunctionLiteral) *ast.CallExpression {
	if fn.Async || fn.Generator || fn.Body == nil || len(fn.Body.List) == 0 {
		return nil
	}
	ret, ok := fn.Body.List[len(fn.Body.List)-1].(*ast.ReturnStatement)
	if !ok {
		return nil
	}
	c := p.callOf(ret.Argument, es.AsyncGenerate)
	if c == nil || len(c.ArgumentList) != 3 {
		return nil
	}
	if _, ok := c.ArgumentList[2].(*ast.FunctionLiteral); !ok {
		return nil
	}
	return c
}

// functionValue makes an async generator function of fn, which bodyOf has recognised: the value of
// %asyncFunction({ m(…) { return %asyncGenerate(this, arguments, function* () { … }, self) } }.m, name). As a
// method it is no constructor. self is the function, which has the prototype of its generators.
func (p *asyncPass) functionValue(fn *ast.FunctionLiteral, name ast.Expression) ast.Expression {
	at, c := fn.Function, p.bodyOf(fn)
	method := *fn
	if name == nil && fn.Name != nil {
		name = textAt(at, fn.Name.Name)
	}
	if name == nil {
		name = textAt(at, "")
	}
	frame := frameName(name)
	if method.Name == nil {
		method.Name = &ast.Identifier{Name: frame, Idx: at}
	}
	c.Callee = identAt(at, es.AsyncGenerate)
	c.ArgumentList[2].(*ast.FunctionLiteral).Name = &ast.Identifier{Name: frame, Idx: at}
	if !declares(fn, method.Name.Name) {
		c.ArgumentList = append(c.ArgumentList, &ast.Identifier{Name: method.Name.Name, Idx: at})
	}
	value := ast.Expression(&method)
	if !repeats(fn.ParameterList) {
		value = &ast.DotExpression{
			Left: &ast.ObjectLiteral{LeftBrace: at, RightBrace: at, Value: []ast.Property{
				&ast.PropertyKeyed{Key: textAt(at, "m"), Kind: ast.PropertyKindMethod, Value: &method},
			}},
			Identifier: ast.Identifier{Name: "m", Idx: at},
		}
	}
	return callAt(at, es.AsyncFunction, value, name)
}

// frameName is what stack traces call the body of an async generator. It is no identifier, so that it can bind the
// function itself without hiding a name of the script.
func frameName(name ast.Expression) unistring.String {
	if s, ok := name.(*ast.StringLiteral); ok {
		return "async* " + s.Value
	}
	return "async* "
}

// declares says that a function has a parameter or a variable of the given name. Its body proper is elsewhere.
func declares(fn *ast.FunctionLiteral, name unistring.String) bool {
	for _, d := range fn.DeclarationList {
		for _, b := range d.List {
			if binds(b.Target, name) {
				return true
			}
		}
	}
	for _, b := range fn.ParameterList.List {
		if binds(b.Target, name) {
			return true
		}
	}
	return binds(fn.ParameterList.Rest, name)
}

// binds says that a target binds the given name.
func binds(target ast.Expression, name unistring.String) bool {
	switch t := target.(type) {
	case *ast.Identifier:
		return t.Name == name
	case *ast.AssignExpression:
		return binds(t.Left, name)
	case *ast.Binding:
		return binds(t.Target, name)
	case *ast.PropertyShort:
		return t.Name.Name == name
	case *ast.PropertyKeyed:
		return binds(t.Value, name)
	case *ast.ArrayPattern:
		for _, e := range t.Elements {
			if binds(e, name) {
				return true
			}
		}
		return binds(t.Rest, name)
	case *ast.ObjectPattern:
		for _, e := range t.Properties {
			if binds(e, name) {
				return true
			}
		}
		return binds(t.Rest, name)
	}
	return false
}

// repeats says that two parameters have one name, which a method must not have.
func repeats(list *ast.ParameterList) bool {
	for i, b := range list.List {
		id, ok := b.Target.(*ast.Identifier)
		if !ok {
			continue
		}
		for _, c := range list.List[i+1:] {
			if binds(c.Target, id.Name) {
				return true
			}
		}
	}
	return false
}

// declarations makes async generators of the function declarations in a list that are meant to be such. What is
// left of the declaration is the name; the list begins by giving it its value.
func (p *asyncPass) declarations(list []ast.Statement) []ast.Statement {
	var first []ast.Statement
	for i, s := range list {
		d, ok := s.(*ast.FunctionDeclaration)
		if !ok || p.bodyOf(d.Function) == nil || declaredLater(list[i+1:], d.Function.Name.Name) {
			continue
		}
		fn := *d.Function
		id := fn.Name
		fn.Name = nil
		name := id.Name
		if given, ok := p.given[d.Function]; ok {
			name = given
		}
		d.Function = &ast.FunctionLiteral{
			Function: fn.Function, Name: id, Source: fn.Source,
			ParameterList: &ast.ParameterList{Opening: fn.Function, Closing: fn.Function},
			Body:          &ast.BlockStatement{LeftBrace: fn.Function, RightBrace: fn.Function},
		}
		first = append(first, &ast.ExpressionStatement{Expression: &ast.AssignExpression{
			Operator: token.ASSIGN, Left: &ast.Identifier{Name: id.Name, Idx: id.Idx},
			Right: p.functionValue(&fn, textAt(id.Idx, name)),
		}})
	}
	if first == nil {
		return list
	}
	at := directives(list)
	out := make([]ast.Statement, 0, len(list)+len(first))
	return append(append(append(out, list[:at]...), first...), list[at:]...)
}

func declaredLater(list []ast.Statement, name unistring.String) bool {
	for _, s := range list {
		if d, ok := s.(*ast.FunctionDeclaration); ok && d.Function.Name.Name == name {
			return true
		}
	}
	return false
}

// directives counts the statements at the start of a function that are strings.
func directives(list []ast.Statement) int {
	for i, s := range list {
		e, ok := s.(*ast.ExpressionStatement)
		if !ok {
			return i
		}
		if _, ok := e.Expression.(*ast.StringLiteral); !ok {
			return i
		}
	}
	return len(list)
}
