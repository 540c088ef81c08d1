package queue

import (
	"context"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

func (f *faces) pubSubClass() *bind.Constructor[*PubSub[any]] {
	class := bind.Class[*PubSub[any]]{
		Name: "PubSub", Shared: true,
		New: func(c *bind.Call) (*PubSub[any], error) {
			o := struct {
				Name     string     `js:"name"`
				Buffer   goja.Value `js:"buffer"`
				Overflow string     `js:"overflow"`
				Replay   int        `js:"replay"`
			}{Overflow: "wait"}
			c.Exactly(0, &o)
			options := PubSubOptions{Name: o.Name, Buffer: 16, Replay: o.Replay}
			var err error
			if o.Buffer != nil {
				if options.Buffer, err = size(c, "buffer", o.Buffer); err != nil {
					return nil, err
				}
			}
			if options.Overflow, err = overflowOf(c, o.Overflow); err != nil {
				return nil, err
			}
			p, err := NewPubSub[any](options)
			if err == nil {
				p.Confine()
			}
			return p, err
		},
		Async: map[string]func(*PubSub[any], *bind.Call) (any, error){"publish": f.publish},
		Methods: map[string]func(*PubSub[any], *bind.Call) (any, error){
			"subscribe": f.subscribe,
			"close":     func(p *PubSub[any], _ *bind.Call) (any, error) { p.Close(); return nil, nil },
		},
		Getters: map[string]func(*PubSub[any]) any{
			"subscribers": func(p *PubSub[any]) any { return p.Subscribers() }, "name": func(p *PubSub[any]) any { return p.Name() },
			"closed": func(p *PubSub[any]) any { return p.Closed() },
		},
		Dispose: "close",
		Lengths: map[string]int{"publish": 1},
	}.In(f.rt)
	bind.Show(f.rt, class.Prototype, "subscribers")
	return class
}

func (f *faces) publish(p *PubSub[any], c *bind.Call) (any, error) {
	item, err := f.item(p, c.Value(0))
	if err != nil {
		return nil, err
	}
	by := governor.TaskOf(c)
	return bind.Await(c, c.ContextExactly(1), report(p), func(ctx context.Context, done func(int, error)) {
		p.Publish(ctx, by, item, done)
	}, func(n int) (any, error) { return n, nil })
}

func (f *faces) subscribe(p *PubSub[any], c *bind.Call) (any, error) {
	o := struct {
		Signal *runtime.Signal `js:"signal"`
	}{}
	c.Exactly(0, &o)
	by := governor.TaskOf(c)
	s, err := p.Subscribe(by)
	if err != nil {
		return nil, err
	}
	src := &pulling{Report: governor.Report{Traced: s.Channel}, ch: s.Channel, by: by, f: f, close: s.Close}
	if o.Signal != nil {
		scope := c.Narrow(bind.WaitOptions{Signal: o.Signal, Timeout: -1})
		forget := scope.AfterFunc(func() {
			s.Fail(scope.Err())
			s.Close()
		})
		src.close = func() {
			forget()
			scope.EndWait()
			s.Close()
		}
	}
	return bind.Iterator(f.rt, "PubSub.subscribe", src, f.got), nil
}
