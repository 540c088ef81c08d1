package worker

import (
	"errors"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/lariatjs/lariat/runtime/fault"
)

// ending is what is known of the end of a process.
type ending struct {
	// dying is what the process said itself, nil if it said nothing.
	dying error
	// broken says that it sent what is no frame.
	broken bool
}

// read hears what the process says until it says no more.
func (p *process) read(from io.Reader) (why ending) {
	in := newFrameReader(from)
	for {
		kind, payload, err := in.next()
		if err == nil {
			err = p.hear(kind, &decoder{b: payload}, &why)
		}
		switch {
		case err == nil:
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, os.ErrClosed):
			return why
		default:
			why.broken, why.dying = true, err
			return why
		}
	}
}

// hear takes one frame. The error says that it is damaged.
func (p *process) hear(kind frame, d *decoder, why *ending) error {
	switch kind {
	case readyFrame:
		thrown, err := d.message(), d.fault()
		if d.end() == nil {
			p.ready(thrown, err)
		}
	case doneFrame:
		id := d.uint()
		a := d.answer()
		if r := p.find(id); r != nil && d.end() == nil {
			p.over(r.task, a)
		}
	case emitFrame:
		id, m := d.uint(), d.message()
		if r := p.find(id); r != nil && m != nil {
			p.seat.Emit(r.task, m)
		}
	case yieldFrame:
		id, m := d.uint(), d.message()
		if r := p.find(id); r != nil && m != nil {
			p.seat.Yield(r.task, m)
			p.about(r.task, func(r *sent) { r.credit-- })
		}
	case outputFrame:
		to := p.rt.Stdout()
		if d.bool() {
			to = p.rt.Stderr()
		}
		_, _ = to.Write(d.take(len(d.b))) // nobody to tell, as for a script that prints itself
	case dyingFrame:
		why.dying = d.fault()
	default:
		d.fail()
	}
	return d.end()
}

func (p *process) ready(thrown *message, err error) {
	p.seat.Ready(thrown, err)
	p.tell(func() { p.starting = false })
}

func (p *process) find(id uint64) *sent {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.running[id]
}

// describe says why a process ended: in its own words, by its exit status, and with what it wrote at last.
func (w ending) describe(label string, state *os.ProcessState, last *tail) error {
	words := last.String()
	if w.dying == nil && (strings.Contains(words, "out of memory") || strings.Contains(words, "cannot allocate memory")) {
		w.dying = fault.Limit.New("it ran out of memory")
	}
	var err *fault.Error
	if w.dying != nil {
		err = fault.Worker.New("%s died under the task: %w", label, w.dying)
	} else {
		err = fault.Worker.New("%s died under the task: %s", label, status(state))
		if words != "" {
			err.Message += "\n" + words
		}
	}
	return err.With("exitCode", state.ExitCode()).With("signal", signalOf(state))
}

// tailSize is how much is kept of what a process wrote at last.
const tailSize = 2 << 10

// tail keeps the end of what is written to it.
type tail struct {
	mu  sync.Mutex
	buf []byte
}

// Write appends p.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = append(t.buf, p...)
	if cut := len(t.buf) - tailSize; cut > 0 {
		t.buf = append(t.buf[:0], t.buf[cut:]...)
	}
	return len(p), nil
}

// String returns what was kept.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(string(t.buf))
}
