package fs

import (
	"context"
	"errors"
	"io"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/stdlib/streams"
)

func (m *face) open(c *bind.Call) (any, error) {
	path := m.path(c, 0, "path")
	flags := "r"
	if !goja.IsUndefined(c.Value(1)) {
		flags = c.String(1, "flags")
	}
	var o struct {
		Mode int `js:"mode"`
	}
	c.Exactly(2, &o, &bind.WaitOptions{})
	return bind.Go(c, c.Context(2), func(ctx context.Context) (*File, error) {
		if err := m.disk.enter(ctx); err != nil {
			return nil, err
		}
		defer m.disk.leave()
		return m.disk.Open(ctx, path, flags, goMode(uint32(o.Mode)))
	}, func(f *File) (any, error) { return m.files.Wrap(f), nil })
}

// classes makes the classes of what is open.
func (m *face) classes() {
	if m.files != nil {
		return
	}
	m.files = bind.Class[*File]{
		Name: "FileHandle",
		Async: map[string]func(*File, *bind.Call) (any, error){
			"read":     m.read,
			"write":    m.write,
			"stat":     m.fstat,
			"seek":     m.seek,
			"truncate": m.ftruncate,
			"sync":     func(f *File, c *bind.Call) (any, error) { return bind.Operate(c, c.Context(0), f.Sync, none) },
			"close":    func(f *File, c *bind.Call) (any, error) { return sheltered(c, f.CloseThen), nil },
		},
		Methods: map[string]func(*File, *bind.Call) (any, error){
			"readable": func(f *File, _ *bind.Call) (any, error) {
				o := streams.Options{Label: "FileHandle.readable", Chunk: flowChunk}
				return streams.In(m.rt).FromReader(flowIn{f}, o).Value(), nil
			},
			"writable": func(f *File, _ *bind.Call) (any, error) {
				return streams.In(m.rt).ToWriter(flowOut{f}, streams.Options{Label: "FileHandle.writable"}).Value(), nil
			},
			"chunks": m.chunks,
			"lines":  m.lines,
			"texts":  m.texts,
			"writer": func(f *File, _ *bind.Call) (any, error) { return m.writers.Wrap(f.Writer()), nil },
		},
		Getters: map[string]func(*File) any{
			"path":   func(f *File) any { return f.Path() },
			"closed": func(f *File) any { return f.Closed() },
		},
		Lengths:      map[string]int{"write": 1, "seek": 1},
		AsyncDispose: "close", AsyncIterate: "chunks",
	}.In(m.rt)
	bind.Show(m.rt, m.files.Prototype, "path", "closed")
	m.writers = bind.Class[*Writer]{
		Name: "FileWriter",
		Async: map[string]func(*Writer, *bind.Call) (any, error){
			"write": offer,
			"flush": func(w *Writer, c *bind.Call) (any, error) { return bind.Operate(c, c.Context(0), w.Flush, none) },
		},
		Lengths: map[string]int{"write": 1},
	}.In(m.rt)
	m.temps = m.tempClass().In(m.rt)
	m.watches = bind.Class[*listener]{Name: "Watch"}.In(m.rt)
}

// offer writes data behind the script's back: mostly it is taken at once.
func offer(w *Writer, c *bind.Call) (any, error) {
	b, scope := data(c, 0), c.Context(1)
	if scope.Err() == nil {
		if accepted, err := w.TryWrite(b); accepted || err != nil {
			scope.EndWait()
			return nil, err
		}
	}
	return bind.Operate(c, scope, func(ctx context.Context, done func(int, error)) { w.Write(ctx, b, done) }, nil)
}

// none is the result of an operation that has none.
func none(struct{}) (any, error) { return nil, nil }

// sheltered makes a promise of something that must happen even where the scope has ended: closing and removing. While
// it lasts the scope is not left.
func sheltered(c *bind.Call, start func(done func(error))) goja.Value {
	rt, p, at := c.Runtime(), c.Runtime().NewPromise(), c.Runtime().Site()
	hold, leave := rt.Loop().Hold("operation", c.Name()), rt.Scope().Busy()
	hold.Mark(at)
	start(func(err error) {
		rt.Loop().Post(func() {
			hold.Release()
			leave()
			if err != nil {
				p.RejectValue(rt.ErrorAt(err, at))
				return
			}
			p.Resolve(nil)
		})
	})
	return p.Value
}

