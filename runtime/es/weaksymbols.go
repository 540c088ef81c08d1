package es

import (
	goruntime "runtime"
	"sync"
	"weak"

	"github.com/dop251/goja"
)

// symbolKeys are the symbols that are keys of a WeakMap, with their values, or in a WeakSet: goja has but objects there. The
// collection keeps a value for as long as the symbol lives, and so a symbol that its value leads to.
type symbolKeys struct {
	mu     sync.Mutex
	values map[weak.Pointer[goja.Symbol]]goja.Value // nil for one that was removed
}

var symbolsTag = new(tag)

func (k *symbolKeys) get(sym *goja.Symbol) goja.Value {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.values[weak.Make(sym)]
}

// set puts v in the place of what there was, which it returns.
func (k *symbolKeys) set(sym *goja.Symbol, v goja.Value) goja.Value {
	k.mu.Lock()
	defer k.mu.Unlock()
	at := weak.Make(sym)
	old, known := k.values[at]
	if known {
		k.values[at] = v
	} else if v != nil {
		if k.values == nil {
			k.values = map[weak.Pointer[goja.Symbol]]goja.Value{}
		}
		k.values[at] = v
		goruntime.AddCleanup(sym, forgetSymbol, symbolKey{weak.Make(k), at})
	}
	return old
}

// symbolKey is a symbol in a collection.
type symbolKey struct {
	keys weak.Pointer[symbolKeys]
	at   weak.Pointer[goja.Symbol]
}

func forgetSymbol(s symbolKey) {
	if k := s.keys.Value(); k != nil {
		k.mu.Lock()
		defer k.mu.Unlock()
		delete(k.values, s.at)
	}
}

// takeSymbols lets the methods of WeakMap or WeakSet take symbols, but for those of Symbol.for, which live for ever.
func (r *Realm) takeSymbols(proto *goja.Object) {
	has := fnOf(proto, "has") // as goja has it
	for name, method := range map[string]func(k *symbolKeys, sym *goja.Symbol, c goja.FunctionCall) goja.Value{
		"has": func(k *symbolKeys, sym *goja.Symbol, _ goja.FunctionCall) goja.Value {
			return r.vm.ToValue(k.get(sym) != nil)
		},
		"get": func(k *symbolKeys, sym *goja.Symbol, _ goja.FunctionCall) goja.Value { return orUndefined(k.get(sym)) },
		"delete": func(k *symbolKeys, sym *goja.Symbol, _ goja.FunctionCall) goja.Value {
			return r.vm.ToValue(k.set(sym, nil) != nil)
		},
		"set": func(k *symbolKeys, sym *goja.Symbol, c goja.FunctionCall) goja.Value {
			k.set(sym, c.Argument(1))
			return c.This
		},
		"add": func(k *symbolKeys, sym *goja.Symbol, c goja.FunctionCall) goja.Value {
			k.set(sym, goja.Undefined())
			return c.This
		},
	} {
		guardOf(r.vm, proto, name, wrapped(func(_ *goja.Runtime, original native) native {
			return func(c goja.FunctionCall) goja.Value {
				sym, ok := c.Argument(0).(*goja.Symbol)
				if ok {
					_, ok = r.weakTo(sym)
				}
				if !ok {
					return original(c)
				}
				call(has, c.This, goja.Undefined()) // a TypeError if c.This is of another kind
				return method(besidePrivate[symbolKeys](c.This.(*goja.Object), symbolsTag), sym, c)
			}
		}))
	}
}

// newWeakSet is what new WeakSet does: goja would put values into the set without add.
func (r *Realm) newWeakSet(original construct, args []goja.Value, target *goja.Object) *goja.Object {
	s := original(nil, target)
	if len(args) == 0 || nullish(args[0]) {
		return s
	}
	add := r.function(property(s, "add"), "WeakSet: add")
	r.iterate(args[0]).each(func(item goja.Value) bool {
		call(add, s, item)
		return true
	})
	return s
}

func completeWeakSet(vm *goja.Runtime, f *goja.Object) {
	r := Of(vm)
	r.takeSymbols(protoOf(f))
	wrapNew(vm, f, func(_ *goja.Runtime, original construct) construct {
		return func(args []goja.Value, target *goja.Object) *goja.Object { return r.newWeakSet(original, args, target) }
	})
}
