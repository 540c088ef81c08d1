package shared

import (
	"context"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

func (f *faces) mapClass() *bind.Constructor[*Map] {
	type method = func(*Map, *bind.Call) (any, error)
	class := bind.Class[*Map]{
		Name: "SharedMap", Shared: true, Iterate: "entries",
		New: func(c *bind.Call) (*Map, error) {
			o := struct {
				Name       string `js:"name"`
				MaxEntries int    `js:"maxEntries"`
			}{}
			c.Exactly(0, &o)
			return made(NewMap(MapOptions{Name: o.Name, MaxEntries: o.MaxEntries}))
		},
		Methods: map[string]method{
			"get": func(m *Map, c *bind.Call) (any, error) { return f.entry(m.Get(key(c))), nil },
			"has": func(m *Map, c *bind.Call) (any, error) {
				_, ok := m.Get(key(c))
				return ok, nil
			},
			"set":           f.mapSet,
			"delete":        f.mapDelete,
			"getOrInsert":   f.mapInsert,
			"compareAndSet": f.mapCompareAndSet,
			"update":        f.mapUpdate,
			"watch":         f.mapWatch,
			"entries":       f.mapEntries,
		},
		Getters: map[string]func(*Map) any{
			"size": func(m *Map) any { return m.Len() }, "name": func(m *Map) any { return m.Name() },
		},
		Lengths: map[string]int{
			"get": 1, "has": 1, "set": 2, "delete": 1, "getOrInsert": 2, "compareAndSet": 3, "update": 2, "watch": 1,
		},
	}.In(f.rt)
	bind.Show(f.rt, class.Prototype, "size")
	return class
}

// key is the first argument of most methods: a string or a number.
func key(c *bind.Call) any {
	v := c.Value(0)
	if s, ok := v.(goja.String); ok {
		name := s.String()
		if strings.ContainsRune(name, '\uFFFD') && !goja.StringFromUTF16(utf16Of(name)).StrictEquals(s) {
			c.Wrong("key", "valid Unicode: it has half of a surrogate pair")
		}
		return name
	}
	n, ok := bind.NumberOf(v)
	if !ok {
		c.Wrong("key", "a string or a number")
	}
	return n
}

// entry is the JavaScript value of what a map has for a key.
func (f *faces) entry(v any, ok bool) goja.Value {
	if !ok {
		return goja.Undefined()
	}
	return f.value(v)
}

// stored is an argument as a map keeps it.
func (f *faces) stored(c *bind.Call, v goja.Value) (any, error) {
	if goja.IsUndefined(v) {
		return nil, fault.Type.New("%s: undefined is no value of a SharedMap, where it stands for a missing key; delete takes one away", c.Name())
	}
	return f.tree(v)
}

// until tries until no other isolate updates the key. In the callback of an update nothing can be written: two
// callbacks could wait for each other, or one for itself.
func (f *faces) until(m *Map, c *bind.Call, try func() (busy <-chan struct{}, err error)) error {
	if f.updating {
		return fault.Deadlock.New("%s: %s cannot be written inside the callback of an update, which would wait for itself or for others: "+
			"return the new value, and write other keys afterwards", c.Name(), m.Label())
	}
	for {
		busy, err := try()
		if busy == nil {
			return err
		}
		if !f.rt.Block(busy) {
			return fault.Closed.New("%s: the isolate was stopped", c.Name())
		}
	}
}

func (f *faces) mapSet(m *Map, c *bind.Call) (any, error) {
	k := key(c)
	v, err := f.stored(c, c.Value(1))
	if err == nil {
		err = f.until(m, c, func() (<-chan struct{}, error) { return m.TrySet(k, v) })
	}
	return c.This(), err
}

func (f *faces) mapDelete(m *Map, c *bind.Call) (any, error) {
	k, found := key(c), false
	err := f.until(m, c, func() (busy <-chan struct{}, err error) {
		found, busy = m.TryDelete(k)
		return busy, nil
	})
	return found, err
}

func (f *faces) mapInsert(m *Map, c *bind.Call) (any, error) {
	k := key(c)
	v, err := f.stored(c, c.Value(1))
	if err != nil {
		return nil, err
	}
	var now any
	err = f.until(m, c, func() (busy <-chan struct{}, err error) {
		now, busy, err = m.TryInsert(k, v)
		return busy, err
	})
	return f.entry(now, err == nil), err
}

func (f *faces) mapCompareAndSet(m *Map, c *bind.Call) (any, error) {
	k, expected := key(c), c.Value(1)
	v, err := f.stored(c, c.Value(2))
	if err != nil {
		return nil, err
	}
	tree, isTree := shown(expected)
	equal := func(old any, ok bool) bool {
		if !ok {
			return goja.IsUndefined(expected)
		}
		if isTree {
			return old == any(tree)
		}
		if _, isObject := expected.(*goja.Object); isObject {
			return false
		}
		if _, isTree := old.(*Tree); isTree {
			return false
		}
		return f.value(old).SameAs(expected)
	}
	written := false
	err = f.until(m, c, func() (busy <-chan struct{}, err error) {
		written, busy, err = m.TryCompareAndSet(k, equal, v)
		return busy, err
	})
	return written, err
}

// mapUpdate holds the key while the callback runs. Whatever ends the callback, also the death of the isolate, gives
// the key back.
func (f *faces) mapUpdate(m *Map, c *bind.Call) (any, error) {
	k, fn := key(c), c.Function(1, "fn")
	var u *Update
	var old any
	var ok bool
	if err := f.until(m, c, func() (busy <-chan struct{}, err error) {
		u, old, ok, busy = m.TryBegin(k, f.rt.IsolateID())
		return busy, nil
	}); err != nil {
		return nil, err
	}
	defer u.Abandon()
	v, err := f.changed(c, fn, f.entry(old, ok))
	if err != nil {
		return nil, err
	}
	kept, err := u.Finish(v)
	if err == nil && !kept {
		err = fault.Closed.New("%s: the isolate was stopped", c.Name())
	}
	return f.entry(v, err == nil), err
}

// changed is what the callback of an update makes of a value.
func (f *faces) changed(c *bind.Call, fn *bind.Function, old goja.Value) (any, error) {
	f.updating = true
	defer func() { f.updating = false }()
	v, err := fn.Call(old)
	switch {
	case err != nil:
		return nil, err
	case es.PromiseOf(v) != nil:
		return nil, fault.Type.New(`%s: "fn" must return the new value at once, not a promise`, c.Name())
	case goja.IsUndefined(v):
		return nil, fault.Type.New(`%s: "fn" must return the new value, and returned undefined`, c.Name())
	}
	return f.tree(v)
}

func (f *faces) mapEntries(m *Map, _ *bind.Call) (any, error) {
	entries := m.Entries()
	list := make([]goja.Value, len(entries))
	for i, e := range entries {
		list[i] = f.rt.VM().NewArray(f.value(e.Key), f.value(e.Value))
	}
	return iterate(f.rt, list)
}

// iterate is the iterator of an array.
func iterate(rt *runtime.Runtime, list []goja.Value) (any, error) {
	array := bind.Array(rt, list)
	return rt.Call(array.GetSymbol(goja.SymIterator), array)
}

func (f *faces) mapWatch(m *Map, c *bind.Call) (any, error) {
	k := key(c)
	scope := c.ContextExactly(1)
	src := &watching{Report: governor.Report{Traced: m}, watch: m.Watch(k), scope: scope, by: governor.PartyOf(c)}
	return bind.Iterator(f.rt, c.Name(), src, func(struct{}) (any, error) { return f.entry(src.watch.Take()), nil }), nil
}

// watching is the source of a watch's iterator.
type watching struct {
	governor.Report
	watch *Watch
	scope *runtime.Scope
	by    Party
}

// Next waits for a change, for as long as the one who pulls and the options of the watch allow.
func (w *watching) Next(ctx context.Context, done func(v struct{}, more bool, err error)) {
	w.watch.Next(&joined{ctx, w.scope}, w.by, func(_ struct{}, err error) { done(struct{}{}, true, err) })
}

// Close ends the watch.
func (w *watching) Close() {
	w.watch.Close()
	w.scope.EndWait()
}

// joined is a context that ends with the first of two. Like the engine's own it calls back at once.
type joined struct {
	context.Context
	scope *runtime.Scope
}

// Err is why the first of the two has ended.
func (j *joined) Err() error {
	if err := j.Context.Err(); err != nil {
		return err
	}
	return j.scope.Err()
}

// AfterFunc calls f when the first of the two ends.
func (j *joined) AfterFunc(f func()) (stop func() bool) {
	stops := []func() bool{j.scope.AfterFunc(f)}
	if own, ok := j.Context.(interface {
		AfterFunc(f func()) (stop func() bool)
	}); ok {
		stops = append(stops, own.AfterFunc(f))
	}
	return func() bool { return !slices.ContainsFunc(stops, func(stop func() bool) bool { return !stop() }) }
}
