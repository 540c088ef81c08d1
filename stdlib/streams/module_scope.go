package streams

import (
	"slices"
	"weak"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

// waiting is a request that ends with the cancellation scope in which it was made. The chunk that it did not get is there
// for the next one.
type waiting struct {
	request
	scope *runtime.Scope
	stop  func() bool // nil under the scope of the program
}

func (w *waiting) leave() {
	if w.stop != nil {
		w.stop()
	}
}

func (w *waiting) chunk(v goja.Value) {
	w.leave()
	w.request.chunk(v)
}

func (w *waiting) end(rest goja.Value) {
	w.leave()
	w.request.end(rest)
}

func (w *waiting) fail(reason goja.Value) {
	w.leave()
	w.request.fail(reason)
}

// readWithin is read for a script: the scope ends it.
func (rd *reader) readWithin(q request) {
	scope := rd.s.rt.Scope()
	w := &waiting{request: q, scope: scope}
	rd.read(w)
	mine := func(other request) bool { return other == w }
	switch {
	case !slices.ContainsFunc(rd.requests.items[rd.requests.head:], mine):
	case scope.Aborted():
		rd.forsake(scope)
	case scope == rd.s.rt.Root():
		rd.watchRoot()
	default:
		w.stop = scope.AfterFunc(func() { rd.forsake(scope) })
	}
}

// forsake ends the reads of a scope that has ended.
func (rd *reader) forsake(scope *runtime.Scope) {
	var gone []*waiting
	rd.requests.remove(func(q request) bool {
		w, ok := q.(*waiting)
		if ok = ok && w.scope == scope; ok {
			gone = append(gone, w)
		}
		return ok
	})
	for _, w := range gone {
		w.fail(bind.Reason(rd.s.rt, &scope.Signal))
	}
}

// watchRoot is told once of the end of the program, and keeps nothing in memory until then.
func (rd *reader) watchRoot() {
	if !rd.watched {
		rd.watched = true
		root := rd.s.rt.Root()
		untilGone(&root.Signal, rd, func(rd *reader) { rd.forsake(root) })
	}
}

// untilGone calls f with v when a signal is aborted, if anybody still has v.
func untilGone[T any](sig *runtime.Signal, v *T, f func(v *T)) (stop func() bool) {
	h := &hook[T]{of: weak.Make(v), f: f}
	h.stop = sig.AfterFunc(h.call)
	runtime.AfterGone(v, func(h *hook[T]) { h.stop() }, h)
	return h.stop
}

// hook is what untilGone leaves with a signal.
type hook[T any] struct {
	of   weak.Pointer[T]
	f    func(v *T)
	stop func() bool
}

func (h *hook[T]) call() {
	if v := h.of.Value(); v != nil {
		h.f(v)
	}
}
