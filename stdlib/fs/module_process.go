package fs

import (
	"cmp"
	"context"
	"sync"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

// lead is how many bytes of chunks are handed to the script ahead of the transform, at most leadChunks: one hop
// between goroutines then serves many chunks.
const (
	lead       = 1 << 20
	leadChunks = 32
)

func (m *face) processFile(c *bind.Call) (any, error) {
	in, out, fn := m.path(c, 0, "input"), m.path(c, 1, "output"), c.Function(2, "transform")
	o := struct {
		ChunkSize   int            `js:"chunkSize"`
		Text        bool           `js:"text"`
		Concurrency int            `js:"concurrency"`
		OnProgress  *bind.Function `js:"onProgress"`
	}{ChunkSize: DefaultChunk, Concurrency: 1}
	c.Exactly(3, &o, &bind.WaitOptions{})
	if o.ChunkSize < 1 || o.ChunkSize > maxChunk {
		c.Bad("chunkSize", "a number of bytes from 1 to 1 GiB", o.ChunkSize)
	}
	if o.Concurrency < 1 || o.Concurrency > 1<<15 {
		c.Bad("concurrency", "an integer from 1 to 32768", o.Concurrency)
	}
	t := &transformer{rt: m.rt, name: c.Name(), fn: fn, limit: o.Concurrency}
	p := ProcessOptions{ChunkSize: o.ChunkSize, Text: o.Text, Concurrency: o.Concurrency + min(leadChunks, lead/o.ChunkSize)}
	t.progress = bind.NewProgress(m.rt, o.OnProgress, func(err error) { t.broken = err })
	if o.OnProgress != nil {
		p.Opened = func(size int64) { m.rt.Loop().Post(func() { t.progress.Total(size) }) }
	}
	return bind.GoThrough(c, c.Context(3), func(ctx context.Context, hold *loop.Hold) (Processed, error) {
		p.Waits = waiting(hold)
		return m.disk.ProcessFile(ctx, in, out, p, t.take)
	}, func(n Processed) (any, error) {
		if err := cmp.Or(t.broken, t.progress.End()); err != nil {
			return nil, err
		}
		return m.record("bytesIn", n.BytesIn, "bytesOut", n.BytesOut), nil
	})
}

// transformer runs the function of a script on the pieces of a file, up to limit at a time. Pieces come from the
// goroutine of ProcessFile.
type transformer struct {
	rt      *runtime.Runtime
	name    string
	fn      *bind.Function
	limit   int
	running int  // loop goroutine only
	failed  bool // loop goroutine only: what comes after an error is not run any more

	progress *bind.Progress
	broken   error // loop goroutine only: what onProgress has thrown

	mu     sync.Mutex
	queue  []transforming
	posted bool
}

type transforming struct {
	ctx   context.Context
	piece Piece
	done  func([]byte, error)
}

// take is a Transform.
func (t *transformer) take(ctx context.Context, piece Piece, done func([]byte, error)) {
	t.mu.Lock()
	t.queue = append(t.queue, transforming{ctx, piece, done})
	post := !t.posted
	t.posted = true
	t.mu.Unlock()
	if post && !t.rt.Loop().Post(t.run) {
		done(nil, fault.Closed.New("%s: the runtime was closed", t.name))
	}
}

// turn is how long pieces are started in one turn of the loop, so that a transform that takes its time does not keep
// everything else from running.
const turn = 5 * time.Millisecond

// run starts as many as may run.
func (t *transformer) run() {
	for begun := time.Now(); t.running < t.limit; {
		if time.Since(begun) > turn {
			t.rt.Loop().Post(t.run)
			return
		}
		t.mu.Lock()
		if len(t.queue) == 0 {
			t.posted = false
			t.mu.Unlock()
			return
		}
		next := t.queue[0]
		t.queue = t.queue[1:]
		t.mu.Unlock()
		if cause := cmp.Or(context.Cause(next.ctx), t.broken); cause != nil || t.failed {
			next.done(nil, cause) // which an earlier piece has told already if it failed
			continue
		}
		t.start(next)
	}
}

// start runs the function on one piece. What it returns is mostly the result itself: only what is no data is awaited.
func (t *transformer) start(next transforming) {
	t.running++
	v, err := t.fn.Call(t.value(next.piece))
	b, plain := []byte(nil), err != nil
	if !plain {
		b, plain = resultOf(v)
	}
	if plain {
		t.end(next, b, err)
		return
	}
	early := true
	bind.Settle(t.rt, v, func(v goja.Value, err error) {
		var b []byte
		if err == nil {
			var ok bool
			if b, ok = resultOf(v); !ok {
				err = fault.Type.New("%s: the transform must return a string, bytes, or nothing", t.name)
			}
		}
		t.end(next, b, err)
		if !early {
			t.run()
		}
	})
	early = false
}

func (t *transformer) end(next transforming, b []byte, err error) {
	t.running--
	t.failed = t.failed || err != nil
	if err == nil {
		t.progress.Add(next.piece.Size, 0)
	}
	next.done(b, err)
}

func (t *transformer) value(p Piece) goja.Value {
	if p.Bytes != nil {
		return bind.Bytes(t.rt, p.Bytes)
	}
	return bind.ToValue(t.rt, p.Text)
}

// resultOf reads what the function gave: data, or nothing.
func resultOf(v goja.Value) ([]byte, bool) {
	if bind.Nullish(v) {
		return nil, true
	}
	return bytesOf(v)
}
