package task

import (
	"math"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/source"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

// gate bounds how many bodies run at once. enter calls start at once or later, with the function that
// gives the place back; the result leaves the line while start has not been called. The wait is one of
// frame: its scope may end it.
type gate interface {
	enter(frame *runtime.Frame, start func(leave func()), fail func(error)) (forget func())
}

// gateOf reads a concurrency option: a number, a Governor, or nothing for no bound.
func gateOf(c *bind.Call, v goja.Value, arg string) gate {
	if bind.Nullish(v) {
		return nil
	}
	if obj, ok := v.(*goja.Object); ok {
		acquire := bind.FunctionOf(c.Runtime(), obj.Get("acquire"))
		if acquire == nil {
			c.Wrong(arg, "a number or a Governor")
		}
		return &governor{c.Runtime(), obj, acquire}
	}
	n, ok := bind.NumberOf(v)
	switch {
	case !ok:
		c.Wrong(arg, "a number or a Governor")
	case math.IsInf(n, 1):
		return nil
	case n < 1 || n != math.Trunc(n):
		c.Bad(arg, "an integer of at least 1", n)
	}
	return &counter{limit: int(min(n, math.MaxInt32))}
}

// counter is a gate with a fixed number of places, first come, first served.
type counter struct {
	limit, taken int
	line         []*place
	head         int
	serving      bool
}

type place struct {
	start func(leave func())
	gone  bool
}

func (g *counter) enter(_ *runtime.Frame, start func(leave func()), _ func(error)) (forget func()) {
	if g.taken < g.limit {
		g.taken++
		start(g.leave)
		return func() {}
	}
	p := &place{start: start}
	g.line = append(g.line, p)
	return func() { p.gone = true }
}

// leave gives a place back. A body that ends at once comes back here from within the loop, which then goes
// on: a recursion would be as deep as the line is long.
func (g *counter) leave() {
	g.taken--
	if g.serving {
		return
	}
	g.serving = true
	for g.head < len(g.line) && g.taken < g.limit {
		p := g.line[g.head]
		g.line[g.head] = nil
		g.head++
		if g.head == len(g.line) {
			g.line, g.head = g.line[:0], 0
		}
		if !p.gone {
			g.taken++
			p.start(g.leave)
		}
	}
	g.serving = false
}

// governor is a gate made of any object with the Governor protocol, lariat's or a script's own.
type governor struct {
	rt      *runtime.Runtime
	object  *goja.Object
	acquire *bind.Function
}

func (g *governor) enter(frame *runtime.Frame, start func(leave func()), fail func(error)) (forget func()) {
	gone := false
	v, err := g.acquire.In(frame).CallOn(g.object)
	if err != nil {
		fail(err)
		return func() {}
	}
	bind.Settle(g.rt, v, func(token goja.Value, err error) {
		switch {
		case gone && err == nil:
			g.release(token)
		case gone:
		case err != nil:
			fail(err)
		default:
			g.rt.Under(frame, func() { start(func() { g.release(token) }) })
		}
	})
	return func() { gone = true }
}

// release gives a token back; a token of a script's own governor may be anything.
func (g *governor) release(token goja.Value) {
	if err := source.CallMethod(g.rt, token, "release", nil); err != nil {
		g.rt.ReportUncaught(g.rt.ErrorValue(err))
	}
}
