package loader

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"

	"github.com/lariatjs/lariat/runtime/fault"
)

// freeName is a name that a function uses and does not declare.
type freeName struct {
	name string
	at   file.Idx
	// needed: it is used where an undeclared name would be an error.
	needed bool
}

// freeNames lists the names that an expression uses and does not declare, in the order of their first use. fail is told
// of what ties the function fn in it to its place.
func freeNames(e, fn ast.Expression, fail func(feature, file.Idx)) []*freeName {
	w := &scopeWalker{}
	var free []*freeName
	byName := map[string]*freeName{}
	w.name = func(id *ast.Identifier, unresolved bool) {
		name := id.Name.String()
		in, _, with := w.at.find(name)
		switch {
		case in != nil || strings.HasPrefix(name, "%"):
			return
		case name == "arguments" && w.own == 0:
			fail(useArguments, id.Idx)
			return
		}
		f := byName[name]
		if f == nil {
			f = &freeName{name: name, at: id.Idx}
			byName[name] = f
			free = append(free, f)
		}
		f.needed = f.needed || !unresolved && !with
	}
	_, arrow := fn.(*ast.ArrowFunctionLiteral)
	w.feature = func(f feature, at ast.Expression) {
		switch f {
		case useThis, useNewTarget:
			if w.own > 0 {
				return
			}
		case useSuper:
			if w.own > 1 || w.own == 1 && arrow {
				return
			}
		}
		fail(f, at.Idx0())
	}
	walkExpr(w, e)
	return free
}

// inspect finds out what the function needs from outside.
func (b *extractor) inspect() error {
	captured := b.given()
	for _, f := range freeNames(b.returns.Argument, b.node, b.fail) {
		b.classify(f, captured)
	}
	return b.failure
}

// given are the names that the function gets from outside.
func (b *extractor) given() map[string]bool {
	captured := map[string]bool{}
	for _, name := range strings.Split(b.id.captured, "\x00") {
		captured[name] = name != ""
	}
	return captured
}

// importCapture is a visitor that makes a plain name of an import that is captured, as it is in the source.
type importCapture struct {
	*extractor
	captured map[string]bool
}

func (v *importCapture) list(l []ast.Statement) []ast.Statement { return l }
func (v *importCapture) stmt(ast.Statement) bool                { return true }
func (v *importCapture) class(*ast.ClassLiteral)                {}
func (v *importCapture) binding(*ast.Binding)                   {}
func (v *importCapture) function(fn *ast.FunctionLiteral)       { walkFunction(v, fn) }

func (v *importCapture) expr(e ast.Expression) (ast.Expression, bool) {
	n, ok := e.(*ast.DotExpression)
	if !ok || v.moved.members[identName(n.Left)] == nil {
		return e, true
	}
	if local := v.wordAt(v.moved.at(n.Left.Idx0())); v.captured[local] && local != identName(n.Left) { // else it is a namespace
		return identAt(n.Left.Idx0(), local), false
	}
	return e, true
}

// classify decides where a name comes from in another isolate.
func (b *extractor) classify(f *freeName, captured map[string]bool) {
	shown := b.written(f)
	switch {
	case shown == "this":
		b.fail(useThis, f.at)
		return
	case shown == "arguments" && f.name != shown:
		b.fail(useArguments, f.at)
		return
	}
	if captured[shown] {
		b.captured, b.lowered = append(b.captured, shown), append(b.lowered, f.name)
		return
	}
	in, d, with := b.at.find(f.name)
	why := isDeclared
	switch d.value.(type) {
	case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral, *ast.ClassLiteral:
		why = isFunction
	}
	switch {
	case with:
		why = isWith
	case in == nil || in == b.params && b.from.loose:
		if why = isGlobal; !f.needed || b.fromSession(f.name) {
			return
		}
	case in == b.params:
		if why = isModuleObject; f.name != "module" && f.name != "exports" {
			b.provided[f.name] = true
			return
		}
	case d.value != nil && d.value == b.node:
		b.self = f.name
		return
	case in == b.root && b.fromFile(f.name, d):
		return
	case strings.HasPrefix(f.name, "_") && !strings.Contains(b.from.source, f.name):
		b.temporary = append(b.temporary, f.name)
		return
	}
	line, column := b.place(f.at)
	b.outer = append(b.outer, outerName{shown, why, line, column})
}

