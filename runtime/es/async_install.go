package es

import (
	"sync"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// install declares the names that lowered code calls. What stands behind them is made when the first of them is called.
func (r *asyncRealm) install() {
	r.try.run = r.try.do
	r.yes, r.no = r.vm.ToValue(true), r.vm.ToValue(false)
	for _, mark := range []**goja.Object{&r.awaitMark, &r.starMark, &r.askMark, &r.endMark} {
		*mark = r.vm.CreateObject(nil)
	}
	r.declare([]native{
		r.generate, r.function, r.methods, r.mark(r.awaitMark), r.mark(r.starMark), r.forAwait, r.forNext,
		r.forAwaitNext, r.forTake, r.forClose, r.forClosing, r.forClosed, r.keep, r.name, r.realm.literal,
		r.realm.importText, r.realm.cleanStack, r.realm.builtinOf,
	}, r.endMark)
}

// asyncSyntax is what cannot be had without JavaScript.
var asyncSyntax = sync.OnceValue(func() *goja.Program {
	return MustCompile("native", `(class {
		#slot;
		constructor(slot) { this.#slot = slot }
		static slot(object) { return #slot in object ? object.#slot : undefined }
	})`, true)
})

// ready makes the objects of async generators, at first use.
func (r *asyncRealm) ready() *asyncRealm {
	if r.class != nil {
		return r
	}
	r.collector = r.vm.ToValue(func(c goja.FunctionCall) goja.Value {
		r.collected = append([]goja.Value(nil), c.Arguments...)
		return goja.Undefined()
	})
	r.body = [...]native{
		withNext:   r.realm.bound(guardGenerator(linkGeneratorNext)),
		withThrow:  r.realm.bound(guardGenerator(linkGeneratorThrow)),
		withReturn: r.realm.bound(guardGenerator(linkGeneratorReturn)),
	}
	r.promises, r.objects = partsOf(r.promiseProto).values(), partsOf(r.realm.in.objectProto).values()
	r.class = newClass[asyncGenerator](r.run(asyncSyntax()))
	r.prototypes()
	r.functions()
	r.realm.installAsyncDispose(r.iteratorProto)
	return r
}

// define adds a property as the specification has them when it says nothing: not enumerable, not writable.
func (r *asyncRealm) define(o *goja.Object, name string, v goja.Value) {
	_ = o.DefineDataProperty(name, v, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

func (r *asyncRealm) defineMethod(o *goja.Object, name string, length int, f native) *goja.Object {
	m := Function(r.vm, name, length, f)
	if o != nil {
		_ = o.DefineDataProperty(name, m, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
	return m
}

func (r *asyncRealm) tag(o *goja.Object, text string) {
	_ = o.DefineDataPropertySymbol(goja.SymToStringTag, r.vm.ToValue(text), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// prototypes makes %AsyncIteratorPrototype% and %AsyncGeneratorPrototype%.
func (r *asyncRealm) prototypes() {
	r.iteratorProto = r.vm.NewObject()
	self := r.defineMethod(nil, "[Symbol.asyncIterator]", 0, func(c goja.FunctionCall) goja.Value { return orUndefined(c.This) })
	_ = r.iteratorProto.DefineDataPropertySymbol(SymAsyncIterator, self, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)

	r.generatorProto = r.vm.CreateObject(r.iteratorProto)
	r.protoNext = r.defineMethod(r.generatorProto, "next", 1, r.prototypeMethod(withNext))
	r.defineMethod(r.generatorProto, "return", 1, r.prototypeMethod(withReturn))
	r.defineMethod(r.generatorProto, "throw", 1, r.prototypeMethod(withThrow))
	r.tag(r.generatorProto, "AsyncGenerator")
}

func (r *asyncRealm) prototypeMethod(how completion) native {
	return func(c goja.FunctionCall) goja.Value {
		if g := r.class.state(c.This); g != nil {
			return r.vm.ToValue(g.enqueue(how, c.Argument(0)))
		}
		return r.rejected(r.typeError("the receiver is not an AsyncGenerator"))
	}
}

// functions makes %AsyncGeneratorFunction% and its prototype. No global name leads to them, as in the
// specification.
func (r *asyncRealm) functions() {
	r.functionProto = r.vm.CreateObject(linkFunctionProto(r.vm))
	r.define(r.functionProto, "prototype", r.generatorProto)
	r.tag(r.functionProto, "AsyncGeneratorFunction")
	r.define(r.generatorProto, "constructor", r.functionProto)

	r.constructor = r.vm.ToValue(r.construct).(*goja.Object)
	_ = r.constructor.SetPrototype(r.realm.functionClass(plainFunction))
	r.define(r.constructor, "name", r.vm.ToValue("AsyncGeneratorFunction"))
	r.define(r.constructor, "length", r.vm.ToValue(1))
	_ = r.constructor.DefineDataProperty("prototype", r.functionProto, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
	r.define(r.functionProto, "constructor", r.constructor)
}

// mark is the native behind await and yield* in a body: it keeps the operand and gives the mark to yield, one for
// all, so that nothing is allocated.
func (r *asyncRealm) mark(m *goja.Object) native {
	return func(c goja.FunctionCall) goja.Value {
		r.pending = c.Argument(0)
		return m
	}
}

func (r *asyncRealm) takePending() goja.Value {
	v := r.pending
	r.pending = nil
	return orUndefined(v)
}

func (r *asyncRealm) iterResult(v goja.Value, done bool) *goja.Object {
	return linkIterResult(r.vm, v, done).(*goja.Object)
}

// object makes the AsyncGenerator object of a state.
func (r *asyncRealm) object(g *asyncGenerator, proto *goja.Object) *goja.Object {
	o, err := r.vm.New(r.class.ctor, newSlot(g))
	if err != nil {
		panic(err)
	}
	_ = o.SetPrototype(proto)
	return o
}

// carrier is a property of the global object that exists only while the names are declared.
const carrier = "%carrier"

// asyncDeclarations declares the names that lowered code calls, as const in a script would. It is one program for
// all virtual machines.
var asyncDeclarations = sync.OnceValues(func() (*goja.Program, error) {
	decl := &ast.LexicalDeclaration{Idx: 1, Token: token.CONST}
	for _, name := range asyncNames {
		id := ast.Identifier{Name: unistring.NewFromString(name), Idx: 1}
		decl.List = append(decl.List, &ast.Binding{
			Target:      &ast.Identifier{Name: id.Name, Idx: 1},
			Initializer: &ast.DotExpression{Left: &ast.Identifier{Name: carrier, Idx: 1}, Identifier: id},
		})
	}
	prg := &ast.Program{Body: []ast.Statement{decl}, File: file.NewFile("native", "", 1)}
	return goja.CompileAST(prg, true)
})

func (r *asyncRealm) declare(functions []native, values ...goja.Value) {
	prg, err := asyncDeclarations()
	if err != nil {
		panic(err)
	}
	from, global := r.vm.CreateObject(nil), r.vm.GlobalObject()
	for i, f := range functions {
		_ = from.Set(asyncNames[i], r.defineMethod(nil, "native", 0, f))
	}
	for i, v := range values {
		_ = from.Set(asyncNames[len(functions)+i], v)
	}
	_ = global.Set(carrier, from)
	if _, err := r.vm.RunProgram(prg); err != nil {
		panic(err)
	}
	_ = global.Delete(carrier)
}
