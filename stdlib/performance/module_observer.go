package performance

import (
	"slices"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// observer is the Go half of a PerformanceObserver. Loop goroutine only.
type observer struct {
	object   *goja.Object
	callback *bind.Function
	kinds    []string
	way      way
	waiting  []*Entry
	// posted tells that the callback will be called, at the end of what runs now.
	posted bool
}

// way is how an observer is told what to observe, which may be changed after a disconnect alone.
type way int

const (
	undecided way = iota
	allTypes      // by entryTypes, of which the last call counts
	oneType       // by type, one more with each call
)

// told is what one call of a callback is about.
type told struct{ entries []*Entry }

// supported are the types of entries that there are.
var supported = []string{"function", "mark", "measure"}

// observerClasses makes PerformanceObserver, which it returns, and the class of what it tells.
func (f *face) observerClasses() *goja.Object {
	f.list = bind.Class[told]{
		Name: "PerformanceObserverEntryList", Web: true,
		Methods: map[string]func(told, *bind.Call) (any, error){
			"getEntries": func(t told, _ *bind.Call) (any, error) { return f.objects(Select(t.entries, nil, nil)), nil },
			"getEntriesByName": func(t told, c *bind.Call) (any, error) {
				name, err := requiredText(c, "name")
				return f.objects(Select(t.entries, &name, optionalText(c, 1))), err
			},
			"getEntriesByType": func(t told, c *bind.Call) (any, error) {
				kind, err := requiredText(c, "type")
				return f.objects(Select(t.entries, nil, &kind)), err
			},
		},
		Lengths: map[string]int{"getEntriesByName": 1, "getEntriesByType": 1},
	}.In(f.rt)
	class := bind.Class[*observer]{
		Name: "PerformanceObserver", Web: true, Length: 1,
		New: func(c *bind.Call) (*observer, error) {
			return &observer{object: c.This().(*goja.Object), callback: c.Function(0, "callback")}, nil
		},
		Methods: map[string]func(*observer, *bind.Call) (any, error){
			"observe": f.observe,
			"disconnect": func(o *observer, _ *bind.Call) (any, error) {
				o.kinds, o.waiting, o.way = nil, nil, undecided
				f.observers = slices.DeleteFunc(f.observers, func(other *observer) bool { return other == o })
				return nil, nil
			},
			"takeRecords": func(o *observer, _ *bind.Call) (any, error) {
				entries := o.waiting
				o.waiting = nil
				return f.objects(entries), nil
			},
		},
	}.In(f.rt)
	kinds := bind.Frozen(f.rt, bind.ToValue(f.rt, supported))
	get := bind.Func(f.rt, "get supportedEntryTypes", 0, func(*bind.Call) (any, error) { return kinds, nil })
	_ = class.Value.DefineAccessorProperty("supportedEntryTypes", get, nil, goja.FLAG_TRUE, goja.FLAG_TRUE)
	return class.Value
}

func (f *face) observe(o *observer, c *bind.Call) (any, error) {
	var options struct {
		Kinds    *goja.Object `js:"entryTypes"`
		Kind     goja.Value   `js:"type"`
		Buffered bool         `js:"buffered"`
	}
	c.Options(0, &options)
	if (options.Kinds == nil) == (options.Kind == nil) {
		return nil, fault.Type.New("%s: one of entryTypes and type must be given, and not both", c.Name()).With("code", "ERR_MISSING_ARGS")
	}
	wanted := oneType
	if options.Kinds != nil {
		wanted = allTypes
	}
	if o.way != undecided && o.way != wanted {
		return nil, fault.Modification.New("%s: an observer takes entryTypes or type, and no other before disconnect()", c.Name())
	}
	o.way = wanted
	if wanted == allTypes {
		var kinds []string
		c.VM().ForOf(options.Kinds, func(v goja.Value) bool {
			if kind := v.String(); slices.Contains(supported, kind) {
				kinds = append(kinds, kind)
			}
			return true
		})
		f.watch(o, kinds)
	} else if kind := options.Kind.String(); slices.Contains(supported, kind) && !slices.Contains(o.kinds, kind) {
		f.watch(o, append(o.kinds, kind))
		if options.Buffered {
			for _, e := range f.line.Entries(nil, &kind) {
				f.queue(o, e)
			}
		}
	}
	return nil, nil
}

// watch has an observer told of entries of these types; of none is no change.
func (f *face) watch(o *observer, kinds []string) {
	if len(kinds) == 0 {
		return
	}
	o.kinds = kinds
	if !slices.Contains(f.observers, o) {
		f.observers = append(f.observers, o)
	}
}

// tell queues an entry for those who observe its type.
func (f *face) tell(e *Entry) {
	for _, o := range f.observers {
		if slices.Contains(o.kinds, e.Type) {
			f.queue(o, e)
		}
	}
}

func (f *face) queue(o *observer, e *Entry) {
	o.waiting = append(o.waiting, e)
	if !o.posted {
		o.posted = true
		f.rt.Loop().Post(func() { f.deliver(o) })
	}
}

// deliver calls the callback with what waits. What it throws is uncaught.
func (f *face) deliver(o *observer) {
	o.posted = false
	if len(o.waiting) == 0 {
		return
	}
	list, options := f.list.Wrap(told{o.waiting}), f.rt.VM().NewObject()
	_ = options.Set("droppedEntriesCount", 0) // the timeline has no bound
	o.waiting = nil
	if _, err := o.callback.CallOn(o.object, list, o.object, options); err != nil {
		f.rt.ReportUncaught(f.rt.ErrorValue(err))
	}
}
