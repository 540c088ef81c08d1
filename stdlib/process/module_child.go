package process

import (
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// loadChild is node:child_process, which is there because packages import it for what they hardly ever do
// (commander for subcommands that are programs of their own). A script starts no programs: each function
// refuses when it is called.
func loadChild(rt *runtime.Runtime) runtime.Exports {
	exports := runtime.Exports{}
	for _, name := range []string{"exec", "execFile", "execFileSync", "execSync", "fork", "spawn", "spawnSync"} {
		exports[name] = bind.Func(rt, name, 1, func(c *bind.Call) (any, error) {
			return nil, fault.Permission.New("child_process.%s is not available: a script starts no other programs", name).
				With("permission", "run").With("resource", c.Text(0))
		})
	}
	return exports
}
