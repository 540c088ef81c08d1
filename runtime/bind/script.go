package bind

import (
	_ "embed"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"sync"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Script is a part of a module that is written in JavaScript: the text of one expression, a function of
// what the host gives to it and of the errors that all scripts share (see checks.js). It is compiled once a
// process, when the first runtime needs it.
type Script struct {
	name, source string
	once         sync.Once
	sealed       *sealed
}

// NewScript prepares a script. Stacks show it under its name: "node:events".
func NewScript(name, source string) *Script {
	return &Script{name: name, source: source}
}

// Host is what a script gets as its first argument, an object: each Fn is a function of its name there,
// each other value is what ToValue makes of it.
type Host map[string]any

// Run calls the function of the script and returns its result. It panics if that throws, which is a bug in
// the script; in a Load function this is an exception of whoever imports the module.
func (s *Script) Run(rt *runtime.Runtime, host Host) *goja.Object {
	return s.runOn(rt, host.object(rt))
}

func (h Host) object(rt *runtime.Runtime) *goja.Object {
	obj := rt.VM().NewObject()
	for _, name := range slices.Sorted(maps.Keys(h)) {
		switch v := h[name].(type) {
		case Fn:
			_ = obj.Set(name, Func(rt, name, 0, v))
		default:
			_ = obj.Set(name, ToValue(rt, v))
		}
	}
	return obj
}

// runOn is Run with a host that is an object already.
func (s *Script) runOn(rt *runtime.Runtime, obj *goja.Object) *goja.Object {
	var result goja.Value
	s.once.Do(func() { s.sealed = seal(s.name, s.source) })
	fn, err := s.sealed.value(rt)
	if err == nil {
		result, err = rt.Call(fn, goja.Undefined(), obj, sharedErrors(rt))
	}
	made, ok := result.(*goja.Object)
	switch {
	case err != nil:
		panic(rt.ErrorValue(err))
	case !ok:
		panic(rt.ErrorValue(fault.Internal.New("the script %s gives no object", s.name)))
	}
	return made
}

// Chain is a module that is written in several files of JavaScript, each of which builds on those before: what one gives
// the next ones find in their host.
type Chain struct {
	files   fs.FS
	prefix  string
	names   []string
	once    sync.Once
	scripts []*Script
}

// NewChain prepares the files of the names, without ".js". Stacks show them under the prefix: "lariat:stream/readable".
func NewChain(files fs.FS, prefix string, names ...string) *Chain {
	return &Chain{files: files, prefix: prefix, names: names}
}

// read makes the scripts; a file that is not there is a mistake in the module.
func (c *Chain) read() {
	for _, name := range c.names {
		source, err := fs.ReadFile(c.files, name+".js")
		if err != nil {
			panic(err)
		}
		c.scripts = append(c.scripts, NewScript(c.prefix+name, string(source)))
	}
}

// Run calls the functions of the files in turn and returns what the last one gives. Late is called with the host before
// the first: for functions that look something up there when they are called.
func (c *Chain) Run(rt *runtime.Runtime, host Host, late func(host *goja.Object)) *goja.Object {
	obj := host.object(rt)
	if late != nil {
		late(obj)
	}
	var last *goja.Object
	c.once.Do(c.read)
	for i, script := range c.scripts {
		last = script.runOn(rt, obj)
		if i == len(c.scripts)-1 {
			break // what the last one gives is for the caller
		}
		for _, name := range last.Keys() {
			_ = obj.Set(name, last.Get(name))
		}
	}
	return last
}

//go:embed checks.js
var checksSource string

//go:embed node.js
var nodeSource string

var (
	checksProgram = sync.OnceValue(func() *sealed { return seal("lariat:checks", checksSource) })
	nodeProgram   = sync.OnceValue(func() *sealed { return seal("lariat:node", nodeSource) })
)

type nodeKey struct{}

// sharedErrors are the functions of checks.js in one runtime.
func sharedErrors(rt *runtime.Runtime) goja.Value {
	return runtime.Local(rt, nodeKey{}, func() goja.Value {
		v, err := checksProgram().value(rt)
		if err == nil {
			v, err = rt.Call(v, goja.Undefined(), Func(rt, "inspect", 1, inspectValue), Func(rt, "make", 2, makeErrors))
		}
		if err != nil {
			panic(rt.ErrorValue(err))
		}
		return v
	})
}

// makeErrors is (inspect, hidden): the functions of node.js.
func makeErrors(c *Call) (any, error) {
	v, err := nodeProgram().value(c.rt)
	if err != nil {
		return nil, err
	}
	return c.rt.Call(v, goja.Undefined(), c.Value(0), c.Value(1))
}

// InvalidType throws Node's TypeError for an argument, ERR_INVALID_ARG_TYPE. want is a phrase: "of type string".
func (c *Call) InvalidType(i int, arg, want string) {
	invalidType := sharedErrors(c.rt).(*goja.Object).Get("invalidType")
	v, err := c.rt.Call(invalidType, goja.Undefined(), c.rt.VM().ToValue(arg), c.rt.VM().ToValue(want), c.Value(i))
	if err != nil {
		panic(c.rt.ErrorValue(err))
	}
	panic(v)
}

// inspectValue is (value, depth): the text of a value for a message.
func inspectValue(c *Call) (any, error) {
	inspector := c.rt.Inspector()
	o := inspector.Defaults
	if c.Has(1) {
		o.Depth = int(c.Number(1, "depth"))
	}
	return inspector.Text(c.Value(0), o), nil
}

// Throw throws err as its JavaScript value, from where the engine takes no error: inside a dynamic object,
// for one. An interrupt and an overflow of the stack are thrown as what they are: no script catches those. It
// does not return.
func Throw(rt *runtime.Runtime, err error) {
	var stop *goja.InterruptedError
	var deep *goja.StackOverflowError
	switch {
	case errors.As(err, &stop):
		panic(stop)
	case errors.As(err, &deep):
		panic(deep)
	}
	panic(rt.ErrorValue(err))
}

// Need returns the exports of another module that a module builds on at run time. It throws a ModuleError
// if the runtime does not have it.
func Need(rt *runtime.Runtime, name string) *goja.Object {
	exports, err := rt.Exports(name)
	if err != nil {
		Throw(rt, err)
	}
	return exports
}
