package runtime

import (
	"context"

	"github.com/dop251/goja"
)

// Check finds what keeps a file from being run, without running any of it: mistakes of syntax, in the file and in what it
// imports, imports that lead nowhere, and names that a module does not export. The errors are those that Run would give one
// after another, and those of what TypeScript imports for its types alone, which Run does not look for; nil says that there is none.
func (rt *Runtime) Check(ctx context.Context, file string) []error {
	var list []error
	err := rt.Do(ctx, func(vm *goja.Runtime) error {
		if ex := vm.Try(func() { list = rt.loader.Check(file, rt.typesOf) }); ex != nil {
			return rt.Thrown(ex.Value()).describe()
		}
		return nil
	})
	if err != nil {
		list = append(list, err)
	}
	return list
}

// typesOf is the text of a module's .d.ts.
func (rt *Runtime) typesOf(name string) string {
	if m := rt.opts.byName[name]; m != nil {
		return m.Types
	}
	return ""
}
