package process

import (
	"context"
	"maps"
	goruntime "runtime"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

// env is process.env: a copy of what the host lets the script see. Every value becomes a string; on Windows
// names are the same in any case.
type env struct {
	rt        *runtime.Runtime
	variables map[string]string
	// own are those that the script has set or deleted: it does not ask for them.
	own map[string]bool
}

func environment(rt *runtime.Runtime) *goja.Object {
	variables := rt.Env()
	if variables == nil {
		variables = map[string]string{}
	}
	return rt.VM().NewDynamicObject(&env{rt, variables, map[string]bool{}})
}

// name finds the variable as it is written.
func (e *env) name(key string) string {
	if _, ok := e.variables[key]; ok || goruntime.GOOS != "windows" {
		return key
	}
	for name := range e.variables {
		if strings.EqualFold(name, key) {
			return name
		}
	}
	return key
}

// find asks for a variable that is not shown.
func (e *env) find(key string) {
	if _, shown := e.variables[key]; shown || e.own[key] || !e.rt.Permissions().Asks() {
		return
	}
	if value, ok := e.rt.Variable(bind.Located(context.Background(), e.rt), key); ok {
		e.variables[key] = value
	}
}

// Get returns a variable, nil if it is not set.
func (e *env) Get(key string) goja.Value {
	e.find(key)
	if value, ok := e.variables[e.name(key)]; ok {
		return bind.ToValue(e.rt, value)
	}
	return nil
}

// Set sets a variable to the text of a value.
func (e *env) Set(key string, value goja.Value) bool {
	if _, ok := value.(*goja.Symbol); ok {
		panic(e.rt.VM().NewTypeError("Cannot convert a Symbol value to a string")) //nolint:forbidigo // a dynamic object throws so
	}
	e.own[key], e.variables[e.name(key)] = true, value.String()
	return true
}

// Has reports whether a variable is set.
func (e *env) Has(key string) bool {
	e.find(key)
	_, ok := e.variables[e.name(key)]
	return ok
}

// Delete unsets a variable.
func (e *env) Delete(key string) bool {
	e.own[key] = true
	delete(e.variables, e.name(key))
	return true
}

// Keys returns the names of the variables, sorted.
func (e *env) Keys() []string { return slices.Sorted(maps.Keys(e.variables)) }
