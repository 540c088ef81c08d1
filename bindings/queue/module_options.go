package queue

import (
	"math"
	"time"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

var infinity = math.Inf(1)

// overflows are the values of the option "overflow".
var overflows = lazy.Value[map[string]Overflow]{Make: func() map[string]Overflow {
	return map[string]Overflow{
		"wait": Wait, "throw": Refuse, "drop-oldest": DropOldest, "drop-newest": DropNewest, "latest": Latest,
	}
}}

func overflowOf(c *bind.Call, name string) (Overflow, error) {
	o, ok := overflows.Get()[name]
	if !ok {
		return 0, fault.Type.New(`%s: "overflow" must be "wait", "throw", "drop-oldest", "drop-newest" or "latest", got %q`, c.Name(), name)
	}
	return o, nil
}

// home is what a channel keeps of the isolate that made it.
type home struct {
	f        *faces
	priority *bind.Function
}

// turnOptions are what the options of a send say of the turn; see priority.
type turnOptions struct {
	Priority goja.Value `js:"priority"`
}

// construct makes the constructor of a class; capacity is its default.
func (f *faces) construct(kind string, capacity int, order Order) func(*bind.Call) (*scripted, error) {
	return func(c *bind.Call) (*scripted, error) {
		o := struct {
			Capacity goja.Value     `js:"capacity"`
			Overflow string         `js:"overflow"`
			Name     string         `js:"name"`
			OnDrop   *bind.Function `js:"onDrop"`
			Priority *bind.Function `js:"priority"`
			Aging    time.Duration  `js:"aging"`
		}{Overflow: "wait"}
		if _, plain := bind.NumberOf(c.Value(0)); plain {
			o.Capacity = c.Value(0)
		} else {
			c.Exactly(0, &o)
		}
		capacity := capacity
		if o.Capacity != nil {
			var err error
			if capacity, err = size(c, "capacity", o.Capacity); err != nil {
				return nil, err
			}
		}
		overflow, err := overflowOf(c, o.Overflow)
		if err != nil {
			return nil, err
		}
		options := Options[any]{
			Kind: kind, Name: o.Name, Capacity: capacity, Overflow: overflow, Order: order, Aging: max(o.Aging, 0),
			Now: f.rt.Loop().Now, Tag: &home{f, o.Priority},
			Account: kind != "Channel", Home: f.rt.IsolateID(),
		}
		if o.OnDrop != nil {
			options.OnDrop = f.dropper(o.OnDrop)
		}
		ch, err := NewChannel(options)
		if err == nil {
			ch.Confine()
		}
		return ch, err
	}
}

// size reads a number of items, Infinity among them.
func size(c *bind.Call, name string, v goja.Value) (int, error) {
	n, ok := bind.NumberOf(v)
	switch {
	case !ok:
		return 0, fault.Type.New("%s: %q must be a number", c.Name(), name)
	case math.IsInf(n, 1):
		return Unbounded, nil
	case n < 0 || n != math.Trunc(n) || n > math.MaxInt32:
		return 0, fault.Range.New("%s: %q must be an integer of at least 0, or Infinity, got %v", c.Name(), name, n)
	}
	return int(n), nil
}

// dropper hands dropped items to a callback, in a turn of the loop that the callback belongs to.
func (f *faces) dropper(fn *bind.Function) func(any) {
	return func(item any) {
		f.rt.Loop().Post(func() {
			v, err := f.value(item)
			if err == nil {
				_, err = fn.Call(v)
			}
			if err != nil {
				f.rt.ReportUncaught(f.rt.ErrorValue(err))
			}
		})
	}
}

// priority is what the option of a send says, or the function of the queue, or the item itself.
func (f *faces) priority(ch *scripted, name string, item, options goja.Value) (float64, error) {
	if ch.o.Order != ByPriority {
		return 0, nil
	}
	p := item
	if options, ok := options.(*goja.Object); ok {
		if v := options.Get("priority"); v != nil && !goja.IsUndefined(v) {
			return number(name, v)
		}
	}
	if h, ok := ch.Tag().(*home); ok && h.f == f && h.priority != nil {
		v, err := h.priority.Call(item)
		if err != nil {
			return 0, err
		}
		return number(name, v)
	}
	if obj, ok := item.(*goja.Object); ok {
		p = obj.Get("priority")
	}
	if n, ok := bind.NumberOf(orUndefined(p)); ok {
		return n, nil
	}
	return 0, nil
}

func orUndefined(v goja.Value) goja.Value {
	if v == nil {
		return goja.Undefined()
	}
	return v
}

func number(name string, v goja.Value) (float64, error) {
	n, ok := bind.NumberOf(v)
	if !ok {
		return 0, fault.Type.New("%s: \"priority\" must be a number", name)
	}
	return n, nil
}
