package messaging

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/stdlib/abort"
)

// broadcast is the Go half of a BroadcastChannel. Loop goroutine only.
type broadcast struct {
	abort.Target
	m      *Messages
	object *goja.Object
	member *Member
	hold   *loop.Hold
}

func (m *Messages) broadcastClass(hub *Hub) bind.Class[*broadcast] {
	class := bind.Class[*broadcast]{
		Name: "BroadcastChannel", Length: 1, Extends: m.events.TargetClass(), Web: true,
		New: func(c *bind.Call) (*broadcast, error) {
			if c.Len() == 0 {
				c.Wrong("name", "given")
			}
			b := &broadcast{m: m, object: c.This().(*goja.Object), member: hub.Join(c.Text(0), m.inbox)}
			b.Watch(b.changed)
			return b, nil
		},
		Methods: map[string]func(*broadcast, *bind.Call) (any, error){
			"postMessage": (*broadcast).post,
			"close": func(b *broadcast, _ *bind.Call) (any, error) {
				b.setRef(false)
				b.member.Close()
				return nil, nil
			},
			"ref":   func(b *broadcast, c *bind.Call) (any, error) { b.setRef(true); return c.This(), nil },
			"unref": func(b *broadcast, c *bind.Call) (any, error) { b.setRef(false); return c.This(), nil },
		},
		Getters: map[string]func(*broadcast) any{"name": func(b *broadcast) any { return b.member.name }},
		Lengths: map[string]int{"postMessage": 1},
	}
	Handlers(&class, func(b *broadcast) *abort.Target { return &b.Target }, "message", "messageerror")
	return class
}

// changed listens for as long as the script does.
func (b *broadcast) changed(kind string, some bool) {
	switch {
	case kind != "message":
	case some:
		b.member.Listen(b.deliver)
		b.setRef(true)
	default:
		b.member.Listen(nil)
		b.setRef(false)
	}
}

func (b *broadcast) setRef(ref bool) {
	switch {
	case !ref && b.hold != nil:
		b.hold.Release()
		b.hold = nil
	case ref && b.hold == nil && !b.member.Closed():
		b.hold = b.m.rt.Loop().Hold("channel", "BroadcastChannel "+b.member.name).Peer()
		b.hold.Mark(b.m.rt.Site())
	}
}

func (b *broadcast) deliver(it Item) { b.m.Deliver(it, Listener{&b.Target, b.object}) }

func (b *broadcast) post(c *bind.Call) (any, error) {
	if c.Len() == 0 {
		c.Wrong("message", "given")
	}
	if b.member.Closed() {
		return nil, fault.InvalidState.New("%s: the channel %q is closed", c.Name(), b.member.name)
	}
	message, err := b.m.rt.Cloner().Encode(c.Value(0), clone.Options{})
	if err != nil {
		return nil, err
	}
	b.member.Send(message)
	return nil, nil
}
