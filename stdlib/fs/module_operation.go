package fs

import (
	"cmp"
	"context"
	"math"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// operation is a call on paths. Prepare reads the arguments and returns what blocks; then makes a value of what that
// returned, and may be nil for results that have a value of their own.
type operation struct {
	// required is the number of arguments, options the index of the options that all waits have.
	required, options int
	// known has the other options of the form of "lariat:fs".
	known   any
	example string // of them
	prepare func(m *face, c *bind.Call) work
	then    func(m *face, v any) (any, error)
}

type work = func(ctx context.Context, d *Disk) (any, error)

// exact makes the form of "lariat:fs", whose options have to be known; "node:fs" overlooks others, as Node does.
func (m *face) exact(name string, op operation) *goja.Object {
	prepare := op.prepare
	op.prepare = func(m *face, c *bind.Call) work {
		known := []any{&bind.WaitOptions{}}
		if op.known != nil {
			known = append(known, op.known)
		}
		if _, ok := c.Value(op.options).(*goja.Object); !ok && c.Has(op.options) {
			c.Wrong("options", "an object, such as "+cmp.Or(op.example, "{ signal }"))
		}
		c.Only(op.options, known...)
		return prepare(m, c)
	}
	return m.async(name, op)
}

// async makes the form that returns a promise.
func (m *face) async(name string, op operation) *goja.Object {
	return bind.AsyncFunc(m.rt, name, op.required, func(c *bind.Call) (any, error) {
		do := op.prepare(m, c)
		return bind.Go(c, c.Context(op.options), func(ctx context.Context) (any, error) {
			if err := m.disk.enter(ctx); err != nil {
				return nil, err
			}
			defer m.disk.leave()
			return do(ctx, m.disk)
		}, func(v any) (any, error) { return op.finish(m, v) })
	})
}

// sync makes the form that blocks the script. It obeys no scope: it is no wait.
func (m *face) sync(name string, op operation) *goja.Object {
	return bind.Func(m.rt, name, op.required, func(c *bind.Call) (any, error) {
		v, err := op.prepare(m, c)(bind.Located(context.Background(), m.rt), m.disk)
		if err != nil {
			return nil, err
		}
		return op.finish(m, v)
	})
}

func (op operation) finish(m *face, v any) (any, error) {
	if op.then == nil {
		return v, nil
	}
	return op.then(m, v)
}

// onPath is an operation on one path that gives nothing.
func onPath(f func(d *Disk, ctx context.Context, path string) error) operation {
	return operation{required: 1, options: 1, prepare: func(m *face, c *bind.Call) work {
		path := m.path(c, 0, "path")
		return func(ctx context.Context, d *Disk) (any, error) { return nil, f(d, ctx, path) }
	}}
}

// asking is an operation that asks something of one path.
func asking[T any](f func(d *Disk, ctx context.Context, path string) (T, error)) operation {
	return operation{required: 1, options: 1, prepare: func(m *face, c *bind.Call) work {
		path := m.path(c, 0, "path")
		return func(ctx context.Context, d *Disk) (any, error) { return f(d, ctx, path) }
	}}
}

// onPaths is an operation on two paths.
func onPaths(first, second string, f func(d *Disk, ctx context.Context, a, b string) error) operation {
	return operation{required: 2, options: 2, prepare: func(m *face, c *bind.Call) work {
		a, b := m.path(c, 0, first), m.path(c, 1, second)
		return func(ctx context.Context, d *Disk) (any, error) { return nil, f(d, ctx, a, b) }
	}}
}

// shown is an operation whose result has a value that then makes.
func (op operation) shown(then func(m *face, v any) (any, error)) operation {
	op.then = then
	return op
}

// path reads an argument that is a path or a file: URL. Bytes, which Node takes too, are UTF-8.
func (m *face) path(c *bind.Call, i int, name string) string { return m.pathValue(c, c.Value(i), name) }

func (m *face) pathValue(c *bind.Call, v goja.Value, name string) string {
	switch v := v.(type) {
	case goja.String:
		return v.String()
	case *goja.Object:
		if b, ok := bind.BytesOf(v); ok {
			return string(b)
		}
		if isURL(v) {
			return m.pathOf(c, v)
		}
	}
	c.Wrong(name, "a string or a file: URL")
	return ""
}

// isURL knows a URL as Node does: by its parts.
func isURL(v *goja.Object) bool {
	for _, part := range []string{"href", "protocol"} {
		if _, ok := v.Get(part).(goja.String); !ok {
			return false
		}
	}
	return true
}

// pathOf is the path of a URL, which "node:url" knows about.
func (m *face) pathOf(c *bind.Call, url *goja.Object) string {
	v, err := m.rt.Call(bind.Need(m.rt, "node:url").Get("fileURLToPath"), goja.Undefined(), url)
	if err != nil {
		c.Throw(err)
	}
	return v.String()
}

// bytesOf returns the data of a value: text in UTF-8, or a copy of bytes, which the script may change meanwhile.
func bytesOf(v goja.Value) ([]byte, bool) {
	if s, ok := v.(goja.String); ok {
		return []byte(s.String()), true
	}
	b, ok := bind.BytesOf(v)
	return append([]byte(nil), b...), ok
}

// data reads an argument that is text or bytes.
func data(c *bind.Call, i int) []byte {
	b, ok := bytesOf(c.Value(i))
	if !ok {
		c.Wrong("data", "a string or bytes")
	}
	return b
}

// size reads an argument that is a number of bytes; def is what a missing one means.
func size(c *bind.Call, i int, name string, def int64) int64 {
	if goja.IsUndefined(c.Value(i)) {
		return def
	}
	n := c.Number(i, name)
	if n != math.Trunc(n) || n < 0 || n >= 1<<53 {
		c.Throw(fault.Range.New("%s: %q must be a number of bytes, got %v", c.Name(), name, n))
	}
	return int64(n)
}

// moment reads an argument that is a Date, or null for the zero time.
func moment(c *bind.Call, i int, name string) time.Time {
	if !c.Has(i) {
		return time.Time{}
	}
	if date, ok := c.Value(i).(*goja.Object); ok && date.ClassName() == "Date" {
		if ms := date.ToFloat(); !math.IsNaN(ms) {
			return time.UnixMilli(int64(ms))
		}
	}
	c.Wrong(name, "a valid Date or null")
	return time.Time{}
}
