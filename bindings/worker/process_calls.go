package worker

import (
	"maps"
	"slices"
	"time"

	"github.com/lariatjs/lariat/runtime/loader"
)

// greeting is the first frame: what a child process needs to know before its first task.
type greeting struct {
	setup Setup
	// modules are those that scripts may have, loading the files that are being loaded for tasks.
	modules, loading []string
	// dir, args and env are those of the program.
	dir  string
	args []string
	env  map[string]string
	// virtual is the virtual time of the program in nanoseconds, 0 if it goes by real time.
	virtual int64
	// permissions are what scripts may do.
	permissions string
}

func (e *encoder) greeting(g *greeting) {
	s := &g.setup
	e.int(protocol)
	e.texts(g.modules)
	e.texts(g.loading)
	e.text(g.dir)
	e.texts(g.args)
	e.int(len(g.env))
	for _, name := range slices.Sorted(maps.Keys(g.env)) {
		e.text(name)
		e.text(g.env[name])
	}
	e.uint(uint64(g.virtual))
	e.text(g.permissions)
	e.text(s.Name)
	e.text(s.Module)
	e.text(s.Referrer)
	e.message(s.Captured)
	e.message(s.InitArgs)
	e.int(s.Stack)
	e.uint(uint64(s.CPUTime))
	e.uint(uint64(s.Memory))
	e.int(s.Concurrency)
	e.function(s.Initializer)
}

// protocol is the version of the frames. Both ends are the same file, unless that was replaced in between.
const protocol = 1

func (d *decoder) greeting() *greeting {
	g := &greeting{}
	if d.int() != protocol {
		d.fail()
		return g
	}
	g.modules, g.loading = d.texts(), d.texts()
	g.dir, g.args = d.text(), d.texts()
	g.env = map[string]string{}
	for range d.count() {
		name := d.text()
		g.env[name] = d.text()
	}
	g.virtual = int64(d.uint())
	g.permissions = d.text()
	s := &g.setup
	s.Name, s.Module, s.Referrer = d.text(), d.text(), d.text()
	s.Captured, s.InitArgs = d.message(), d.message()
	s.Stack = d.int()
	s.CPUTime, s.Memory = time.Duration(d.uint()), int64(d.uint())
	s.Concurrency = d.int()
	s.Initializer = d.function()
	return g
}

// call appends a call whose function has a number.
func (e *encoder) call(c *Call, function uint64) {
	e.uint(c.ID)
	e.text(c.Name)
	e.b = append(e.b, byte(c.Kind))
	e.uint(function)
	e.message(c.Captured)
	e.message(c.Args)
	e.int(c.Index)
	e.bool(c.Lenient)
	e.message(c.Vars)
	e.int(c.Credit)
}

func (d *decoder) call() (c Call, function uint64) {
	c.ID, c.Name = d.uint(), d.text()
	if b := d.take(1); b != nil {
		c.Kind = Kind(b[0])
	}
	if c.Kind > Stream {
		d.fail()
	}
	function = d.uint()
	c.Captured, c.Args = d.message(), d.message()
	c.Index, c.Lenient = d.int(), d.bool()
	c.Vars = d.message()
	c.Credit = d.int()
	return c, function
}

func (e *encoder) answer(a *Answer) {
	e.message(a.Value)
	e.message(a.Thrown)
	e.int(a.At)
	e.int(len(a.Failures))
	for _, f := range a.Failures {
		e.int(f.At)
		e.message(f.Thrown)
		e.fault(f.Err)
	}
	e.fault(a.Err)
}

func (d *decoder) answer() (a Answer) {
	a.Value, a.Thrown = d.message(), d.message()
	a.At = d.int()
	for range d.count() {
		a.Failures = append(a.Failures, Failure{At: d.int(), Thrown: d.message(), Err: d.fault()})
	}
	a.Err = d.fault()
	return a
}

// function reads a function, which may be nil.
func (d *decoder) function() Portable {
	if !d.bool() {
		return nil
	}
	data := d.part()
	if d.err != nil {
		return nil
	}
	p, err := loader.ReadPortable(data)
	if err != nil {
		d.err = err
	}
	return p
}
