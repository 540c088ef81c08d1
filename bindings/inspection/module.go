// Package inspection is the module "lariat:inspect": what the tasks of a program wait for, who holds what, and why the
// program is still alive, in all of its isolates.
//
// In Go, Survey asks the isolates, and Tree, Text, Locks and WarnOnLockWait make something of it; a host calls them for any
// Runtime, from any goroutine. Runtime.Record makes the isolates note more, as the import of the module does.
package inspection

import (
	_ "embed"
	"fmt"
	goruntime "runtime"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

//go:embed inspection.d.ts
var types string

// Module is "lariat:inspect".
var Module = runtime.Module{Name: "lariat:inspect", Types: types, Load: load}

func load(rt *runtime.Runtime) runtime.Exports {
	rt.Record()
	f := &face{rt}
	return runtime.Exports{
		"tasks":          bind.Func(rt, "tasks", 0, f.tasks),
		"printTasks":     bind.Func(rt, "printTasks", 0, f.printTasks),
		"locks":          bind.Func(rt, "locks", 0, f.locks),
		"handles":        bind.Func(rt, "handles", 0, f.handles),
		"memory":         bind.Func(rt, "memory", 0, f.memory),
		"warnOnLockWait": bind.Func(rt, "warnOnLockWait", 1, f.warnOnLockWait),
		"startTrace":     f.traces(),
	}
}

// face is the module in one runtime.
type face struct{ rt *runtime.Runtime }

func (f *face) survey() []State { return SurveyFrom(f.rt, Patience) }

func (f *face) tasks(*bind.Call) (any, error) { return f.nodes(Tree(f.survey())), nil }

func (f *face) printTasks(*bind.Call) (any, error) {
	fmt.Fprint(f.rt.Stdout(), Text(Tree(f.survey())))
	return nil, nil
}

func (f *face) nodes(list []*Node) *goja.Object {
	return array(f, list, func(n *Node) *goja.Object {
		obj := f.object(
			"id", n.ID, "name", n.Name, "state", n.State, "isolate", n.Isolate, "createdAt", n.At, "since", stamp(n.Since),
		)
		waits := array(f, n.Waits, f.wait)
		if len(n.Waits) > 0 {
			_ = obj.Set("waitingFor", waits.Get("0"))
		}
		_ = obj.Set("waits", waits)
		_ = obj.Set("children", f.nodes(n.Children))
		return obj
	})
}

func (f *face) wait(w Wait) *goja.Object {
	obj := f.object("kind", w.Kind, "resource", w.Resource, "since", stamp(w.Since), "at", w.At)
	if len(w.HeldBy) > 0 {
		_ = obj.Set("heldBy", strings.Join(w.HeldBy, ", "))
	}
	if !w.Due.IsZero() {
		_ = obj.Set("due", bind.ToValue(f.rt, stamp(w.Due)))
	}
	return obj
}

// locks is inspect.locks().
func (f *face) locks(*bind.Call) (any, error) {
	return array(f, Locks(f.rt, f.survey()), func(l Lock) *goja.Object {
		obj := f.object("name", l.Name, "kind", l.Kind, "label", l.Label, "owner", bind.Null, "heldFor", 0)
		var owners []string
		for i, h := range l.Holders {
			text := h.Task
			if h.At != "" {
				text += " at " + h.At
			}
			owners = append(owners, text)
			if i == 0 && h.For >= 0 { // the oldest
				_ = obj.Set("heldFor", bind.ToValue(f.rt, h.For))
			}
		}
		if len(owners) > 0 {
			_ = obj.Set("owner", strings.Join(owners, ", "))
		}
		_ = obj.Set("waiting", array(f, l.Waiting, func(w Waiter) *goja.Object {
			return f.object("task", w.Task, "for", w.For, "at", w.At)
		}))
		return obj
	}), nil
}

// handles is inspect.handles().
func (f *face) handles(*bind.Call) (any, error) {
	list := f.rt.VM().NewArray()
	n := 0
	for _, s := range f.survey() {
		for _, a := range s.Alive {
			at := ""
			if a.At != nil {
				at = a.At.String()
			}
			obj := f.object("kind", a.Kind, "name", a.Name, "at", at, "since", stamp(a.Since), "isolate", s.Isolate)
			if !a.Due.IsZero() {
				_ = obj.Set("due", bind.ToValue(f.rt, stamp(a.Due)))
			}
			_ = list.Set(fmt.Sprint(n), obj)
			n++
		}
	}
	return list, nil
}

// memory is inspect.memory(): the heap is all objects of the process that have not been collected.
func (f *face) memory(*bind.Call) (any, error) {
	var m goruntime.MemStats
	goruntime.ReadMemStats(&m)
	return f.object("heap", m.HeapAlloc, "isolates", array(f, f.rt.Members(), func(m *runtime.Runtime) *goja.Object {
		return f.object("id", m.IsolateID(), "name", m.Name())
	})), nil
}

// warnOnLockWait is inspect.warnOnLockWait(over).
func (f *face) warnOnLockWait(c *bind.Call) (any, error) {
	rt := f.rt
	stop := WarnOnLockWait(rt, c.Duration(0, "over"), func(w Warning) { fmt.Fprintf(rt.Stderr(), "warning: %s\n", w) })
	return bind.Func(rt, "stop", 0, func(*bind.Call) (any, error) {
		stop()
		return nil, nil
	}), nil
}

// stamp is a moment in milliseconds since 1970, null when it is not known.
func stamp(t time.Time) any {
	if t.IsZero() {
		return bind.Null
	}
	return float64(t.UnixMicro()) / 1000
}

// object makes an object of names and values.
func (f *face) object(properties ...any) *goja.Object {
	obj := f.rt.VM().NewObject()
	for i := 0; i < len(properties); i += 2 {
		_ = obj.Set(properties[i].(string), bind.ToValue(f.rt, properties[i+1]))
	}
	return obj
}

// array makes an array of the objects of a list.
func array[T any](f *face, list []T, convert func(T) *goja.Object) *goja.Object {
	values := make([]goja.Value, len(list))
	for i, v := range list {
		values[i] = convert(v)
	}
	return bind.Array(f.rt, values)
}
