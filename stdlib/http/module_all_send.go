package http

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/stdlib/fetch"
)

// pump pulls requests for as long as there is room.
func (a *all) pump() {
	for !a.pulling && !a.drained && !a.closed && len(a.slots) < a.window {
		a.pulling = true
		a.input.next(a.onItem)
	}
}

// item takes what was pulled.
func (a *all) item(v goja.Value, more bool, err error) {
	a.pulling = false
	switch {
	case a.closed:
	case err != nil:
		a.drained = true
		a.fail(err)
	case !more:
		a.drained = true
		a.told.Total(a.begun)
		a.deliver()
	default:
		a.begin(v)
	}
	if !a.input.busy {
		a.pump()
	}
}

// fail makes an error of the input the result of a request of its own.
func (a *all) fail(err error) {
	s := &slot{}
	a.slots = append(a.slots, s)
	a.settle(s, nil, err)
}

// begin takes a request up.
func (a *all) begin(v goja.Value) {
	a.begun++
	s := &slot{}
	a.slots = append(a.slots, s)
	r, err := a.fetch.RequestOf(v, "fetchAll")
	if err != nil {
		a.settle(s, nil, err)
		return
	}
	s.request = r
	if a.o.PerHost == 0 {
		a.admit(s)
		return
	}
	name := r.Host()
	h := a.hosts[name]
	if h == nil {
		h = &host{}
		a.hosts[name] = h
	}
	s.host = h
	if h.active >= a.o.PerHost {
		h.waiting = append(h.waiting, s)
		return
	}
	h.active++
	a.admit(s)
}

// admit asks the Governors, one after another, and sends the request then.
func (a *all) admit(s *slot) {
	if a.limit == nil && a.o.Rate == nil {
		a.send(s)
		return
	}
	var governors []*goja.Object
	for _, g := range []*goja.Object{a.limit, a.o.Rate} {
		if g != nil {
			governors = append(governors, g)
		}
	}
	var next func(i int)
	next = func(i int) {
		if i == len(governors) {
			a.send(s)
			return
		}
		var pending goja.Value
		var err error
		a.rt.Under(&a.inner, func() {
			pending, err = a.rt.Call(governors[i].Get("acquire"), governors[i])
		})
		if err != nil {
			a.settle(s, nil, err)
			return
		}
		bind.Settle(a.rt, pending, func(token goja.Value, err error) {
			if err != nil {
				a.settle(s, nil, err)
				return
			}
			s.tokens = append(s.tokens, token)
			next(i + 1)
		})
	}
	next(0)
}

// send sends the request, again and again if it is to be tried so.
func (a *all) send(s *slot) {
	if a.closed {
		a.settle(s, nil, a.inner.Scope.Err())
		return
	}
	if a.o.Retry == nil {
		a.attempt(s, s.request, a.frame.Scope, func(sent *fetch.Sent, err error) {
			if err != nil {
				a.settle(s, nil, err)
				return
			}
			a.settle(s, a.fetch.Wrap(sent), nil)
		})
		return
	}
	attempt := bind.AsyncFunc(a.rt, "attempt", 0, func(*bind.Call) (any, error) {
		again, err := s.request.Again()
		if err != nil {
			return nil, err
		}
		p := a.rt.NewPromise()
		a.attempt(s, again, a.rt.Scope(), func(sent *fetch.Sent, err error) {
			if err != nil {
				p.Reject(err)
				return
			}
			p.Resolve(a.fetch.Wrap(sent))
		})
		return p.Value, nil
	})
	var result goja.Value
	var err error
	a.rt.Under(&a.inner, func() { result, err = a.rt.Call(a.retried, goja.Undefined(), attempt, a.o.Retry) })
	if err != nil {
		a.settle(s, nil, err)
		return
	}
	bind.Settle(a.rt, result, func(v goja.Value, err error) {
		response, _ := v.(*goja.Object)
		a.settle(s, response, err)
	})
}

// smallBody is the length up to which a body is read before the response is handed out: its connection is free then, and
// text() has nothing to wait for.
const smallBody = 64 << 10

// attempt sends a request once. The scope, and the end of the iteration, cancel it.
func (a *all) attempt(s *slot, r *fetch.Request, scope *runtime.Scope, done func(*fetch.Sent, error)) {
	sending, err := a.fetch.Prepare(r, scope)
	if err != nil {
		done(nil, err)
		return
	}
	s.sending = sending
	t := &try{sending: sending, done: done}
	if a.o.RequestTimeout >= 0 {
		t.timer = a.rt.Loop().SetTimer(a.o.RequestTimeout, false, func() {
			t.unwinding = a.rt.Loop().Hold("operation", "fetchAll")
			sending.Cancel(fault.Timeout.New("fetchAll: a request timed out after %s", runtime.Milliseconds(a.o.RequestTimeout)))
		})
	}
	t.hold = a.rt.Loop().Hold("operation", "fetchAll")
	if a.live++; a.live == 1 {
		a.forget = a.rt.OnClose(a.crew.dismiss) // the loop may end with answers that nobody takes
	}
	a.crew.do(t)
}

// run sends a request and waits for its answer. False says that nobody takes it, nor any other. Any goroutine.
func (a *all) run(t *try) bool {
	t.sent, t.err = t.sending.Send(t.hold, smallBody)
	if a.arrivals.Take(t) {
		return true
	}
	if t.sent != nil {
		_ = t.sent.Close()
	}
	return false
}

// try is a request that is on its way.
type try struct {
	sending   *fetch.Sending
	hold      *loop.Hold
	timer     *loop.Timer // or nil
	unwinding *loop.Hold  // stops virtual time until a request that was given up has ended
	done      func(*fetch.Sent, error)

	sent *fetch.Sent
	err  error
}

// arrived takes what has come of a request.
func (a *all) arrived(t *try) {
	t.hold.Release()
	if t.unwinding != nil {
		t.unwinding.Release()
	}
	if t.timer != nil {
		t.timer.Stop()
	}
	a.live--
	t.done(t.sent, t.err)
	a.rest()
	if a.live == 0 { // nor need there be another request, when the consumer takes its time
		a.forget()
		a.crew.dismiss()
	}
}

// settle notes the result of a request.
func (a *all) settle(s *slot, response *goja.Object, err error) {
	s.response, s.err, s.done = response, err, true
	a.release(s)
	if a.closed {
		a.drop(s)
		return
	}
	failed := int64(0)
	if err != nil {
		failed = 1
	}
	a.told.Add(1, failed)
	a.ready = append(a.ready, s)
	a.deliver()
	a.pump()
}

// release lets the next ones in.
func (a *all) release(s *slot) {
	for _, token := range s.tokens {
		obj, ok := token.(*goja.Object)
		if !ok {
			continue
		}
		if release := obj.Get("release"); release != nil && a.rt.Raw(release) != nil {
			if _, err := a.rt.Call(release, obj); err != nil {
				a.rt.ReportUncaught(a.rt.ErrorValue(err))
			}
		}
	}
	s.tokens = nil
	h := s.host
	s.host = nil
	if h == nil {
		return
	}
	h.active--
	if len(h.waiting) > 0 && !a.closed {
		next := h.waiting[0]
		h.waiting = h.waiting[1:]
		h.active++
		a.admit(next)
	}
}
