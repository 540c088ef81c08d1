package es

import "github.com/dop251/goja"

// groups collects values under keys, in the order in which the keys came.
type groups struct {
	keys   []goja.Value
	values [][]any
}

// groupBy is GroupBy: an intrinsic Map finds the group of a key, so that keys compare as in a Map.
func (r *Realm) groupBy(c goja.FunctionCall, key func(goja.Value) goja.Value) groups {
	r.coercible(c.Argument(0), "items")
	f := r.function(c.Argument(1), "callback")
	var g groups
	index := r.construct(linkGetMap(r.vm))
	k := 0
	r.iterate(c.Argument(0)).each(func(v goja.Value) bool {
		at := key(call(f, goja.Undefined(), v, r.vm.ToValue(k)))
		k++
		i, ok := linkMapGet(r.vm, goja.FunctionCall{This: index, Arguments: []goja.Value{at}}).Export().(int64)
		if !ok {
			i = int64(len(g.keys))
			linkMapSet(r.vm, goja.FunctionCall{This: index, Arguments: []goja.Value{at, r.vm.ToValue(i)}})
			g.keys, g.values = append(g.keys, at), append(g.values, nil)
		}
		g.values[i] = append(g.values[i], v)
		return true
	})
	return g
}

// objectGroupBy is Object.groupBy.
func (r *Realm) objectGroupBy(c goja.FunctionCall) goja.Value {
	g := r.groupBy(c, propertyKey)
	obj := r.vm.CreateObject(nil)
	for i, key := range g.keys {
		call(r.syntax("put"), goja.Undefined(), obj, key, r.vm.NewArray(g.values[i]...))
	}
	return obj
}

// mapGroupBy is Map.groupBy.
func (r *Realm) mapGroupBy(c goja.FunctionCall) goja.Value {
	g := r.groupBy(c, func(key goja.Value) goja.Value { return key })
	m := r.construct(linkGetMap(r.vm))
	for i, key := range g.keys {
		linkMapSet(r.vm, goja.FunctionCall{This: m, Arguments: []goja.Value{key, r.vm.NewArray(g.values[i]...)}})
	}
	return m
}
