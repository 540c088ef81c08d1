package fs

import (
	"context"
	"math"
	"path/filepath"
	"time"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
)

// fileOperation is an operation on the open file that is the first argument. Prepare reads the others.
type fileOperation struct {
	prepare func(f *File, c *bind.Call) func(ctx context.Context, done func(any, error))
	then    func(m *face, v any) (any, error)
}

// fileOperations are those of "node:fs".
var fileOperations = lazy.Value[map[string]fileOperation]{Make: func() map[string]fileOperation {
	return map[string]fileOperation{
		"fclose": {prepare: func(f *File, _ *bind.Call) func(context.Context, func(any, error)) {
			return func(_ context.Context, done func(any, error)) { f.CloseThen(func(err error) { done(nil, err) }) }
		}},
		"fread": {prepare: func(f *File, c *bind.Call) func(context.Context, func(any, error)) {
			n := c.Int(1, "length", 1)
			at, placed := position(c, 2)
			return anyOf(func(ctx context.Context, done func([]byte, error)) {
				if placed {
					f.ReadAt(ctx, n, at, atEnd(done))
				} else {
					f.Read(ctx, n, atEnd(done))
				}
			})
		}, then: func(m *face, v any) (any, error) { return m.bytesOrNull(v.([]byte)) }},
		"freadAll": {
			prepare: func(f *File, _ *bind.Call) func(context.Context, func(any, error)) { return anyOf(f.ReadRest) },
			then:    func(m *face, v any) (any, error) { return m.buffer(v.([]byte)), nil },
		},
		"fstat": {prepare: func(f *File, _ *bind.Call) func(context.Context, func(any, error)) { return anyOf(f.Stat) }, then: infoRow},
		"fsync": {prepare: func(f *File, _ *bind.Call) func(context.Context, func(any, error)) { return anyOf(f.Sync) }, then: nothing},
		"ftruncate": {prepare: func(f *File, c *bind.Call) func(context.Context, func(any, error)) {
			n := size(c, 1, "len", 0)
			return anyOf(func(ctx context.Context, done func(struct{}, error)) { f.Truncate(ctx, n, done) })
		}, then: nothing},
		"fwrite": {prepare: func(f *File, c *bind.Call) func(context.Context, func(any, error)) {
			b := data(c, 1)
			at, placed := position(c, 2)
			return anyOf(func(ctx context.Context, done func(int, error)) {
				if placed {
					f.WriteAt(ctx, b, at, done)
				} else {
					f.Write(ctx, b, done)
				}
			})
		}},
	}
}}

// position reads an argument that is a number of bytes, or null for where the file is.
func position(c *bind.Call, i int) (at int64, placed bool) {
	if !c.Has(i) {
		return 0, false
	}
	return size(c, i, "position", 0), true
}

// anyOf gives the operations of a File one type.
func anyOf[T any](start func(ctx context.Context, done func(T, error))) func(context.Context, func(any, error)) {
	return func(ctx context.Context, done func(any, error)) {
		start(ctx, func(v T, err error) { done(v, err) })
	}
}

func (op fileOperation) finish(m *face, v any) (any, error) {
	if op.then == nil {
		return v, nil
	}
	return op.then(m, v)
}

// fileAsync makes the form that returns a promise.
func (m *face) fileAsync(name string, op fileOperation) *goja.Object {
	return bind.AsyncFunc(m.rt, name, 1, func(c *bind.Call) (any, error) {
		start := op.prepare(m.fileOf(c), c)
		if name == "fclose" {
			return sheltered(c, func(done func(error)) { start(context.Background(), func(_ any, err error) { done(err) }) }), nil
		}
		return bind.Operate(c, m.rt.Scope(), start, func(v any) (any, error) { return op.finish(m, v) })
	})
}

// fileSync makes the form that blocks the script. The goroutine of the file does the work and never waits for script.
func (m *face) fileSync(name string, op fileOperation) *goja.Object {
	return bind.Func(m.rt, name, 1, func(c *bind.Call) (any, error) {
		type answer struct {
			v   any
			err error
		}
		got := make(chan answer, 1)
		op.prepare(m.fileOf(c), c)(context.Background(), func(v any, err error) { got <- answer{v, err} })
		a := <-got
		if a.err != nil {
			return nil, a.err
		}
		return op.finish(m, a.v)
	})
}

// fileOf reads the first argument of a file operation.
func (m *face) fileOf(c *bind.Call) *File {
	f, ok := m.files.Of(c.Value(0))
	if !ok {
		c.Wrong("file", "an open file")
	}
	return f
}

// row makes an array of plain values.
func (m *face) row(items ...any) goja.Value { return m.rt.VM().NewArray(items...) }

// infoRow is an Info in the order of the fields of Stats; times are seconds and nanoseconds.
func infoRow(m *face, v any) (any, error) {
	i := v.(Info)
	items := []any{
		i.Dev, int64(i.Mode), i.Nlink, int64(i.UID), int64(i.GID), i.Rdev, i.BlockSize, i.Ino, i.Size, i.Blocks,
	}
	for _, t := range []time.Time{i.Atime, i.Mtime, i.Ctime, i.Birthtime} {
		items = append(items, t.Unix(), t.Nanosecond())
	}
	return m.row(items...), nil
}

// listed are the entries of a folder, and the folder.
type listed struct {
	folder  string
	entries []Entry
}

func list(m *face, c *bind.Call) work {
	path, recursive := m.path(c, 0, "path"), c.Bool(1)
	return func(ctx context.Context, d *Disk) (any, error) {
		entries, err := d.List(ctx, path, recursive)
		return listed{path, entries}, err
	}
}

// entryRows are entries as rows of the name, the type, the folder and the path from the folder that was listed.
func entryRows(m *face, v any) (any, error) {
	l := v.(listed)
	root := filepath.Clean(l.folder)
	rows := make([]goja.Value, len(l.entries))
	for i, e := range l.entries {
		folder, below := filepath.Dir(e.Path), e.Name
		if folder == root {
			folder = l.folder
		} else if rel, err := filepath.Rel(root, e.Path); err == nil {
			below = rel
		}
		rows[i] = m.row(e.Name, e.direntType(), folder, below)
	}
	return bind.Array(m.rt, rows), nil
}

// utimesOf reads times in milliseconds.
func utimesOf(m *face, c *bind.Call) work {
	path := m.path(c, 0, "path")
	at := func(i int, name string) time.Time {
		ms := c.Number(i, name)
		seconds := math.Floor(ms / 1000)
		return time.Unix(int64(seconds), int64((ms-seconds*1000)*1e6))
	}
	atime, mtime := at(1, "atime"), at(2, "mtime")
	return func(ctx context.Context, d *Disk) (any, error) { return nil, d.Utimes(ctx, path, atime, mtime) }
}
