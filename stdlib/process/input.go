package process

import (
	"context"
	"io"
	"sync"
)

// chunkSize is how much is read at once.
const chunkSize = 64 << 10

// Input is a stream that is read when somebody asks, one chunk at a time. It is a source for iterators: one
// call of Next has to be answered before the next one. A read that nobody waits for any more, because
// its scope has ended, keeps what it gets for whoever asks next.
//
// A read of the standard input cannot be called off. Its goroutine stays behind when the program ends;
// the runtime does not wait for it.
type Input struct {
	r io.Reader

	mu      sync.Mutex
	reading bool
	kept    []byte
	err     error // io.EOF at the end
	waiting *waiter
}

// waiter is one call of Next that waits.
type waiter struct {
	done func(chunk []byte, more bool, err error)
	stop func() bool // detaches it from its scope
	over bool
}

// NewInput returns the input of a reader.
func NewInput(r io.Reader) *Input { return &Input{r: r} }

// Next calls done with a chunk, with more false at the end, or with an error; at once or later, from any
// goroutine.
func (in *Input) Next(ctx context.Context, done func(chunk []byte, more bool, err error)) {
	in.mu.Lock()
	if in.kept != nil || in.err != nil {
		chunk, more, err := in.take()
		in.mu.Unlock()
		done(chunk, more, err)
		return
	}
	w := &waiter{done: done}
	in.waiting = w
	if !in.reading {
		in.reading = true
		go in.read()
	}
	in.mu.Unlock()
	in.attach(ctx, w)
}

// attach ends the waiter with its context. A scope of the runtime does so in the same instant.
func (in *Input) attach(ctx context.Context, w *waiter) {
	cancel := func() {
		if in.leave(w) {
			w.done(nil, false, ctx.Err())
		}
	}
	var stop func() bool
	if scope, ok := ctx.(interface{ AfterFunc(func()) func() bool }); ok {
		stop = scope.AfterFunc(cancel)
	} else {
		stop = context.AfterFunc(ctx, cancel)
	}
	in.mu.Lock()
	over := w.over
	w.stop = stop
	in.mu.Unlock()
	if over {
		stop()
	}
}

// leave takes the waiter out, if it still waits.
func (in *Input) leave(w *waiter) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	if w.over {
		return false
	}
	w.over = true
	in.waiting = nil
	return true
}

// take returns what is there. The caller holds in.mu.
func (in *Input) take() (chunk []byte, more bool, err error) {
	if chunk = in.kept; chunk != nil {
		in.kept = nil
		return chunk, true, nil
	}
	if in.err == io.EOF { //nolint:errorlint // a reader returns it as it is
		return nil, false, nil
	}
	return nil, false, in.err
}

func (in *Input) read() {
	buf := make([]byte, chunkSize)
	n, err := 0, error(nil)
	for n == 0 && err == nil {
		n, err = in.r.Read(buf)
	}
	in.mu.Lock()
	in.reading = false
	if n > 0 {
		in.kept = buf[:n:n]
	}
	if err != nil {
		in.err = err
	}
	w := in.waiting
	if w == nil {
		in.mu.Unlock()
		return
	}
	in.waiting = nil
	w.over = true
	stop := w.stop
	chunk, more, err := in.take()
	in.mu.Unlock()
	if stop != nil {
		stop()
	}
	w.done(chunk, more, err)
}

// Close does nothing: the standard input is not ours to close.
func (in *Input) Close() {}
