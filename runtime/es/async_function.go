package es

import (
	"strings"

	"github.com/dop251/goja"
)

// generate makes the AsyncGenerator object of one call. The arguments are those of esbuild's helper, this, the
// arguments object or null, and the body, and the async generator function itself when the body can name it.
func (r *asyncRealm) generate(c goja.FunctionCall) goja.Value {
	r.ready()
	body, ok := r.rawOf(c.Argument(2))
	if !ok {
		panic(r.typeError("the body of an async generator is not a function"))
	}
	g := &asyncGenerator{realm: r}
	g.body = newPlainBody(body(goja.FunctionCall{This: c.Argument(0), Arguments: r.list(c.Argument(1))}))
	proto := r.generatorProto
	if f, ok := c.Argument(3).(*goja.Object); ok {
		if p, ok := f.Get("prototype").(*goja.Object); ok {
			proto = p
		}
	}
	return r.object(g, proto)
}

// list reads an arguments object. The body sees the same values under the same names.
func (r *asyncRealm) list(v goja.Value) []goja.Value {
	o, ok := v.(*goja.Object)
	if !ok {
		return nil
	}
	linkApply(r.vm, goja.FunctionCall{This: r.collector, Arguments: []goja.Value{goja.Undefined(), o}})
	args := r.collected
	r.collected = nil
	return args
}

// function turns a method that returns r.generate(...) into an AsyncGeneratorFunction. It is the method itself
// that changes, so that its source, its stack frames and its identity within its own body stay what they are.
func (r *asyncRealm) function(c goja.FunctionCall) goja.Value {
	r.ready()
	f, ok := c.Argument(0).(*goja.Object)
	if !ok {
		return goja.Undefined()
	}
	_ = f.SetPrototype(r.functionProto)
	proto := r.vm.CreateObject(r.generatorProto)
	_ = f.DefineDataProperty("prototype", proto, goja.FLAG_TRUE, goja.FLAG_FALSE, goja.FLAG_FALSE)
	if name := c.Argument(1); !goja.IsUndefined(name) {
		r.define(f, "name", r.nameOf(name))
	}
	return f
}

// nameOf is the name of a function that is the value of a property.
func (r *asyncRealm) nameOf(key goja.Value) goja.Value {
	s, ok := key.(*goja.Symbol)
	switch {
	case !ok:
		return r.vm.ToValue(key.String())
	case s.String() == "":
		return r.vm.ToValue("")
	}
	return r.vm.ToValue("[" + s.String() + "]")
}

// keep makes a property key of a computed name, so that the method behind it can be named after it: nothing runs
// between the two.
func (r *asyncRealm) keep(c goja.FunctionCall) goja.Value {
	if len(c.Arguments) > 0 {
		r.key = propertyKey(c.Argument(0))
	}
	return orUndefined(r.key)
}

// name gives a function or class the name that it has in the source, where lowering has lost it.
func (r *asyncRealm) name(c goja.FunctionCall) goja.Value {
	if f, ok := c.Argument(0).(*goja.Object); ok {
		r.define(f, "name", c.Argument(1))
	}
	return c.Argument(0)
}

// methods does the same for async generator methods of a class: its arguments are the class and, in pairs, the
// name of a method and whether it is static.
func (r *asyncRealm) methods(c goja.FunctionCall) goja.Value {
	r.ready()
	class, ok := c.Argument(0).(*goja.Object)
	if !ok {
		return goja.Undefined()
	}
	args := append([]goja.Value(nil), c.Arguments...)
	for i := 1; i+1 < len(args); i += 2 {
		holder := class
		if !args[i+1].ToBoolean() {
			holder, ok = class.Get("prototype").(*goja.Object)
			if !ok {
				continue
			}
		}
		r.method1(holder, args[i])
	}
	return goja.Undefined()
}

// method1 changes a method that is a data property; an accessor of the same name has replaced it.
func (r *asyncRealm) method1(holder *goja.Object, key goja.Value) {
	d, ok := linkOwnProperty(r.vm, goja.FunctionCall{Arguments: []goja.Value{holder, key}}).(*goja.Object)
	if !ok {
		return
	}
	if f := d.Get("value"); f != nil {
		r.function(goja.FunctionCall{Arguments: []goja.Value{f}})
	}
}

// construct is the AsyncGeneratorFunction constructor.
//
// https://tc39.es/ecma262/#sec-createdynamicfunction
func (r *asyncRealm) construct(c goja.ConstructorCall) *goja.Object {
	params, body := make([]string, 0, len(c.Arguments)), ""
	args := append([]goja.Value(nil), c.Arguments...)
	for i, a := range args {
		text := a.ToString()
		if _, ok := text.(*goja.Symbol); ok {
			panic(r.typeError("a symbol is no source text"))
		}
		if i == len(args)-1 {
			body = text.String()
		} else {
			params = append(params, text.String())
		}
	}
	f := r.compile(strings.Join(params, ","), body)
	proto := r.functionProto
	if c.NewTarget != nil && c.NewTarget != r.constructor {
		if p, ok := c.NewTarget.Get("prototype").(*goja.Object); ok {
			proto = p
		}
	}
	_ = f.SetPrototype(proto)
	return f
}

// compile makes a function of source text. Nothing in the text may end the function early and go on behind it: so it
// must be valid as an expression and as a declaration, its parameters and its body each on their own, and what comes
// out must be an async generator function.
func (r *asyncRealm) compile(params, body string) *goja.Object {
	head := func(params string) string { return "async function* anonymous(" + params + "\n) {\n" }
	texts := []string{head(params) + body + "\n}"}
	if params != "" {
		texts = append(texts, "("+head(params)+"\n})", "("+head("")+body+"\n})")
	}
	for _, text := range texts {
		r.program(text)
	}
	f, ok := r.run(r.program("(" + texts[0] + ")")).(*goja.Object)
	if !ok || f.Prototype() != r.functionProto {
		panic(r.syntaxError("the text is more than a function"))
	}
	return f
}

func (r *asyncRealm) program(text string) *goja.Program {
	prg, err := r.host.Compile(text)
	if err != nil {
		panic(r.syntaxError(err.Error()))
	}
	return prg
}

// run runs a program beneath a JavaScript frame: goja takes an empty call stack for the end of all work and would
// run the jobs in the queue.
func (r *asyncRealm) run(prg *goja.Program) goja.Value {
	return r.realm.run(prg)
}

func (r *asyncRealm) syntaxError(message string) goja.Value {
	o, err := r.vm.New(linkGetSyntaxError(r.vm), r.vm.ToValue(message))
	if err != nil {
		panic(err)
	}
	return o
}
