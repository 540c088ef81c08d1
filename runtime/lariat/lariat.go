// Package lariat embeds scripts in a Go program:
//
//	rt, err := lariat.New(lariat.WithFS(scripts), lariat.WithModules(users))
//	if err != nil { … }
//	defer rt.Close()
//	price, err := lariat.Call[float64](ctx, rt, "./rules.ts", "price", cart)
//
// Everything here may be called from any goroutine. A runtime has a goroutine of its own, which begins with the first call
// and ends with Close; the context of a call is a cancellation scope of the script that it sets off. Values are copied,
// errors keep what they are on their way through JavaScript and back, and the raw engine appears in Do and nowhere else.
//
// It stands above the kit, which imports package runtime: so it is a package of its own.
package lariat

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Runtime runs scripts. All its methods may be called from any goroutine.
type Runtime struct {
	isolate
	life        *life
	parent      context.Context // or nil
	leaveParent func() bool
	hooks       Hooks
	time        time.Duration           // that each call may take, or 0
	spaces      map[string]*goja.Object // loop goroutine only
	// wheel is held by the goroutine that drives the loop.
	wheel   chan struct{}
	serving bool         // loop goroutine only: this is Serve, and not Run
	driver  atomic.Int64 // the number of that goroutine

	mu       sync.Mutex
	calls    map[*call]bool
	idle     []chan struct{} // to be closed when nothing is left to do
	driven   bool            // there is a goroutine that serves
	runs     int             // of Run, now
	ended    error           // why nothing runs any more
	orphaned error           // because the parent has ended: no call begins any more
	gaveUp   bool            // on a call whose script did not unwind in time
	served   sync.WaitGroup

	left    sync.Once
	behind  chan struct{} // closed when the goroutine was left behind
	closing sync.Once
	gone    chan struct{} // closed when Close has nothing more to wait for, which may be never
}

// Close ends the runtime: what runs is interrupted, calls that wait return ErrClosed, and what the script has started ends.
// It waits until all of that is over, but not for a script that sits in a built-in function which cannot be interrupted: that
// is ErrLimit, and its goroutine is left behind. Closing again waits too.
func (rt *Runtime) Close() error {
	if err := rt.given(context.Background(), "close"); err != nil {
		return err
	}
	if rt.inside() {
		return fault.Internal.New("close: a function that the runtime waits for cannot close it: do so on another goroutine")
	}
	rt.closing.Do(func() {
		if rt.leaveParent != nil {
			rt.leaveParent()
		}
		closed := fault.Closed.New("the runtime was closed")
		rt.end(closed)
		late := time.AfterFunc(closePatience, func() { rt.leave(closed) })
		go func() {
			defer late.Stop()
			_ = rt.core.Close()
			rt.served.Wait()
			close(rt.gone)
		}()
	})
	select {
	case <-rt.gone:
		return nil
	case <-rt.behind:
	}
	select {
	case <-rt.gone:
		return nil
	default:
		return fault.Limit.New("close: the script sits in a function that cannot be interrupted, and was left behind")
	}
}

// closePatience is how long Close waits for that.
const closePatience = 5 * time.Second

// Wait waits until nothing is left to do: no call, no timer, no request. What waits to be called, such as a server, is
// something to do.
func (rt *Runtime) Wait(ctx context.Context) error {
	if err := rt.given(ctx, "wait"); err != nil {
		return err
	}
	if rt.inside() {
		return errInside("Wait")
	}
	quiet := make(chan struct{})
	rt.mu.Lock()
	rt.idle = append(rt.idle, quiet)
	rt.mu.Unlock()
	if err := rt.submit(func() {}); err != nil {
		return err
	}
	select {
	case <-quiet:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	rt.mu.Lock()
	defer rt.mu.Unlock()
	return rt.ended
}

// Do runs f on the goroutine of the runtime with the JavaScript engine: the one way to it. Neither the engine nor a value
// of it may be kept or used elsewhere, and f must not wait for the runtime. It does not end before f has.
func (rt *Runtime) Do(ctx context.Context, f func(vm *goja.Runtime) error) error {
	if f == nil {
		return errNil("do", "f", "a func(vm *goja.Runtime) error")
	}
	return rt.do(ctx, "do", func(c *call) {
		rt.core.Realm().UseRegExp()
		c.finish(rt.fromEngine(rt.hand(f)))
	})
}

// hand gives the engine to a function. A panic that is none of the engine's is an error.
func (rt *Runtime) hand(f func(vm *goja.Runtime) error) (err error) {
	defer rt.recovered("do: the function", &err)
	vm := rt.core.VM()
	if ex := vm.Try(func() { err = f(vm) }); ex != nil {
		return ex
	}
	return err
}

// submit posts a job and sees to it that somebody runs it.
func (rt *Runtime) submit(job func()) error {
	rt.mu.Lock()
	defer rt.mu.Unlock()
	if rt.ended != nil {
		return rt.ended
	}
	rt.core.Submit(job)
	rt.drive()
	return nil
}

// drive starts the goroutine of the runtime unless it is there, or Run is. The caller holds rt.mu.
func (rt *Runtime) drive() {
	if rt.driven || rt.runs > 0 || rt.ended != nil {
		return
	}
	rt.driven = true
	rt.served.Add(1)
	go rt.serve()
}

// serve is the goroutine of the runtime.
func (rt *Runtime) serve() {
	defer rt.served.Done()
	rt.take()
	rt.serving = true
	err := rt.core.Serve(rt.stuck)
	rt.serving = false
	rt.give()
	if err != nil {
		rt.broken(fromRuntime(err))
	}
	rt.mu.Lock()
	defer rt.mu.Unlock()
	rt.driven = false
	rt.drive()
}

// take makes the calling goroutine the one that drives the loop.
func (rt *Runtime) take() {
	rt.wheel <- struct{}{}
	rt.driver.Store(goroutine())
}

func (rt *Runtime) give() {
	rt.driver.Store(0)
	<-rt.wheel
}

// inside reports whether the calling goroutine is the one that the script runs on: whoever waits for it there waits for
// ever.
func (rt *Runtime) inside() bool {
	driver := rt.driver.Load()
	return driver != 0 && driver == goroutine()
}

func errInside(what string) error {
	return fault.Internal.New("%s: it was called by a function that the script waits for: use a function with a context, "+
		"which has a goroutine of its own", what)
}

// end tells everybody that nothing runs any more. Only the first reason counts.
func (rt *Runtime) end(err error) {
	rt.mu.Lock()
	if rt.ended == nil {
		rt.ended = err
	}
	err = rt.ended
	calls, idle := rt.calls, rt.idle
	rt.calls, rt.idle = map[*call]bool{}, nil
	rt.mu.Unlock()
	rt.life.end()
	for c := range calls {
		c.abandon(err)
	}
	for _, quiet := range idle {
		close(quiet)
	}
}

// stuck is called on the loop goroutine when nothing can happen any more but what the host does.
func (rt *Runtime) stuck() {
	rt.mu.Lock()
	idle, calls := rt.idle, make([]*call, 0, len(rt.calls))
	rt.idle = nil
	for c := range rt.calls {
		calls = append(calls, c)
	}
	rt.mu.Unlock()
	if !rt.open().Load() {
		for _, c := range calls {
			if c.begun {
				c.finish(rt.core.Unsettled(c.what))
			}
		}
	}
	for _, quiet := range idle {
		close(quiet)
	}
}
