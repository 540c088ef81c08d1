// Package transit is what a call of a function takes along to another isolate, and what comes back: the function, its
// arguments, the variables that cross, the value or the error. Worker pools and event loops share it; scripts know it as
// the rules of "lariat:worker".
package transit

import (
	"errors"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loader"
)

// Function makes the argument "fn" of a call ready to travel: a function, or where one is, "./task.ts#name" or a URL.
func Function(c *bind.Call, v goja.Value, capture *goja.Object) (*loader.Portable, error) {
	p, err := portable(c, v, capture)
	if err != nil {
		return nil, err
	}
	return p, c.Runtime().Loader().Again(p)
}

func portable(c *bind.Call, v goja.Value, capture *goja.Object) (*loader.Portable, error) {
	rt := c.Runtime()
	obj, isObject := v.(*goja.Object)
	switch {
	case isObject && rt.Callable(obj):
		var names []string
		if capture != nil {
			names = capture.Keys()
		}
		return rt.Loader().Portable(obj, names)
	case isObject && obj.Get("href") != nil: // a URL
		return rt.Loader().Reference(obj.Get("href").String(), c.Site().File())
	}
	if text, ok := v.(goja.String); ok {
		return rt.Loader().Reference(text.String(), c.Site().File())
	}
	return nil, fault.Type.New(`%s: "fn" must be a function, or the name of one such as "./tasks.ts#resize"`, c.Name())
}

// Captured encodes the option "capture" of a call; nil gives nil.
func Captured(c *bind.Call, obj *goja.Object) (*clone.Message, error) {
	if obj == nil {
		return nil, nil
	}
	m, err := c.Runtime().Cloner().Encode(obj, clone.Options{})
	return m, Uncloned(err, "value", c.Name()+": capture")
}

// Named decodes an object of values by name.
func Named(rt *runtime.Runtime, m *clone.Message) (map[string]goja.Value, error) {
	if m == nil {
		return nil, nil
	}
	v, err := rt.Cloner().Decode(m)
	if err != nil {
		return nil, err
	}
	values := map[string]goja.Value{}
	obj := v.(*goja.Object)
	for _, name := range obj.Keys() {
		values[name] = obj.Get(name)
	}
	return values, nil
}

// Variables encodes the AsyncContext variables of the caller that go with a task; nil when there are none.
func Variables(rt *runtime.Runtime) (*clone.Message, error) {
	vars := rt.Frame().Vars.Crossing()
	if vars == nil {
		return nil, nil
	}
	obj := rt.VM().NewObject()
	for name, v := range vars {
		_ = obj.Set(name, v)
	}
	m, err := rt.Cloner().Encode(obj, clone.Options{})
	return m, Uncloned(err, "value.", "the value of the AsyncContext variable ")
}

// Under adds the variables that came with a task to those of a frame.
func Under(rt *runtime.Runtime, vars *runtime.Vars, m *clone.Message) *runtime.Vars {
	values, err := Named(rt, m)
	if err != nil {
		return vars
	}
	for name, v := range values {
		vars = vars.With(runtime.CrossVar{Name: name}, v)
	}
	return vars
}

// Call calls a function under a frame.
func Call(rt *runtime.Runtime, frame *runtime.Frame, fn func(goja.FunctionCall) goja.Value, args ...goja.Value) (v goja.Value, err error) {
	saved := rt.Frame()
	rt.SetFrame(frame)
	ex := rt.VM().Try(func() { v = fn(goja.FunctionCall{This: goja.Undefined(), Arguments: args}) })
	rt.SetFrame(saved)
	if ex != nil {
		return nil, rt.Thrown(ex.Value())
	}
	if v == nil {
		v = goja.Undefined()
	}
	return v, nil
}

// Uncloned says of a value that cannot be cloned what it is to the script: where stands for the list that it was in.
func Uncloned(err error, in, where string) error {
	if !errors.Is(err, fault.Clone) {
		return err
	}
	if text, ok := strings.CutPrefix(err.Error(), in); ok {
		return fault.Clone.New("%s%s", where, text)
	}
	return err
}

// Element is Uncloned for one of a list of values, the first of which has the index first where it comes from: "items[7]".
func Element(err error, list string, first int) error {
	if !errors.Is(err, fault.Clone) {
		return err
	}
	text, ok := strings.CutPrefix(err.Error(), "value[")
	at, rest, closed := strings.Cut(text, "]")
	i, bad := strconv.Atoi(at)
	if !ok || !closed || bad != nil {
		return err
	}
	return fault.Clone.New("%s[%d]%s", list, first+i, rest)
}

// Thrown encodes an error: its JavaScript value. An interrupt is no failure of that: it goes on upwards.
func Thrown(rt *runtime.Runtime, err error) (*clone.Message, error) {
	m, refused := rt.Cloner().Encode(rt.ErrorValue(err), clone.Options{Lenient: true})
	if refused = bind.Caught(rt, refused); refused != nil {
		return nil, fault.Clone.New("what the task threw cannot be cloned: %w", refused)
	}
	return m, nil
}
