package es

import (
	"reflect"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
)

// machine says where a virtual machine keeps what it runs. There is none if goja keeps it in another way than expected;
// TestRunning sees that.
var machine = sync.OnceValue(func() (m struct {
	vm, program, pc uintptr
	known           bool
},
) {
	vm, ok1 := reflect.TypeFor[goja.Runtime]().FieldByName("vm")
	if !ok1 || vm.Type.Kind() != reflect.Pointer {
		return m
	}
	program, ok2 := vm.Type.Elem().FieldByName("prg")
	pc, ok3 := vm.Type.Elem().FieldByName("pc")
	m.known = ok2 && ok3 && program.Type == reflect.TypeFor[*goja.Program]() && pc.Type.Kind() == reflect.Int && callerLayout().known
	m.vm, m.program, m.pc = vm.Offset, program.Offset, pc.Offset
	return m
})

// tries is how often Running looks; all together take some microseconds.
const tries = 1000

// Running returns the place of the script that runs at this moment, if one does. Unlike everything else here it may be
// called from any goroutine, and does not disturb the one that runs: it looks at two words that the other changes all the
// time, so the place is a sample. While a long native runs there is none. The position is looked up by whoever asks the frame
// for it.
//
// A program is written by one goroutine and read here by another: compiled and the load of it order the two.
func Running(vm *goja.Runtime) (frame goja.StackFrame, ok bool) {
	frame, ok = sample(vm)
	compiled.Load()
	return frame, ok
}

// compiled counts programs.
var compiled atomic.Uint64

// CompileAST is goja.CompileAST for programs that Running may come upon.
func CompileAST(prg *ast.Program, strict bool) (*goja.Program, error) {
	unfold(prg)
	p, err := goja.CompileAST(prg, strict)
	if prg.File != nil {
		guardOperators(p, prg.File.Source())
	}
	compiled.Add(1)
	return p, err
}

// Compile is goja.Compile for programs that Running may come upon.
func Compile(name, source string, strict bool) (*goja.Program, error) {
	p, err := goja.Compile(name, source, strict)
	compiled.Add(1)
	return p, err
}

// MustCompile is Compile for source of our own.
func MustCompile(name, source string, strict bool) *goja.Program {
	p, err := Compile(name, source, strict)
	if err != nil {
		panic(err)
	}
	return p
}

//go:norace
func sample(vm *goja.Runtime) (frame goja.StackFrame, ok bool) {
	m := machine()
	if !m.known {
		return frame, false
	}
	at := *(*unsafe.Pointer)(unsafe.Add(unsafe.Pointer(vm), m.vm))
	program, pc := (**goja.Program)(unsafe.Add(at, m.program)), (*int)(unsafe.Add(at, m.pc))
	f := (*stackFrame)(unsafe.Pointer(&frame))
	for range tries { // until both belong together, and the script comes back from short natives
		f.program, f.pc = *program, *pc
		if f.program != nil && f.program == *program {
			return frame, true
		}
	}
	return goja.StackFrame{}, false
}
