package node

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/lazy"
)

//go:embed vm.js
var vmSource string

var vmScript = bind.NewScript("lariat:node/vm", vmSource)

// vmHelper is what a script of a context calls first, with closures over what it declares.
const vmHelper = "$lariat_vm_begin"

// vmRunner runs a text in a scope; the name eval makes the call a direct one.
var vmRunner = lazy.Value[*goja.Program]{Make: func() *goja.Program {
	return goja.MustCompile("lariat:node/vm", "(function (eval, scope, "+vmHelper+") { with (scope) return eval("+vmHelper+"()) })", false)
}}

// vmBuiltins are the globals of the language.
const vmBuiltins = `AggregateError Array ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError
	FinalizationRegistry Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN Number
	Object Promise Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String Symbol SyntaxError TypeError URIError
	Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet decodeURI decodeURIComponent encodeURI encodeURIComponent
	escape isFinite isNaN parseFloat parseInt undefined unescape`

// loadVM is node:vm. A program is compiled once to see whether it can be, and again when it runs: in between it may have
// been kept for long.
func loadVM(rt *runtime.Runtime) runtime.Exports {
	return only(vmScript.Run(rt, bind.Host{
		"Buffer":   bind.Need(rt, "node:buffer").Get("Buffer"),
		"eval":     rt.Realm().Eval(),
		"global":   rt.VM().GlobalObject(),
		"builtins": strings.Fields(vmBuiltins),
		"helper":   vmHelper,
		"prepare":  prepareScript,
		"run":      runScript,
		"check": func(c *bind.Call) (any, error) {
			if _, err := goja.Compile(c.Text(1), c.Text(0), false); err != nil {
				return strings.TrimPrefix(err.Error(), "SyntaxError: "), nil
			}
			return nil, nil
		},
	}))
}

// runScript is (scope, this, begin); begin gives the text when it is called without arguments.
func runScript(c *bind.Call) (any, error) {
	rt := c.Runtime()
	runner, err := rt.VM().RunProgram(vmRunner.Get())
	if err != nil {
		return nil, err
	}
	return rt.Call(runner, c.Value(1), rt.DirectEval(), c.Value(0), c.Value(2))
}

// typeOf finds the names whose type a text asks for, and in comments and texts some more.
var typeOf = lazy.Value[*regexp.Regexp]{Make: func() *regexp.Regexp {
	return regexp.MustCompile(`typeof\s*\(?\s*([\p{L}$_][\p{L}\p{N}$_]*)`)
}}

// declared is what a script declares at its top level.
type declared struct {
	variables, functions []string
	lexical              []lexical
	strict               bool
}

type lexical struct {
	name  string
	fixed bool
}

// prepareScript is (text): the text as it is run, which begins by telling what it declares, and the names.
func prepareScript(c *bind.Call) (any, error) {
	rt := c.Runtime()
	text := rt.DirectEvalText(c.Text(0))
	prg, err := goja.Parse("eval", text)
	if err != nil {
		return nil, err
	}
	d := declarations(prg)
	asked := []string{}
	for _, m := range typeOf.Get().FindAllStringSubmatch(text, -1) {
		asked = append(asked, m[1])
	}
	names := append([]string{}, d.variables...)
	return object(rt, "source", d.head()+text, "variables", names, "functions", append([]string{}, d.functions...), "asked", asked), nil
}

// declarations reads what a program declares.
func declarations(prg *ast.Program) (d declared) {
	names := func(list []*ast.Binding) (all []string) {
		for _, b := range list {
			all = bound(all, b.Target)
		}
		return all
	}
	for _, v := range prg.DeclarationList {
		d.variables = append(d.variables, names(v.List)...)
	}
	directives := true
	for _, statement := range prg.Body {
		switch s := statement.(type) {
		case *ast.ExpressionStatement:
			text, ok := s.Expression.(*ast.StringLiteral)
			directives = directives && ok
			d.strict = d.strict || directives && len(text.Literal) > 2 && text.Literal[1:len(text.Literal)-1] == "use strict"
			continue
		case *ast.FunctionDeclaration:
			d.functions = append(d.functions, s.Function.Name.Name.String())
		case *ast.ClassDeclaration:
			d.lexical = append(d.lexical, lexical{s.Class.Name.Name.String(), false})
		case *ast.LexicalDeclaration:
			for _, name := range names(s.List) {
				d.lexical = append(d.lexical, lexical{name, s.Token.String() == "const"})
			}
		}
		directives = false
	}
	return d
}

// bound adds the names that a pattern binds.
func bound(names []string, target ast.Expression) []string {
	switch t := target.(type) {
	case *ast.Identifier:
		return append(names, t.Name.String())
	case *ast.AssignExpression:
		return bound(names, t.Left)
	case *ast.ArrayPattern:
		for _, element := range t.Elements {
			names = bound(names, element)
		}
		return bound(names, t.Rest)
	case *ast.ObjectPattern:
		for _, property := range t.Properties {
			switch p := property.(type) {
			case *ast.PropertyShort:
				names = append(names, p.Name.Name.String())
			case *ast.PropertyKeyed:
				names = bound(names, p.Value)
			}
		}
		return bound(names, t.Rest)
	}
	return names
}

// head is what stands before the text, on its first line.
func (d declared) head() string {
	var b strings.Builder
	if d.strict {
		b.WriteString(`"use strict"; `)
	}
	reads := func(names []string) {
		b.WriteString("{ ")
		for _, name := range names {
			fmt.Fprintf(&b, "%s: () => %s, ", name, name)
		}
		b.WriteString("}")
	}
	b.WriteString("void " + vmHelper + "(")
	reads(d.functions)
	b.WriteString(", { ")
	for _, l := range d.lexical {
		assign := "undefined"
		if !l.fixed {
			assign = fmt.Sprintf("(v) => { %s = v }", l.name)
			if l.name == "v" {
				assign = "(w) => { v = w }"
			}
		}
		fmt.Fprintf(&b, "%s: [() => %s, %s], ", l.name, l.name, assign)
	}
	b.WriteString("}, ")
	if d.strict {
		reads(d.variables)
	} else {
		b.WriteString("{}")
	}
	b.WriteString("); ")
	return b.String()
}
