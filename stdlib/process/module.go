// Package process is the modules "node:process" and "node:tty", as Node v20 has them, with the global process.
//
// process.nextTick runs its function as a microtask, in line with the reactions of promises and not before
// them. A script cannot move the working directory: it belongs to the whole host.
package process

import (
	_ "embed"
	"os"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/cputime"
	"github.com/lariatjs/lariat/runtime/fault"
)

//go:embed process.d.ts
var types string

//go:embed process.js
var processSource string

var processScript = bind.NewScript("node:process", processSource)

// Modules are "node:process" and "node:tty".
var Modules = []runtime.Module{
	{Name: "node:process", Aliases: []string{"process"}, Types: types, Globals: []string{"process"}, Load: load},
	{Name: "node:tty", Aliases: []string{"tty"}, Types: types, Load: loadTTY},
}

func load(rt *runtime.Runtime) runtime.Exports {
	stream := func(name string) bind.Fn {
		return func(*bind.Call) (any, error) {
			return rt.Call(streamsOf(rt).Get(name), goja.Undefined())
		}
	}
	made := processScript.Run(rt, bind.Host{
		"EventEmitter":    bind.Need(rt, "node:events"),
		"facts":           facts(rt),
		"env":             environment(rt),
		"directory":       rt.Dir(),
		"refuseDirectory": refuseDirectory,
		"elapsed":         elapsed,
		"memory":          memoryUsage,
		"cpu":             cpuUsage,
		"usage":           resourceUsage,
		"seldom":          seldom,
		"nextTick":        bind.Func(rt, "nextTick", 1, nextTick),
		"builtin":         builtin,
		"exit":            exit,
		"kill":            kill,
		"identities":      identities,
		"signalNumber":    func(c *bind.Call) (any, error) { return signalNumber(c.Text(0)), nil },
		"listen":          listen,
		"setExitCode":     setExitCode,
		"print":           printError,
		"stdin":           stream("stdin"),
		"stdout":          stream("stdout"),
		"stderr":          stream("stderr"),
	})
	install(rt, made.Get("events").(*goja.Object))
	return runtime.Exports{"default": made.Get("process")}
}

// facts are the properties of process that do not change.
func facts(rt *runtime.Runtime) *goja.Object {
	obj, versions := rt.VM().NewObject(), rt.VM().NewObject()
	names, numbers := Versions()
	for i, name := range names {
		versions.Set(name, numbers[i])
	}
	argv := rt.Args()
	if len(argv) == 0 {
		argv = []string{executable()}
	}
	obj.Set("version", "v"+NodeVersion)
	obj.Set("versions", versions)
	obj.Set("arch", Arch())
	obj.Set("platform", Platform())
	obj.Set("title", "lariat")
	obj.Set("argv", bind.ToValue(rt, argv))
	obj.Set("execArgv", bind.ToValue(rt, []string{}))
	obj.Set("argv0", "lariat")
	obj.Set("execPath", executable())
	obj.Set("pid", os.Getpid())
	obj.Set("ppid", os.Getppid())
	return obj
}

func refuseDirectory(c *bind.Call) (any, error) {
	return nil, fault.Permission.New("process.chdir is not available: the working directory belongs to the whole host; "+
		"name files with path.resolve(directory, name) instead").With("permission", "chdir").With("resource", c.Text(0))
}

// elapsed is the time since the runtime began, in seconds and nanoseconds, on a clock that never goes back.
func elapsed(c *bind.Call) (any, error) {
	rt := c.Runtime()
	d := rt.Loop().Elapsed()
	return []goja.Value{bind.ToValue(rt, int64(d)/1e9), bind.ToValue(rt, int64(d)%1e9)}, nil
}

// cpuUsage is the time that the process has spent on processors, its own and the system's, in microseconds.
func cpuUsage(c *bind.Call) (any, error) {
	user, system := cputime.Times()
	return []goja.Value{bind.ToValue(c.Runtime(), user.Microseconds()), bind.ToValue(c.Runtime(), system.Microseconds())}, nil
}

func memoryUsage(c *bind.Call) (any, error) {
	resident, heap, used := memory()
	obj := c.VM().NewObject()
	obj.Set("rss", float64(resident))
	obj.Set("heapTotal", float64(heap))
	obj.Set("heapUsed", float64(used))
	obj.Set("external", 0)
	obj.Set("arrayBuffers", 0)
	return obj, nil
}

// nextTick runs a function with arguments as a microtask, under the frame of this moment. What it throws
// is an uncaught exception.
func nextTick(c *bind.Call) (any, error) {
	rt, fn := c.Runtime(), bind.FunctionOf(c.Runtime(), c.Value(0))
	if fn == nil {
		c.InvalidType(0, "callback", "of type function")
	}
	args := c.Rest(1)
	rt.Then(rt.Settled(), func(goja.Value) {
		if _, err := fn.Call(args...); err != nil {
			rt.ReportUncaught(rt.ErrorValue(err))
		}
	}, func(goja.Value) {})
	return nil, nil
}

// builtin is the exports of a module of the host; undefined if there is none of the name.
func builtin(c *bind.Call) (any, error) {
	exports, err := c.Runtime().Exports(c.Text(0))
	if err != nil {
		return nil, nil //nolint:nilerr // Node gives undefined for a module that it does not have
	}
	return exports, nil
}

func exit(c *bind.Call) (any, error) {
	c.Runtime().Exit(int(c.Number(0, "code")))
	return nil, nil
}

func setExitCode(c *bind.Call) (any, error) {
	c.Runtime().SetExitCode(int(c.Number(0, "code")))
	return nil, nil
}

func printError(c *bind.Call) (any, error) {
	_, err := c.Runtime().Stderr().Write([]byte(c.Text(0)))
	return nil, err
}
