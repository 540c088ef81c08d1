package worker

import (
	"slices"
	"sync"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/transit"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone/slots"
	"github.com/lariatjs/lariat/runtime/es"
)

// loopsProgram holds the loops over the items of a chunk: in JavaScript a call costs half of what it costs from Go.
// A loop stops at a value that has to be awaited and returns it, and after limit items.
var loopsProgram = sync.OnceValue(func() *goja.Program {
	return es.MustCompile("lariat:chunk", `(function () {
  "use strict";
  const push = (out, v) => { out[out.length] = v; };
  const awaited = (v) => typeof v === "object" && v !== null && typeof v.then === "function";
  const each = (fn, items, first, out, limit) => {
    const end = Math.min(items.length, out.length + limit);
    for (let i = out.length; i < end; i++) {
      const v = fn(items[i], first + i);
      if (typeof v === "object" && awaited(v)) return v;
      out[i] = v;
    }
  };
  const spread = (fn, items, first, out, limit) => {
    const end = Math.min(items.length, out.length + limit);
    for (let i = out.length; i < end; i++) {
      const v = fn(...items[i]);
      if (typeof v === "object" && awaited(v)) return v;
      out[i] = v;
    }
  };
  return [each, spread, push];
})()`, true)
})

// loops are the functions of loopsProgram in one runtime.
type loops struct{ each, spread, push raw }

func (r *runner) loopsOf() *loops {
	if r.loops == nil {
		v, err := r.rt.VM().RunProgram(loopsProgram())
		if err != nil {
			bind.Throw(r.rt, err)
		}
		list := v.(*goja.Object)
		at := func(i string) raw { return r.rt.Raw(list.Get(i)) }
		r.loops = &loops{at("0"), at("1"), at("2")}
	}
	return r.loops
}

// chunkRun is a chunk of a map in the runtime that runs it.
type chunkRun struct {
	r        *runner
	j        *job
	fn       goja.Value
	items    goja.Value
	loop     raw
	out      *goja.Object
	length   int
	limit    int
	failures []Failure
	failure  error
}

// A chunk runs for about slice before messages have their turn, so that a cancellation reaches it.
const (
	slice      = 5 * time.Millisecond
	firstLimit = 16
	maxLimit   = 1 << 14
)

// chunk runs the items of a chunk one after another.
func (r *runner) chunk(j *job, fn function) (Answer, bool) {
	items, err := r.rt.Cloner().Decode(j.task.Args)
	if err != nil {
		return r.thrown(err), true
	}
	c := &chunkRun{r: r, j: j, fn: fn.value, items: items, length: j.task.Args.Len(), limit: firstLimit}
	c.loop, c.out = r.loopsOf().each, r.rt.VM().NewArray()
	if j.task.Kind == Spread {
		c.loop = r.loopsOf().spread
	}
	return c.run()
}

// run goes on until a value has to be awaited, or for a slice of time.
func (c *chunkRun) run() (Answer, bool) {
	rt, begun := c.r.rt, time.Now()
	for lap := begun; ; {
		if c.failure == nil {
			c.failure = c.j.frame.Scope.Err()
		}
		switch {
		case c.failure != nil:
			return c.failed(), true
		case c.count() == c.length:
			return c.ended(), true
		case lap.Sub(begun) > slice:
			c.r.rt.Loop().Post(c.resume)
			return Answer{}, false
		}
		v, err := transit.Call(c.r.rt, &c.j.frame, c.loop, c.fn, c.items, bind.ToValue(rt, c.j.task.Index), c.out, bind.ToValue(rt, c.limit))
		switch {
		case err != nil:
			c.take(nil, err)
		case !goja.IsUndefined(v) && !c.await(v):
			return Answer{}, false
		}
		now := time.Now()
		switch spent := now.Sub(lap); {
		case spent < slice/4 && c.limit < maxLimit:
			c.limit *= 4
		case spent > slice && c.limit > 1:
			c.limit /= 4
		}
		lap = now
	}
}

func (c *chunkRun) count() int { return int(c.out.Get("length").ToInteger()) }

// await waits for the value of an item, and reports whether it is there already; otherwise the chunk goes on later.
func (c *chunkRun) await(v goja.Value) (here bool) {
	late := false
	c.r.rt.Under(&c.j.frame, func() {
		bind.Settle(c.r.rt, v, func(v goja.Value, err error) {
			if c.j.over {
				return
			}
			c.take(v, err)
			if here = !late; late {
				c.resume()
			}
		})
	})
	late = true
	return here
}

func (c *chunkRun) resume() {
	if c.j.over {
		return
	}
	if a, ready := c.run(); ready {
		c.j.done(c.j, a)
	}
}

// take notes how an item ended.
func (c *chunkRun) take(v goja.Value, err error) {
	switch {
	case err == nil:
	case !c.j.task.Lenient || c.j.frame.Scope.Aborted():
		c.failure = err
		return
	default:
		a := c.r.thrown(err)
		c.failures = append(c.failures, Failure{At: c.count(), Thrown: a.Thrown, Err: a.Err})
		v = goja.Undefined()
	}
	c.r.loopsOf().push(goja.FunctionCall{This: goja.Undefined(), Arguments: []goja.Value{c.out, v}})
}

// failed makes the answer of a chunk that stopped at an item: what came before it has its results.
func (c *chunkRun) failed() Answer {
	a := c.r.thrown(c.failure)
	a.At = c.count()
	if values, _, _ := slots.Items(c.out); a.At > 0 && !c.j.frame.Scope.Aborted() {
		a.Value, _ = c.r.encode(values)
	}
	return a
}

// ended makes the answer of a chunk whose items are all done.
func (c *chunkRun) ended() Answer {
	values, _, _ := slots.Items(c.out)
	m, err := c.r.encode(values)
	if err != nil {
		return c.uncloned(slices.Clone(values))
	}
	return Answer{Value: m, Failures: c.failures}
}

// uncloned makes the answer of a chunk that has results which cannot be cloned: their items have failed, and no others.
func (c *chunkRun) uncloned(values []goja.Value) Answer {
	for i, v := range values {
		_, err := c.r.encode([]goja.Value{v})
		if err == nil {
			continue
		}
		a := c.r.thrown(transit.Element(err, "results", c.j.task.Index+i))
		if !c.j.task.Lenient {
			if a.At = i; i > 0 {
				a.Value, _ = c.r.encode(values[:i])
			}
			return a
		}
		c.failures = append(c.failures, Failure{At: i, Thrown: a.Thrown, Err: a.Err})
		values[i] = goja.Undefined()
	}
	m, err := c.r.encode(values)
	if err != nil {
		return c.r.thrown(err)
	}
	return Answer{Value: m, Failures: c.failures}
}
