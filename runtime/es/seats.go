package es

import "github.com/dop251/goja"

// The objects that scripts come to without a name, through literals, iteration and calls of async functions, and for
// which goja has no template. TestTouchChangesNothing and the tests of shapes hold them against goja's own.

var iteratorProtoPlan = plan{draw: func(t *template) {
	t.protoFactory = objectProtoOf
	t.symbolNative(goja.SymIterator, 0, linkReturnThis)
	t.method("reduce", 1, (*Realm).iteratorReduce)
	t.method("toArray", 0, (*Realm).iteratorToArray)
	t.method("forEach", 1, (*Realm).iteratorForEach)
	t.method("some", 1, (*Realm).iteratorSome)
	t.method("every", 1, (*Realm).iteratorEvery)
	t.method("find", 1, (*Realm).iteratorFind)
	t.method("map", 1, (*Realm).iteratorMap)
	t.method("filter", 1, (*Realm).iteratorFilter)
	t.method("take", 1, (*Realm).iteratorTake)
	t.method("drop", 1, (*Realm).iteratorDrop)
	t.method("flatMap", 1, (*Realm).iteratorFlatMap)
	t.put("constructor", func(vm *goja.Runtime) goja.Value { return Of(vm).iteratorConstructor() })
	t.putSymbol(goja.SymToStringTag, func(vm *goja.Runtime) goja.Value { return Of(vm).iteratorTag() })
	t.symbolMethod(SymDispose, 0, (*Realm).disposeIterator)
}}

var promiseProtoPlan = plan{draw: func(t *template) {
	t.protoFactory = objectProtoOf
	t.value("constructor", false, func(r *Realm) goja.Value { return r.promiseClass() })
	t.native("catch", 1, linkPromiseCatch)
	t.native("finally", 1, linkPromiseFinally)
	t.native("then", 2, linkPromiseThen)
	t.tag("Promise")
}}

var generatorFunctionPlan = plan{draw: func(t *template) {
	t.protoFactory = linkFunctionProto
	t.constant("constructor", func(r *Realm) goja.Value { return r.functionClass(generatorFunction) })
	t.constant("prototype", func(r *Realm) goja.Value { return r.in.generatorProto })
	t.tag("GeneratorFunction")
}}

var generatorProtoPlan = plan{draw: func(t *template) {
	t.protoFactory = func(vm *goja.Runtime) *goja.Object { return Of(vm).in.iteratorProto }
	t.constant("constructor", func(r *Realm) goja.Value { return r.in.generatorFunctionProto })
	t.method("next", 1, guardGenerator(linkGeneratorNext))
	t.method("return", 1, guardGenerator(linkGeneratorReturn))
	t.method("throw", 1, guardGenerator(linkGeneratorThrow))
	t.tag("Generator")
}}

var asyncFunctionPlan = plan{draw: func(t *template) {
	t.protoFactory = linkFunctionProto
	t.constant("constructor", func(r *Realm) goja.Value { return r.functionClass(asyncFunction) })
	t.tag("AsyncFunction")
}}

var bufferProtoPlan = plan{draw: func(t *template) {
	t.protoFactory = objectProtoOf
	t.put("byteLength", func(vm *goja.Runtime) goja.Value {
		get := func(c goja.FunctionCall) goja.Value { return linkByteLength(vm, c) }
		return accessor(Function(vm, "get byteLength", 0, get), nil)
	})
	t.value("constructor", false, func(r *Realm) goja.Value {
		f := linkGetArrayBuffer(r.vm)
		r.complete("ArrayBuffer", f)
		return f
	})
	t.native("slice", 2, linkSliceBuffer)
	t.getter("detached", (*Realm).bufferDetached)
	t.getter("maxByteLength", (*Realm).bufferMaxByteLength)
	t.getter("resizable", (*Realm).bufferResizable)
	t.method("transfer", 0, func(r *Realm, c goja.FunctionCall) goja.Value { return r.transfer(c, "transfer") })
	t.method("transferToFixedLength", 0, func(r *Realm, c goja.FunctionCall) goja.Value {
		return r.transfer(c, "transferToFixedLength")
	})
	t.tag("ArrayBuffer")
}}

var errorProtoPlan = plan{draw: func(t *template) {
	t.protoFactory = objectProtoOf
	t.value("message", false, func(r *Realm) goja.Value { return goja.StringFromUTF16(nil) })
	t.value("name", false, func(r *Realm) goja.Value { return goja.StringFromUTF16(ascii("Error")) })
	t.native("toString", 0, linkErrorText)
	t.guards(map[string]guard{"toString": reentered})
	t.value("constructor", false, func(r *Realm) goja.Value { return linkGetError(r.vm) })
}}

