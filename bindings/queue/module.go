// Package queue is the module "lariat:queue": channels and queues that pass items between tasks, publishing to many
// subscribers, and select.
//
// A channel is a plain Go thing: a host makes one with NewChannel, and shares it with scripts when its items are any. An
// item that a script sends stays what it is, the same object for whoever receives it, as long as the channel is known
// in one isolate only. When the channel is posted to another, what is in it is cloned, and from then on every item is,
// when it is sent.
package queue

import (
	_ "embed"
	"reflect"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

//go:embed queue.d.ts
var types string

// Module is "lariat:queue".
var Module = runtime.Module{
	Name: "lariat:queue", Types: types, Load: load,
	Wraps: []any{(*Channel[any])(nil), (*PubSub[any])(nil)},
}

// scripted is a channel as scripts know it.
type scripted = Channel[any]

type method = func(*scripted, *bind.Call) (any, error)

// faces makes the classes of one runtime.
type faces struct {
	rt      *runtime.Runtime
	channel *bind.Constructor[*scripted]
	choice  *bind.Constructor[*choice]
}

func load(rt *runtime.Runtime) runtime.Exports {
	f := &faces{rt: rt}
	f.channel = f.channelClass()
	queue := f.queueClass()
	sub := func(name string, order Order) *bind.Constructor[*scripted] {
		return bind.Class[*scripted]{Name: name, Extends: queue.Value, Shared: true, New: f.construct(name, Unbounded, order)}.In(rt)
	}
	priority, lifo := sub("PriorityQueue", ByPriority), sub("LifoQueue", LIFO)
	classes := map[string]*bind.Constructor[*scripted]{
		"Channel": f.channel, "Queue": queue, "PriorityQueue": priority, "LifoQueue": lifo,
	}
	rt.RegisterClass(reflect.TypeFor[*scripted](), bind.OneEach(rt, func(v any) *goja.Object {
		ch := v.(*scripted)
		if class := classes[ch.o.Kind]; class != nil {
			return class.Wrap(ch)
		}
		return f.channel.Wrap(ch)
	}))
	f.choice = bind.Class[*choice]{
		Name: "Case", Getters: map[string]func(*choice) any{"kind": func(*choice) any { return "case" }},
	}.In(rt)
	return runtime.Exports{
		"Channel": f.channel.Value, "Queue": queue.Value, "PriorityQueue": priority.Value, "LifoQueue": lifo.Value,
		"PubSub": f.pubSubClass().Value,
		"recv":   bind.Func(rt, "recv", 1, f.recv), "send": bind.Func(rt, "send", 2, f.sendCase),
		"after":  bind.Func(rt, "after", 1, f.after),
		"select": bind.AsyncFunc(rt, "select", 1, f.choose),
	}
}

func (f *faces) channelClass() *bind.Constructor[*scripted] {
	class := bind.Class[*scripted]{
		Name: "Channel", Shared: true, AsyncIterate: "values", New: f.construct("Channel", 0, FIFO),
		Async: map[string]method{
			"send": f.send, "receive": f.receive, "receiveMany": f.receiveMany,
			"ready": f.state((*scripted).Ready), "drain": f.state((*scripted).Drained),
		},
		Methods: map[string]method{
			"trySend": f.trySend, "tryReceive": f.tryReceive, "values": f.values,
			"close": func(ch *scripted, _ *bind.Call) (any, error) { ch.Close(); return nil, nil },
			"fail":  f.fail,
		},
		Getters: map[string]func(*scripted) any{
			"size": func(ch *scripted) any { return ch.Len() }, "closed": func(ch *scripted) any { return ch.Closed() },
			"name": func(ch *scripted) any { return ch.Name() }, "waiting": func(ch *scripted) any { return ch.Waiting() },
			"capacity": func(ch *scripted) any {
				if ch.Capacity() == Unbounded {
					return infinity
				}
				return ch.Capacity()
			},
		},
		Lengths: map[string]int{"send": 1, "receiveMany": 1, "trySend": 1, "fail": 1},
	}.In(f.rt)
	f.disposable(class.Prototype, func(this goja.Value) {
		if ch, ok := class.Of(this); ok {
			ch.Close()
		}
	})
	bind.Show(f.rt, class.Prototype, "size", "capacity", "closed")
	return class
}

// disposable defines what await using calls: it waits for nobody.
func (f *faces) disposable(proto *goja.Object, end func(this goja.Value)) {
	fn := bind.AsyncFunc(f.rt, "[Symbol.asyncDispose]", 0, func(c *bind.Call) (any, error) { end(c.This()); return nil, nil })
	_ = proto.DefineDataPropertySymbol(es.SymAsyncDispose, fn, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

func (f *faces) queueClass() *bind.Constructor[*scripted] {
	return bind.Class[*scripted]{
		Name: "Queue", Extends: f.channel.Value, Shared: true, New: f.construct("Queue", Unbounded, FIFO),
		Async: map[string]method{"put": f.send, "get": f.get, "join": f.state((*scripted).Joined)},
		Methods: map[string]method{
			"taskDone": func(ch *scripted, _ *bind.Call) (any, error) { return nil, ch.TaskDoneIn(f.rt.IsolateID()) },
		},
		Getters: map[string]func(*scripted) any{"unfinished": func(ch *scripted) any { return ch.Unfinished() }},
		Lengths: map[string]int{"put": 1},
	}.In(f.rt)
}

// state is a wait for a state of a channel.
func (f *faces) state(start awaits) method {
	return func(ch *scripted, c *bind.Call) (any, error) { return waitFor(ch, c, start) }
}

func (f *faces) fail(ch *scripted, c *bind.Call) (any, error) {
	item, err := f.item(ch, c.Value(0))
	if err == nil {
		ch.Fail(&failure{item})
	}
	return nil, err
}

// failure is the error that a script failed a channel with.
type failure struct{ item any }

// Error is for hosts.
func (e *failure) Error() string { return "a script has failed the channel" }

// Cross clones the error.
func (e *failure) Cross() error {
	if x, ok := e.item.(Crosser); ok {
		return x.Cross()
	}
	return nil
}

// failed is the end of a channel as a script sees it.
func (f *faces) failed(err error) error {
	e, ok := err.(*failure) //nolint:errorlint // never wrapped
	if !ok {
		return err
	}
	v, decoding := f.value(e.item)
	if decoding != nil {
		return decoding
	}
	return f.rt.Thrown(v)
}

// closed is the error of a get that finds nothing and never will.
func closed(ch *scripted) error { return fault.Closed.New("get: %s is closed", ch.Label()) }
