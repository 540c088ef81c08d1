package shared

import (
	"reflect"
	goruntime "runtime"
	"weak"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone/slots"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Immutable says that structuredClone may copy what shows the tree; see clone.Immutable.
func (*Tree) Immutable() {}

// view is what the two kinds of views have in common: one tree as one isolate sees it.
type view struct {
	f    *faces
	tree *Tree
	// made are the views of what is below, made when they are first looked at.
	made []goja.Value
}

var _ runtime.View = (*view)(nil)

// Shown is the tree.
func (v *view) Shown() any { return v.tree }

// child is the i-th value.
func (v *view) child(i int) goja.Value {
	x := v.tree.values[i]
	if x, ok := x.(goja.Value); ok {
		return x
	}
	if v.made == nil {
		v.made = make([]goja.Value, len(v.tree.values))
	}
	if v.made[i] == nil {
		if t, ok := x.(*Tree); ok {
			v.made[i] = v.f.show(t)
		} else {
			v.made[i] = v.f.value(x)
		}
	}
	return v.made[i]
}

// readOnly throws what every attempt to write ends in.
func (v *view) readOnly() bool {
	bind.Throw(v.f.rt, fault.Type.New("a shared value cannot be changed: it is read-only in every isolate"))
	return false
}

// object shows an object.
type object struct{ view }

// Get finds a property.
func (o *object) Get(key string) goja.Value {
	i, ok := o.tree.Find(key)
	if !ok {
		return nil
	}
	return o.child(i)
}

// Set throws.
func (o *object) Set(string, goja.Value) bool { return o.readOnly() }

// Has reports whether there is such a property.
func (o *object) Has(key string) bool {
	_, ok := o.tree.Find(key)
	return ok
}

// Delete throws, unless there is nothing to delete.
func (o *object) Delete(key string) bool { return !o.Has(key) || o.readOnly() }

// Keys lists the properties.
func (o *object) Keys() []string { return o.tree.keys }

// list shows an array.
type list struct{ view }

// Len is the number of items.
func (l *list) Len() int { return len(l.tree.values) }

// Get returns an item.
func (l *list) Get(i int) goja.Value {
	if i < 0 || i >= len(l.tree.values) {
		return nil
	}
	return l.child(i)
}

// Set throws.
func (l *list) Set(int, goja.Value) bool { return l.readOnly() }

// SetLen throws.
func (l *list) SetLen(int) bool { return l.readOnly() }

// shown returns the tree that a view shows.
func shown(v goja.Value) (*Tree, bool) {
	o, ok := v.(*goja.Object)
	if !ok {
		return nil, false
	}
	if kind := slots.Of(o); kind != slots.Dynamic && kind != slots.DynamicArray {
		return nil, false
	}
	if v, ok := o.Export().(runtime.View); ok { //nolint:forbidigo // what stands behind a dynamic object
		t, ok := v.Shown().(*Tree)
		return t, ok
	}
	return nil, false
}

func isView(v goja.Value) bool {
	_, ok := shown(v)
	return ok
}

// registerViews tells the runtime how a tree that arrives from another isolate is shown.
func (f *faces) registerViews() {
	f.rt.RegisterClass(reflect.TypeFor[*Tree](), func(v any) *goja.Object { return f.enter(v.(*Tree)) })
}

// minSweep is the number of views from which the table is looked through for dead ones.
const minSweep = 64

// enter returns the view of a tree that comes from outside: another isolate, a map, a call of share. When the script has
// dropped it the table forgets it, with all that was looked at below.
func (f *faces) enter(t *Tree) *goja.Object {
	_, known := f.views[t]
	o := f.show(t)
	if !known {
		alive := weak.Make(f) // a runtime that has ended must not be there for as long as what it has in a global variable
		goruntime.AddCleanup(o, func(t *Tree) {
			if f := alive.Value(); f != nil {
				f.rt.Loop().Post(func() { f.forget(t) })
			}
		}, t)
	}
	return o
}

func (f *faces) forget(t *Tree) {
	w, ok := f.views[t]
	if !ok || w.Value() != nil {
		return
	}
	delete(f.views, t)
	for _, x := range t.values {
		if t, ok := x.(*Tree); ok {
			f.forget(t)
		}
	}
}

// show returns the view of a tree, which is the same object for as long as the script has it.
func (f *faces) show(t *Tree) *goja.Object {
	if o := f.views[t].Value(); o != nil {
		return o
	}
	if !f.fixed {
		f.fixed = true
		f.rt.Realm().KeepFixed(func(o *goja.Object) bool { return isView(o) })
	}
	base := view{f: f, tree: t}
	var o *goja.Object
	if t.array {
		o = f.rt.VM().NewDynamicArray(&list{base})
	} else {
		o = f.rt.VM().NewDynamicObject(&object{base})
	}
	f.views[t] = weak.Make(o)
	if len(f.views) >= f.sweep {
		for t, w := range f.views {
			if w.Value() == nil {
				delete(f.views, t)
			}
		}
		f.sweep = max(minSweep, 2*len(f.views))
	}
	return o
}
