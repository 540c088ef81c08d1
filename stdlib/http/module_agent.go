package http

import (
	"errors"
	"fmt"
	goruntime "runtime"
	"slices"
	"sync"
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

	post func(func()) bool // to the loop of the isolate

	mu      sync.Mutex
	waiting []*Exchange // in the order in which they came
	called  bool        // answerAll is on its way
	spare   []*Exchange // room for the next ones
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
	return &agent{rt: rt, fetch: fetch.In(rt), fn: fn, contexts: contextClass(rt), timeout: timeout, post: post}
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
func (a *agent) Take(x *Exchange) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.called && !a.post(a.answerAll) {
		return false
	}
	a.called = true
	a.waiting = append(a.waiting, x)
	return true
}

// answerAll answers what waits. It lets the goroutines of other connections that have something to read go first: to
// answer ten requests one after another, and to send ten answers then, costs less than to go back and forth, for the
// clients, too, who need not be woken up for each.
func (a *agent) answerAll() {
	goruntime.Gosched()
	a.mu.Lock()
	all := a.waiting
	a.waiting, a.spare, a.called = a.spare, nil, false
	a.mu.Unlock()
	a.answerEach(all)
	clear(all)
	a.spare = all[:0]
}

// answerEach goes on in a job of its own if a handler is interrupted and the isolate survives that.
func (a *agent) answerEach(all []*Exchange) {
	i := 0
	defer func() {
		if rest := all[i:]; len(rest) > 0 {
			rest = slices.Clone(rest)
			a.post(func() { a.answerEach(rest) })
		}
	}()
	for i < len(all) {
		x := all[i]
		i++
		a.answer(x)
	}
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
		left := v.x.Context().Err() != nil
		if !left && !errors.Is(err, fault.Limit) {
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
	done := v.x.Done()
	v.x.Answer(&v.reply)
	a.rt.Go(func() {
		<-done
		a.rt.Loop().Post(v.end)
	})
}

func (v *visit) end() {
	v.x.left.Store(nil)
	v.scope.End()
	v.agent.rt.EndTask(&v.task)
}
