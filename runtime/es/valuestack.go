package es

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
)

// ValueStack lends a virtual machine the same stack for every turn. goja drops its stack when all work ends, and then
// grows a new one step by step: for a short turn that was a quarter of all memory that it took.
type ValueStack struct {
	used *[]goja.Value // what the machine uses
	room []goja.Value
}

// stackRoom is how many values there is room for: what most turns need, and little beside the rest of a runtime. A turn
// that needs more gets what goja gives it.
const stackRoom = 64

var stackLayout = sync.OnceValue(func() (l struct{ machine, stack uintptr }) {
	machine, ok := reflect.TypeFor[goja.Runtime]().FieldByName("vm")
	if !ok || machine.Type.Kind() != reflect.Pointer {
		panic("goja keeps its machine in another way")
	}
	stack, ok := machine.Type.Elem().FieldByName("stack")
	if !ok || !stack.Type.ConvertibleTo(reflect.TypeFor[[]goja.Value]()) {
		panic("goja keeps its stack in another way")
	}
	l.machine, l.stack = machine.Offset, stack.Offset
	return l
})

// ValueStack returns the one for the machine of the realm.
func (r *Realm) ValueStack() *ValueStack {
	l := stackLayout()
	machine := *(*unsafe.Pointer)(unsafe.Add(unsafe.Pointer(r.vm), l.machine))
	return &ValueStack{(*[]goja.Value)(unsafe.Add(machine, l.stack)), make([]goja.Value, stackRoom)}
}

// Lend is called before a turn. The start and an interrupted turn leave the machine with a stack; it keeps that.
func (s *ValueStack) Lend() {
	if *s.used == nil {
		*s.used = s.room[:0]
	}
}

// Clear is called after a turn: nothing that was on the stack is held by it.
func (s *ValueStack) Clear() {
	if *s.used == nil {
		clear(s.room)
	}
}