func (m *face) read(f *File, c *bind.Call) (any, error) {
	n := int(min(size(c, 0, "n", DefaultChunk), maxChunk))
	if n == 0 {
		c.Bad("n", "a number of bytes of at least 1", n)
	}
	return bind.Operate(c, c.Context(1), func(ctx context.Context, done func([]byte, error)) {
		f.Read(ctx, n, atEnd(done))
	}, m.bytesOrNull)
}

// atEnd makes the end of a file a result: nil.
func atEnd(done func([]byte, error)) func([]byte, error) {
	return func(b []byte, err error) {
		if errors.Is(err, io.EOF) {
			b, err = nil, nil
		}
		done(b, err)
	}
}

func (m *face) bytesOrNull(b []byte) (any, error) {
	if b == nil {
		return bind.Null, nil
	}
	return b, nil
}

func (m *face) write(f *File, c *bind.Call) (any, error) {
	b := data(c, 0)
	return bind.Operate(c, c.Context(1), func(ctx context.Context, done func(int, error)) { f.Write(ctx, b, done) },
		func(n int) (any, error) { return n, nil })
}

func (m *face) fstat(f *File, c *bind.Call) (any, error) {
	return bind.Operate(c, c.Context(0), f.Stat, func(i Info) (any, error) { return fileInfo(m, i) })
}

func (m *face) seek(f *File, c *bind.Call) (any, error) {
	if c.Len() == 0 {
		c.Wrong("position", "a number of bytes")
	}
	to := size(c, 0, "position", 0)
	return bind.Operate(c, c.Context(1), func(ctx context.Context, done func(int64, error)) { f.Seek(ctx, to, done) },
		func(at int64) (any, error) { return at, nil })
}

func (m *face) ftruncate(f *File, c *bind.Call) (any, error) {
	n := size(c, 0, "size", 0)
	return bind.Operate(c, c.Context(1), func(ctx context.Context, done func(struct{}, error)) { f.Truncate(ctx, n, done) }, none)
}

func (m *face) chunks(f *File, c *bind.Call) (any, error) {
	s := f.Chunks(c.IntOr(0, "size", 1, DefaultChunk))
	return bind.Iterator(m.rt, "FileHandle.chunks", s, func(b []byte) (any, error) { return b, nil }), nil
}

func (m *face) texts(f *File, c *bind.Call) (any, error) {
	return texts(m.rt, "FileHandle.texts", f.Texts(c.IntOr(0, "size", 1, DefaultChunk))), nil
}

func (m *face) lines(f *File, c *bind.Call) (any, error) {
	o := struct {
		Limit int `js:"limit"`
		Batch int `js:"batch"`
	}{Limit: DefaultLine}
	c.Exactly(0, &o)
	if o.Limit < 1 {
		c.Bad("limit", "a number of bytes of at least 1", o.Limit)
	}
	if o.Batch < 0 {
		c.Bad("batch", "a number of lines of at least 1", o.Batch)
	}
	s := f.Lines(o.Limit)
	if o.Batch == 0 {
		return texts(m.rt, "FileHandle.lines", s), nil
	}
	return bind.Iterator(m.rt, "FileHandle.lines", s.Batches(o.Batch), func(lines []string) (any, error) { return lines, nil }), nil
}

// closingLines are the lines of a file that is closed behind them, by a function of the script.
type closingLines struct {
	*Stream[string]
	close *bind.Function
}

// CloseThen ends the stream and closes the file.
func (s closingLines) CloseThen(done func(error)) {
	s.Close()
	s.close.Async(func(_ goja.Value, err error) { done(err) })
}

// nodeLines is FileHandle.readLines of Node: (file, close).
func (m *face) nodeLines(c *bind.Call) (any, error) {
	lines := m.fileOf(c).Lines(DefaultLine)
	if !c.Has(1) {
		return texts(m.rt, "FileHandle.readLines", lines), nil
	}
	src := closingLines{lines, c.Function(1, "close")}
	return bind.Iterator(m.rt, "FileHandle.readLines", src, func(s string) (any, error) { return s, nil }), nil
}

func texts(rt *runtime.Runtime, label string, s *Stream[string]) *goja.Object {
	return bind.Iterator(rt, label, s, func(s string) (any, error) { return s, nil })
}
