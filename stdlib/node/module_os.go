package node

import (
	"encoding/binary"
	"maps"
	goruntime "runtime"
	"slices"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/stdlib/process"
)

// loadOS is the part of node:os that every system can tell without being asked for more than it should.
func loadOS(rt *runtime.Runtime) runtime.Exports {
	windows := goruntime.GOOS == "windows"
	end, null := "\n", "/dev/null"
	if windows {
		end, null = "\r\n", `\\.\nul`
	}
	system, release, version, machine := kernel()
	text := func(s string) bind.Fn { return func(*bind.Call) (any, error) { return s, nil } }
	return only(object(
		rt,
		"EOL", end,
		"devNull", null,
		"constants", object(rt, "signals", signalsObject(rt)),
		"arch", text(process.Arch()),
		"availableParallelism", func(*bind.Call) (any, error) { return goruntime.GOMAXPROCS(0), nil },
		"cpus", cpus,
		"endianness", text(endianness()),
		"freemem", func(*bind.Call) (any, error) { return MachineNow().Free, nil },
		"totalmem", func(*bind.Call) (any, error) { return MachineNow().Total, nil },
		"uptime", func(*bind.Call) (any, error) { return MachineNow().Uptime, nil },
		"loadavg", func(*bind.Call) (any, error) {
			m := MachineNow()
			return []goja.Value{bind.ToValue(rt, m.Loads[0]), bind.ToValue(rt, m.Loads[1]), bind.ToValue(rt, m.Loads[2])}, nil
		},
		"homedir", func(*bind.Call) (any, error) { return Home(rt.Env()) },
		"hostname", func(*bind.Call) (any, error) { return Hostname(), nil },
		"machine", text(machine),
		"platform", text(process.Platform()),
		"release", text(release),
		"tmpdir", func(*bind.Call) (any, error) { return Temporary(rt.Env()), nil },
		"type", text(system),
		"userInfo", userInfo,
		"version", text(version),
	))
}

func endianness() string {
	if binary.NativeEndian.Uint16([]byte{1, 0}) == 1 {
		return "LE"
	}
	return "BE"
}

func signalsObject(rt *runtime.Runtime) *goja.Object {
	obj := rt.VM().NewObject()
	numbers := signals()
	for _, name := range slices.SortedFunc(maps.Keys(numbers), func(a, b string) int { return numbers[a] - numbers[b] }) {
		obj.Set(name, numbers[name])
	}
	return obj
}

// cpus has an entry for each processor. What they are and do is not told: the numbers are zero.
func cpus(c *bind.Call) (any, error) {
	rt := c.Runtime()
	list := make([]goja.Value, goruntime.NumCPU())
	for i := range list {
		times := object(rt, "user", 0, "nice", 0, "sys", 0, "idle", 0, "irq", 0)
		list[i] = object(rt, "model", "unknown", "speed", 0, "times", times)
	}
	return list, nil
}

func userInfo(c *bind.Call) (any, error) {
	u, err := CurrentUser(c.Runtime().Env())
	if err != nil {
		return nil, err
	}
	shell := goja.Null()
	if u.Shell != "" {
		shell = bind.ToValue(c.Runtime(), u.Shell)
	}
	info := object(c.Runtime(), "uid", u.UID, "gid", u.GID, "username", u.Name, "homedir", u.Home, "shell", shell)
	return info, info.SetPrototype(nil)
}
