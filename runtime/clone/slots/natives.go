package slots

import (
	"strings"

	"github.com/dop251/goja"
)

// Native is a built-in function, called without a try frame: it panics with the JavaScript exception.
type Native func(goja.FunctionCall) goja.Value

// Name is one of the built-ins that the packages above call.
type Name uint8

// The built-ins.
const (
	descriptor Name = iota
	ownNames
	ownSymbols
	ObjectKeys
	IsEnumerable
	MapSet
	SetAdd
	ReflectGet
	ReflectSet
	SymbolFor
	ErrorToString
	JSONStringify
	ParseInt
	ParseFloat
	natives
)

// paths tells where in the global object a built-in is.
var paths = [natives]string{
	descriptor: "Object.getOwnPropertyDescriptor", ownNames: "Object.getOwnPropertyNames",
	ownSymbols: "Object.getOwnPropertySymbols", ObjectKeys: "Object.keys",
	IsEnumerable: "Object.prototype.propertyIsEnumerable",
	MapSet:       "Map.prototype.set", SetAdd: "Set.prototype.add",
	ReflectGet: "Reflect.get", ReflectSet: "Reflect.set", SymbolFor: "Symbol.for",
	ErrorToString: "Error.prototype.toString", JSONStringify: "JSON.stringify",
	ParseInt: "Number.parseInt", ParseFloat: "Number.parseFloat",
}

// Realm reads the objects of one VM with built-ins taken from it. A built-in is taken when it is first needed, because
// taking all of them costs 50 µs, a hundred times as much as a new VM; Pin takes them at once. A script that replaces
// one before its first use fools only itself: what comes back is still checked for its kind.
// Only the goroutine that owns the VM may use a Realm.
type Realm struct {
	VM *goja.Runtime
	// Builtin, if set, finds a built-in of the global object whatever a script has done to the variable; nil for none.
	Builtin func(name string) *goja.Object
	natives [natives]Native
	classes map[string]*goja.Object
	// object and array are the intrinsic prototypes, which no script can replace.
	object, array *goja.Object
}

// New returns the realm of a VM. It costs about a microsecond.
func New(vm *goja.Runtime) *Realm {
	return &Realm{VM: vm, object: vm.NewObject().Prototype(), array: vm.NewArray().Prototype()}
}

// Pin takes all built-ins now, so that a script which replaces them later is not seen at all.
func (r *Realm) Pin() {
	for n := range natives {
		r.Native(n)
	}
}

// ObjectPrototype is %Object.prototype%.
func (r *Realm) ObjectPrototype() *goja.Object { return r.object }

// ArrayPrototype is %Array.prototype%.
func (r *Realm) ArrayPrototype() *goja.Object { return r.array }

// Native returns a built-in. It panics with a TypeError when the script has removed it; call it under vm.Try.
func (r *Realm) Native(n Name) Native {
	f := r.natives[n]
	if f == nil {
		f = r.find(paths[n])
		r.natives[n] = f
	}
	return f
}

// Call calls a built-in with a receiver.
func (r *Realm) Call(n Name, this goja.Value, args ...goja.Value) goja.Value {
	return r.Native(n)(goja.FunctionCall{This: this, Arguments: args})
}

// find walks from the global object to the function at the end of a path. Object is found even when the global of that
// name is not: most of what is read depends on it.
func (r *Realm) find(path string) Native {
	var at *goja.Object
	for part := range strings.SplitSeq(path, ".") {
		var next *goja.Object
		switch {
		case at != nil:
			next, _ = at.Get(part).(*goja.Object)
		case part == "Object":
			next, _ = r.object.Get("constructor").(*goja.Object)
		default:
			next = r.global(part)
		}
		if next == nil {
			panic(r.VM.NewTypeError("%s is not there any more", path))
		}
		at = next
	}
	f, ok := at.Export().(func(goja.FunctionCall) goja.Value)
	if !ok {
		panic(r.VM.NewTypeError("%s is not a function any more", path))
	}
	return f
}

// global finds an object of the global object, nil if there is none.
func (r *Realm) global(name string) *goja.Object {
	if r.Builtin != nil {
		if o := r.Builtin(name); o != nil {
			return o
		}
	}
	o, _ := r.VM.Get(name).(*goja.Object)
	return o
}

// Class returns a global constructor, taken once. It panics with a TypeError when the script has removed it.
func (r *Realm) Class(name string) *goja.Object {
	c := r.classes[name]
	if c == nil {
		if c = r.global(name); c == nil {
			panic(r.VM.NewTypeError("%s is not there any more", name))
		}
		if r.classes == nil {
			r.classes = map[string]*goja.Object{}
		}
		r.classes[name] = c
	}
	return c
}

// Construct makes an instance of a global class and makes sure that it is one.
func (r *Realm) Construct(kind Kind, class string, args ...goja.Value) *goja.Object {
	o, err := r.VM.New(r.Class(class), args...)
	if err != nil {
		panic(err)
	}
	if Of(o) != kind {
		panic(r.VM.NewTypeError("the global %s has been replaced by something else", class))
	}
	return o
}
