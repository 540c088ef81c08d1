package worker

import (
	"cmp"
	"errors"

	"github.com/lariatjs/lariat/runtime/fault"
)

// guest is a task of the parent in the child's own pool.
type guest struct {
	Task
	h *host
	// credit is what a stream may yield before the parent says more. The host's mutex guards it and the rest.
	credit    int
	cancelled bool
	blocked   bool // counted in host.blocked
}

// read takes frames until the pipe ends: then the parent is no more, and nobody waits for anything here.
func (h *host) read(frames *frameReader) {
	for {
		kind, payload, err := frames.next()
		if err == nil {
			err = h.hear(kind, &decoder{b: payload})
		}
		if err != nil {
			h.leave(orphaned)
			return
		}
	}
}

// hear takes one frame. The error says that it is damaged.
func (h *host) hear(kind frame, d *decoder) error {
	switch kind {
	case functionFrame:
		n := d.uint()
		if fn := d.function(); d.end() == nil {
			h.functions[n] = fn
		}
	case forgetFrame:
		clear(h.functions)
	case taskFrame:
		call, n := d.call()
		if fn, ok := h.functions[n]; ok && d.end() == nil {
			call.Fn = fn
			h.begin(&call)
			return nil
		}
		d.fail()
	case cancelFrame:
		id, cause, reason := d.uint(), d.fault(), d.message()
		if g := h.find(id); g != nil && d.end() == nil {
			h.pool.Cancel(&g.Task, cmp.Or(cause, error(fault.Aborted)), reason)
			h.change(g, func() { g.cancelled = true })
		}
	case creditFrame:
		id, n := d.uint(), d.int()
		if g := h.find(id); g != nil && d.end() == nil {
			h.pool.Credit(&g.Task, n)
			h.change(g, func() { g.credit += n })
		}
	case closeFrame:
		h.pool.Close(false, func() { h.leave(0) })
	default:
		d.fail()
	}
	return d.end()
}

// begin submits a task.
func (h *host) begin(c *Call) {
	g := &guest{Task: Task{Call: *c, Grace: -1}, h: h, credit: c.Credit}
	g.To = g
	h.mu.Lock()
	h.tasks[c.ID] = g
	h.beginning = true
	h.refer()
	h.mu.Unlock()
	h.watch.begin()
	if _, err := h.pool.Submit(&g.Task); err != nil {
		h.rt.Loop().Post(func() { g.Settled(&g.Task, Answer{}, err) })
	}
	h.change(g, func() { h.beginning = false })
}

func (h *host) find(id uint64) *guest {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.tasks[id]
}

// change changes what is known of a task. It comes after the pool was told: when the process waits for nothing any
// more, and the worker does not know yet that there is something to do, all would seem to sleep for ever.
func (h *host) change(g *guest, f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f()
	blocked := h.tasks[g.ID] == g && g.Kind == Stream && g.credit <= 0 && !g.cancelled
	switch {
	case blocked && !g.blocked:
		h.blocked++
	case !blocked && g.blocked:
		h.blocked--
	}
	g.blocked = blocked
	h.refer()
}

// refer sees to it that nothing here is taken for stuck, and virtual time stands still, while the process waits for the
// parent, or has a task that its worker has not been told of. The mutex is held.
func (h *host) refer() {
	if len(h.tasks) == 0 || h.blocked > 0 || h.beginning {
		h.idle.Ref()
	} else {
		h.idle.Unref()
	}
}

// Yielded hands on a value of a stream.
func (g *guest) Yielded(t *Task, value *message) {
	g.h.change(g, func() { g.credit-- })
	g.say(yieldFrame, t, value)
}

// Emitted hands on a message.
func (g *guest) Emitted(t *Task, m *message) { g.say(emitFrame, t, m) }

// say sends a value that need not arrive if it cannot leave the process; the task hears nothing of that, but what
// it prints.
func (g *guest) say(kind frame, t *Task, m *message) {
	err := g.h.send(kind, func(e *encoder) {
		e.uint(t.ID)
		e.message(m)
	})
	if err != nil {
		g.h.pool.Cancel(t, err, nil)
	}
}

// Settled hands on the end. When the worker has died the process goes with it.
func (g *guest) Settled(t *Task, a Answer, err error) {
	h := g.h
	if errors.Is(err, fault.Worker) {
		h.die(errors.Unwrap(err))
		return
	}
	if err != nil && a.Value == nil && a.Thrown == nil && a.Err == nil {
		a.Err = err
	}
	h.change(g, func() { delete(h.tasks, t.ID) })
	h.watch.end()
	done := func(a Answer) error {
		return h.send(doneFrame, func(e *encoder) {
			e.uint(t.ID)
			e.answer(&a)
		})
	}
	if err := done(a); err != nil {
		_ = done(Answer{Err: err}) // the result cannot leave the process
	}
}

// ready says that the worker is set up, or why not.
func (h *host) ready(thrown *message, err error) {
	send := func(thrown *message, err error) error {
		return h.send(readyFrame, func(e *encoder) {
			e.message(thrown)
			e.fault(err)
		})
	}
	if err := send(thrown, err); err != nil {
		_ = send(nil, err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.out.flush()
}

// send puts a frame in line. It is written with those that follow at the same moment.
func (h *host) send(kind frame, write func(e *encoder)) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	e := h.out.begin(kind)
	write(e)
	if err := h.out.end(e); err != nil {
		return err
	}
	if !h.flushing && h.rt != nil {
		h.flushing = h.rt.Loop().Post(h.flush)
	}
	return nil
}

func (h *host) flush() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.flushing = false
	h.out.flush()
}

// output is where the scripts of the child print: the parent writes it to the program's own output, in order with
// the results.
type output struct {
	h     *host
	isErr bool
}

// Write sends p at once.
func (o output) Write(p []byte) (int, error) {
	o.h.mu.Lock()
	defer o.h.mu.Unlock()
	e := o.h.out.begin(outputFrame)
	e.bool(o.isErr)
	e.b = append(e.b, p...)
	if err := o.h.out.end(e); err != nil {
		return 0, err
	}
	o.h.out.flush()
	return len(p), o.h.out.err
}
