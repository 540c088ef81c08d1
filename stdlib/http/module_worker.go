package http

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loader"
)

// starter gives a server its handlers and then, at once or later, what serve resolves to.
type starter func(s *server, ready func() (goja.Value, error)) (any, error)

// handlers reads the handler of serve and says how the server gets it: called here, or in isolates of its own.
func handlers(c *bind.Call, o *serveOptions) (starter, error) {
	rt := c.Runtime()
	if o.Workers == 0 {
		a := newAgent(rt, c.Function(0, "handler"), o.RequestTimeout, rt.Loop().Post)
		return func(s *server, ready func() (goja.Value, error)) (any, error) {
			s.Add(a)
			return ready()
		}, nil
	}
	fn, err := portable(c)
	if err != nil {
		return nil, err
	}
	t := &team{rt: rt, fn: fn, inherit: rt.Loader().Loading(), options: *o}
	return t.start, nil
}

// portable makes the handler ready to travel: a function, or where one is: "./app.ts#handler".
func portable(c *bind.Call) (*loader.Portable, error) {
	load := c.Runtime().Loader()
	var fn *loader.Portable
	var err error
	if text, ok := c.Value(0).(goja.String); ok {
		fn, err = load.Reference(text.String(), c.Site().File())
	} else {
		fn, err = load.Portable(c.Function(0, "handler").Value, nil)
	}
	if err != nil {
		return nil, err
	}
	return fn, load.Again(fn)
}

// team is the isolates that answer the requests of one server.
type team struct {
	rt      *runtime.Runtime
	fn      *loader.Portable
	inherit []string
	options serveOptions
	server  *server

	mu     sync.Mutex
	closed bool
	all    map[*member]bool
}

// start spawns the isolates. The promise that it returns waits for all of them.
func (t *team) start(s *server, ready func() (goja.Value, error)) (any, error) {
	t.server, t.all = s, map[*member]bool{}
	promise := t.rt.NewPromise()
	left := t.options.Workers
	s.onEnd = append(s.onEnd, t.end)
	for i := range t.options.Workers {
		t.spawn(i+1, func(err error) {
			switch left--; {
			case err != nil:
				s.close(0)
				promise.Reject(err)
			case left == 0:
				v, err := ready()
				if err != nil {
					promise.Reject(err)
					return
				}
				promise.Resolve(v)
			}
		})
	}
	return promise.Value, nil
}

// member is one of the isolates.
type member struct {
	team   *team
	number int
	iso    *runtime.Isolate
	agent  *agent // loop goroutine of the isolate

	mu      sync.Mutex
	visits  map[*Exchange]bool
	dead    bool
	remove  func()
	started func(error) // loop goroutine of the server's isolate; nil once called
}

// spawn starts an isolate; started hears when it can answer, or why not, on the loop goroutine of the server.
func (t *team) spawn(number int, started func(error)) {
	m := &member{team: t, number: number, visits: map[*Exchange]bool{}, started: started}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return
	}
	t.all[m] = true
	m.mu.Lock() // a request may come before Spawn returns
	defer m.mu.Unlock()
	m.iso = t.rt.Spawn(runtime.IsolateOptions{
		Name: fmt.Sprintf("server, worker %d", number), Keep: true, Start: m.begin, Ended: m.ended,
	})
}

// begin makes the function of the script in the isolate.
func (m *member) begin(rt *runtime.Runtime) {
	rt.Loader().Inherit(m.team.inherit)
	made, pending := rt.Loader().Function(m.team.fn, nil)
	use := func(v goja.Value, err error) {
		fn := bind.FunctionOf(rt, v)
		if err == nil && fn == nil {
			err = fault.Type.New("serve: the handler is not a function")
		}
		if err != nil {
			err = fault.System.New("serve: worker %d cannot start: %w", m.number, err)
		} else {
			m.agent = newAgent(rt, fn, m.team.options.RequestTimeout, m.post)
			m.remove = m.team.server.Add(m)
		}
		m.tell(err)
	}
	if made != nil {
		use(made, nil)
		return
	}
	bind.Settle(rt, pending, use)
}

// tell says once whether the isolate can answer.
func (m *member) tell(err error) {
	m.mu.Lock()
	started := m.started
	m.started = nil
	m.mu.Unlock()
	if started != nil {
		m.team.rt.Loop().Post(func() { started(err) })
	}
}

// Take lets the isolate answer.
func (m *member) Take(x *Exchange) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.dead {
		return false
	}
	stop := m.watch()
	x.answered = func() {
		stop()
		m.mu.Lock()
		defer m.mu.Unlock()
		delete(m.visits, x)
	}
	if !m.agent.Take(x) {
		stop()
		x.answered = nil
		return false
	}
	m.visits[x] = true
	return true
}

// post is for the agent, which calls it for Take, or in the isolate.
func (m *member) post(job func()) bool { return m.iso.Post(func(*runtime.Runtime) { job() }) }

// stuckGrace is how long an isolate may not turn to anything else after the time of a request is up.
const stuckGrace = time.Second

// watch kills the isolate if it is stuck when the time of a request is up: a handler that never waits cannot be told to
// stop. This goes by real time, as the isolate does.
func (m *member) watch() (stop func()) {
	limit := m.team.options.RequestTimeout
	if limit < 0 {
		return func() {}
	}
	timer := time.AfterFunc(limit, func() {
		var turned atomic.Bool
		m.iso.Post(func(*runtime.Runtime) { turned.Store(true) })
		time.AfterFunc(stuckGrace, func() {
			if !turned.Load() {
				m.iso.Kill(fault.Timeout.New("it was stopped: a handler has run for more than %s without waiting for anything", limit+stuckGrace))
			}
		})
	})
	return func() { timer.Stop() }
}

// ended fails what the isolate had to answer, and starts another in its place unless the server is closed.
func (m *member) ended(err error) {
	m.mu.Lock()
	m.dead = true
	visits := m.visits
	m.visits = nil
	remove := m.remove
	m.mu.Unlock()
	if remove != nil {
		remove()
	}
	crash := fault.Worker.New("worker %d of the server has ended", m.number)
	if err != nil {
		crash = fault.Worker.New("worker %d of the server has died: %w", m.number, err)
	}
	for x := range visits {
		x.Fail(crash)
	}
	m.tell(crash)
	t := m.team
	t.mu.Lock()
	delete(t.all, m)
	again := !t.closed && remove != nil && !errors.Is(err, fault.Closed) // which is the end of the program
	t.mu.Unlock()
	if again {
		_, _ = fmt.Fprintf(t.rt.Stderr(), "serve: %s; another one takes its place\n", crash)
		t.spawn(m.number, func(error) {})
	}
}

// end lets the isolates go. Loop goroutine.
func (t *team) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	for m := range t.all {
		m.iso.Post(func(rt *runtime.Runtime) { rt.Exit(0) })
	}
}
