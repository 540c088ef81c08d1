package es

import (
	"math/big"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/dop251/goja"
)

// The operators whose result can be larger than memory although nothing in the script is. They are instructions of goja,
// which no script names, so there is nothing to wrap. But a program is a list of them that only whoever compiles it has yet:
// an instruction in it is replaced by one that looks at its operands first. It is an interface value with a table of its own,
// which leads to our function in place of goja's method. TestOperators sees that they are found.

// Bounded has programs that are compiled from now on look at the texts that operators put together. It costs a nanosecond for
// each +, so it is for those that may not have all memory.
var Bounded atomic.Bool

// execute is a method of an instruction: what is in the interface value, and the virtual machine.
type execute = func(instruction, vm unsafe.Pointer)

// methods is the table of an interface value, as the Go runtime lays it out.
type methods struct {
	inter, typ unsafe.Pointer
	hash       uint32
	_          [4]byte
	exec       uintptr
}

// operator is an instruction that is replaced.
type operator struct {
	theirs, ours unsafe.Pointer // the tables
	text         bool           // it makes texts
}

// operators are those that there are; goja's own methods of them; and what is known of the virtual machine.
type operatorsOf struct {
	list                                    []operator
	left, right, power, product, add, join  execute
	code, stack, sp                         uintptr
	object, bigInt, latin, unicode, foreign unsafe.Pointer // tables of values
	programs                                sync.Map       // of []uintptr by table: where an instruction has programs
	known                                   bool
}

// theOperators are those that operators has found: there is no instruction of ours before.
var theOperators *operatorsOf

var operators = sync.OnceValue(func() *operatorsOf {
	theOperators = findOperators()
	return theOperators
})

// findOperators compiles each of them once, and takes their tables from there.
func findOperators() *operatorsOf {
	o := &operatorsOf{}
	code, ok1 := reflect.TypeFor[goja.Program]().FieldByName("code")
	vm, ok2 := reflect.TypeFor[goja.Runtime]().FieldByName("vm")
	if !ok1 || !ok2 || code.Type.Kind() != reflect.Slice || code.Type.Elem().Kind() != reflect.Interface || vm.Type.Kind() != reflect.Pointer {
		return o
	}
	stack, ok1 := vm.Type.Elem().FieldByName("stack")
	sp, ok2 := vm.Type.Elem().FieldByName("sp")
	owner, ok3 := vm.Type.Elem().FieldByName("r")
	if !ok1 || !ok2 || !ok3 || owner.Offset != 0 || stack.Type.Elem() != reflect.TypeFor[goja.Value]() || sp.Type.Kind() != reflect.Int {
		return o
	}
	o.code, o.stack, o.sp = code.Offset, stack.Offset, sp.Offset
	rt := goja.New()
	for _, v := range []struct {
		to    *unsafe.Pointer
		value goja.Value
	}{
		{&o.object, rt.NewObject()},
		{&o.bigInt, rt.ToValue(big.NewInt(1))},
		{&o.latin, rt.ToValue("a")},
		{&o.unicode, goja.StringFromUTF16([]uint16{0x416})},
		{&o.foreign, rt.ToValue("\u0416")}, // which begins with a Go string
	} {
		*v.to = (*face)(unsafe.Pointer(&v.value)).table
	}
	o.known = o.find("a << b", "_sal", execLeft, &o.left, false) && o.find("a >> b", "_sar", execRight, &o.right, false) &&
		o.find("a ** b", "_exp", execPower, &o.power, false) && o.find("a * b", "_mul", execProduct, &o.product, false) &&
		o.find("a + b", "_add", execAdd, &o.add, true) &&
		o.find("`${a}${b}`", "concatStrings", execJoin, &o.join, true)
	return o
}

// find looks for the instruction of an operator by the name of its type.
func (o *operatorsOf) find(source, name string, by execute, original *execute, text bool) bool {
	prg, err := goja.Compile("", source, false)
	if err != nil {
		return false
	}
	list := reflect.ValueOf(prg).Elem().FieldByName("code")
	for i := range list.Len() {
		if list.Index(i).Elem().Type().Name() != name {
			continue
		}
		theirs := (*methods)(o.instructions(prg)[i].table)
		ours := *theirs
		ours.exec = reflect.ValueOf(by).Pointer()
		method := &theirs.exec // a Go function is a pointer to the address of its code
		*original = *(*execute)(unsafe.Pointer(&method))
		o.list = append(o.list, operator{unsafe.Pointer(theirs), unsafe.Pointer(&ours), text})
		return true
	}
	return false
}

