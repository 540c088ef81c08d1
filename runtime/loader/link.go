package loader

import (
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/unistring"
)

// The link pass makes an ES module of esbuild's CommonJS form of one. What esbuild writes is
//
//	var __export = …                       helpers
//	var x_exports = {};
//	__export(x_exports, { a: () => a, b: () => import_y.b });
//	module.exports = __toCommonJS(x_exports);
//	var import_y = __toESM(require("./y.js"), 1);
//	__reExport(x_exports, require("./z.js"), module.exports);
//	…                                      the body
//
// and what becomes of it is a generator whose first next() gives the getters of the local exports, when
// the functions of the module exist already, and whose second next() evaluates the body:
//
//	function* (%import, %meta, %require, %0, %1) { var import_y = %0; yield { a: () => a }; … }
//
// %0 and so on are the namespace objects of the imports: reading an imported name is one property access.
// The names cannot be written in a script, so that nothing collides with them.

// linkage is what a module says about its imports and exports. It is immutable once made.
type linkage struct {
	// requests are the static imports in the order of their evaluation.
	requests []request
	// local exports are bound in the module itself.
	local []localExport
	// indirect exports come from a request.
	indirect []indirectExport
	// byName finds an export by name: first the local ones, then the indirect ones.
	byName map[string]int
	// stars are the requests of "export * from".
	stars []int
	// meta: the module reads import.meta; requires: it has TypeScript's import x = require(…).
	meta, requires bool
	// evals: it calls eval.
	evals bool
	// awaits: the module has a top-level await.
	awaits bool
	// typed: the module is TypeScript, where an export may turn out to be a type.
	typed bool
}

// request is one import declaration.
type request struct {
	specifier string
	// offset is where the declaration stands in the source, -1 if that is unknown.
	offset int
	// names are what the module wants of it.
	names []wanted
	// kind is the type attribute: with { type: "json" }.
	kind string
}

// wanted is one imported name and where it stands in the source, -1 if that is unknown.
type wanted struct {
	name   string
	offset int
}

type localExport struct {
	name string
	// fixed: the binding cannot change once the module is evaluated.
	fixed bool
}

type indirectExport struct {
	name    string
	request int
	from    string
}

// moduleHeader is what the link pass finds at the start of a wrapper.
type moduleHeader struct {
	// exports is the object literal with the getters of all exports; nil if there are none.
	exports *ast.ObjectLiteral
	imports []headerImport
	// helpers are esbuild's helpers, up to the empty statement that lower puts behind them; body is what
	// follows the header.
	helpers, body []ast.Statement
	// dropped are the var bindings of statements that go.
	dropped map[*ast.Binding]bool
	// made: module.exports = __toCommonJS(…) was there.
	made bool
}

// headerImport is var x = require(…), or __reExport(…, require(…), …) when star is set.
type headerImport struct {
	variable  string
	at        ast.Statement
	specifier string
	star      bool
}

// readHeader takes a wrapper's statements apart.
func readHeader(list []ast.Statement) *moduleHeader {
	h := &moduleHeader{dropped: map[*ast.Binding]bool{}}
	var directives []ast.Statement // they mean nothing in a module, but are values for Eval
	for i, s := range list {
		switch {
		case isText(s) && len(h.helpers) == 0 && !h.made:
			directives = append(directives, s)
		case h.readExports(s):
		case h.readImport(s):
		case !h.made && len(h.imports) == 0 && isHelper(s):
			h.helpers = append(h.helpers, s)
		default:
			h.body = append(directives, list[i:]...)
			return h
		}
	}
	h.body = directives
	return h
}

// readExports recognises the statements that make the exports.
func (h *moduleHeader) readExports(s ast.Statement) bool {
	if v, ok := s.(*ast.VariableStatement); ok && len(v.List) == 1 && !h.made {
		obj, ok := v.List[0].Initializer.(*ast.ObjectLiteral)
		if ok = ok && len(obj.Value) == 0 && strings.Contains(identName(v.List[0].Target), "_exports"); ok {
			h.dropped[v.List[0]] = true
		}
		return ok
	}
	e, ok := s.(*ast.ExpressionStatement)
	if !ok || h.made {
		return false
	}
	switch n := e.Expression.(type) {
	case *ast.CallExpression:
		if helperName(n.Callee) != "__export" || len(n.ArgumentList) != 2 {
			return false
		}
		h.exports, ok = n.ArgumentList[1].(*ast.ObjectLiteral)
		return ok
	case *ast.AssignExpression:
		c, ok := n.Right.(*ast.CallExpression)
		h.made = ok && helperName(c.Callee) == "__toCommonJS"
		return h.made
	}
	return false
}

// readImport recognises var x = require(…), also within __toESM, and __reExport(x_exports, require(…), …).
func (h *moduleHeader) readImport(s ast.Statement) bool {
	switch n := s.(type) {
	case *ast.VariableStatement:
		if len(n.List) != 1 {
			return false
		}
		spec, ok := requireArgument(n.List[0].Initializer)
		if ok {
			h.imports = append(h.imports, headerImport{variable: identName(n.List[0].Target), at: s, specifier: spec})
		}
		return ok
	case *ast.ExpressionStatement:
		c, ok := n.Expression.(*ast.CallExpression)
		if !ok || helperName(c.Callee) != "__reExport" || len(c.ArgumentList) < 2 {
			return false
		}
		spec, ok := requireArgument(c.ArgumentList[1])
		if ok {
			h.imports = append(h.imports, headerImport{at: s, specifier: spec, star: true})
		}
		return ok
	}
	return false
}

// requireArgument reads require("x") and __toESM(require("x"), 1).
func requireArgument(e ast.Expression) (string, bool) {
	c, ok := e.(*ast.CallExpression)
	if !ok || len(c.ArgumentList) == 0 {
		return "", false
	}
	if helperName(c.Callee) == "__toESM" {
		return requireArgument(c.ArgumentList[0])
	}
	lit, ok := c.ArgumentList[0].(*ast.StringLiteral)
	if !ok || len(c.ArgumentList) != 1 || identName(c.Callee) != "require" {
		return "", false
	}
	return lit.Value.String(), true
}

// isText recognises a statement that is a string, as "use strict" is one.
func isText(s ast.Statement) bool {
	e, ok := s.(*ast.ExpressionStatement)
	if !ok {
		return false
	}
	_, ok = e.Expression.(*ast.StringLiteral)
	return ok
}

// isHelper recognises var __name = …, which esbuild puts in front, and the end of these.
func isHelper(s ast.Statement) bool {
	if _, ok := s.(*ast.EmptyStatement); ok {
		return true
	}
	v, ok := s.(*ast.VariableStatement)
	return ok && len(v.List) == 1 && strings.HasPrefix(identName(v.List[0].Target), "__")
}

// identName is the name of an identifier, "" for any other expression.
func identName(e ast.Expression) string {
	if id, ok := e.(*ast.Identifier); ok {
		return id.Name.String()
	}
	return ""
}

// helperName is the name of a helper without the number that esbuild adds when a script uses it too.
func helperName(e ast.Expression) string {
	name := identName(e)
	if strings.HasPrefix(name, "__") {
		return strings.TrimRight(name, "0123456789")
	}
	return name
}

func identifier(name string) *ast.Identifier {
	return &ast.Identifier{Name: unistring.NewFromString(name)}
}
