package fs

import (
	"context"
	"slices"
	"sync"
)

// writeBehind is how many bytes a Writer takes before it makes its callers wait.
const writeBehind = 1 << 20

// Writer takes data at once and writes it behind the caller's back, in order: many small writes cost
// few system calls and no wait. What it took is in the file after Flush, before any later operation
// of the file, and when the file is closed. The first failure is told to whoever comes next, and stays;
// closing the file tells it only if nobody has heard of it.
type Writer struct {
	f *File

	mu      sync.Mutex
	taken   []byte
	spare   []byte
	err     error
	told    bool // somebody has heard of err
	writing bool
	waiters []*writing
}

// writing is one call that waits: for room, or (with no data) until all before it is written.
type writing struct {
	hook
	data []byte
	done func(int, error)
}

// Writer returns the writer of the file, of which there is one. It writes at the position.
func (f *File) Writer() *Writer {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.writer == nil {
		f.writer = &Writer{f: f}
	}
	return f.writer
}

// TryWrite takes data, which it copies, if there is room; otherwise it takes nothing.
func (w *Writer) TryWrite(data []byte) (accepted bool, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.refuses(); err != nil {
		return false, err
	}
	if len(w.waiters) > 0 || len(w.taken) >= writeBehind {
		return false, nil
	}
	w.take(data)
	return true, nil
}

// Write takes data when there is room: mostly at once. The caller must not change data before done.
// A call that is cancelled while it waits has written nothing.
func (w *Writer) Write(ctx context.Context, data []byte, done func(int, error)) {
	if ctx.Err() != nil {
		done(0, context.Cause(ctx))
		return
	}
	switch accepted, err := w.TryWrite(data); {
	case err != nil:
		done(0, err)
	case accepted:
		done(len(data), nil)
	default:
		w.wait(ctx, data, done)
	}
}

// Flush answers when all that was taken before is in the file.
func (w *Writer) Flush(ctx context.Context, done func(struct{}, error)) {
	w.wait(ctx, nil, func(_ int, err error) { done(struct{}{}, err) })
}

// refuses tells why nothing is taken any more. The caller holds w.mu.
func (w *Writer) refuses() error {
	if w.err != nil {
		return w.tell()
	}
	w.f.mu.Lock()
	defer w.f.mu.Unlock()
	return w.f.refuses("write", true)
}

// tell is the failure on its way to somebody. The caller holds w.mu.
func (w *Writer) tell() error {
	w.told = w.told || w.err != nil
	return w.err
}

// wait stands a call in line, unless what it waits for has come about.
func (w *Writer) wait(ctx context.Context, data []byte, done func(int, error)) {
	w.mu.Lock()
	if ctx.Err() != nil || w.err != nil || !w.writing {
		n, err := 0, context.Cause(ctx)
		if err == nil {
			err = w.tell()
		}
		if err == nil {
			w.take(data)
			n = len(data)
		}
		w.mu.Unlock()
		done(n, err)
		return
	}
	me := &writing{data: data, done: done}
	w.waiters = append(w.waiters, me)
	w.mu.Unlock()
	me.watch(ctx, &w.mu, func() { w.cancel(ctx, me) })
}

func (w *Writer) cancel(ctx context.Context, me *writing) {
	w.mu.Lock()
	i := slices.Index(w.waiters, me)
	if i < 0 {
		w.mu.Unlock()
		return
	}
	w.waiters = slices.Delete(w.waiters, i, i+1)
	me.end()
	w.mu.Unlock()
	me.done(0, context.Cause(ctx))
}

// take appends data and sees to it that somebody writes. The caller holds w.mu.
func (w *Writer) take(data []byte) {
	w.taken = append(w.taken, data...)
	if !w.writing && len(w.taken) > 0 {
		w.writing = true
		w.f.line.add(w.write)
	}
}

// write is a job in the file's line: it writes what was taken so far. What comes meanwhile is for the
// next job, so that a busy writer does not keep other operations out.
func (w *Writer) write() {
	w.mu.Lock()
	batch := w.taken
	w.taken, w.spare = w.spare[:0], nil
	w.mu.Unlock()
	var err error
	if len(batch) > 0 {
		_, err = w.f.h.Write(batch)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if cap(batch) <= 2*writeBehind {
		w.spare = batch[:0]
	}
	if err != nil && w.err == nil {
		w.err = systemError(err, "write", w.f.path)
		w.taken = nil
	}
	w.serve()
	w.writing = len(w.taken) > 0
	if w.writing {
		w.f.line.add(w.write)
	}
}

// settle brings the file up to date before an operation that is about to stand in line. A nil Writer,
// of a file that has none, has nothing to write.
func (w *Writer) settle() {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.writing {
		w.f.line.add(w.write)
	}
}

// finish writes all that was taken or waits, on the goroutine of the line, and gives the failure that nobody has
// heard of.
func (w *Writer) finish() error {
	if w == nil {
		return nil
	}
	for {
		w.mu.Lock()
		over, err := w.err != nil || len(w.taken) == 0 && len(w.waiters) == 0, w.err
		if w.told {
			err = nil
		}
		w.mu.Unlock()
		if over {
			return err
		}
		w.write()
	}
}

// serve answers those who wait, in order, as far as it can. The caller holds w.mu, which is given up
// around each callback.
func (w *Writer) serve() {
	for len(w.waiters) > 0 {
		first := w.waiters[0]
		flush := first.data == nil
		if w.err == nil && (flush && len(w.taken) > 0 || !flush && len(w.taken) >= writeBehind) {
			return
		}
		w.waiters = w.waiters[1:]
		n, err := 0, w.tell()
		if err == nil {
			w.taken = append(w.taken, first.data...)
			n = len(first.data)
		}
		stop := first.end()
		w.mu.Unlock()
		stop()
		first.done(n, err)
		w.mu.Lock()
	}
}
