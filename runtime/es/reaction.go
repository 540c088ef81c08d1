package es

import (
	"unsafe" // go:linkname

	"github.com/dop251/goja"
)

// reaction is what goja keeps for a promise to do when it settles, and jobCallback is the function in it.
// TestReactionLayout compares both with goja's.
type (
	reaction struct {
		capability  unsafe.Pointer //nolint:unused // goja's, as the last two
		typ         int
		handler     *jobCallback
		asyncRunner unsafe.Pointer //nolint:unused // as the first
		asyncCtx    any            //nolint:unused // as the first
	}
	jobCallback struct{ callback native }
)

// onReject is the typ of a reaction to a rejection; that of the other one is 0.
const onReject = 1

// reactions are the two that go with one call of then, in one piece.
type reactions struct {
	fulfilled, rejected     reaction
	onFulfilled, onRejected jobCallback
}

//go:linkname linkReact github.com/dop251/goja.(*Promise).addReactions
func linkReact(p *goja.Promise, fulfilled, rejected *reaction)

// Then calls one of the functions as a microtask once p has settled. It is React without function objects, which cost four
// times as much as all the rest of it.
func (r *Realm) Then(p *goja.Promise, fulfilled, rejected func(goja.Value)) {
	call := func(f func(goja.Value)) jobCallback {
		return jobCallback{func(c goja.FunctionCall) goja.Value {
			f(c.Argument(0))
			return goja.Undefined()
		}}
	}
	rs := &reactions{onFulfilled: call(fulfilled), onRejected: call(rejected)}
	rs.fulfilled.handler = &rs.onFulfilled
	rs.rejected.typ, rs.rejected.handler = onReject, &rs.onRejected
	linkReact(p, &rs.fulfilled, &rs.rejected)
}
