package test

import (
	"fmt"
	"time"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// explore reads explore(name, fn, options): a test that runs under many schedules.
func (r *runner) explore(c *bind.Call) (any, error) {
	o := struct {
		Schedules int           `js:"schedules"`
		Seed      int           `js:"seed"`
		Timeout   time.Duration `js:"timeout"`
		Only      bool          `js:"only"`
		Skip      bool          `js:"skip"`
		Leaks     string        `js:"leaks"`
	}{Schedules: 100, Timeout: r.group.timeout, Leaks: r.group.leaks}
	name, fn := c.String(0, "name"), c.Function(1, "fn")
	c.Options(2, &o)
	c.Only(2, &o)
	checkLeaks(c, o.Leaks)
	o.Only, o.Skip = o.Only || r.group.only, o.Skip || r.group.skip
	if o.Schedules < 1 || o.Seed < 0 {
		text := `explore: "schedules" must be at least 1 and "seed" a whole number from 0, got %d and %d`
		return nil, fault.Range.New(text, o.Schedules, o.Seed)
	}
	e := &entry{name: name, only: o.Only, skip: o.Skip, timeout: o.Timeout, repeat: 1, leaks: o.Leaks, explore: true}
	var next func(i int, done func(failures))
	next = func(i int, done func(failures)) {
		e.seed = o.Seed + i
		r.attempt(e, fn, func(f failures) {
			if f == nil && i+1 < o.Schedules {
				r.rt.Loop().Post(func() { next(i+1, done) })
				return
			}
			if f == nil {
				done(nil)
				return
			}
			r.again(e, fn, i, f, done)
		})
	}
	e.run = func(done func(failures)) { next(0, done) }
	r.add(e)
	return nil, nil
}

// again runs the schedule that failed once more, for a seed is of use only if it always fails.
func (r *runner) again(e *entry, fn *bind.Function, i int, first failures, done func(failures)) {
	e.note = fmt.Sprintf("schedule %d fails; it alone: { seed: %d, schedules: 1 }\n", i+1, e.seed)
	r.rt.Loop().Post(func() {
		r.attempt(e, fn, func(f failures) {
			if f == nil {
				e.note = fmt.Sprintf("schedule %d (seed %d) has failed, and not when it was run again: "+
					"something else decides, such as a worker or what an earlier schedule has left\n", i+1, e.seed)
			}
			done(first)
		})
	})
}
