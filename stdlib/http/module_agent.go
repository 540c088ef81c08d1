package http

import (
	"errors"
	"fmt"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/fetch"
)

// agent answers requests in one isolate with a function of the script. It belongs to the loop goroutine of the isolate.
type agent struct {
	rt       *runtime.Runtime
	fetch    *fetch.Fetch
	fn       *bind.Function
	contexts *bind.Constructor[*visit]
	timeout  time.Duration
}

// visit is one request in its isolate: the second argument of the handler.
type visit struct {
	x     *Exchange
	scope *runtime.Scope
	task  *runtime.Task
	stop  func()
	time  func() // gives back the time that the client has lent
}

func newAgent(rt *runtime.Runtime, fn *bind.Function, timeout time.Duration) *agent {
	return &agent{rt: rt, fetch: fetch.In(rt), fn: fn, contexts: contextClass(rt), timeout: timeout}
}

type contextKey struct{}

func contextClass(rt *runtime.Runtime) *bind.Constructor[*visit] {
	return runtime.Local(rt, contextKey{}, func() *bind.Constructor[*visit] {
		return bind.Class[*visit]{
			Name: "ServeContext", Light: true,
			Getters: map[string]func(*visit) any{
				"signal": func(v *visit) any { return bind.Signal(rt, &v.scope.Signal) },
				"remote": func(v *visit) any { return v.x.Request.RemoteAddr },
			},
		}.In(rt)
	})
}

// Take lets the isolate of the script that has called serve answer.
func (a *agent) Take(x *Exchange) bool { return a.rt.Loop().Post(func() { a.answer(x) }) }

// answer calls the handler as a task of its own, whose scope ends with the exchange.
func (a *agent) answer(x *Exchange) {
	if x.Context().Err() != nil {
		x.Fail(x.Cause())
		return
	}
	label := x.Request.Method + " " + x.Request.URL.Path
	v := &visit{x: x, scope: a.rt.NewScope(a.rt.Root()), task: a.rt.NewTask(label)}
	if a.timeout >= 0 {
		v.scope.Limit(a.timeout, label)
	}
	v.stop = x.OnLeft(func() { a.rt.Loop().Post(func() { v.scope.Abort(x.Cause()) }) })
	v.time = fetch.OwnOf(a.rt).Lend(x.Request.RemoteAddr)
	x.lent.Store(&v.time)
	frame := &runtime.Frame{Scope: v.scope, Task: v.task, Vars: a.fn.Frame().Vars}
	request := a.fetch.Receive(x.Request, x.URL, x.Body, &v.scope.Signal)
	a.fn.In(frame).Beneath(v.scope, func(result goja.Value, err error) { a.finish(v, label, result, err) }, request, a.contexts.Wrap(v))
}

// finish gives the answer of the handler. The scope goes on until it has been sent.
func (a *agent) finish(v *visit, label string, result goja.Value, err error) {
	v.time()
	var reply *fetch.Reply
	if err == nil {
		reply, err = a.fetch.ReplyOf(result, "the handler of serve")
	}
	if err != nil {
		left := v.x.Context().Err() != nil
		if !left && !errors.Is(err, fault.Limit) {
			_, _ = fmt.Fprintf(a.rt.Stderr(), "serve: %s failed: %s\n", label, a.rt.Inspect(a.rt.ErrorValue(err)))
		}
		a.end(v)
		v.x.Fail(err)
		return
	}
	if reply.Protocol != nil {
		reply.Protocol.Begin()
	} else if reply.Body == nil {
		a.end(v)
		v.x.Answer(reply)
		return
	}
	v.x.Answer(reply)
	done := v.x.Done()
	a.rt.Go(func() {
		<-done
		a.rt.Loop().Post(func() { a.end(v) })
	})
}

func (a *agent) end(v *visit) {
	v.stop()
	v.scope.End()
	a.rt.EndTask(v.task)
}
