package streams

import (
	"io"
	"sync"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Consume locks a stream and gives its bytes to Go: to goroutines other than that of the loop, which is where the calls
// of Read must not come from. A stream that FromReader has made and nobody has read is read directly. Close cancels the
// stream unless it has ended. Loop goroutine only.
func (s *Streams) Consume(r *Readable) (io.ReadCloser, error) {
	if o, ended := r.take(); o != nil {
		return &direct{s: s, o: o, ended: ended}, nil
	}
	rd, thrown := r.lock(false)
	if thrown != nil {
		return nil, s.throw(thrown)
	}
	c := &consumer{s: s, reader: rd, answers: make(chan answer, 1), gone: make(chan struct{})}
	var once sync.Once
	c.quit = func() { once.Do(func() { close(c.gone) }) }
	c.forget = s.rt.OnClose(c.quit)
	return c, nil
}

// direct reads what is beneath a stream. The stream hears of the end.
type direct struct {
	s     *Streams
	o     *origin
	ended func(error)
	once  sync.Once
}

func (d *direct) Read(p []byte) (int, error) {
	n, err := d.o.r.Read(p)
	if err != nil {
		d.finish(err)
	}
	return n, err
}

// Waiting is that of the reader beneath.
func (d *direct) Waiting(by Waiter) (done func()) { return Await(d.o.r, by) }

func (d *direct) finish(err error) {
	d.once.Do(func() {
		_ = d.o.r.Close()
		d.s.rt.Loop().Post(func() { d.ended(err) })
	})
}

func (d *direct) Close() error {
	d.finish(nil)
	return nil
}

// answer is what came of one read.
type answer struct {
	bytes []byte
	err   error
}

// consumer asks the reader of a stream on the loop goroutine for each chunk.
type consumer struct {
	s       *Streams
	reader  *reader
	answers chan answer
	gone    chan struct{}
	quit    func()
	forget  func()
	rest    []byte
	err     error
	asked   bool // the script owes an answer; loop goroutine only
	Pauses
}

func (c *consumer) Read(p []byte) (int, error) {
	for len(c.rest) == 0 && c.err == nil {
		if !c.s.rt.Loop().Post(c.ask) {
			c.quit()
		}
		select {
		case a := <-c.answers:
			c.rest, c.err = a.bytes, a.err
		case <-c.gone:
			c.err = fault.Closed.New("the stream cannot be read any more: its program has ended")
		}
	}
	if len(c.rest) == 0 {
		return 0, c.err
	}
	n := copy(p, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

// ask reads a chunk, unless Close came first.
func (c *consumer) ask() {
	if c.reader.stream == nil {
		return
	}
	c.asked = true
	c.reader.read(c)
	c.Set(c.asked)
}

// give hands over what Read waits for.
func (c *consumer) give(a answer) {
	c.asked = false
	c.Set(false)
	c.answers <- a
}

func (c *consumer) chunk(v goja.Value) {
	b, ok := bind.BytesOf(v)
	if !ok {
		err := fault.Type.New("a chunk of a stream of bytes must be a Uint8Array")
		c.reader.stream.cancel(c.s.rt.ErrorValue(err)).handle()
		c.over(err)
		return
	}
	c.give(answer{bytes: append([]byte(nil), b...)})
}

func (c *consumer) end(goja.Value) { c.over(io.EOF) }

func (c *consumer) fail(reason goja.Value) { c.over(c.s.throw(reason)) }

func (c *consumer) over(err error) {
	c.forget()
	if c.reader.stream != nil {
		c.reader.release()
	}
	c.give(answer{err: err})
}

// Close cancels the stream. A Read that is under way ends.
func (c *consumer) Close() error {
	c.quit()
	c.forget()
	c.s.rt.Loop().Post(func() {
		if c.reader.stream != nil {
			reason := c.s.rt.ErrorValue(fault.Aborted.New("the consumer of the stream has closed it"))
			c.reader.stream.cancel(reason).handle()
			if c.reader.stream != nil { // a read that waited has not released it
				c.reader.release()
			}
		}
	})
	return nil
}
