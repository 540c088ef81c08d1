package fs

import (
	"context"
	"io"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

// writeFile writes text, bytes or what an iterable gives.
func (m *face) writeFile(c *bind.Call, appends bool) (any, error) {
	path := m.path(c, 0, "path")
	var o struct {
		Mode   int  `js:"mode"`
		Atomic bool `js:"atomic"`
		Append bool `js:"append"`
	}
	c.Exactly(2, &o, &bind.WaitOptions{})
	w := WriteOptions{Atomic: o.Atomic, Mode: goMode(uint32(o.Mode))}
	if appends || o.Append {
		w.Flags = "a"
		if o.Atomic {
			return nil, fault.Type.New("%s: a file cannot be appended to atomically", c.Name())
		}
	}
	return m.writeAll(c, path, w)
}

// writeAll writes the second argument to a path; the options of the wait are the third.
func (m *face) writeAll(c *bind.Call, path string, o WriteOptions) (any, error) {
	if b, ok := bytesOf(c.Value(1)); ok {
		return bind.GoThrough(c, c.Context(2), func(ctx context.Context, _ *loop.Hold) (struct{}, error) {
			if err := m.disk.enter(ctx); err != nil {
				return struct{}{}, err
			}
			defer m.disk.leave()
			return struct{}{}, m.disk.WriteFile(ctx, path, b, o)
		}, none)
	}
	s, err := newSource(c, 1)
	if err != nil {
		return nil, err
	}
	// It holds no place among the calls: the iterable may need others.
	return bind.GoThrough(c, c.Context(2), func(ctx context.Context, hold *loop.Hold) (struct{}, error) {
		s.pump.waits = waiting(hold)
		defer s.leave()
		_, err := m.disk.WriteFrom(ctx, path, s.pump.pull, o)
		return struct{}{}, err
	}, none)
}

// waiting lets go of the hold of an operation while that waits for script.
func waiting(hold *loop.Hold) func(bool) {
	return func(waits bool) {
		if waits {
			hold.Unref()
		} else {
			hold.Ref()
		}
	}
}

// source runs an iterator of the script for a pump. All but leave is for the loop goroutine.
type source struct {
	rt       *runtime.Runtime
	name     string
	frame    *runtime.Frame
	pump     *pump
	iterator *goja.Object
	next     goja.Value
	async    bool
	over     bool
	// budget is how many items may still be taken in this turn of the loop.
	budget int
}

// turnItems is how many items are taken in one turn of the loop. An iterable that never really waits would keep
// everything else from running.
const turnItems = 1000

// newSource reads an argument that is an iterable of text and bytes.
func newSource(c *bind.Call, i int) (*source, error) {
	s := &source{rt: c.Runtime(), name: c.Name(), frame: c.Runtime().Frame()}
	obj, ok := c.Value(i).(*goja.Object)
	if !ok {
		c.Wrong("data", "a string, bytes, or an iterable of such")
	}
	method := obj.GetSymbol(es.SymAsyncIterator)
	if s.async = !bind.Nullish(method); !s.async {
		if method = obj.GetSymbol(goja.SymIterator); bind.Nullish(method) {
			c.Wrong("data", "a string, bytes, or an iterable of such")
		}
	}
	iterator, err := s.rt.Call(method, obj)
	if err != nil {
		return nil, err
	}
	if s.iterator, ok = iterator.(*goja.Object); !ok {
		return nil, fault.Type.New("%s: the iterator of \"data\" is no object", s.name)
	}
	s.next = s.iterator.Get("next")
	s.pump = newPump(s.resume)
	return s, nil
}

// resume makes the script go on. Any goroutine.
func (s *source) resume() {
	turn := func() {
		s.budget = turnItems
		s.run()
	}
	if !s.rt.Loop().Post(func() { s.rt.Under(s.frame, turn) }) {
		s.pump.end(fault.Closed.New("%s: the runtime was closed", s.name))
	}
}

// run takes items until the pump has enough. What is there at once does not deepen the stack.
func (s *source) run() {
	for more := true; more; {
		more = false
		early := true
		s.step(func(ok bool) {
			if early {
				more = ok
			} else if ok {
				s.run()
			}
		})
		early = false
	}
}

// step takes one item and tells whether the pump wants more.
func (s *source) step(then func(more bool)) {
	if s.budget--; s.budget < 0 && !s.over {
		s.resume()
	}
	if s.budget < 0 || s.over {
		then(false)
		return
	}
	result, err := s.rt.Call(s.next, s.iterator)
	if err != nil {
		then(s.end(err))
		return
	}
	if s.async {
		bind.Settle(s.rt, result, func(v goja.Value, err error) { s.result(v, err, then) })
		return
	}
	s.result(result, nil, then)
}

// result reads what next has given.
func (s *source) result(v goja.Value, err error, then func(more bool)) {
	if err != nil {
		then(s.end(err))
		return
	}
	obj, ok := v.(*goja.Object)
	if !ok {
		then(s.end(fault.Type.New("%s: the iterator of \"data\" gave no object", s.name)))
		return
	}
	var done bool
	var value goja.Value
	if ex := s.rt.VM().Try(func() {
		if done = truth(obj.Get("done")); !done {
			value = obj.Get("value")
		}
	}); ex != nil {
		then(s.end(s.rt.Thrown(ex.Value())))
		return
	}
	switch {
	case done:
		then(s.end(io.EOF))
	case s.async:
		then(s.item(value))
	default:
		bind.Settle(s.rt, value, func(v goja.Value, err error) {
			if err != nil {
				s.fail(err)
				then(false)
				return
			}
			then(s.item(v))
		})
	}
}

func truth(v goja.Value) bool { return v != nil && v.ToBoolean() }

// item hands one item on.
func (s *source) item(v goja.Value) (more bool) {
	b, ok := bytesOf(v)
	if !ok {
		s.fail(fault.Type.New("%s: every item of \"data\" must be a string or bytes", s.name))
		return false
	}
	return s.pump.put(b)
}

// end notes that the iterator has ended, or why it failed.
func (s *source) end(err error) (more bool) {
	s.over = true
	s.pump.end(err)
	return false
}

// fail ends the pump for a reason that is none of the iterator's, which is then told to end.
func (s *source) fail(err error) {
	s.pump.end(err)
	s.close()
}

// leave tells the iterator to end, if it has not. Any goroutine.
func (s *source) leave() {
	s.rt.Loop().Post(func() { s.rt.Under(s.frame, s.close) })
}

// close calls return, whose outcome nobody waits for.
func (s *source) close() {
	if s.over {
		return
	}
	s.over = true
	var end goja.Value
	if s.rt.VM().Try(func() { end = s.iterator.Get("return") }) != nil || bind.Nullish(end) {
		return
	}
	if v, err := s.rt.Call(end, s.iterator); err == nil {
		bind.Settle(s.rt, v, func(goja.Value, error) {})
	}
}
