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
func (w ending) describe(label string, state *os.ProcessState, last *stderrHead) error {
	words := last.String()
	for _, text := range []string{"out of memory", "cannot allocate memory", "failed to allocate"} {
		if w.dying == nil && strings.Contains(words, text) {
			w.dying = fault.Limit.New("it ran out of memory")
		}
	}
	var err *fault.Error
	if w.dying != nil {
		err = fault.Worker.New("%s died under the task: %w", label, w.dying)
	} else {
		err = fault.Worker.New("%s died under the task: %s", label, status(state))
		if first, _, _ := strings.Cut(words, "\n"); first != "" {
			err.Message += ": " + first
		}
	}
	if words != "" {
		err = err.With("output", words)
	}
	if s := signalOf(state); s != "" {
		return err.With("signal", s)
	}
	return err.With("exitCode", state.ExitCode())
}

// stderrHead keeps what a process writes to its standard error, which scripts do not use: it is what Go says when it
// cannot go on. The beginning of that is what matters.
type stderrHead struct {
	mu  sync.Mutex
	buf []byte
}

const maxWords = 2 << 10

// Write appends p.
func (l *stderrHead) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.buf = append(l.buf, p[:min(len(p), maxWords-len(l.buf))]...)
	return len(p), nil
}

// String returns what was kept.
func (l *stderrHead) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.TrimSpace(string(l.buf))
}
