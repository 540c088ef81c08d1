// Package test is the module "lariat:test": tests written in JavaScript. They run one after another when
// the file has been loaded; in virtual time an hour of sleep takes microseconds.
package test

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

//go:embed test.d.ts
var types string

// Module is "lariat:test".
var Module = runtime.Module{Name: "lariat:test", Types: types, Load: load}

// defaultTimeout bounds a test that names no timeout, in the time of its clock.
const defaultTimeout = 24 * time.Hour

// realTimeout is the bound in real time.
const realTimeout = 30 * time.Second

// standstill is for how long in real time virtual time may stand still in a test: it does so while a worker runs, and for
// ever if that is in a loop without end.
const standstill = time.Minute

// unseeded is the seed of a test that leaves chance to chance.
const unseeded = math.MinInt

// runner runs the suite of one runtime. Loop goroutine only.
type runner struct {
	rt      *runtime.Runtime
	suite   *suite
	started bool
	leaks   string
	filter  string // only tests whose names contain it
	times   int    // that a test runs which does not say how often
	// stuck ends the running test when the loop has nothing left that could.
	stuck    func()
	resume   func() // ends a freeze
	contexts *bind.Constructor[*testContext]
}

func load(rt *runtime.Runtime) runtime.Exports {
	r := &runner{rt: rt, suite: &suite{out: rt.Stdout()}, leaks: "warn", filter: rt.HostEnv("LARIAT_TEST_FILTER"), times: 1}
	if n, err := strconv.Atoi(rt.HostEnv("LARIAT_TEST_REPEAT")); err == nil {
		r.times = max(n, 1)
	}
	if leaks := rt.HostEnv("LARIAT_TEST_LEAKS"); leaks != "" {
		r.leaks = leaks
	}
	r.contexts = r.contextClass()
	idle := rt.Hooks().Idle
	rt.Hooks().Idle = func() {
		switch {
		case r.stuck != nil:
			r.stuck()
		case idle != nil:
			idle()
		}
	}
	exports := runtime.Exports{"test": bind.Func(rt, "test", 2, r.register), "explore": bind.Func(rt, "explore", 2, r.explore)}
	if assert, err := rt.Exports("node:assert/strict"); err == nil {
		exports["assert"] = assert
	}
	return exports
}

// register reads test(name, fn) and test(name, options, fn).
func (r *runner) register(c *bind.Call) (any, error) {
	o := struct {
		Timeout time.Duration `js:"timeout"`
		Only    bool          `js:"only"`
		Skip    bool          `js:"skip"`
		Repeat  int           `js:"repeat"`
		Leaks   string        `js:"leaks"`
		Seed    int           `js:"seed"`
	}{Timeout: defaultTimeout, Repeat: 1, Leaks: r.leaks, Seed: unseeded}
	if r.rt.VirtualClock() == nil {
		o.Timeout = realTimeout
	}
	at := 1
	if r.rt.Raw(c.Value(1)) == nil {
		c.Object(1, "fn")
		c.Options(1, &o)
		at = 2
	}
	switch o.Leaks {
	case "error", "warn", "off":
	default:
		return nil, fault.Type.New(`test: "leaks" must be "error", "warn" or "off", got %q`, o.Leaks)
	}
	if o.Seed < 0 && o.Seed != unseeded {
		return nil, fault.Range.New(`test: "seed" must be a whole number from 0, got %d`, o.Seed)
	}
	fn := c.Function(at, "fn")
	e := &entry{
		name: c.String(0, "name"), only: o.Only, skip: o.Skip, timeout: o.Timeout, repeat: max(o.Repeat, 1), leaks: o.Leaks, seed: o.Seed,
	}
	if o.Repeat == 1 {
		e.repeat = r.times
	}
	e.run = func(done func(error)) { r.attempt(e, fn, done) }
	r.add(e)
	return nil, nil
}

// add puts a test on the list, which is begun when the file has been loaded.
func (r *runner) add(e *entry) {
	e.skip = e.skip || !strings.Contains(e.name, r.filter)
	r.suite.add(e)
	if !r.started {
		r.started = true
		r.rt.Loop().Post(r.step)
	}
}

// step runs the next test, or ends the suite.
func (r *runner) step() {
	e := r.suite.take()
	if e == nil {
		r.started = false
		r.suite.finish()
		if r.suite.failed > 0 {
			r.rt.SetExitCode(1)
		}
		r.end()
		return
	}
	r.repeat(e, e.repeat)
}

func (r *runner) repeat(e *entry, times int) {
	e.run(func(err error) {
		if err == nil && times > 1 {
			r.rt.Loop().Post(func() { r.repeat(e, times-1) })
			return
		}
		text := ""
		if err != nil {
			text = e.note + r.rt.Inspect(r.rt.ErrorValue(err))
		}
		r.suite.report(e, text)
		r.rt.Loop().Post(r.step)
	})
}

// attempt runs a test once, in a scope and a task of its own.
func (r *runner) attempt(e *entry, fn *bind.Function, done func(error)) {
	rt := r.rt
	before := r.alive()
	if e.seed >= 0 {
		rt.Seed(uint64(e.seed))
	}
	natural := func() {}
	if e.explore {
		natural = rt.Explore(uint64(e.seed))
	}
	scope := rt.NewScope(rt.Root())
	frame := *rt.Base()
	frame.Scope, frame.Task = scope, rt.NewTask(e.name)
	over := false
	var limits []interface{ Stop() bool }
	finish := func(err error) {
		if over {
			return
		}
		over = true
		natural()
		r.stuck = nil
		for _, limit := range limits {
			limit.Stop()
		}
		r.thaw()
		scope.End()
		rt.EndTask(frame.Task)
		if err == nil {
			err = r.leaked(e, before)
		}
		done(err)
	}
	late := func(cause error) {
		scope.Abort(cause)
		scope.WhenQuiet(func() { finish(scope.Err()) })
	}
	if e.timeout >= 0 {
		// The timer is not referenced, so that it does not hide a deadlock.
		t := rt.Loop().SetTimer(e.timeout, false, func() {
			late(fault.Timeout.New("the test timed out after %s", runtime.Milliseconds(e.timeout)))
		})
		t.Unref()
		limits = append(limits, t)
	}
	if rt.VirtualClock() != nil {
		limits = append(limits, r.watchTime(standstill, late))
	}
	r.stuck = func() {
		finish(fault.Unsettled.New("the test waits for something that can never happen: no timer, operation or lock is left that could end it"))
	}
	ctx := &testContext{r: r, name: e.name, scope: scope}
	fn.AsyncIn(&frame, func(_ goja.Value, err error) { finish(err) }, r.contexts.Wrap(ctx))
}
