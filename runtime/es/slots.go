package es

import "github.com/dop251/goja"

// Slotted names what an object is whose state nothing that goja knows shows: it looks like a plain object, and a copy of
// its properties would be an empty shell. It is empty for every other object.
func (r *Realm) Slotted(o *goja.Object) string {
	if o.Prototype() == r.in.objectProto {
		return ""
	}
	switch {
	case r.async.class.has(o):
		return "an async generator"
	case r.helperClass.has(o), r.wrapClass.has(o):
		return "an iterator"
	case r.syncStack.has(o):
		return "a DisposableStack"
	case r.asyncStack.has(o):
		return "an AsyncDisposableStack"
	case r.weakRefClass.has(o):
		return "a WeakRef"
	case r.registryClass.has(o):
		return "a FinalizationRegistry"
	}
	return ""
}

// has reports whether an object is an instance; a class that was not made yet has none.
func (c *class[T]) has(o *goja.Object) bool { return c != nil && c.state(o) != nil }
