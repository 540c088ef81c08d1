package process

import (
	"context"
	"os"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/cputime"
)

// kill is (pid, signal): it sends a signal. What it does to other programs is what the program kill does, and needs the
// same permission; so does a signal to this one, which may belong to a host that has more to do.
func kill(c *bind.Call) (any, error) {
	rt := c.Runtime()
	if err := rt.Permissions().Run(bind.Located(context.Background(), rt), "kill", "/bin/kill"); err != nil {
		return nil, err
	}
	return nil, Signal(int(c.Number(0, "pid")), c.Int(1, "signal", 0))
}

// identities are the user, the effective user, the group, the effective group and all groups; nil on a system without them.
func identities(c *bind.Call) (any, error) {
	if os.Getuid() < 0 {
		return nil, nil
	}
	rt := c.Runtime()
	groups, err := os.Getgroups()
	if err != nil {
		return nil, err
	}
	list := make([]goja.Value, len(groups))
	for i, group := range groups {
		list[i] = bind.ToValue(rt, group)
	}
	number := func(n int) goja.Value { return bind.ToValue(rt, n) }
	return []goja.Value{number(os.Getuid()), number(os.Geteuid()), number(os.Getgid()), number(os.Getegid()), bind.Array(rt, list)}, nil
}

// listen is (name, number): the script listens to a signal from now on.
func listen(c *bind.Call) (any, error) {
	if hear := c.Runtime().Hooks().Listen; hear != nil {
		hear(c.Text(0), c.Int(1, "number", 0))
	}
	return nil, nil
}

// resourceUsage is what the process has used of the machine.
func resourceUsage(c *bind.Call) (any, error) {
	user, system := cputime.Times()
	used := resources()
	obj := c.VM().NewObject()
	obj.Set("userCPUTime", user.Microseconds())
	obj.Set("systemCPUTime", system.Microseconds())
	for i, name := range []string{
		"maxRSS", "sharedMemorySize", "unsharedDataSize", "unsharedStackSize", "minorPageFault", "majorPageFault", "swappedOut", "fsRead",
		"fsWrite", "ipcSent", "ipcReceived", "signalsCount", "voluntaryContextSwitches", "involuntaryContextSwitches",
	} {
		obj.Set(name, used[i])
	}
	return obj, nil
}
