package runtime

import (
	"context"

	"github.com/dop251/goja"
)

// Check finds what keeps a file from being run, without running any of it: mistakes of syntax, in the file and in what it
// imports, imports that lead nowhere, and names that a module does not export. The error is the one that Run would give.
func (rt *Runtime) Check(ctx context.Context, file string) error {
	return rt.Do(ctx, func(vm *goja.Runtime) (err error) {
		if ex := vm.Try(func() { err = rt.loader.Check(file) }); ex != nil {
			return rt.Thrown(ex.Value()).describe()
		}
		return err
	})
}
