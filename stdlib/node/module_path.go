package node

import (
	goruntime "runtime"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

// here is the kind of paths of this system.
var here = map[bool]string{true: "win32", false: "posix"}[goruntime.GOOS == "windows"]

type pathsKey struct{}

// loadPath gives the paths of one kind. Both kinds belong together: each has the other as a property.
func loadPath(kind string) func(rt *runtime.Runtime) runtime.Exports {
	return func(rt *runtime.Runtime) runtime.Exports {
		both := runtime.Local(rt, pathsKey{}, func() map[string]*goja.Object {
			posix := pathObject(rt, Posix(rt.Dir), ":")
			win32 := pathObject(rt, Win32(rt.Dir), ";")
			for _, obj := range []*goja.Object{posix, win32} {
				obj.Set("win32", win32)
				obj.Set("posix", posix)
				obj.Set("_makeLong", obj.Get("toNamespacedPath"))
			}
			return map[string]*goja.Object{"posix": posix, "win32": win32}
		})
		return only(both[kind])
	}
}

func pathObject(rt *runtime.Runtime, p Paths, delimiter string) *goja.Object {
	one := func(f func(string) string) bind.Fn {
		return func(c *bind.Call) (any, error) { return f(pathArg(c, 0, "path")), nil }
	}
	return object(
		rt,
		"resolve", func(c *bind.Call) (any, error) {
			parts := make([]string, c.Len())
			for i := range parts {
				parts[i] = pathArg(c, i, "paths["+itoa(i)+"]")
			}
			return p.Resolve(parts...), nil
		},
		"normalize", one(p.Normalize),
		"isAbsolute", func(c *bind.Call) (any, error) { return p.IsAbsolute(pathArg(c, 0, "path")), nil },
		"join", func(c *bind.Call) (any, error) {
			parts := make([]string, c.Len())
			for i := range parts {
				parts[i] = pathArg(c, i, "path")
			}
			return p.Join(parts...), nil
		},
		"relative", func(c *bind.Call) (any, error) {
			return p.Relative(pathArg(c, 0, "from"), pathArg(c, 1, "to")), nil
		},
		"toNamespacedPath", func(c *bind.Call) (any, error) {
			if s, ok := c.Value(0).(goja.String); ok {
				return p.Namespaced(s.String()), nil
			}
			return c.Value(0), nil
		},
		"dirname", one(p.Dirname),
		"basename", func(c *bind.Call) (any, error) {
			path, suffix := pathArg(c, 0, "path"), ""
			if !goja.IsUndefined(c.Value(1)) {
				suffix = pathArg(c, 1, "suffix")
			}
			return p.Basename(path, suffix), nil
		},
		"extname", one(p.Extname),
		"format", func(c *bind.Call) (any, error) { return formatPath(c, p), nil },
		"parse", func(c *bind.Call) (any, error) {
			parts := p.Parse(pathArg(c, 0, "path"))
			return object(rt, "root", parts.Root, "dir", parts.Dir, "base", parts.Base, "ext", parts.Ext, "name", parts.Name), nil
		},
		"sep", p.separator,
		"delimiter", delimiter,
	)
}

func pathArg(c *bind.Call, i int, name string) string {
	s, ok := c.Value(i).(goja.String)
	if !ok {
		c.InvalidType(i, name, "of type string")
	}
	return s.String()
}

func formatPath(c *bind.Call, p Paths) string {
	obj, ok := c.Value(0).(*goja.Object)
	if !ok {
		c.InvalidType(0, "pathObject", "of type object")
	}
	var parts Parts
	for name, field := range map[string]*string{
		"root": &parts.Root, "dir": &parts.Dir, "base": &parts.Base, "name": &parts.Name, "ext": &parts.Ext,
	} {
		if v := obj.Get(name); !bind.Nullish(v) {
			*field = v.String()
		}
	}
	return p.Format(parts)
}
