package shared

import (
	"slices"
	"sync"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Tree is one array or object of a value that share has made: it never changes, so any number of goroutines may look at
// it. What is in it is another *Tree, or a primitive: nil for null, Undefined, a bool, a number (float64 or an integer
// type), a string, a *big.Int, or a primitive value of the script's engine.
type Tree struct {
	// keys are those of an object, in order; an array has none.
	keys   []string
	values []any
	array  bool

	find  sync.Once
	index map[string]int // of an object with many keys
}

// undefined is a type of its own, so that nothing else equals its value.
type undefined struct{}

// Undefined is the leaf that scripts see as undefined.
var Undefined any = undefined{}

// manyKeys is from how many keys on a table of them is worth its memory.
const manyKeys = 8

// IsArray reports whether it is an array.
func (t *Tree) IsArray() bool { return t.array }

// Len is the number of items, or of keys.
func (t *Tree) Len() int { return len(t.values) }

// Keys are the keys of an object in order. They must not be changed.
func (t *Tree) Keys() []string { return t.keys }

// At is the i-th item of an array, or the value of the i-th key.
func (t *Tree) At(i int) any { return t.values[i] }

// Find returns where a key is.
func (t *Tree) Find(key string) (i int, ok bool) {
	if len(t.keys) < manyKeys {
		i = slices.Index(t.keys, key)
		return i, i >= 0
	}
	t.find.Do(func() {
		t.index = make(map[string]int, len(t.keys))
		for i, k := range t.keys {
			t.index[k] = i
		}
	})
	i, ok = t.index[key]
	return i, ok
}

// Get is the value of a key.
func (t *Tree) Get(key string) (any, bool) {
	i, ok := t.Find(key)
	if !ok {
		return nil, false
	}
	return t.values[i], true
}

// ShareGo makes a tree of a Go value: maps with string keys (in the order of the keys), slices of any, numbers, strings,
// booleans and nil, nested as JSON is. A primitive is returned as it is.
func ShareGo(v any) (any, error) { return shareGo(v, "value", 0) }

// maxDepth is how deep a shared value may nest.
const maxDepth = 1000

func shareGo(v any, path string, depth int) (any, error) {
	if depth > maxDepth {
		return nil, fault.Clone.New("%s is nested deeper than %d levels", path[:64]+"…", maxDepth)
	}
	switch v := v.(type) {
	case nil, bool, string, int, int32, int64, uint32, float32, float64, undefined, *Tree:
		return v, nil
	case []any:
		t := &Tree{array: true, values: make([]any, len(v))}
		for i, item := range v {
			made, err := shareGo(item, path+"["+text(float64(i))+"]", depth+1)
			if err != nil {
				return nil, err
			}
			t.values[i] = made
		}
		return t, nil
	case map[string]any:
		t := &Tree{}
		for key := range v {
			t.keys = append(t.keys, key)
		}
		slices.Sort(t.keys)
		for _, key := range t.keys {
			made, err := shareGo(v[key], path+"."+key, depth+1)
			if err != nil {
				return nil, err
			}
			t.values = append(t.values, made)
		}
		return t, nil
	}
	return nil, fault.Clone.New("%s has the Go type %T and cannot be shared", path, v)
}

// Export makes plain Go of a shared value: []any, map[string]any and primitives. A cycle has no such form; it is cut
// where it closes, with nil.
func Export(v any) any { return export(v, map[*Tree]bool{}) }

func export(v any, above map[*Tree]bool) any {
	t, ok := v.(*Tree)
	if !ok {
		if engine, ok := v.(interface{ Export() any }); ok {
			return engine.Export()
		}
		if v == Undefined {
			return nil
		}
		return v
	}
	if above[t] {
		return nil
	}
	above[t] = true
	defer delete(above, t)
	if t.array {
		list := make([]any, len(t.values))
		for i, x := range t.values {
			list[i] = export(x, above)
		}
		return list
	}
	object := make(map[string]any, len(t.keys))
	for i, key := range t.keys {
		object[key] = export(t.values[i], above)
	}
	return object
}
