package test262

import (
	"sync"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/loader"
)

// agent is a virtual machine on a goroutine, with an event loop of the simplest kind.
type agent struct {
	vm       *goja.Runtime
	jobs     chan func()
	gone     chan struct{}
	canBlock bool
}

func newAgent(canBlock bool) agent {
	return agent{goja.New(), make(chan func(), 1024), make(chan struct{}), canBlock}
}

// patience is how long an agent waits for something to happen.
const patience = 20 * time.Second

// turn runs the next job and the microtasks behind it. False says that none came.
func (a *agent) turn() bool {
	alarm := time.NewTimer(patience)
	defer alarm.Stop()
	select {
	case job := <-a.jobs:
		run, _ := goja.AssertFunction(a.vm.ToValue(func(goja.FunctionCall) goja.Value {
			job()
			return goja.Undefined()
		}))
		_, err := run(goja.Undefined())
		return err == nil
	case <-a.gone:
	case <-alarm.C:
	}
	return false
}

// host is what the language asks of an agent: finalizers never run.
type host struct{ *agent }

func (h host) Post(job func()) {
	select {
	case h.jobs <- job:
	case <-h.gone:
	}
}

func (host) Compile(_ es.Code, text string) (*goja.Program, error) {
	return loader.CompileScript("eval", text)
}

func (host) Lower(text string) (string, error) { return text, nil }

// Nap is for Atomics.wait.
func (h host) Nap(timeout time.Duration) (sleep, wake func(), ok bool) {
	woken := make(chan struct{}, 1)
	return func() {
		var ring <-chan time.Time
		if timeout >= 0 {
			ring = time.After(timeout)
		}
		select {
		case <-woken:
		case <-ring:
		case <-h.gone:
		}
	}, func() { woken <- struct{}{} }, h.canBlock
}

// Await is for Atomics.waitAsync.
func (h host) Await(timeout time.Duration, late, _ func()) (end func()) {
	if timeout < 0 {
		return func() {}
	}
	timer := time.AfterFunc(timeout, func() { h.Post(late) })
	return func() { timer.Stop() }
}

// agents are the agents of one test besides the main one, and what they say to it.
type agents struct {
	suite   *suite
	main    *target
	mu      sync.Mutex
	all     []*worker
	reports []string
	gone    sync.Once
	wait    sync.WaitGroup
}

// worker is an agent that the test has started.
type worker struct {
	agent
	realm   *es.Realm
	receive goja.Value
}

// newAgents gives $262.agent to a main program.
func newAgents(s *suite, main *target, o *goja.Object) *agents {
	a := &agents{suite: s, main: main}
	face := a.common(&main.agent)
	define(face, "start", func(c goja.FunctionCall) goja.Value {
		a.start(c.Argument(0).String())
		return goja.Undefined()
	})
	define(face, "broadcast", func(c goja.FunctionCall) goja.Value {
		if block, ok := es.SharedBytes(c.Argument(0)); ok {
			a.broadcast(block, c.Argument(1))
		}
		return goja.Undefined()
	})
	define(face, "getReport", func(goja.FunctionCall) goja.Value {
		a.mu.Lock()
		defer a.mu.Unlock()
		if len(a.reports) == 0 {
			return goja.Null()
		}
		text := a.reports[0]
		a.reports = a.reports[1:]
		return main.vm.ToValue(text)
	})
	_ = o.Set("agent", face)
	_ = main.vm.Set("setTimeout", func(c goja.FunctionCall) goja.Value {
		f, _ := goja.AssertFunction(c.Argument(0))
		time.AfterFunc(time.Duration(c.Argument(1).ToFloat()*float64(time.Millisecond)), func() {
			host{&main.agent}.Post(func() { _, _ = f(goja.Undefined()) })
		})
		return goja.Undefined()
	})
	return a
}

func define(o *goja.Object, name string, f func(goja.FunctionCall) goja.Value) { _ = o.Set(name, f) }

// common is what every agent has.
func (a *agents) common(of *agent) *goja.Object {
	face, begin := of.vm.NewObject(), time.Now()
	define(face, "sleep", func(c goja.FunctionCall) goja.Value {
		select {
		case <-time.After(time.Duration(c.Argument(0).ToFloat() * float64(time.Millisecond))):
		case <-of.gone:
		}
		return goja.Undefined()
	})
	define(face, "monotonicNow", func(goja.FunctionCall) goja.Value {
		return of.vm.ToValue(float64(time.Since(begin)) / float64(time.Millisecond))
	})
	return face
}

// start runs a script on a goroutine of its own.
func (a *agents) start(source string) {
	w := &worker{agent: newAgent(true)}
	w.realm = es.Install(w.vm, host{&w.agent})
	face := a.common(&w.agent)
	define(face, "receiveBroadcast", func(c goja.FunctionCall) goja.Value {
		w.receive = c.Argument(0)
		return goja.Undefined()
	})
	define(face, "report", func(c goja.FunctionCall) goja.Value {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.reports = append(a.reports, c.Argument(0).String())
		return goja.Undefined()
	})
	define(face, "leaving", func(goja.FunctionCall) goja.Value { return goja.Undefined() })
	o := w.vm.NewObject()
	_ = o.Set("agent", face)
	_ = w.vm.Set("$262", o)
	a.all = append(a.all, w)
	a.wait.Go(func() {
		prg, err := loader.CompileScript("agent", source)
		if err == nil {
			_, err = w.vm.RunProgram(prg)
		}
		for err == nil {
			if !w.turn() {
				return
			}
		}
	})
}

// broadcast hands a block to every agent and waits until all have it.
func (a *agents) broadcast(block []byte, message goja.Value) {
	var taken sync.WaitGroup
	for _, w := range a.all {
		taken.Add(1)
		host{&w.agent}.Post(func() {
			buffer := w.realm.SharedBuffer(block)
			taken.Done()
			if f, ok := goja.AssertFunction(w.receive); ok {
				_, _ = f(goja.Undefined(), buffer, message)
			}
		})
	}
	taken.Wait()
}

// end stops every agent.
func (a *agents) end() {
	a.gone.Do(func() {
		close(a.main.gone)
		for _, w := range a.all {
			close(w.gone)
			w.vm.Interrupt("the test is over")
		}
		a.wait.Wait()
	})
}
