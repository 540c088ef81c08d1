package queue

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// choice is a case as a script makes it. It may be used again.
type choice struct {
	ch    *scripted // nil is a timer
	send  bool
	value goja.Value
	delay time.Duration
	fn    *bind.Function
}

func (f *faces) channelOf(c *bind.Call) *scripted {
	ch, ok := f.channel.Of(c.Value(0))
	if !ok {
		c.Wrong("channel", "a Channel")
	}
	return ch
}

func (f *faces) recv(c *bind.Call) (any, error) {
	return f.choice.Wrap(&choice{ch: f.channelOf(c), fn: c.FunctionOr(1, "map")}), nil
}

func (f *faces) sendCase(c *bind.Call) (any, error) {
	return f.choice.Wrap(&choice{ch: f.channelOf(c), send: true, value: c.Value(1), fn: c.FunctionOr(2, "map")}), nil
}

func (f *faces) after(c *bind.Call) (any, error) {
	return f.choice.Wrap(&choice{delay: c.Duration(0, "delay"), fn: c.FunctionOr(1, "map")}), nil
}

// choices reads the argument of select.
func (f *faces) choices(c *bind.Call) (list []*choice) {
	const want = "an array of what recv, send and after return"
	c.ForOf(0, "cases", want, func(v goja.Value) bool {
		x, ok := f.choice.Of(v)
		if !ok {
			c.Wrong("cases", want)
		}
		list = append(list, x)
		return true
	})
	if len(list) == 0 {
		c.Throw(fault.Range.New("%s: \"cases\" must not be empty: nothing would ever happen", c.Name()))
	}
	return list
}

// choose is select.
func (f *faces) choose(c *bind.Call) (any, error) {
	list := f.choices(c)
	cases := make([]Case, len(list))
	var what selecting
	for i, x := range list {
		switch {
		case x.ch == nil:
			cases[i] = Timer(f.clock(x.delay))
			continue
		case !x.send:
			cases[i] = Recv(x.ch)
		default:
			item, err := f.item(x.ch, x.value)
			if err != nil {
				return nil, err
			}
			priority, err := f.priority(x.ch, c.Name(), x.value, goja.Undefined())
			if err != nil {
				return nil, err
			}
			cases[i] = SendTo(x.ch, item, priority)
		}
		what = append(what, x.ch)
	}
	by := governor.TaskOf(c)
	return bind.Await(c, c.ContextExactly(1), what, func(ctx context.Context, done func(Case, error)) {
		Select(ctx, by, cases, f.random, done)
	}, func(done Case) (any, error) {
		x := list[slices.Index(cases, done)]
		var args []goja.Value
		if r, ok := done.(*RecvCase[any]); ok {
			v, err := f.got(r.Got)
			if err != nil {
				return nil, err
			}
			args = append(args, bind.ToValue(f.rt, v))
		}
		switch {
		case x.fn != nil:
			return x.fn.Call(args...)
		case len(args) > 0:
			return args[0], nil
		}
		return nil, nil
	})
}

// random draws from the script's Math.random, so that a script which seeds that is the same each time.
func (f *faces) random(n int) int {
	if n == 1 {
		return 0
	}
	fn := bind.FunctionOf(f.rt, f.rt.Realm().Builtin("Math").Get("random"))
	if fn == nil {
		return 0
	}
	v, err := fn.Call()
	if err != nil {
		return 0
	}
	x, _ := bind.NumberOf(v)
	return min(max(int(x*float64(n)), 0), n-1)
}

// selecting is what a deadlock report reads of a select.
type selecting []*scripted

// Label names the channels.
func (s selecting) Label() string {
	var names []string
	for _, ch := range s {
		names = append(names, ch.Label())
	}
	return "select of " + strings.Join(names, ", ")
}

// Open reports whether a host may end the wait.
func (s selecting) Open() bool {
	return slices.ContainsFunc(s, func(ch *scripted) bool { return !ch.Confined() })
}
