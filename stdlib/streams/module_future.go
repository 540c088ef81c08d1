package streams

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/es"
)

type outcome uint8

const (
	pending outcome = iota
	fulfilled
	rejected
)

// future is a promise of the specification that no script need ever see: its reactions are Go, and run as microtasks in
// the order in which those of a promise would. One that scripts are shown has a promise that settles with it.
type future struct {
	s       *Streams
	state   outcome
	value   goja.Value // or the reason
	waiting []reaction
	shown   *runtime.Promise // nil until a script asks
	handled bool
}

// reaction runs under the frame in which it was added.
type reaction struct {
	ok, bad func(goja.Value)
	frame   *runtime.Frame
}

// soon runs f as a microtask.
func (s *Streams) soon(f func()) { s.rt.Microtask(s.rt.Frame(), f) }

func (s *Streams) pending() *future { return &future{s: s} }

// done is a future that is fulfilled with undefined.
func (s *Streams) done() *future { return &future{s: s, state: fulfilled, value: goja.Undefined()} }

func (s *Streams) failed(reason goja.Value) *future {
	return &future{s: s, state: rejected, value: reason}
}

// adopt is "a promise resolved with" what a script has returned.
func (s *Streams) adopt(v goja.Value) *future {
	if _, ok := v.(*goja.Object); !ok {
		return &future{s: s, state: fulfilled, value: v}
	}
	f := s.pending()
	f.resolve(v)
	return f
}

// resolve settles the future with a value of a script: a promise is followed, and so is anything else with a then.
func (f *future) resolve(v goja.Value) {
	if _, ok := v.(*goja.Object); !ok {
		f.settle(fulfilled, v)
		return
	}
	realm := f.s.rt.Realm()
	react := func(p *goja.Promise) {
		realm.Then(p, func(v goja.Value) { f.settle(fulfilled, v) }, f.reject)
	}
	if p := es.PromiseOf(v); p != nil {
		f.s.soon(func() { react(p) })
		return
	}
	p := realm.NewPromise()
	realm.Resolve(p, v)
	if p.State() == goja.PromiseStateFulfilled {
		f.settle(fulfilled, v)
		return
	}
	react(p)
}

// then adds reactions; nil ones are passed over.
func (f *future) then(ok, bad func(goja.Value)) {
	r := reaction{ok, bad, f.s.rt.Frame()}
	if f.state == pending {
		f.waiting = append(f.waiting, r)
		return
	}
	f.run(r)
}

func (f *future) run(r reaction) {
	act := r.ok
	if f.state == rejected {
		act = r.bad
	}
	if act == nil {
		return
	}
	v := f.value
	f.s.rt.Microtask(r.frame, func() { act(v) })
}

func (f *future) settle(state outcome, v goja.Value) {
	if f.state != pending {
		return
	}
	f.state, f.value = state, v
	if f.shown != nil {
		f.show()
	}
	waiting := f.waiting
	f.waiting = nil
	for _, r := range waiting {
		f.run(r)
	}
}

// fulfill settles the future with undefined.
func (f *future) fulfill() { f.settle(fulfilled, goja.Undefined()) }

func (f *future) reject(reason goja.Value) { f.settle(rejected, reason) }

// follow resolves the future with another one: as with promises that takes a microtask, and one more to hear of the
// outcome.
func (f *future) follow(g *future) {
	f.s.soon(func() { g.then(func(v goja.Value) { f.settle(fulfilled, v) }, f.reject) })
}

// after is a future of what becomes of this one: fulfilled with undefined by ok, which may be nil, and rejected with the
// reason, of which bad, which may be nil, hears first.
func (f *future) after(ok func(), bad func(reason goja.Value)) *future {
	g := f.s.pending()
	f.then(func(goja.Value) {
		if ok != nil {
			ok()
		}
		g.fulfill()
	}, func(reason goja.Value) {
		if bad != nil {
			bad(reason)
		}
		g.reject(reason)
	})
	return g
}

// handle says that nobody need hear of a rejection.
func (f *future) handle() {
	if !f.handled {
		f.handled = true
		if f.shown != nil {
			f.quiet()
		}
	}
}

func nothing(goja.Value) {}

// quiet marks the promise that scripts see as handled.
func (f *future) quiet() {
	f.s.rt.Realm().Then(es.PromiseOf(f.shown.Value), nothing, nothing)
}

func (f *future) show() {
	switch f.state {
	case fulfilled:
		f.shown.Resolve(f.value)
	case rejected:
		f.shown.RejectValue(f.value)
	case pending:
	}
}

// promise is the future as scripts see it, always the same object.
func (f *future) promise() goja.Value {
	if f.shown == nil {
		f.shown = f.s.rt.NewPromise()
		if f.handled {
			f.quiet()
		}
		f.show()
	}
	return f.shown.Value
}

// all is fulfilled when all are, and rejected with the first reason.
func (s *Streams) all(futures ...*future) *future {
	f, left := s.pending(), len(futures)
	if left == 0 {
		return s.done()
	}
	for _, g := range futures {
		g.then(func(goja.Value) {
			if left--; left == 0 {
				f.fulfill()
			}
		}, f.reject)
	}
	return f
}