func (o *operatorsOf) instructions(prg *goja.Program) []face {
	return *(*[]face)(unsafe.Add(unsafe.Pointer(prg), o.code))
}

// guardOperators replaces the operators of a program that was just compiled from a text.
func guardOperators(prg *goja.Program, text string) {
	bounded := Bounded.Load()
	if prg == nil || !bounded && !strings.Contains(text, "<<") && !strings.Contains(text, ">>") && !strings.Contains(text, "*") {
		return
	}
	if o := operators(); o.known {
		o.guard(prg, bounded)
	}
}

func (o *operatorsOf) guard(prg *goja.Program, bounded bool) {
	list := o.instructions(prg)
	for i := range list {
		for j := range o.list {
			if list[i].table == o.list[j].theirs && (bounded || !o.list[j].text) {
				list[i].table = o.list[j].ours
			}
		}
		for _, at := range o.programsOf(&list[i]) {
			if inner := *(**goja.Program)(unsafe.Add(list[i].value, at)); inner != nil {
				o.guard(inner, bounded)
			}
		}
	}
}

// programsOf tells where an instruction, such as one that makes a function, has programs.
func (o *operatorsOf) programsOf(instruction *face) []uintptr {
	if known, ok := o.programs.Load(instruction.table); ok {
		return known.([]uintptr)
	}
	// The type stands in the table; an interface value of any type begins with it.
	v := struct{ typ, value unsafe.Pointer }{(*methods)(instruction.table).typ, instruction.value}
	var found []uintptr
	if t := reflect.TypeOf(*(*any)(unsafe.Pointer(&v))); t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct {
		found = programFields(t.Elem(), 0, nil)
	}
	o.programs.Store(instruction.table, found)
	return found
}

func programFields(t reflect.Type, at uintptr, found []uintptr) []uintptr {
	for i := range t.NumField() {
		f := t.Field(i)
		switch {
		case f.Type == reflect.TypeFor[*goja.Program]():
			found = append(found, at+f.Offset)
		case f.Type.Kind() == reflect.Struct:
			found = programFields(f.Type, at+f.Offset, found)
		}
	}
	return found
}

// operands are the n values on top of the stack of a virtual machine.
func (o *operatorsOf) operands(vm unsafe.Pointer, n int) []goja.Value {
	stack, sp := *(*[]goja.Value)(unsafe.Add(vm, o.stack)), *(*int)(unsafe.Add(vm, o.sp))
	return stack[sp-n : sp]
}

func tableOf(v *goja.Value) unsafe.Pointer { return (*face)(unsafe.Pointer(v)).table }

// execAdd looks at two texts.
func execAdd(instruction, vm unsafe.Pointer) {
	o := theOperators
	two := o.operands(vm, 2)
	switch tableOf(&two[0]) {
	case o.latin, o.unicode, o.foreign:
		o.longer(vm, two)
	}
	o.add(instruction, vm)
}

// execJoin looks at the parts of a template, which are texts by now.
func execJoin(instruction, vm unsafe.Pointer) {
	o := theOperators
	o.longer(vm, o.operands(vm, *(*int)(instruction)))
	o.join(instruction, vm)
}

// aLot is from when on a text is of interest, in bytes.
const aLot = 1 << 20

// longer throws if texts are too long to be put together. The length of what is no text counts for nothing.
func (o *operatorsOf) longer(vm unsafe.Pointer, parts []goja.Value) {
	bytes := 0
	for i := range parts {
		switch at := (*face)(unsafe.Pointer(&parts[i])); at.table {
		case o.latin, o.foreign:
			bytes += len(*(*string)(at.value))
		case o.unicode:
			bytes += 2 * len(*(*[]uint16)(at.value))
		}
	}
	if bytes < aLot {
		return
	}
	if rt := *(**goja.Runtime)(vm); bytes > Of(rt).longest {
		panic(rangeErrorOf(rt, "invalid string length"))
	}
}

// Longest sets how many bytes a text may have that operators put together; see Bounded.
func (r *Realm) Longest(bytes int64) { r.longest = int(min(bytes, longestEver)) }

// longestEver is that of maxString in bytes.
const longestEver = 2 * maxString