var errorPlan = plan{draw: func(t *template) {
	t.function("Error", 1, func(r *Realm) *goja.Object { return r.in.errorProto })
	t.native("isError", 1, linkIsError)
	t.method("captureStackTrace", 2, (*Realm).captureStackTrace)
	t.put("stackTraceLimit", func(*goja.Runtime) goja.Value { return goja.PositiveInf() })
}}

var symbolPlan = plan{draw: func(t *template) {
	t.function("Symbol", 0, func(r *Realm) *goja.Object { return linkSymbolProto(r.vm) })
	t.native("for", 1, linkSymbolFor)
	t.native("keyFor", 1, linkSymbolKeyFor)
	for _, s := range []*goja.Symbol{
		goja.SymHasInstance, goja.SymIsConcatSpreadable, goja.SymIterator, goja.SymMatch, goja.SymMatchAll, goja.SymReplace, goja.SymSearch,
		goja.SymSpecies, goja.SymSplit, goja.SymToPrimitive, goja.SymToStringTag, goja.SymUnscopables,
		SymAsyncIterator, SymDispose, SymAsyncDispose,
	} {
		t.put(s.String()[len("Symbol."):], func(*goja.Runtime) goja.Value { return linkValue(s, false, false, false) })
	}
}}

func objectProtoOf(vm *goja.Runtime) *goja.Object { return Of(vm).in.objectProto }

// symbolNative is native for a property that is named by a symbol.
func (t *template) symbolNative(key *goja.Symbol, length int, f func(*goja.Runtime, goja.FunctionCall) goja.Value) {
	t.symbolMethod(key, length, func(r *Realm, c goja.FunctionCall) goja.Value { return f(r.vm, c) })
}

// constant adds a property that is neither writable nor enumerable.
func (t *template) constant(name string, v func(r *Realm) goja.Value) {
	t.put(name, func(vm *goja.Runtime) goja.Value { return linkValue(v(Of(vm)), false, false, true) })
}

// function begins the template of a constructor.
func (t *template) function(name string, length int, proto func(r *Realm) *goja.Object) {
	*t = *functionTemplate(name, length)
	t.put("prototype", func(vm *goja.Runtime) goja.Value { return linkValue(proto(Of(vm)), false, false, false) })
}

// sit puts the objects into their places. Nothing else of them is made.
func (r *Realm) sit() {
	vm, in := r.vm, &r.in
	object := func(name string, p *plan) *goja.Object {
		obj := seat(vm, name)
		linkTemplated(vm, p.new(), obj)
		return obj
	}
	in.iteratorProto = object("IteratorPrototype", &iteratorProtoPlan)
	in.promiseProto = object("PromisePrototype", &promiseProtoPlan)
	in.generatorFunctionProto = object("GeneratorFunctionPrototype", &generatorFunctionPlan)
	in.generatorProto = object("GeneratorPrototype", &generatorProtoPlan)
	in.asyncFunctionProto = object("AsyncFunctionPrototype", &asyncFunctionPlan)
	in.bufferProto = object("ArrayBufferPrototype", &bufferProtoPlan)
	in.errorProto = object("ErrorPrototype", &errorProtoPlan)

	makeError := func(args []goja.Value, proto *goja.Object) *goja.Object { return linkError(vm, args, proto) }
	in.err = seat(vm, "Error")
	linkTemplatedFunction(vm, errorPlan.new(), in.err, linkConstructToCall(vm, makeError, in.errorProto),
		linkWrapConstruct(vm, makeError, in.err, in.errorProto))
	symbol := func(c goja.FunctionCall) goja.Value { return linkSymbol(vm, c) }
	linkTemplatedFunction(vm, symbolPlan.new(), seat(vm, "Symbol"), symbol, func([]goja.Value, *goja.Object) *goja.Object {
		panic(vm.NewTypeError("Symbol is not a constructor"))
	})

	objectProtoPlan.over(vm, in.objectProto)
	functionProtoPlan.over(vm, linkFunctionProto(vm))
	arrayProtoPlan.over(vm, linkArrayProto(vm))
	stringProtoPlan.over(vm, linkStringProto(vm))
	bigIntProtoPlan.over(vm, linkBigIntProto(vm))
	arrayValuesGuard(vm, linkGetArrayValues(vm)) // which objects of arguments have too
}

// takeHome gives the global object a template that leads back to the realm.
func (r *Realm) takeHome(g *Globals) {
	global := r.vm.GlobalObject()
	r.in.objectProto = global.Prototype()
	g.plan.over(r.vm, global)
	slot := templateSlot(global)
	h := &home{template: **slot, realm: r}
	*slot = &h.template
}
