package task

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Variable is an AsyncContext.Variable: a value that follows the flow of control through await, timers
// and every callback that lariat keeps.
type Variable struct {
	name         string
	fallback     goja.Value
	transferable bool
}

// Instead says what to do when a task uses the variable: it is known by its name there.
func (v *Variable) Instead() string {
	return "give it a name and transferable: true, and declare it in the module of the function; its value goes along by itself"
}

// key is what the value of the variable is found by: one that goes to workers is known by its name there.
func (v *Variable) key() any {
	if v.transferable {
		return runtime.CrossVar{Name: v.name}
	}
	return v
}

// Snapshot remembers the values of all variables.
type Snapshot struct{ vars *runtime.Vars }

// Instead says what to do when a task uses the snapshot.
func (s *Snapshot) Instead() string {
	return "the values of transferable variables go along by themselves"
}

// Instead says what to do when a task uses the storage.
func (s *storage) Instead() string {
	return "use a transferable AsyncContext.Variable, whose value goes along by itself"
}

// storage is an AsyncLocalStorage, Node's name for a variable.
type storage struct{ disabled bool }

// contextExports makes AsyncContext and AsyncLocalStorage.
func contextExports(rt *runtime.Runtime) runtime.Exports {
	return runtime.Local(rt, contextKey{}, func() runtime.Exports {
		space := rt.VM().NewObject()
		_ = space.Set("Variable", variableClass(rt).Value)
		_ = space.Set("Snapshot", snapshotClass(rt).Value)
		return runtime.Exports{"AsyncContext": space, "AsyncLocalStorage": storageClass(rt).Value}
	})
}

type contextKey struct{}

// withVars runs fn(…args) with other variables; scope and task stay those of the caller.
func withVars(c *bind.Call, vars *runtime.Vars, at int) (any, error) {
	rt := c.Runtime()
	frame := *rt.Frame()
	frame.Vars = vars
	return c.Function(at, "fn").In(&frame).Call(c.Rest(at + 1)...)
}

func variableClass(rt *runtime.Runtime) *bind.Constructor[*Variable] {
	return bind.Class[*Variable]{
		Name: "Variable",
		New: func(c *bind.Call) (*Variable, error) {
			o := struct {
				Name         string     `js:"name"`
				DefaultValue goja.Value `js:"defaultValue"`
				Transferable bool       `js:"transferable"`
			}{DefaultValue: goja.Undefined()}
			c.Options(0, &o)
			if o.Transferable && o.Name == "" {
				return nil, fault.Type.New(`%s: a transferable variable needs a "name", by which workers know it`, c.Name())
			}
			return &Variable{o.Name, o.DefaultValue, o.Transferable}, nil
		},
		Methods: map[string]func(*Variable, *bind.Call) (any, error){
			"get": func(v *Variable, _ *bind.Call) (any, error) {
				if value, ok := rt.Frame().Vars.Get(v.key()); ok {
					return value, nil
				}
				return v.fallback, nil
			},
			"run": func(v *Variable, c *bind.Call) (any, error) {
				return withVars(c, rt.Frame().Vars.With(v.key(), c.Value(0)), 1)
			},
		},
		Getters: map[string]func(*Variable) any{
			"name": func(v *Variable) any { return v.name }, "transferable": func(v *Variable) any { return v.transferable },
		},
		Lengths: map[string]int{"run": 2},
	}.In(rt)
}

func snapshotClass(rt *runtime.Runtime) *bind.Constructor[*Snapshot] {
	return bind.Class[*Snapshot]{
		Name: "Snapshot",
		New:  func(*bind.Call) (*Snapshot, error) { return &Snapshot{rt.Frame().Vars}, nil },
		Methods: map[string]func(*Snapshot, *bind.Call) (any, error){
			"run": func(s *Snapshot, c *bind.Call) (any, error) { return withVars(c, s.vars, 0) },
		},
		Statics: map[string]bind.Fn{"wrap": wrapWithVars},
		Lengths: map[string]int{"run": 1, "wrap": 1},
	}.In(rt)
}

// wrapWithVars returns a function that runs fn with the variables of now, with its own this and arguments.
func wrapWithVars(c *bind.Call) (any, error) {
	rt, fn, vars := c.Runtime(), c.Function(0, "fn"), c.Runtime().Frame().Vars
	length := int(fn.Value.Get("length").ToInteger())
	return bind.Func(rt, "wrapped "+fn.Value.Get("name").String(), length, func(c *bind.Call) (any, error) {
		frame := *rt.Frame()
		frame.Vars = vars
		return fn.In(&frame).CallOn(c.This(), c.Rest(0)...)
	}), nil
}

func storageClass(rt *runtime.Runtime) *bind.Constructor[*storage] {
	return bind.Class[*storage]{
		Name: "AsyncLocalStorage",
		New:  func(*bind.Call) (*storage, error) { return &storage{}, nil },
		Methods: map[string]func(*storage, *bind.Call) (any, error){
			"getStore": func(s *storage, _ *bind.Call) (any, error) {
				if value, ok := rt.Frame().Vars.Get(s); ok && !s.disabled {
					return value, nil
				}
				return nil, nil
			},
			"run": func(s *storage, c *bind.Call) (any, error) {
				s.disabled = false
				return withVars(c, rt.Frame().Vars.With(s, c.Value(0)), 1)
			},
			"exit": func(s *storage, c *bind.Call) (any, error) {
				return withVars(c, rt.Frame().Vars.With(s, goja.Undefined()), 0)
			},
			"enterWith": func(s *storage, c *bind.Call) (any, error) {
				s.disabled = false
				frame := *rt.Frame()
				frame.Vars = frame.Vars.With(s, c.Value(0))
				rt.SetFrame(&frame)
				return nil, nil
			},
			"disable": func(s *storage, _ *bind.Call) (any, error) {
				s.disabled = true
				return nil, nil
			},
		},
		Statics: map[string]bind.Fn{
			"bind": wrapWithVars,
			"snapshot": func(c *bind.Call) (any, error) {
				vars := rt.Frame().Vars
				return bind.Func(rt, "snapshot", 1, func(c *bind.Call) (any, error) { return withVars(c, vars, 0) }), nil
			},
		},
		Lengths: map[string]int{"run": 2, "exit": 1, "enterWith": 1, "bind": 1},
	}.In(rt)
}

// loadAsyncHooks makes the part of node:async_hooks that has a meaning here.
func loadAsyncHooks(rt *runtime.Runtime) runtime.Exports {
	resource := bind.Class[*Snapshot]{
		Name: "AsyncResource",
		New: func(c *bind.Call) (*Snapshot, error) {
			if c.String(0, "type") == "" {
				return nil, fault.Type.New(`new AsyncResource: "type" must not be empty`)
			}
			return &Snapshot{rt.Frame().Vars}, nil
		},
		Methods: map[string]func(*Snapshot, *bind.Call) (any, error){
			"runInAsyncScope": func(s *Snapshot, c *bind.Call) (any, error) {
				frame := *rt.Frame()
				frame.Vars = s.vars
				return c.Function(0, "fn").In(&frame).CallOn(c.Value(1), c.Rest(2)...)
			},
			"emitDestroy": func(_ *Snapshot, c *bind.Call) (any, error) { return c.This(), nil },
		},
		Statics: map[string]bind.Fn{"bind": wrapWithVars},
		Lengths: map[string]int{"runInAsyncScope": 1, "bind": 1},
	}.In(rt)
	return runtime.Exports{"AsyncLocalStorage": contextExports(rt)["AsyncLocalStorage"], "AsyncResource": resource.Value}
}
