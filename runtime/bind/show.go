package bind

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/inspect"
)

// Show makes console.log and the REPL show the instances of a class with these properties, which are getters of its
// prototype, and with their own: PerformanceMark { name: 'a', startTime: 5 }.
func Show(rt *runtime.Runtime, proto *goja.Object, fields ...string) {
	inspector := rt.Inspector()
	fn := Func(rt, "[nodejs.util.inspect.custom]", 2, func(c *Call) (any, error) {
		this, ok := c.this.(*goja.Object)
		if !ok || runtime.HandleOf(this) == nil || c.Value(0).ToFloat() < 0 {
			return c.this, nil // it is the prototype, or too deep for more than its name
		}
		options := inspector.Defaults
		if given, ok := c.Value(1).(*goja.Object); ok {
			options = inspector.ParseOptions(given, options)
		}
		if options.Depth != inspect.Unlimited {
			options.Depth--
		}
		view := c.VM().NewObject()
		for _, name := range append(fields[:len(fields):len(fields)], this.Keys()...) {
			if err := view.Set(name, this.Get(name)); err != nil {
				return nil, err
			}
		}
		text, err := inspector.Inspect(view, options)
		return className(this) + " " + text, err
	})
	_ = proto.DefineDataPropertySymbol(inspector.Symbol(), fn, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// className is the name of the constructor, which may be a class of the script.
func className(obj *goja.Object) string {
	if class, ok := obj.Get("constructor").(*goja.Object); ok {
		return class.Get("name").String()
	}
	return obj.ClassName()
}
