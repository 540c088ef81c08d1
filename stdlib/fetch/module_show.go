package fetch

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/inspect"
)

// showPairs makes console.log show what has pairs as an object of them; a name that comes twice has a list.
func (f *Fetch) showPairs(name string, proto *goja.Object, pairs func(this goja.Value) (pairAt, bool)) {
	inspector := f.rt.Inspector()
	fn := bind.Func(f.rt, "[nodejs.util.inspect.custom]", 2, func(c *bind.Call) (any, error) {
		at, ok := pairs(c.This())
		if !ok || c.Value(0).ToFloat() < 0 {
			return c.This(), nil // it is the prototype, or too deep for more than its name
		}
		options := inspector.Defaults
		if given, ok := c.Value(1).(*goja.Object); ok {
			options = inspector.ParseOptions(given, options)
		}
		if options.Depth != inspect.Unlimited {
			options.Depth--
		}
		view := c.VM().NewObject()
		for i := 0; ; i++ {
			key, value, more := at(i)
			if !more {
				break
			}
			if before := view.Get(key.String()); before != nil {
				value = bind.Array(f.rt, []goja.Value{before, value})
			}
			if err := view.Set(key.String(), value); err != nil {
				return nil, err
			}
		}
		text, err := inspector.Inspect(view, options)
		return name + " " + text, err
	})
	_ = proto.DefineDataPropertySymbol(inspector.Symbol(), fn, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// show sets up how console.log shows the classes.
func (f *Fetch) show() {
	f.showPairs("Headers", f.headers.Prototype, func(this goja.Value) (pairAt, bool) {
		h, ok := runtime.HandleOf(this).(*Headers)
		return f.headerPair(h), ok
	})
	f.showPairs("FormData", f.forms.Prototype, func(this goja.Value) (pairAt, bool) {
		form, ok := runtime.HandleOf(this).(*Form)
		return f.formPair(form), ok
	})
	bind.Show(f.rt, f.requests.Prototype, "method", "url", "headers", "redirect", "signal", "bodyUsed")
	bind.Show(f.rt, f.responses.Prototype, "status", "statusText", "headers", "bodyUsed", "ok", "redirected", "type", "url")
}
