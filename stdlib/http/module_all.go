package http

import (
	"context"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/fetch"
)

// allOptions are those of fetchAll.
type allOptions struct {
	Concurrency    goja.Value      `js:"concurrency"`
	PerHost        int             `js:"perHost"`
	Rate           *goja.Object    `js:"rate"`
	Retry          *goja.Object    `js:"retry"`
	RequestTimeout time.Duration   `js:"requestTimeout"`
	OnError        string          `js:"onError"`
	OnProgress     *bind.Function  `js:"onProgress"`
	Ordered        bool            `js:"ordered"`
	Signal         *runtime.Signal `js:"signal"`
	Timeout        time.Duration   `js:"timeout"`
}

// defaultConcurrency is how many requests fetchAll has under way.
const defaultConcurrency = 16

// all is one fetchAll: a source of responses. It pulls requests when it has room for them. Loop goroutine only.
type all struct {
	rt      *runtime.Runtime
	fetch   *fetch.Fetch
	retried goja.Value
	o       allOptions
	window  int           // how many may be under way or wait for the consumer
	limit   *goja.Object  // the Governor that is the concurrency, or nil
	frame   runtime.Frame // its scope governs the bodies, too
	inner   runtime.Frame // its scope ends with the iteration

	input   *items
	onItem  func(goja.Value, bool, error) // item, made once
	pulling bool
	drained bool

	slots    []*slot // in the order of the items; those that were taken are gone
	ready    []*slot // that have a result, in the order in which it came
	hosts    map[string]*host
	failed   []error
	begun    int64
	told     *bind.Progress
	closed   bool
	cause    error      // why it was closed
	live     int        // how many requests are on their way
	crew     crew[*try] // sends the requests
	forget   func()     // of the runtime's end, while any is on its way
	arrivals Line[*try] // requests whose answer has come
	still    func()     // is called when none is any more
	waiter   func(*slot, bool, error)
}

// slot is one request.
type slot struct {
	request  *fetch.Request
	host     *host
	tokens   []goja.Value   // of the Governors that have let it in
	sending  *fetch.Sending // what is under way; nil before that
	response *goja.Object
	err      error
	done     bool
}

// host is what perHost counts.
type host struct {
	active  int
	waiting []*slot
}

// fetchAll is fetchAll(requests, options).
func fetchAll(c *bind.Call, retried goja.Value) (any, error) {
	rt := c.Runtime()
	a := &all{rt: rt, fetch: fetch.In(rt), retried: retried, window: defaultConcurrency, hosts: map[string]*host{}}
	a.o = allOptions{RequestTimeout: -1, OnError: "throw", Ordered: true, Timeout: -1}
	c.Only(1, &a.o)
	c.Options(1, &a.o)
	if err := a.check(c); err != nil {
		return nil, err
	}
	input, err := itemsOf(c, 0, "requests")
	if err != nil {
		return nil, err
	}
	a.told = bind.NewProgress(rt, a.o.OnProgress, a.end)
	if n, ok := bind.CountOf(c.Value(0)); ok {
		a.told.Total(n)
	}
	a.input, a.frame = input, *rt.Frame()
	a.frame.Scope = rt.NewScope(rt.Scope())
	if a.o.Signal != nil {
		a.frame.Scope.Follow(a.o.Signal)
	}
	if a.o.Timeout >= 0 {
		a.frame.Scope.Limit(a.o.Timeout, "fetchAll")
	}
	a.onItem = a.item
	a.arrivals = Line[*try]{Post: rt.Loop().Post, Answer: a.arrived}
	a.crew = crew[*try]{begin: rt.Go, work: a.run}
	a.inner = a.frame
	a.inner.Scope = rt.NewScope(a.frame.Scope)
	a.frame.Scope.AfterFunc(func() { a.end(a.frame.Scope.Err()) })
	return bind.Iterator(rt, "fetchAll", a, func(s *slot) (any, error) { return s.response, nil }), nil
}

func (a *all) check(c *bind.Call) error {
	switch v := a.o.Concurrency; {
	case bind.Nullish(v):
	default:
		if obj, ok := v.(*goja.Object); ok {
			a.limit = obj
			break
		}
		n, ok := bind.NumberOf(v)
		if !ok || n < 1 {
			return fault.Range.New("%s: \"concurrency\" must be a number from 1, or a Governor, got %s", c.Name(), v)
		}
		a.window = int(min(n, 1<<20))
	}
	if a.o.PerHost < 0 {
		return fault.Range.New("%s: \"perHost\" must not be negative, got %d", c.Name(), a.o.PerHost)
	}
	switch a.o.OnError {
	case "throw", "collect", "skip":
		return nil
	}
	return fault.Type.New("%s: \"onError\" must be \"throw\", \"collect\" or \"skip\", got %q", c.Name(), a.o.OnError)
}

// Unheld says that each request keeps the program alive by itself.
func (a *all) Unheld() {}

// Next gives the next response: that of the next request or, if order does not matter, the next that has come.
func (a *all) Next(ctx context.Context, done func(*slot, bool, error)) {
	stop := func() bool { return true }
	over := false
	a.waiter = func(s *slot, more bool, err error) {
		if !over {
			over = true
			stop()
			done(s, more, err)
		}
	}
	if w, ok := ctx.(interface{ AfterFunc(f func()) func() bool }); ok {
		stop = w.AfterFunc(func() { a.answer(nil, false, ctx.Err()) })
	}
	if a.closed && a.still == nil { // while nobody waited
		a.answer(nil, false, a.cause)
		return
	}
	a.deliver()
	a.pump()
}

// Close gives up what is left: the consumer has gone, or there is nothing. The responses that it has got live on.
func (a *all) Close() {
	a.end(fault.Aborted.New("fetchAll: the consumer has left"))
}

// CloseThen is Close that waits for what it has cancelled.
func (a *all) CloseThen(done func(error)) {
	a.Close()
	if still := a.still; still != nil {
		a.still = func() {
			still()
			done(nil)
		}
		return
	}
	done(nil)
}

func (a *all) rest() {
	if f := a.still; f != nil && a.live == 0 {
		a.still = nil
		f()
	}
}

// end cancels everything. The consumer, if it waits, hears why when all that was cancelled has ended.
func (a *all) end(cause error) {
	if a.closed {
		return
	}
	a.closed, a.cause = true, cause
	a.told.Drop()
	a.input.leave()
	for _, s := range a.slots {
		if s.sending != nil && !s.done {
			s.sending.Cancel(cause)
		}
		a.drop(s)
	}
	a.slots, a.ready = nil, nil
	a.inner.Scope.Abort(cause)
	unwinding := a.rt.Loop().Hold("operation", "fetchAll") // stops virtual time until all has ended
	a.still = func() {
		unwinding.Release()
		a.answer(nil, false, cause)
	}
	a.rest()
}

// drop gives back the connection of a response that nobody takes.
func (a *all) drop(s *slot) {
	if s.response != nil {
		a.fetch.Drop(s.response)
	}
}

func (a *all) answer(s *slot, more bool, err error) {
	if w := a.waiter; w != nil {
		a.waiter = nil
		w(s, more, err)
	}
}
