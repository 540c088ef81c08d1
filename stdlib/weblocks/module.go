// Package weblocks is the module "web:locks": navigator.locks, named locks that all isolates of a program
// share (https://w3c.github.io/web-locks/), and the global navigator with what else a script asks it.
package weblocks

import (
	_ "embed"
	"fmt"
	"os"
	goruntime "runtime"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

//go:embed weblocks.d.ts
var types string

// Module is "web:locks".
var Module = runtime.Module{
	Name:    "web:locks",
	Types:   types,
	Globals: []string{"Lock", "LockManager", "Navigator", "navigator"},
	// As in Node, which lets it be replaced although the web does not.
	Replaceable: []string{"navigator"},
	Load:        load,
}

// locks is the module in one runtime.
type locks struct {
	rt      *runtime.Runtime
	manager *Manager
	client  string
	lock    *bind.Constructor[*granted]
}

// granted is the Go half of a Lock.
type granted struct {
	name goja.Value
	mode string
}

// navigator is the Go half of the global of that name.
type navigator struct{ locks, languages *goja.Object }

type managerKey struct{}

func load(rt *runtime.Runtime) runtime.Exports {
	m := &locks{rt: rt, manager: runtime.Shared(rt, managerKey{}, NewManager)}
	m.client = fmt.Sprintf("lariat-%d-%d", os.Getpid(), rt.IsolateID())
	rt.Mourn(m.manager)
	m.lock = bind.Class[*granted]{
		Name: "Lock", Web: true,
		Getters: map[string]func(*granted) any{
			"name": func(l *granted) any { return l.name },
			"mode": func(l *granted) any { return l.mode },
		},
	}.In(rt)
	managers := bind.Class[*locks]{
		Name: "LockManager", Web: true,
		Async:   map[string]func(*locks, *bind.Call) (any, error){"request": (*locks).request, "query": (*locks).query},
		Lengths: map[string]int{"request": 2},
	}.In(rt)
	navigators := navigatorClass().In(rt)
	bind.Show(rt, m.lock.Prototype, "name", "mode")
	bind.Show(rt, navigators.Prototype, "hardwareConcurrency", "language", "languages", "platform", "userAgent", "locks")
	return runtime.Exports{
		"Lock":        m.lock.Value,
		"LockManager": managers.Value,
		"Navigator":   navigators.Value,
		"navigator":   navigators.Wrap(&navigator{managers.Wrap(m), languages(rt)}),
	}
}

func languages(rt *runtime.Runtime) *goja.Object {
	return bind.Frozen(rt, bind.ToValue(rt, []string{language})).(*goja.Object)
}

const language = "en-US"

func navigatorClass() bind.Class[*navigator] {
	fixed := func(v any) func(*navigator) any { return func(*navigator) any { return v } }
	return bind.Class[*navigator]{
		Name: "Navigator", Web: true,
		Getters: map[string]func(*navigator) any{
			"hardwareConcurrency": func(*navigator) any { return goruntime.GOMAXPROCS(0) },
			"language":            fixed(language),
			"languages":           func(n *navigator) any { return n.languages },
			"locks":               func(n *navigator) any { return n.locks },
			"platform":            fixed(platform(goruntime.GOOS, goruntime.GOARCH)),
			"userAgent":           fixed(userAgent()),
		},
	}
}

// platform is the name that browsers, and Node, have for the system.
func platform(system, processor string) string {
	switch {
	case system == "darwin":
		return "MacIntel"
	case system == "windows":
		return "Win32"
	case processor == "amd64":
		processor = "x86_64"
	}
	return strings.ToUpper(system[:1]) + system[1:] + " " + processor
}

// userAgent is the name of the program, with its version if the build recorded one.
func userAgent() string {
	const path = "github.com/lariatjs/lariat"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range append(info.Deps, &info.Main) {
			if m.Path == path && strings.HasPrefix(m.Version, "v") {
				return "lariat/" + m.Version[1:]
			}
		}
	}
	return "lariat"
}

// options are the second of three arguments of request.
type options struct {
	Mode        goja.Value      `js:"mode"`
	IfAvailable bool            `js:"ifAvailable"`
	Steal       bool            `js:"steal"`
	Signal      *runtime.Signal `js:"signal"`
}

// read reads the arguments of request(name, callback) or request(name, options, callback).
func (m *locks) read(c *bind.Call) (ask Ask, name goja.Value, fn *bind.Function, sig *runtime.Signal, err error) {
	var o options
	at := 1
	if c.Len() > 2 {
		c.Options(1, &o)
		at = 2
	}
	if c.Len() < 2 {
		c.Wrong("callback", "a function")
	}
	name = bind.ToValue(m.rt, c.Text(0))
	if text, ok := c.Value(0).(goja.String); ok {
		name = text // with half a surrogate pair, if it has one
	}
	fn = c.Function(at, "callback")
	mode := "exclusive"
	if o.Mode != nil {
		mode = o.Mode.String()
	}
	if mode != "exclusive" && mode != "shared" {
		c.Wrong("mode", `"exclusive" or "shared", got `+strconv.Quote(mode))
	}
	ask = Ask{
		Key: c.KeyOf(name, "name"), Name: name.String(),
		Shared: mode == "shared", IfAvailable: o.IfAvailable, Steal: o.Steal, By: m.holder(c, name),
	}
	return ask, name, fn, o.Signal, ask.check(c.Name(), o.Signal != nil)
}

// check refuses what cannot be combined.
func (ask *Ask) check(label string, signal bool) error {
	switch {
	case strings.HasPrefix(ask.Name, "-"):
		return fault.NotSupported.New("%s: the name %q begins with -, which is reserved", label, ask.Name)
	case ask.Steal && ask.IfAvailable:
		return fault.NotSupported.New(`%s: "steal" and "ifAvailable" cannot be combined`, label)
	case ask.Steal && ask.Shared:
		return fault.NotSupported.New(`%s: "steal" needs the mode "exclusive"`, label)
	case signal && (ask.Steal || ask.IfAvailable):
		return fault.NotSupported.New(`%s: "signal" cannot be combined with "steal" or "ifAvailable", which do not wait`, label)
	}
	return nil
}

// holder describes the task that asks, for reports.
func (m *locks) holder(c *bind.Call, name goja.Value) Holder {
	task, at := m.rt.Frame().Task, *c.Site()
	return Holder{Isolate: m.rt.IsolateID(), Client: m.client, Name: name, Text: func() string {
		if place := at.String(); place != "" {
			return task.String() + " at " + place
		}
		return task.String()
	}}
}

// waited is a lock that somebody waits for.
type waited struct {
	m   *Manager
	ask Ask
}

// Label names the lock.
func (w waited) Label() string { return fmt.Sprintf("lock %q", w.ask.Name) }

// HeldBy describes who has it.
func (w waited) HeldBy() []string { return w.m.Holders(w.ask.Key) }

// request is https://w3c.github.io/web-locks/#dom-lockmanager-request.
func (m *locks) request(c *bind.Call) (any, error) {
	ask, name, fn, sig, err := m.read(c)
	if err != nil {
		return nil, err
	}
	scope := c.Narrow(bind.WaitOptions{Signal: sig, Timeout: -1})
	return bind.Await(c, scope, waited{m.manager, ask}, m.start(ask), func(l *Lock) (any, error) {
		return m.run(l, name, fn), nil
	})
}
