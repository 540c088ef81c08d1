package slots

import (
	"reflect"
	"sync"

	"github.com/dop251/goja"
)

// goja keeps the entries of a Map or Set in a linked list. Walking it runs no script code, cannot be fooled by a
// replaced Map.prototype, stops after as many entries as are wanted, and does not move an iterator that is looked at:
// none of which the public API can do.

// tables is where in goja's types for Map, Set and their iterators everything is.
type tables struct {
	mapTable, setTable                         field
	setType, setIterType                       reflect.Type
	first, size                                field // of the list
	mapIter, setIter, mapIterKind, setIterKind field
	list, at                                   field // of an iterator's cursor
	key, value, next, previous                 field // of an entry
	kindValue, kindEntry                       int64
}

// layout finds it, once, from instances.
var layout = sync.OnceValue(func() *tables {
	vm := goja.New()
	sample := func(class, iterate string) (reflect.Value, reflect.Value) {
		o, err := vm.New(vm.Get(class))
		if err != nil {
			panic(err) // cannot happen: a new VM has its built-ins
		}
		it := o.Get(iterate).(*goja.Object).Export().(func(goja.FunctionCall) goja.Value)(goja.FunctionCall{This: o})
		return inside(o), inside(it.(*goja.Object))
	}
	m, entries := sample("Map", "entries")
	_, values := sample("Map", "values")
	s, items := sample("Set", "values")
	t := &tables{
		setType: s.Type(), setIterType: items.Type(),
		mapTable: fieldOf(m.Type(), "m"), setTable: fieldOf(s.Type(), "m"),
		mapIter: fieldOf(entries.Type(), "iter"), mapIterKind: fieldOf(entries.Type(), "kind"),
		setIter: fieldOf(items.Type(), "iter"), setIterKind: fieldOf(items.Type(), "kind"),
	}
	list := m.Elem().FieldByIndex(t.mapTable).Type()
	t.first, t.size = fieldOf(list, "iterFirst"), fieldOf(list, "size")
	cursor := entries.Elem().FieldByIndex(t.mapIter).Type()
	t.list, t.at = fieldOf(cursor, "m"), fieldOf(cursor, "cur")
	entry := cursor.Elem().FieldByIndex(t.at).Type
	t.key, t.value = fieldOf(entry, "key"), fieldOf(entry, "value")
	t.next, t.previous = fieldOf(entry, "iterNext"), fieldOf(entry, "iterPrev")
	t.kindEntry = entries.Elem().FieldByIndex(t.mapIterKind).Int()
	t.kindValue = values.Elem().FieldByIndex(t.mapIterKind).Int()
	return t
})

// valueAt reads a field of type goja.Value that reflection alone only lets one look at. The pointer has that very
// type, so nothing is reinterpreted.
func valueAt(f reflect.Value) goja.Value {
	return *(*goja.Value)(f.Addr().UnsafePointer())
}

// list is the list behind a Map or Set.
func (t *tables) tableOf(o *goja.Object) reflect.Value {
	v := inside(o)
	if v.Type() == t.setType {
		return v.Elem().FieldByIndex(t.setTable).Elem()
	}
	return v.Elem().FieldByIndex(t.mapTable).Elem()
}

// Size is the number of entries of a Map or Set.
func Size(o *goja.Object) int {
	t := layout()
	return int(t.tableOf(o).FieldByIndex(t.size).Int())
}

// Entries calls f for each entry of a Map or Set, in order, until f returns false. A Set gives its items as keys. The
// entries must not change while f runs.
func Entries(o *goja.Object, f func(key, value goja.Value) bool) {
	t := layout()
	t.walk(t.tableOf(o).FieldByIndex(t.first), f)
}

// Rest calls f for what a Map or Set iterator has yet to give, without moving it, until f returns false. pairs reports
// whether it gives entries; otherwise f gets its key or value first, and nil.
func Rest(o *goja.Object, f func(first, second goja.Value) bool) (pairs bool) {
	t := layout()
	v := inside(o)
	cursor, kind := t.mapIter, t.mapIterKind
	isSet := v.Type() == t.setIterType
	if isSet {
		cursor, kind = t.setIter, t.setIterKind
	}
	gives := v.Elem().FieldByIndex(kind).Int()
	pairs = gives == t.kindEntry
	c := v.Elem().FieldByIndex(cursor)
	if c.IsNil() || c.Elem().FieldByIndex(t.list).IsNil() {
		return pairs
	}
	t.walk(t.upcoming(c.Elem()), func(key, value goja.Value) bool {
		switch {
		case pairs && isSet:
			return f(key, key)
		case pairs:
			return f(key, value)
		case gives == t.kindValue && !isSet:
			return f(value, nil)
		}
		return f(key, nil)
	})
	return pairs
}

// upcoming is the entry that a cursor moves to next, as goja itself decides it: entries deleted since are passed over.
func (t *tables) upcoming(cursor reflect.Value) reflect.Value {
	at := cursor.FieldByIndex(t.at)
	for !at.IsNil() && at.Elem().FieldByIndex(t.key).IsNil() {
		at = at.Elem().FieldByIndex(t.previous)
	}
	if at.IsNil() {
		return cursor.FieldByIndex(t.list).Elem().FieldByIndex(t.first)
	}
	return at.Elem().FieldByIndex(t.next)
}

func (t *tables) walk(e reflect.Value, f func(key, value goja.Value) bool) {
	for !e.IsNil() {
		v := e.Elem()
		if !f(valueAt(v.FieldByIndex(t.key)), valueAt(v.FieldByIndex(t.value))) {
			return
		}
		e = v.FieldByIndex(t.next)
	}
}
