package worker

import (
	"errors"
	"sync"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib/messaging"
)

// plan says how a worker is made.
type plan struct {
	name        string
	web         bool // its global object is a worker's; otherwise it has parentPort alone
	source      source
	env         map[string]string
	args        []string // beyond the name of the program
	data        messaging.Item
	environment *clone.Message // of setEnvironmentData, or nil
	permissions *permit.Set    // nil for those of the program
	online      func(*hosted)  // called when it begins to run, or nil
}

// hosted is a worker as the isolate that made it sees it. It belongs to the loop goroutine of that isolate,
// but for the record of how it failed.
type hosted struct {
	rt      *runtime.Runtime
	m       *messaging.Messages
	isolate *runtime.Isolate
	end     *messaging.End
	hold    *loop.Hold
	hear    func(messaging.Item)
	over    func(f *messaging.Failure, code int) // called once, after the last message

	terminated bool // no event is due any more
	quiet      bool // the last message has come
	ended      bool
	err        error // with which it ended

	mu      sync.Mutex
	failure *failure
}

// failure is an uncaught error of a worker, in transit.
type failure struct {
	message, file string
	line, column  int
	value         *clone.Message // nil if it cannot be cloned
}

// errTerminated is why terminate() kills an isolate.
var errTerminated error = fault.Aborted.New("the worker was terminated")

// spawn starts the worker. It is running, or about to, when it returns; nothing is heard of it before the
// current turn is over.
func (p plan) spawn(rt *runtime.Runtime, m *messaging.Messages) *hosted {
	outer, inner := messaging.NewChannel()
	h := &hosted{rt: rt, m: m, end: outer}
	h.hold = rt.Loop().Hold("worker", p.label()).Peer()
	h.hold.Mark(rt.Site())
	outer.Attach(m.Inbox())
	outer.Listen(h.deliver, true)
	var program string
	if args := rt.Args(); len(args) > 0 {
		program = args[0]
	}
	h.isolate = rt.Spawn(runtime.IsolateOptions{
		Name: p.label(), Env: p.env, Permissions: p.permissions, Args: append([]string{program, p.source.label()}, p.args...),
		Start: func(child *runtime.Runtime) {
			if p.online != nil {
				rt.Loop().Post(func() { p.online(h) })
			}
			newScope(child, p, h, inner).run()
		},
		Ended: func(err error) {
			inner.Close() // in case that it did not even start
			messaging.Discard(p.data)
			rt.Loop().Post(func() {
				h.ended, h.err = true, err
				h.finish()
			})
		},
	})
	return h
}

func (p plan) label() string {
	if p.name != "" {
		return p.name
	}
	return p.source.label()
}

func (h *hosted) post(c *bind.Call) error {
	it, err := h.m.Encode(c, h.end)
	if err == nil {
		h.end.Send(it)
	}
	return err
}

func (h *hosted) terminate() {
	h.terminated = true
	h.isolate.Kill(errTerminated)
}

// uncaughtText is what an ErrorEvent says of an error: "Uncaught TypeError: x is not a function".
func uncaughtText(rt *runtime.Runtime, v goja.Value) string {
	text := rt.Thrown(v).Error()
	_ = rt.VM().Try(func() {
		if obj, ok := v.(*goja.Object); ok && obj.ClassName() == "Error" {
			text = obj.Get("name").String() + ": " + obj.Get("message").String()
		}
	})
	return "Uncaught " + text
}

func (h *hosted) deliver(it messaging.Item) {
	switch {
	case it.Closed:
		h.quiet = true
		h.finish()
	case h.terminated:
		messaging.Discard(it)
	default:
		h.hear(it)
	}
}

// finish tells of the end once the last message has been delivered.
func (h *hosted) finish() {
	if !h.quiet || !h.ended {
		return
	}
	h.hold.Release()
	f, code := h.outcome()
	h.over(f, code)
}

// outcome is how the worker has ended: with an exit code, and with an error if that is why.
func (h *hosted) outcome() (*messaging.Failure, int) {
	h.mu.Lock()
	f := h.failure
	h.mu.Unlock()
	var exit *runtime.ExitError
	switch {
	case h.terminated:
		return nil, 1
	case f != nil:
		return h.arrived(f), 1
	case h.err == nil:
		return nil, 0
	case errors.As(h.err, &exit):
		return nil, exit.Code
	}
	code := 1
	if errors.Is(h.err, fault.Unsettled) {
		code = unsettled
	}
	value := h.rt.ErrorValue(h.err)
	return &messaging.Failure{Message: uncaughtText(h.rt, value), Error: value}, code
}

// unsettled is the exit code of a program whose top-level await never settles.
const unsettled = 13

// arrived makes the error of a failure.
func (h *hosted) arrived(f *failure) *messaging.Failure {
	made := &messaging.Failure{Message: f.message, Filename: f.file, Line: f.line, Column: f.column}
	if f.value != nil {
		if v, err := h.rt.Cloner().Decode(f.value); err == nil {
			made.Error = v
		}
	}
	if made.Error == nil {
		made.Error = h.rt.ErrorValue(fault.Worker.New("%s", f.message))
	}
	return made
}

// fail remembers the error that ends the worker. It is called on the worker's goroutine.
func (h *hosted) fail(f *failure) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.failure == nil {
		h.failure = f
	}
}

// environment is what setEnvironmentData has set, a Map.
type environment struct{ data *goja.Object }

type environmentKey struct{}

func environmentOf(rt *runtime.Runtime) *environment {
	return runtime.Local(rt, environmentKey{}, func() *environment { return &environment{} })
}

// encode makes a copy for a new worker; nil if there is nothing.
func (e *environment) encode(rt *runtime.Runtime) (*clone.Message, error) {
	if e.data == nil {
		return nil, nil
	}
	return rt.Cloner().Encode(e.data, clone.Options{})
}
