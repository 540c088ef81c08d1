package node

import (
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

// loadModule is node:module: createRequire and what is built in.
func loadModule(rt *runtime.Runtime) runtime.Exports {
	var names []string
	for _, m := range rt.Modules() {
		if name, ok := strings.CutPrefix(m.Name, "node:"); ok && slices.Contains(m.Aliases, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return runtime.Exports{
		"builtinModules": bind.ToValue(rt, names),
		"createRequire": bind.Func(rt, "createRequire", 1, func(c *bind.Call) (any, error) {
			file := c.Value(0)
			if obj, ok := file.(*goja.Object); ok {
				file = obj.Get("href") // a URL
			}
			if _, ok := file.(goja.String); !ok {
				c.InvalidType(0, "filename", "of type string or an instance of URL")
			}
			return rt.Loader().RequireFunction(file.String()), nil
		}),
		"isBuiltin": bind.Func(rt, "isBuiltin", 1, func(c *bind.Call) (any, error) {
			name, ok := c.Value(0).(goja.String)
			return ok && isBuiltin(rt, name.String()), nil
		}),
	}
}

func isBuiltin(rt *runtime.Runtime, name string) bool {
	return slices.ContainsFunc(rt.Modules(), func(m runtime.Module) bool { return m.Name == name || slices.Contains(m.Aliases, name) })
}
