package runtime

import (
	"errors"
	"reflect"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/clone/slots"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Transferable is the Go half of an object that can be moved to another isolate and is of no use in the
// old one afterwards: a port, a stream.
type Transferable interface {
	// Transfer takes what is to be moved out of the object. Loop goroutine only.
	Transfer() (handle any, err error)
}

// View is the Go half of a dynamic object that shows a part of a Go value, which is the same in every isolate
// that it is posted to.
type View interface {
	// Shown is the part: a class of a module wraps its type.
	Shown() any
}

// Homebound is the Go half of an object that cannot be copied and that tells what to do instead.
type Homebound interface{ Instead() string }

// Crosser is a shared Go value that keeps values of its isolate until it is posted to another for the first time. Cross
// readies it for that; an error refuses the message. Loop goroutine only.
type Crosser interface{ Cross() error }

// ViewOf returns the view behind a dynamic object, nil if it is none.
func ViewOf(o *goja.Object) View {
	v, _ := o.Export().(View)
	return v
}

// Cloner returns what copies values of the runtime for itself or for another isolate: structured clone,
// with the objects of modules. Loop goroutine only.
func (rt *Runtime) Cloner() *clone.Realm {
	if rt.cloner == nil {
		rt.cloner = clone.New(rt.vm, clone.Hooks{
			Handle: rt.cloneHandle, Wrap: rt.wrapClone, Transfer: transferable,
			ErrorClass: rt.cloneClass, ErrorPrototype: rt.clonePrototype, ErrorWithin: errorWithin, SetErrorWithin: carry,
		})
		rt.cloner.Builtin = rt.Realm().Builtin
	}
	return rt.cloner
}

// Share says that values of a Go type are the same in every isolate that they are posted to. The kit calls
// it when a shared class is made.
func (rt *Runtime) Share(t reflect.Type) { rt.shared[t] = true }

// exception is a DOMException in transit: its name is in a slot of its own.
type exception struct{ name, message, stack string }

// SharedMemory is the block of package memory beneath a SharedArrayBuffer in transit: the other side has the same.
type SharedMemory []byte

// cloneHandle is the Go value that stands for an object in transit. An object of a module that cannot be
// shared must not pass as an empty copy, so it is refused.
func (rt *Runtime) cloneHandle(o *goja.Object) (handle any, err error) {
	if h := HandleOf(o); h != nil {
		if !rt.shared[reflect.TypeOf(h)] {
			return nil, clone.Refuse("is " + className(o) + " and cannot be cloned: " + instead(h))
		}
		if x, ok := h.(Crosser); ok {
			if err := x.Cross(); err != nil {
				return nil, err
			}
		}
		rt.crossed.add(h)
		return h, nil
	}
	if class := rt.errorClasses.made["DOMException"]; class != nil && o.Prototype() == class.Get("prototype") {
		return &exception{o.Get("name").String(), o.Get("message").String(), o.Get("stack").String()}, nil
	}
	switch slots.Of(o) {
	case slots.Plain:
		if name := rt.realm.Slotted(o); name != "" {
			return nil, clone.Refuse("is " + name + " and cannot be cloned: send the values that are needed")
		}
	case slots.ArrayBuffer:
		if b, ok := es.SharedBytes(o); ok {
			return SharedMemory(b), nil
		}
	case slots.Dynamic, slots.DynamicArray:
		if v := ViewOf(o); v != nil {
			return v.Shown(), nil
		}
	}
	return nil, nil
}

// instead says what to do with an object that cannot be cloned.
func instead(handle any) string {
	switch h := handle.(type) {
	case Homebound:
		return h.Instead()
	case Transferable:
		return "put it in the transfer list"
	}
	return "send the values that are needed"
}

// className is the class of an object with its article.
func className(o *goja.Object) string {
	name := tagOf(o)
	if name == "" {
		name = "object"
	}
	if strings.ContainsRune("AEIOaeio", rune(name[0])) {
		return "an " + name
	}
	return "a " + name
}

func tagOf(o *goja.Object) string {
	if tag := o.GetSymbol(goja.SymToStringTag); tag != nil && isString(tag) {
		return tag.String()
	}
	return o.ClassName()
}

// wrapClone makes the object of a handle that has arrived.
func (rt *Runtime) wrapClone(handle any) (goja.Value, error) {
	if b, ok := handle.(SharedMemory); ok {
		return rt.realm.SharedBuffer(b), nil
	}
	if e, ok := handle.(ErrorHandle); ok {
		return rt.ErrorValue(e.Err), nil
	}
	e, ok := handle.(*exception)
	if !ok {
		return rt.Wrap(handle)
	}
	obj, err := rt.vm.New(rt.ErrorClass("DOMException"), rt.vm.ToValue(e.message), rt.vm.ToValue(e.name))
	if err != nil {
		return nil, err
	}
	return obj, obj.DefineDataProperty("stack", rt.vm.ToValue(e.stack), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

func transferable(o *goja.Object) (take func() (any, error), ok bool) {
	t, ok := HandleOf(o).(Transferable)
	if !ok {
		return nil, false
	}
	return t.Transfer, true
}

// cloneClass names the class of an error for the other side. Only an instance of a class of the table is
// one there: a script may name its own errors as it likes.
func (rt *Runtime) cloneClass(o *goja.Object, name string) string {
	if _, ours := codes()[name]; !ours {
		return name
	}
	if class := rt.errorClasses.made[name]; class != nil {
		for proto := o.Prototype(); proto != nil; proto = proto.Prototype() {
			if proto == class.Get("prototype") {
				return name
			}
		}
	}
	return "Error"
}

// errorWithin is the Go error that an error object stands for, as the other side may have it: one of the table of errors keeps its
// row and its words, since the rest of it may have values of this runtime; so may what a script has thrown.
func errorWithin(o *goja.Object) error {
	h, ok := o.GetSymbol(goErrorKey).(handle)
	if !ok {
		return nil
	}
	err, _ := h.ptr.(error)
	var thrown *JSError
	switch kind := fault.KindOf(err); {
	case err == nil || errors.As(err, &thrown):
		return nil
	case kind != nil:
		return kind.New("%s", err)
	}
	return err
}

func (rt *Runtime) clonePrototype(name string) *goja.Object {
	class := rt.ErrorClass(name)
	if class == nil || nativeError(name) {
		return nil
	}
	proto, _ := class.Get("prototype").(*goja.Object)
	return proto
}