// fromFile says whether a name at the top of the file can be had in another isolate too: it is an import, a helper of
// esbuild's, or const x = require("y").
func (b *extractor) fromFile(name string, d declared) bool {
	if b.moved.members[name] != nil {
		b.imports[name] = true
		return true
	}
	if slices.ContainsFunc(b.helpers(), func(s ast.Statement) bool { id, _ := helperOf(s); return id != nil && id.Name.String() == name }) {
		return true
	}
	if d.binding == nil || b.from.module && !b.from.importEquals || requireOf(d.binding.Initializer) == "" || !plainTarget(d.binding.Target) {
		return false
	}
	if !slices.Contains(b.carried, d.binding) {
		b.carried = append(b.carried, d.binding)
	}
	return true
}

// requireOf returns the specifier in require("x") and require("x").y, "" for anything else.
func requireOf(e ast.Expression) string {
	switch n := e.(type) {
	case *ast.DotExpression:
		return requireOf(n.Left)
	case *ast.CallExpression:
		if name := identName(n.Callee); name != "require" && name != requireName || len(n.ArgumentList) != 1 {
			return ""
		}
		if lit, ok := n.ArgumentList[0].(*ast.StringLiteral); ok {
			return lit.Value.String()
		}
	}
	return ""
}

// plainTarget says that a target has neither defaults nor computed keys, so that nothing is evaluated in it.
func plainTarget(target ast.Expression) bool {
	switch t := target.(type) {
	case *ast.Identifier:
		return true
	case *ast.ObjectPattern:
		for _, p := range t.Properties {
			switch p := p.(type) {
			case *ast.PropertyShort:
				if p.Initializer != nil {
					return false
				}
			case *ast.PropertyKeyed:
				if p.Computed || !plainTarget(p.Value) {
					return false
				}
			default:
				return false
			}
		}
		return t.Rest == nil || plainTarget(t.Rest)
	}
	return false
}

// written is the name as the source has it. esbuild renames a variable now and then, and at the top of CommonJS and in
// older syntax it writes a name for this.
func (b *extractor) written(f *freeName) string {
	text := b.wordAt(f.at)
	if text == "this" && (f.name == "exports" || strings.HasPrefix(f.name, "_this")) ||
		text == "arguments" && strings.HasPrefix(f.name, "_arguments") {
		return text
	}
	if text != "" && strings.TrimRight(f.name, "0123456789") == text {
		return text
	}
	return f.name
}

// wordAt is the word in the source at a place, "" if there is none.
func (b *extractor) wordAt(at file.Idx) string {
	if at <= 0 {
		return ""
	}
	r := clauseReader{text: b.from.source, at: b.moved.shadow.source(int(at) - 1)}
	if r.at >= len(r.text) {
		return ""
	}
	return r.word()
}

// places are the strings that CommonJS gives to a file.
func (b *extractor) places() [2][2]string {
	return [2][2]string{{"__filename", b.from.path}, {"__dirname", filepath.Dir(b.from.path)}}
}

// fail notes the first thing that ties the function to its place.
func (b *extractor) fail(f feature, at file.Idx) {
	if b.failure != nil {
		return
	}
	var name, text string
	cure := "pass what it needs as an argument"
	switch f {
	case useThis:
		name = "this"
		text = "uses \"this\" of the code around it"
	case useArguments:
		name = "arguments"
		text = "uses \"arguments\" of the function around it"
	case useNewTarget:
		name = "new.target"
		text = "uses \"new.target\" of the function around it"
	case useSuper:
		name = "super"
		text = "uses \"super\", which belongs to its class or object"
	case useEval:
		name = "eval"
		text = "calls eval, so that the names which it uses cannot be known"
		cure = "(0, eval)(text) sees globals only and can travel"
	case usePrivate:
		name = "#" + b.wordAt(at+1)
		text = "uses a private name of the class around it"
	}
	line, column := b.place(at)
	err := fault.Capture.New("the function cannot run in a worker: it %s (%s); %s", text, b.where(at), cure)
	variables := []map[string]any{{"name": name, "line": line, "column": column}}
	b.failure = err.With("file", b.from.path).With("line", line).With("column", column).With("variables", variables)
}
