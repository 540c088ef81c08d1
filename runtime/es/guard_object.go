package es

import (
	"reflect"
	"sync"

	"github.com/dop251/goja"
)

// applyGuard is for apply and construct, whose argument list is at index i of the arguments.
func applyGuard(i int) guard {
	return wrapped(func(vm *goja.Runtime, original native) native {
		return func(c goja.FunctionCall) goja.Value {
			if i < len(c.Arguments) {
				if list, ok := c.Arguments[i].(*goja.Object); ok && linkStdArray(vm, list) == nil && lengthOf(list) > maxArguments {
					panic(rangeErrorOf(vm, "too many arguments"))
				}
			}
			return original(c)
		}
	})
}

// acyclic keeps a prototype chain from leading back to its start through a proxy. The specification
// allows that, and says that a look-up in such a chain never ends; in goja it overflows the Go stack.
func acyclic(vm *goja.Runtime, f *goja.Object) {
	acyclicAt(vm, f, func(c goja.FunctionCall) (obj, proto goja.Value) { return c.Argument(0), c.Argument(1) })
}

// acyclicSetter is acyclic for the setter of __proto__.
func acyclicSetter(vm *goja.Runtime, f *goja.Object) {
	acyclicAt(vm, f, func(c goja.FunctionCall) (obj, proto goja.Value) { return c.This, c.Argument(0) })
}

func acyclicAt(vm *goja.Runtime, f *goja.Object, operands func(c goja.FunctionCall) (obj, proto goja.Value)) {
	wrap(vm, f, func(vm *goja.Runtime, original native) native {
		return func(c goja.FunctionCall) goja.Value {
			o, p := operands(c)
			if obj, ok := o.(*goja.Object); ok {
				if proto, ok := p.(*goja.Object); ok && leadsBack(proto, obj) {
					panic(vm.NewTypeError("the prototype chain would be cyclic, through a proxy"))
				}
			}
			return original(c)
		}
	})
}

// leadsBack says whether a look-up that starts at proto can come to obj by way of a proxy. Without one,
// goja sees for itself.
func leadsBack(proto, obj *goja.Object) bool {
	for o := proto; o != nil; o = o.Prototype() {
		if o.ExportType() == proxyType {
			goals := map[*goja.Object]bool{obj: true}
			for obj.ExportType() == proxyType {
				p, _ := obj.Export().(goja.Proxy)
				if obj = p.Target(); obj == nil {
					break
				}
				goals[obj] = true
			}
			return reaches(proto, goals)
		}
		if o == obj {
			return false
		}
	}
	return false
}

// reaches follows prototypes, and the targets and handlers of proxies. No trap is called.
func reaches(from *goja.Object, goals map[*goja.Object]bool) bool {
	seen := map[*goja.Object]bool{}
	todo := []*goja.Object{from}
	for len(todo) > 0 {
		o := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if o == nil || seen[o] {
			continue
		}
		if goals[o] {
			return true
		}
		seen[o] = true
		if o.ExportType() == proxyType {
			p, _ := o.Export().(goja.Proxy)
			todo = append(todo, p.Target(), p.Handler())
		} else {
			todo = append(todo, o.Prototype())
		}
	}
	return false
}

// stacks counts proxies on proxies and bound functions of bound functions: each is a level of the Go stack
// for whatever goes through them. The count of an object is kept in a WeakMap, made when the first stands
// on another.
type stacks struct{ counts *goja.Object }

// guardProxy guards Proxy, and bindGuard bind.
func (r *Realm) guardProxy(proxy *goja.Object) {
	s := &r.standing
	wrapNew(r.vm, proxy, func(_ *goja.Runtime, original construct) construct {
		return func(args []goja.Value, target *goja.Object) *goja.Object {
			n := s.below(r, args)
			p := original(args, target)
			s.note(r, p, n)
			return p
		}
	})
	guardOf(r.vm, proxy, "revocable", wrapped(func(_ *goja.Runtime, original native) native {
		return func(c goja.FunctionCall) goja.Value {
			n := s.below(r, c.Arguments)
			v := original(c)
			if n > 0 {
				if p, ok := v.(*goja.Object).Get("proxy").(*goja.Object); ok {
					s.note(r, p, n)
				}
			}
			return v
		}
	}))
}

func bindGuard(vm *goja.Runtime, f *goja.Object) {
	wrap(vm, f, func(vm *goja.Runtime, original native) native {
		r := Of(vm)
		s := &r.standing
		return func(c goja.FunctionCall) goja.Value {
			n := s.below(r, []goja.Value{c.This})
			f := original(c)
			if obj, ok := f.(*goja.Object); ok {
				if p := partsOf(obj).call(); p != nil && *p != nil {
					*p = boundOf(r, *p)
				}
				if n > 0 {
					s.note(r, obj, n)
				}
			}
			return f
		}
	})
}

// boundOf is what runs in place of a bound function of goja's. It may be all that runs in an endless iteration.
//
//go:noinline
func boundOf(r *Realm, original native) native {
	return func(c goja.FunctionCall) goja.Value {
		r.poll()
		return original(c)
	}
}

// boundCode is the machine code of every bound function.
var boundCode = sync.OnceValue(func() uintptr { return reflect.ValueOf(boundOf(nil, nil)).Pointer() })

// stands says whether obj is a proxy or a bound function, which is known by its Go code.
func (s *stacks) stands(obj *goja.Object) bool {
	return obj.ExportType() == proxyType || codeOf(obj) == boundCode()
}

// codeOf is the address of a built-in's machine code, the same for all closures of one Go function.
func codeOf(obj *goja.Object) uintptr {
	if p := partsOf(obj).call(); p != nil && *p != nil {
		return reflect.ValueOf(*p).Pointer()
	}
	return 0
}

// below is the count for what is about to stand on others, 0 if it stands on none.
func (s *stacks) below(r *Realm, on []goja.Value) int64 {
	n := int64(0)
	for _, v := range on[:min(len(on), 2)] {
		obj, ok := v.(*goja.Object)
		if !ok || !s.stands(obj) {
			continue
		}
		under := int64(1)
		if s.counts != nil {
			if known := linkWeakMapGet(r.vm, goja.FunctionCall{This: s.counts, Arguments: []goja.Value{obj}}); !goja.IsUndefined(known) {
				under = known.ToInteger() + 1
			}
		}
		n = max(n, under)
	}
	if n > maxNesting {
		panic(rangeErrorOf(r.vm, "too many proxies or bound functions one on another"))
	}
	return n
}

// note keeps the count of an object that stands on another.
func (s *stacks) note(r *Realm, obj *goja.Object, n int64) {
	if n == 0 {
		return
	}
	if s.counts == nil {
		s.counts = r.construct(linkGetWeakMap(r.vm))
	}
	linkWeakMapSet(r.vm, goja.FunctionCall{This: s.counts, Arguments: []goja.Value{obj, r.vm.ToValue(n)}})
}
