package test

import (
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

// variants makes test or describe, with the shorthands test.skip and test.only.
func (r *runner) variants(name string, register func(c *bind.Call, only, skip bool) error) goja.Value {
	variant := func(name string, only, skip bool) *goja.Object {
		return bind.Func(r.rt, name, 2, func(c *bind.Call) (any, error) { return nil, register(c, only, skip) })
	}
	obj := variant(name, false, false)
	_ = obj.Set("only", variant(name+".only", true, false))
	_ = obj.Set("skip", variant(name+".skip", false, true))
	return obj
}

// common are the options that a test and a group have.
type common struct {
	Timeout time.Duration `js:"timeout"`
	Only    bool          `js:"only"`
	Skip    bool          `js:"skip"`
	Leaks   string        `js:"leaks"`
}

// register reads test(name, fn) and test(name, options, fn).
func (r *runner) register(c *bind.Call, only, skip bool) error {
	o := struct {
		common
		Repeat int `js:"repeat"`
		Seed   int `js:"seed"`
	}{r.inherited(only, skip), 1, unseeded}
	at := r.options(c, &o.common, &o)
	if o.Seed < 0 && o.Seed != unseeded {
		return fault.Range.New(`%s: "seed" must be a whole number from 0, got %d`, c.Name(), o.Seed)
	}
	name, fn := c.String(0, "name"), c.Function(at, "fn")
	e := &entry{
		name: name, only: o.Only, skip: o.Skip, timeout: o.Timeout, repeat: max(o.Repeat, 1), leaks: o.Leaks, seed: o.Seed,
	}
	if o.Repeat == 1 {
		e.repeat = r.times
	}
	e.run = func(done func(failures)) { r.attempt(e, fn, done) }
	r.add(e)
	return nil
}

// inherited are the options as the group around has them.
func (r *runner) inherited(only, skip bool) common {
	return common{Timeout: r.group.timeout, Only: only || r.group.only, Skip: skip || r.group.skip, Leaks: r.group.leaks}
}

// options reads the options that may stand before the function, and returns where that stands.
func (r *runner) options(c *bind.Call, o *common, all ...any) int {
	if r.rt.Raw(c.Value(1)) != nil {
		return 1
	}
	c.Object(1, "fn")
	c.Options(1, o)
	for _, more := range all {
		c.Options(1, more)
	}
	c.Only(1, append(all, o)...)
	o.Only, o.Skip = o.Only || r.group.only, o.Skip || r.group.skip
	checkLeaks(c, o.Leaks)
	return 2
}

func checkLeaks(c *bind.Call, leaks string) {
	switch leaks {
	case "error", "warn", "off":
	default:
		c.Throw(fault.Type.New(`%s: "leaks" must be "error", "warn" or "off", got %q`, c.Name(), leaks))
	}
}

// add puts a test on the list, which is begun when the file has been loaded.
func (r *runner) add(e *entry) {
	e.group, e.name = r.group, r.group.full(e.name)
	e.skip = e.skip || !strings.Contains(e.name, r.filter)
	r.suite.add(e)
	if !r.started {
		r.started = true
		r.quiet = r.rt.Root().Busy()
		r.waiting = true
		r.rt.WhenLoaded(r.begin)
	}
}

// begin runs the tests, once. A file with a top-level await that only a test could end is begun when nothing else is left.
func (r *runner) begin() {
	if r.waiting {
		r.waiting = false
		r.step()
	}
}

// describe reads describe(name, fn) and describe(name, options, fn), and has fn register the tests of the group.
func (r *runner) describe(c *bind.Call, only, skip bool) error {
	if r.running {
		return fault.Type.New("%s: a test runs already: groups are described while the file is loaded; a part of a test is a t.step", c.Name())
	}
	o := r.inherited(only, skip)
	at := r.options(c, &o)
	name, fn := c.String(0, "name"), c.Function(at, "fn")
	around := r.group
	r.group = &group{parent: around, name: around.full(name), only: o.Only, skip: o.Skip, timeout: o.Timeout, leaks: o.Leaks}
	defer func() { r.group = around }()
	v, err := fn.Call()
	if err != nil {
		return err
	}
	if es.PromiseOf(v) != nil {
		return fault.Type.New("%s: the function of %q must not be async: it registers tests, and what they wait for belongs into beforeAll",
			c.Name(), name)
	}
	return nil
}

// setHook reads beforeAll(fn, options) and its like.
func (r *runner) setHook(c *bind.Call, kind string) error {
	if r.running {
		return fault.Type.New("%s: a test runs already: hooks are set while the file is loaded; t.after is for one test", kind)
	}
	o := struct {
		Timeout time.Duration `js:"timeout"`
	}{r.group.timeout}
	fn := c.Function(0, "fn")
	c.Options(1, &o)
	c.Only(1, &o)
	r.group.hooks = append(r.group.hooks, &hook{kind, c.Site().String(), fn, o.Timeout})
	return nil
}
