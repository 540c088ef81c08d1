package runtime

import (
	"reflect"
	"sync"
	"unsafe"
	"weak"
)

// Mortal is a Go value shared between isolates that cares for the death of one: a lock whose holder is gone.
type Mortal interface {
	// ReleaseDead gives back what the tasks of an isolate hold and returns how much that was. No script of
	// it runs any more.
	ReleaseDead(isolate uint64) int
}

// crossed remembers the values that came into an isolate from another, or went the other way, for as long
// as anybody has them.
type crossed struct {
	mu    sync.Mutex
	items map[weak.Pointer[byte]]reflect.Type
	sweep int // the size at which the dead ones are looked for
}

func (c *crossed) add(v any) {
	if _, ok := v.(Mortal); !ok {
		return
	}
	r := reflect.ValueOf(v)
	if r.Kind() != reflect.Pointer {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.items == nil {
		c.items, c.sweep = map[weak.Pointer[byte]]reflect.Type{}, 64
	}
	c.items[weak.Make((*byte)(r.UnsafePointer()))] = r.Type().Elem()
	if len(c.items) < c.sweep {
		return
	}
	for w := range c.items {
		if w.Value() == nil {
			delete(c.items, w)
		}
	}
	c.sweep = max(64, 2*len(c.items))
}

// die tells the values that the isolate is dead.
func (c *crossed) die(isolate uint64) {
	c.mu.Lock()
	items := c.items
	c.items = nil
	c.mu.Unlock()
	for w, t := range items {
		if p := w.Value(); p != nil {
			reflect.NewAt(t, unsafe.Pointer(p)).Interface().(Mortal).ReleaseDead(isolate)
		}
	}
}
