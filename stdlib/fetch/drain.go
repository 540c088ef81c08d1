package fetch

import (
	"context"
	"io"
	"sync"
	"time"

	"github.com/lariatjs/lariat/stdlib/streams"
)

// What is left of a body that nobody wants is read, if that is little and comes soon: the connection can be used again.
const (
	drainBytes = 64 << 10
	drainTime  = 100 * time.Millisecond
)

// discard reads the rest of a body, within limits, and closes it.
func discard(r io.ReadCloser) {
	late := time.AfterFunc(drainTime, func() { _ = r.Close() })
	defer late.Stop()
	_, _ = io.CopyN(io.Discard, r, drainBytes)
	_ = r.Close()
}

// terminated gives the errors of a body their shape.
type terminated struct {
	io.ReadCloser
	ctx context.Context
	o   *Outgoing
	raw io.Reader // as it comes
}

// Waiting is that of the connection.
func (t *terminated) Waiting(by streams.Waiter) (done func()) { return streams.Await(t.raw, by) }

func (t *terminated) Read(p []byte) (int, error) {
	n, err := t.ReadCloser.Read(p)
	if err != nil && err != io.EOF { //nolint:errorlint // the end itself
		err = bodyFailure(t.ctx, err, t.o)
	}
	return n, err
}

// wire is the body of an answer as the owner has it. It is closed when nobody has it any more.
type wire struct{ *line }

// line is what wire closes: nothing that lives longer than the owner may hold the wire itself.
type line struct {
	body    io.ReadCloser
	once    sync.Once
	release func() // ends what watches over the body
	forget  func() // takes the line off what ends with the runtime, or nil
	length  int64  // of what is read, negative if unknown
}

// Read reads on. At the end, and after an error, the line is closed.
func (l *line) Read(p []byte) (int, error) {
	n, err := l.body.Read(p)
	if err != nil {
		l.finish(nil)
	}
	return n, err
}

// Waiting is that of the body.
func (l *line) Waiting(by streams.Waiter) (done func()) { return streams.Await(l.body, by) }

// Close closes the connection, unless the body has been read to its end.
func (l *line) Close() error {
	l.give()
	return nil
}

// give gives the connection up.
func (l *line) give() { l.finish(l.body) }

// Discard reads the rest, if that is little, and closes then.
func (l *line) Discard() {
	l.once.Do(func() {
		discard(l.body)
		l.over()
	})
}

func (l *line) over() {
	l.release()
	if l.forget != nil {
		l.forget()
	}
}

func (l *line) finish(open io.Closer) {
	l.once.Do(func() {
		l.over()
		if open == nil {
			open = l.body
		}
		_ = open.Close()
	})
}
