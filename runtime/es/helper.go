package es

import "github.com/dop251/goja"

// helper is the state of what Iterator.prototype.map and its kin return: a generator whose body is Go.
type helper struct {
	// source is the underlying iterator; it is nil for Iterator.concat until the first step.
	source *iteration
	// produce makes the next value, or says that there is none.
	produce func(h *helper) (goja.Value, bool)
	// inner is what flatMap and concat are in the middle of.
	inner *iteration
	phase phase
}

type phase uint8

const (
	fresh phase = iota
	suspended
	running
	completed
)

// helpers returns the class of helper objects, made at first use.
func (r *Realm) helpers() *class[helper] {
	if r.helperClass == nil {
		r.helperClass = opaqueClass[helper](r, r.in.iteratorProto)
		proto := r.helperClass.proto
		r.helperNext = r.def(proto, "next", 0, func(c goja.FunctionCall) goja.Value {
			v, ok := r.helperOf(c.This, "next").advance(r)
			return r.result(orUndefined(v), !ok)
		})
		r.def(proto, "return", 0, func(c goja.FunctionCall) goja.Value {
			r.helperOf(c.This, "return").finish(r)
			return r.result(goja.Undefined(), true)
		})
		r.tag(proto, "Iterator Helper")
	}
	return r.helperClass
}

// helperOf is the brand check. The last answer is kept, because a loop asks for the same helper again
// and again.
func (r *Realm) helperOf(v goja.Value, method string) *helper {
	if obj, ok := v.(*goja.Object); ok && obj == r.lastHelper.object {
		return r.lastHelper.state
	}
	h := r.helpers().this(r, v, "Iterator Helper.prototype."+method)
	r.lastHelper.object, r.lastHelper.state = v.(*goja.Object), h
	return h
}

func (r *Realm) newHelper(source *iteration, produce func(h *helper) (goja.Value, bool)) goja.Value {
	return r.helpers().instance(r, &helper{source: source, produce: produce})
}

// advance runs the body up to its next yield.
func (h *helper) advance(r *Realm) (goja.Value, bool) {
	switch h.phase {
	case running:
		panic(r.vm.NewTypeError("iterator helper is already running"))
	case completed:
		return nil, false
	}
	r.descend()
	h.phase = running
	defer func() {
		r.depth--
		if h.phase == running {
			h.end()
		}
	}()
	v, ok := h.produce(h)
	if ok {
		h.phase = suspended
	}
	return v, ok
}

// finish is a return completion at the yield where the body stands.
func (h *helper) finish(r *Realm) {
	was := h.phase
	if was == running {
		panic(r.vm.NewTypeError("iterator helper is already running"))
	}
	if was == completed {
		return
	}
	r.descend()
	defer func() { r.depth-- }()
	inner, source := h.inner, h.source
	h.phase = running
	if was == fresh {
		h.phase = completed
	}
	defer h.end()
	if inner != nil {
		if source == nil {
			inner.stop()
			return
		}
		source.guard(inner.stop)
	}
	if source != nil {
		source.stop()
	}
}

func (h *helper) end() { h.phase, h.source, h.inner, h.produce = completed, nil, nil, nil }
