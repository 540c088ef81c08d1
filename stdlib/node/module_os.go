package node

import (
	"context"
	_ "embed"
	"encoding/binary"
	"math"
	"net"
	goruntime "runtime"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/lazy"
	"github.com/lariatjs/lariat/stdlib/process"
)

//go:embed os.js
var osSource string

var osScript = bind.NewScript("node:os", osSource)

// questions are the functions that ask for one text or number.
var questions = lazy.Value[[]string]{Make: func() []string {
	return []string{
		"arch", "availableParallelism", "endianness", "freemem", "homedir", "hostname", "machine", "platform", "release", "tmpdir", "totalmem",
		"type", "uptime", "version",
	}
}}

// loadOS is node:os, as far as every system can tell without being asked for more than it should.
func loadOS(rt *runtime.Runtime) runtime.Exports {
	windows := goruntime.GOOS == "windows"
	end, null := "\n", "/dev/null"
	if windows {
		end, null = "\r\n", `\\.\nul`
	}
	return only(osScript.Run(rt, bind.Host{
		"os": answers(rt), "questions": questions.Get(), "signals": numbers(rt, signals()), "errno": numbers(rt, errorNumbers(errorNames)),
		"end": end, "null": null, "windows": windows, "linux": goruntime.GOOS == "linux",
		"user": userInfo, "priority": priorityOf, "refusePriority": refusePriority,
		"buffer": func(*bind.Call) (any, error) { return bind.Need(rt, "node:buffer").Get("Buffer"), nil },
	}))
}

// answers are the functions that the host answers as they stand.
func answers(rt *runtime.Runtime) *goja.Object {
	system, release, version, machine := kernel()
	text := func(s string) bind.Fn { return func(*bind.Call) (any, error) { return s, nil } }
	return object(
		rt,
		"arch", text(process.Arch()),
		"availableParallelism", func(*bind.Call) (any, error) { return goruntime.GOMAXPROCS(0), nil },
		"cpus", cpus,
		"endianness", text(endianness()),
		"freemem", func(*bind.Call) (any, error) { return MachineNow().Free, nil },
		"homedir", func(*bind.Call) (any, error) { return Home(rt.Env()) },
		"hostname", func(*bind.Call) (any, error) { return Hostname(), nil },
		"loadavg", func(*bind.Call) (any, error) {
			m := MachineNow()
			return []goja.Value{bind.ToValue(rt, m.Loads[0]), bind.ToValue(rt, m.Loads[1]), bind.ToValue(rt, m.Loads[2])}, nil
		},
		"networkInterfaces", networkInterfaces,
		"platform", text(process.Platform()),
		"release", text(release),
		"tmpdir", func(*bind.Call) (any, error) { return Temporary(rt.Env()), nil },
		"totalmem", func(*bind.Call) (any, error) { return MachineNow().Total, nil },
		"type", text(system),
		"uptime", func(*bind.Call) (any, error) { return MachineNow().Uptime, nil },
		"version", text(version),
		"machine", text(machine),
	)
}

func endianness() string {
	if binary.NativeEndian.Uint16([]byte{1, 0}) == 1 {
		return "LE"
	}
	return "BE"
}

// numbers makes an object of names and numbers, in the order of the list.
func numbers(rt *runtime.Runtime, list []constant) *goja.Object {
	obj := rt.VM().NewObject()
	for _, one := range list {
		obj.Set(one.name, one.number)
	}
	return obj
}

// priorityOf is the nice value of a process, or what the system says instead.
func priorityOf(c *bind.Call) (any, error) {
	nice, number := priority(c.Int(0, "pid", math.MinInt32))
	if number == 0 {
		return nice, nil
	}
	return object(c.Runtime(), "errno", -int(number), "code", process.ErrorName(number), "message", strings.ToLower(number.Error())), nil
}

func refusePriority(c *bind.Call) (any, error) {
	return nil, fault.Permission.New("os.setPriority is not available: the process belongs to the whole host; "+
		"start it with nice instead").With("permission", "setPriority").With("resource", c.Text(0))
}

// networkInterfaces tells who may listen on all addresses of the machine which these are.
func networkInterfaces(c *bind.Call) (any, error) {
	rt := c.Runtime()
	if err := rt.Permissions().Listen(bind.Located(context.Background(), rt), "0.0.0.0", 0); err != nil {
		return nil, err
	}
	interfaces, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	all := rt.VM().NewObject()
	for _, one := range interfaces {
		addresses, err := one.Addrs()
		if err != nil || one.Flags&net.FlagUp == 0 {
			continue
		}
		var list []goja.Value
		for _, address := range addresses {
			if network, ok := address.(*net.IPNet); ok {
				list = append(list, addressObject(rt, one, network))
			}
		}
		if len(list) > 0 {
			all.Set(one.Name, bind.Array(rt, list))
		}
	}
	return all, nil
}

func addressObject(rt *runtime.Runtime, of net.Interface, network *net.IPNet) *goja.Object {
	mac := of.HardwareAddr.String()
	if mac == "" {
		mac = "00:00:00:00:00:00"
	}
	family := "IPv6"
	if network.IP.To4() != nil {
		family = "IPv4"
	}
	obj := object(
		rt, "address", network.IP.String(), "netmask", net.IP(network.Mask).String(), "family", family, "mac", mac,
		"internal", of.Flags&net.FlagLoopback != 0, "cidr", network.String(),
	)
	if family == "IPv6" {
		scope := 0
		if network.IP.IsLinkLocalUnicast() {
			scope = of.Index
		}
		obj.Set("scopeid", scope)
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
