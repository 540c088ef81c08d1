// Package fs is the module "lariat:fs", and the modules "node:fs" and "node:fs/promises" on the same ground: files and
// folders for scripts. A Disk is the capability: what a script can reach is what its Disk reaches. The calls that take
// a path block and are run on goroutines; an open File and a Stream never block, they answer through callbacks, in the
// order of the calls.
//
// Failures of the operating system are fault.System errors in the shape that Node gives them.
package fs

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

//go:embed fs.d.ts
var types string

//go:embed node.d.ts
var nodeTypes string

// Modules are "lariat:fs", "node:fs" and "node:fs/promises" for the whole disk.
var Modules = On(nil)

// On returns the modules for a Disk: a script reaches what it reaches. Nil is the whole disk, on which relative paths
// start at the folder of the runtime.
func On(d *Disk) []runtime.Module {
	load := func(f func(*face) runtime.Exports) func(*runtime.Runtime) runtime.Exports {
		return func(rt *runtime.Runtime) runtime.Exports { return f(faceOf(rt, d)) }
	}
	return []runtime.Module{
		{Name: "lariat:fs", Types: types, Load: load((*face).exports)},
		{Name: "node:fs", Aliases: []string{"fs"}, Types: nodeTypes, Load: load((*face).nodeExports)},
		{Name: "node:fs/promises", Aliases: []string{"fs/promises"}, Load: load((*face).promiseExports)},
	}
}

// face is the modules in one runtime.
type face struct {
	rt      *runtime.Runtime
	disk    *Disk
	files   *bind.Constructor[*File]
	writers *bind.Constructor[*Writer]
	temps   *bind.Constructor[*TempDir]
	watches *bind.Constructor[*listener]
	node    *goja.Object
}

type faceKey struct{}

func faceOf(rt *runtime.Runtime, d *Disk) *face {
	return runtime.Local(rt, faceKey{}, func() *face {
		if d == nil {
			// It fails only where the process has no folder: no relative path leads anywhere then.
			o := Options{Folder: rt.Dir(), Permissions: rt.Permissions()}
			if d, _ = New(o); d == nil {
				d, _ = New(Options{Permissions: o.Permissions})
			}
		}
		return &face{rt: rt, disk: d}
	})
}

func (m *face) exports() runtime.Exports {
	m.classes()
	exports := runtime.Exports{
		"FileHandle":  m.files.Value,
		"FileWriter":  m.writers.Value,
		"TempDir":     m.temps.Value,
		"open":        bind.AsyncFunc(m.rt, "open", 1, m.open),
		"processFile": bind.AsyncFunc(m.rt, "processFile", 3, m.processFile),
		"readDir":     bind.Func(m.rt, "readDir", 1, m.readDir),
		"tempDir":     bind.AsyncFunc(m.rt, "tempDir", 0, m.tempDir),
		"watch":       bind.Func(m.rt, "watch", 1, m.watch),
		"writeFile":   bind.AsyncFunc(m.rt, "writeFile", 2, func(c *bind.Call) (any, error) { return m.writeFile(c, false) }),
		"appendFile":  bind.AsyncFunc(m.rt, "appendFile", 2, func(c *bind.Call) (any, error) { return m.writeFile(c, true) }),
	}
	for name, op := range operations.Get() {
		exports[name] = m.exact(name, op)
	}
	return exports
}
