// Package performance is the modules "web:performance", with the global performance and the classes of its entries, and
// "node:perf_hooks", which is the same: a clock that never goes back, and marks and measures on it, as in the standards
// High Resolution Time and User Timing. In virtual time the clock is virtual.
package performance

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/abort"
)

//go:embed performance.d.ts
var types string

const webName = "web:performance"

// Modules are "web:performance" and "node:perf_hooks".
var Modules = []runtime.Module{
	{
		Name: webName, Types: types, Load: load, Replaceable: []string{"performance"},
		Globals: []string{
			"performance", "Performance", "PerformanceEntry", "PerformanceMark", "PerformanceMeasure", "PerformanceObserver",
			"PerformanceObserverEntryList",
		},
	},
	{Name: "node:perf_hooks", Aliases: []string{"perf_hooks"}, Load: loadHooks},
}

// face is the module in one runtime.
type face struct {
	abort.Target
	rt            *runtime.Runtime
	line          *Timeline
	mark, measure *bind.Constructor[*Entry]
	entry         *goja.Object // the class of all entries
	list          *bind.Constructor[told]
	observers     []*observer
}

func load(rt *runtime.Runtime) runtime.Exports {
	clock := rt.Loop()
	f := &face{rt: rt, line: New(Options{Now: clock.Now, Origin: clock.Now().Add(-clock.Elapsed())})}
	f.entry = f.entryClasses()
	class := f.performanceClass().In(rt)
	observer := f.observerClasses()
	return runtime.Exports{
		"performance": class.Wrap(f), "Performance": class.Value,
		"PerformanceEntry": f.entry, "PerformanceMark": f.mark.Value, "PerformanceMeasure": f.measure.Value,
		"PerformanceObserver": observer, "PerformanceObserverEntryList": f.list.Value,
	}
}

func (f *face) performanceClass() bind.Class[*face] {
	return bind.Class[*face]{
		Name: "Performance", Web: true, Extends: abort.EventsOf(f.rt).TargetClass(),
		Methods: map[string]func(*face, *bind.Call) (any, error){
			"now":  func(f *face, _ *bind.Call) (any, error) { return f.line.Now(), nil },
			"mark": (*face).addMark, "measure": (*face).addMeasure,
			"getEntries": func(f *face, _ *bind.Call) (any, error) { return f.objects(f.line.Entries(nil, nil)), nil },
			"getEntriesByName": func(f *face, c *bind.Call) (any, error) {
				name, err := requiredText(c, "name")
				return f.objects(f.line.Entries(&name, optionalText(c, 1))), err
			},
			"getEntriesByType": func(f *face, c *bind.Call) (any, error) {
				kind, err := requiredText(c, "type")
				return f.objects(f.line.Entries(nil, &kind)), err
			},
			"clearMarks":    func(f *face, c *bind.Call) (any, error) { f.line.Clear("mark", optionalText(c, 0)); return nil, nil },
			"clearMeasures": func(f *face, c *bind.Call) (any, error) { f.line.Clear("measure", optionalText(c, 0)); return nil, nil },
			"toJSON": func(f *face, c *bind.Call) (any, error) {
				obj := c.VM().NewObject()
				return obj, obj.Set("timeOrigin", f.line.Origin())
			},
			"timerify": hook("timerify"), "eventLoopUtilization": hook("eventLoopUtilization"),
		},
		Getters: map[string]func(*face) any{
			"timeOrigin": func(f *face) any { return f.line.Origin() },
			"nodeTiming": func(f *face) any { return f.node().timing },
		},
		Lengths: map[string]int{"timerify": 1, "eventLoopUtilization": 2, "mark": 1, "measure": 1, "getEntriesByName": 1, "getEntriesByType": 1},
	}
}

// requiredText is the first argument as text.
func requiredText(c *bind.Call, arg string) (string, error) {
	if c.Len() == 0 {
		return "", fault.Type.New("%s: %q must be given", c.Name(), arg).With("code", "ERR_MISSING_ARGS")
	}
	return c.Text(0), nil
}

// optionalText is an argument as text, or nil if it is not given.
func optionalText(c *bind.Call, i int) *string {
	if goja.IsUndefined(c.Value(i)) {
		return nil
	}
	text := c.Text(i)
	return &text
}

// objects are the objects of entries.
func (f *face) objects(entries []*Entry) []goja.Value {
	objects := make([]goja.Value, len(entries))
	for i, e := range entries {
		objects[i] = e.Detail.(*extra).object
	}
	return objects
}
