package nodehttp

import (
	"io"
	"sync"

	"github.com/lariatjs/lariat/stdlib/streams"
)

// pipe is an io.Pipe that a script writes to. Its reader knows when it waits for the script, and those who write know when
// nobody takes what they write.
type pipe struct {
	*io.PipeReader
	w *io.PipeWriter

	streams.Pauses
	mu           sync.Mutex
	reading      bool
	given, taken int // bytes; the end is one

	full streams.Pauses // of those who write; used with other mutexes held
}

func newPipe() *pipe {
	r, w := io.Pipe()
	return &pipe{PipeReader: r, w: w}
}

// Read reads on.
func (p *pipe) Read(b []byte) (int, error) {
	p.change(func() { p.reading = true })
	n, err := p.PipeReader.Read(b)
	p.change(func() { p.reading, p.taken = false, p.taken+n })
	return n, err
}

func (p *pipe) change(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f()
	p.Set(p.reading && p.given == p.taken)
}

// begin notes that n bytes are about to be written, for which by waits until done is called.
func (p *pipe) begin(n int, by streams.Waiter) (done func()) {
	p.change(func() { p.given += n })
	return p.full.Waiting(by)
}

// Unref says that nobody takes what is written.
func (p *pipe) Unref() { p.full.Set(true) }

// Ref says that somebody does.
func (p *pipe) Ref() { p.full.Set(false) }

// end is the end of what is written; an error says that it is not complete.
func (p *pipe) end(err error) {
	p.change(func() { p.given++ })
	_ = p.w.CloseWithError(err)
}
