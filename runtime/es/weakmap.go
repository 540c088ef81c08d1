package es

import (
	goruntime "runtime"
	"sync"
	"unsafe"
	"weak"

	"github.com/dop251/goja"
)

// A WeakMap of goja keeps its values whatever they refer to, so an entry whose value refers to its key would stay for as
// long as the map. Here the key keeps the value, beside its private fields, and the map has but a weak pointer to it: an
// entry lives while both the map and the key do (an ephemeron; Hayes, "Ephemerons: a new finalization mechanism", 1997).
// One kind of entry is as it must not be: where the value leads to the map it keeps that, and so itself, for as long as
// the key lives.

// weakValue is the value of an entry.
type weakValue struct {
	mu   sync.Mutex
	v    goja.Value
	gone bool // the entry was removed, or its map is no more
}

func (w *weakValue) set(v goja.Value) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.v = v
}

func (w *weakValue) get() goja.Value {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.v
}

func (w *weakValue) drop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.v, w.gone = nil, true
}

func (w *weakValue) isGone() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.gone
}

// weakEntry is what goja's map has for a value. It is never seen by scripts.
type weakEntry struct {
	goja.Value
	at weak.Pointer[weakValue]
}

// keptByKey are the values of the entries that an object is the key of, in whatever maps.
type keptByKey struct{ values []*weakValue }

// knownToMap are the values of a map's entries.
type knownToMap struct{ values []weak.Pointer[weakValue] }

// add makes room for a value first by forgetting those that are gone: so there are at most twice as many as live.
func (k *keptByKey) add(w *weakValue) {
	k.values = roomier(k.values, (*weakValue).isGone)
	k.values = append(k.values, w)
}

func (k *knownToMap) add(w *weakValue) {
	k.values = roomier(k.values, func(p weak.Pointer[weakValue]) bool { w := p.Value(); return w == nil || w.isGone() })
	k.values = append(k.values, weak.Make(w))
}

// roomier returns list, and without the elements that are gone if it is full. If that was of little use it grows.
func roomier[T any](list []T, gone func(T) bool) []T {
	if len(list) < cap(list) || len(list) < 8 {
		return list
	}
	alive := make([]T, 0, len(list))
	for _, v := range list {
		if !gone(v) {
			alive = append(alive, v)
		}
	}
	if len(alive) > len(list)/2 {
		alive = append(make([]T, 0, 2*len(list)), alive...)
	}
	return alive
}

// entry is what a WeakMap has for a key, nil if there is nothing, if goja itself keeps it, or if m is no WeakMap.
func (r *Realm) entry(m, key goja.Value) *weakValue {
	if obj, ok := m.(*goja.Object); !ok || r.weakMapTable == nil || faceOf(obj).table != r.weakMapTable {
		return nil
	}
	if e, ok := linkWeakMapGet(r.vm, goja.FunctionCall{This: m, Arguments: []goja.Value{key}}).(weakEntry); ok {
		return e.at.Value()
	}
	return nil
}

func (r *Realm) weakMapGet(original native, c goja.FunctionCall) goja.Value {
	v := original(c)
	if e, ok := v.(weakEntry); ok {
		return e.at.Value().get()
	}
	return v
}

func (r *Realm) weakMapSet(original native, c goja.FunctionCall) goja.Value {
	if w := r.entry(c.This, c.Argument(0)); w != nil {
		w.set(c.Argument(1))
		return c.This
	}
	m, _ := c.This.(*goja.Object)
	key, _ := c.Argument(0).(*goja.Object)
	kept, known := besidePrivate[keptByKey](key, keptTag), besidePrivate[knownToMap](m, knownTag)
	if kept == nil || known == nil { // what is no key or no map, and objects that Go makes up as they are asked
		return original(c)
	}
	w := &weakValue{v: c.Argument(1)}
	result := original(goja.FunctionCall{This: m, Arguments: []goja.Value{key, weakEntry{goja.Undefined(), weak.Make(w)}}})
	kept.add(w)
	if known.values == nil {
		goruntime.AddCleanup(m, (*knownToMap).drop, known)
	}
	known.add(w)
	return result
}

func (r *Realm) weakMapDelete(original native, c goja.FunctionCall) goja.Value {
	if w := r.entry(c.This, c.Argument(0)); w != nil {
		w.drop()
	}
	return original(c)
}

// drop lets go of all values when the map is no more.
func (k *knownToMap) drop() {
	for _, p := range k.values {
		if w := p.Value(); w != nil {
			w.drop()
		}
	}
}

// newWeakMap is what new WeakMap does: goja would put entries into the map without set.
func (r *Realm) newWeakMap(original construct, args []goja.Value, target *goja.Object) *goja.Object {
	m := original(nil, target)
	r.weakMapTable = faceOf(m).table
	if len(args) == 0 || goja.IsUndefined(args[0]) || goja.IsNull(args[0]) {
		return m
	}
	add := r.function(property(m, "set"), "WeakMap: set")
	r.iterate(args[0]).each(func(item goja.Value) bool {
		pair := r.object(item, "WeakMap: entry")
		call(add, m, property(pair, "0"), property(pair, "1"))
		return true
	})
	return m
}

func completeWeakMap(vm *goja.Runtime, f *goja.Object) {
	r, proto := Of(vm), protoOf(f)
	for name, method := range map[string]func(*Realm, native, goja.FunctionCall) goja.Value{
		"get": (*Realm).weakMapGet, "set": (*Realm).weakMapSet, "delete": (*Realm).weakMapDelete,
	} {
		guardOf(vm, proto, name, wrapped(func(_ *goja.Runtime, original native) native {
			return func(c goja.FunctionCall) goja.Value { return method(r, original, c) }
		}))
	}
	wrapNew(vm, f, func(_ *goja.Runtime, original construct) construct {
		return func(args []goja.Value, target *goja.Object) *goja.Object { return r.newWeakMap(original, args, target) }
	})
	r.takeSymbols(proto)
	r.installGetOrInsert(f, func(key goja.Value) {
		if _, ok := r.weakTo(key); !ok {
			panic(vm.NewTypeError("invalid value used as a weak map key"))
		}
	})
}

// tag is the address that something of ours has among the private fields of an object, where classes have theirs.
type tag struct{ _ byte }

var keptTag, knownTag = new(tag), new(tag)

// besidePrivate returns what an object has of ours, and makes it if need be. It is nil for nil, and for objects
// that have no private fields.
func besidePrivate[T any](obj *goja.Object, at *tag) *T {
	if obj == nil {
		return nil
	}
	p := partsOf(obj)
	if p.layout.private < 0 {
		return nil
	}
	// goja's map has a pointer for a key and a pointer for a value too. Its keys are those of classes, which no tag is one of.
	fields := (*map[*tag]unsafe.Pointer)(unsafe.Add(p.at, p.layout.private))
	if known := (*fields)[at]; known != nil {
		return (*T)(known)
	}
	if *fields == nil {
		*fields = map[*tag]unsafe.Pointer{}
	}
	made := new(T)
	(*fields)[at] = unsafe.Pointer(made)
	return made
}
