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
	Line[*Exchange]
}

// visit is one request in its isolate, in one piece with what it needs there: the second argument of the handler.
type visit struct {
	agent *agent
	x     *Exchange
	frame runtime.Frame
	scope runtime.Scope
	task  runtime.Task
	reply fetch.Reply
	left  func() // what the exchange calls when the client has left
	time  func() // gives back the time that the client has lent
}

func newAgent(rt *runtime.Runtime, fn *bind.Function, timeout time.Duration, post func(func()) bool) *agent {
	a := &agent{rt: rt, fetch: fetch.In(rt), fn: fn, contexts: contextClass(rt), timeout: timeout}
	a.Line = Line[*Exchange]{Post: post, Answer: a.answer}
	return a
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

// answer calls the handler as a task of its own, whose scope ends with the exchange.
func (a *agent) answer(x *Exchange) {
	if x.Context().Err() != nil {
		x.Fail(x.Cause())
		return
	}
	v := &visit{agent: a, x: x}
	v.scope.Begin(a.rt)
	v.scope.Beneath(a.rt.Root())
	a.rt.MakeTask(&v.task, x.Request.Method+" "+x.Request.URL.Path)
	v.frame = runtime.Frame{Scope: &v.scope, Task: &v.task, Vars: a.fn.Frame().Vars}
	if a.timeout >= 0 {
		v.scope.Limit(a.timeout, v.task.Name)
	}
	v.left = func() { a.rt.Loop().Post(func() { v.scope.Abort(x.Cause()) }) }
	x.listen(&v.left)
	v.time = fetch.OwnOf(a.rt).Lend(x.Request.RemoteAddr)
	x.lent.Store(&v.time)
	request := a.fetch.Receive(x.Request, &x.server.origin, x.Body, &v.scope.Signal)
	a.fn.BeneathIn(&v.frame, v.finish, request, a.contexts.Wrap(v))
}

// finish gives the answer of the handler. The scope goes on until it has been sent.
func (v *visit) finish(result goja.Value, err error) {
	v.time()
	a := v.agent
	if err == nil {
		err = a.fetch.ReplyOf(result, "the handler of serve", &v.reply)
	}
	if err != nil {
		if !v.x.forsaken() && !errors.Is(err, fault.Limit) {
			_, _ = fmt.Fprintf(a.rt.Stderr(), "serve: %s failed: %s\n", v.task.Name, a.rt.Inspect(a.rt.ErrorValue(err)))
		}
		v.end()
		v.x.Fail(err)
		return
	}
	if v.reply.Protocol != nil {
		v.reply.Protocol.Begin()
	} else if v.reply.Body == nil {
		v.end()
		v.x.Answer(&v.reply)
		return
	}
	v.x.OnEnd(func() { a.rt.Loop().Post(v.end) })
	v.x.Answer(&v.reply)
}

func (v *visit) end() {
	v.x.left.Store(nil)
	v.scope.End()
	v.agent.rt.EndTask(&v.task)
}
