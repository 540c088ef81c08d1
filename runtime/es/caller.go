package es

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"
)

// stackFrame has the layout of goja.StackFrame.
type stackFrame struct {
	program *goja.Program
	name    unistring.String
	pc      int
}

// callers says where a virtual machine keeps the contexts that calls came from. There is none if goja keeps them in
// another way than expected; TestCaller sees that.
type callers struct {
	machine, stack, program, pc, size uintptr
	known                             bool
}

var callerLayout = sync.OnceValue(func() (c callers) {
	machine, ok1 := reflect.TypeFor[goja.Runtime]().FieldByName("vm")
	if !ok1 || machine.Type.Kind() != reflect.Pointer {
		return c
	}
	stack, ok2 := machine.Type.Elem().FieldByName("callStack")
	if !ok2 || stack.Type.Kind() != reflect.Slice || len(stack.Index) != 1 {
		return c
	}
	context := stack.Type.Elem()
	program, ok3 := context.FieldByName("prg")
	pc, ok4 := context.FieldByName("pc")
	theirs := reflect.TypeFor[goja.StackFrame]()
	ours := reflect.TypeFor[stackFrame]()
	c.known = ok3 && ok4 && program.Type == reflect.TypeFor[*goja.Program]() && pc.Type.Kind() == reflect.Int &&
		theirs.Size() == ours.Size() && theirs.NumField() == ours.NumField()
	for i := range ours.NumField() {
		c.known = c.known && theirs.Field(i).Type.Kind() == ours.Field(i).Type.Kind()
	}
	c.machine, c.stack, c.program, c.pc, c.size = machine.Offset, stack.Offset, program.Offset, pc.Offset, context.Size()
	return c
})

// Caller returns the place of the script that has called the native that runs, if a script has. It takes a tenth of what
// goja.Runtime.CaptureCallStack takes, which looks up the name of the native first; the frame has no function name.
func Caller(vm *goja.Runtime) (frame goja.StackFrame, ok bool) {
	c := callerLayout()
	if !c.known {
		return frame, false
	}
	machine := *(*unsafe.Pointer)(unsafe.Add(unsafe.Pointer(vm), c.machine))
	stack := *(*[]struct{})(unsafe.Add(machine, c.stack))
	if len(stack) == 0 {
		return frame, false
	}
	top := unsafe.Add(unsafe.Pointer(unsafe.SliceData(stack)), uintptr(len(stack)-1)*c.size)
	f := (*stackFrame)(unsafe.Pointer(&frame))
	f.program, f.pc = *(**goja.Program)(unsafe.Add(top, c.program)), *(*int)(unsafe.Add(top, c.pc))
	return frame, f.program != nil
}
