package node

import (
	_ "embed"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loader"
)

//go:embed module.js
var moduleSource string

var moduleScript = bind.NewScript("node:module", moduleSource)

// loadModule is node:module: the class Module, createRequire and what is built in.
func loadModule(rt *runtime.Runtime) runtime.Exports {
	var names []string
	for _, m := range rt.Modules() {
		if name, ok := strings.CutPrefix(m.Name, "node:"); ok && slices.Contains(m.Aliases, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return only(moduleScript.Run(rt, bind.Host{
		"directory": rt.Dir(), "path": bind.Need(rt, "node:path"),
		"builtin":        func(c *bind.Call) (any, error) { return bind.Need(rt, c.Text(0)), nil },
		"builtinModules": bind.ToValue(rt, names),
		"createRequire": bind.Func(rt, "createRequire", 1, func(c *bind.Call) (any, error) {
			file := c.Value(0)
			if obj, ok := file.(*goja.Object); ok {
				file = obj.Get("href") // a URL
			}
			text, ok := file.(goja.String)
			if !ok || !isPlace(text.String()) {
				return nil, fault.Type.New("createRequire: the argument 'filename' must be a file URL object, file URL string, or absolute "+
					"path string. Received %v", c.Value(0)).With("code", "ERR_INVALID_ARG_VALUE")
			}
			return rt.Loader().RequireFunction(text.String()), nil
		}),
		"packageFile": func(c *bind.Call) (any, error) {
			file, err := rt.Loader().PackageFile(c.Text(0), c.Text(1))
			if file == "" {
				return nil, err
			}
			return file, err
		},
		"sync": func(*bind.Call) (any, error) {
			rt.Loader().SyncBuiltins()
			return nil, nil
		},
		"stripTypes": stripTypes,
		"isBuiltin": bind.Func(rt, "isBuiltin", 1, func(c *bind.Call) (any, error) {
			name, ok := c.Value(0).(goja.String)
			return ok && isBuiltin(rt, name.String()), nil
		}),
	}))
}

// isPlace reports whether a name says where a file is from everywhere. A path from the root is absolute on Windows too, as in Node.
func isPlace(name string) bool {
	return filepath.IsAbs(name) || strings.HasPrefix(name, "/") || strings.HasPrefix(name, "file:")
}

func isBuiltin(rt *runtime.Runtime, name string) bool {
	return slices.ContainsFunc(rt.Modules(), func(m runtime.Module) bool { return m.Name == name || slices.Contains(m.Aliases, name) })
}

// stripTypes is (code, name, with a source map).
func stripTypes(c *bind.Call) (any, error) {
	code, err := loader.StripTypes(c.Text(0), c.Text(1), c.Bool(2))
	var syntax *fault.Error
	if errors.As(err, &syntax) {
		return nil, syntax.With("code", "ERR_INVALID_TYPESCRIPT_SYNTAX")
	}
	return code, err
}
