package messaging

import (
	"reflect"
	goruntime "runtime"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/stdlib/abort"
)

// Port is the Go half of a MessagePort. Loop goroutine only.
type Port struct {
	abort.Target
	m       *Messages
	object  *goja.Object
	end     *End       // nil once it was transferred
	transit *Transit   // what it became then
	hold    *loop.Hold // while it keeps the program alive
	started bool
	mirror  Listener          // hears the messages, too; its Target may be nil
	lost    goruntime.Cleanup // closes the end of a port that nobody has any more
}

// Object makes the MessagePort of an end of a channel.
func (m *Messages) Object(e *End) *Port {
	p := &Port{m: m, end: e}
	e.Attach(m.inbox)
	p.object = m.ports.Wrap(p)
	p.Watch(p.changed)
	// The end knows the port only while somebody listens, so that one which nobody has can be found.
	p.lost = runtime.AfterGone(p, (*End).Close, e)
	return p
}

// Value returns the object.
func (p *Port) Value() *goja.Object { return p.object }

func (m *Messages) wrapPorts() {
	m.rt.RegisterClass(reflect.TypeFor[*Transit](), func(v any) *goja.Object {
		end, first := v.(*Transit).Arrive()
		if !first {
			bind.Throw(m.rt, fault.Clone.New("a MessagePort was received before"))
		}
		return m.Object(end).object
	})
}

// Transfer takes the end out of the port.
func (p *Port) Transfer() (any, error) {
	if p.end != nil {
		p.transit = p.end.Depart()
	}
	if p.end == nil || p.transit == nil {
		return nil, fault.Clone.New("a MessagePort that is closed or was transferred before cannot be transferred")
	}
	p.end = nil
	p.lost.Stop()
	p.setRef(false)
	return p.transit, nil
}

// Mirror has a second target hear the messages that come to the port: the global object of a worker.
func (p *Port) Mirror(t Listener) {
	p.mirror = t
	t.Watch(p.changed)
}

// hears reports whether anybody listens to events of a kind.
func (p *Port) hears(kind string) bool {
	return p.Listens(kind) || p.mirror.Target != nil && p.mirror.Listens(kind)
}

// changed follows what is listened to. As in Node the first listener of messages keeps the program alive
// and the last one does not any more.
func (p *Port) changed(kind string, some bool) {
	if kind == "message" && some == p.hears(kind) {
		p.setRef(some)
	}
	p.follow()
}

// follow tells the end who listens.
func (p *Port) follow() {
	if p.end == nil {
		return
	}
	var deliver func(Item)
	if p.hold != nil || p.hears("message") || p.hears("messageerror") || p.Listens("close") {
		deliver = p.deliver
	}
	p.end.Listen(deliver, p.started && p.hears("message"))
}

// Start lets messages come.
func (p *Port) Start() {
	if !p.started {
		p.started = true
		p.follow()
	}
}

// Stop lets messages wait, as before Start.
func (p *Port) Stop() {
	p.started = false
	p.follow()
}

func (p *Port) setRef(ref bool) {
	switch {
	case !ref && p.hold != nil:
		p.hold.Release()
		p.hold = nil
	case ref && p.hold == nil && p.end != nil && !p.end.Closed():
		p.hold = p.m.rt.Loop().Hold("port", "MessagePort").Peer()
		p.hold.Mark(p.m.rt.Site())
	}
}

func (p *Port) deliver(it Item) {
	if !it.Closed {
		targets := []Listener{{&p.Target, p.object}}
		if p.mirror.Target != nil {
			targets = append(targets, p.mirror)
		}
		p.m.Deliver(it, targets...)
		return
	}
	p.setRef(false)
	p.m.events.Fire(&p.Target, p.object, "close")
}

// Post is postMessage.
func (p *Port) Post(c *bind.Call) (any, error) {
	it, err := p.m.Encode(c, p.end)
	switch {
	case err != nil:
		return nil, err
	case p.end == nil:
		Discard(it)
	default:
		p.end.Send(it)
	}
	return nil, nil
}

func (p *Port) close() {
	p.setRef(false)
	if p.end != nil {
		p.end.Close()
	}
}

func (m *Messages) portClass() bind.Class[*Port] {
	do := func(f func(p *Port)) func(*Port, *bind.Call) (any, error) {
		return func(p *Port, _ *bind.Call) (any, error) {
			f(p)
			return nil, nil
		}
	}
	class := bind.Class[*Port]{
		Name: "MessagePort", Extends: m.events.TargetClass(), Web: true,
		Methods: map[string]func(*Port, *bind.Call) (any, error){
			"postMessage": (*Port).Post,
			"start":       do((*Port).Start),
			"close":       do((*Port).close),
			"ref":         do(func(p *Port) { p.setRef(true); p.follow() }),
			"unref":       do(func(p *Port) { p.setRef(false); p.follow() }),
			"hasRef":      func(p *Port, _ *bind.Call) (any, error) { return p.hold != nil, nil },
		},
		Lengths: map[string]int{"postMessage": 1},
	}
	Handlers(&class, func(p *Port) *abort.Target { return &p.Target }, "message", "messageerror", "close")
	plain := class.Setters["onmessage"]
	class.Setters["onmessage"] = func(p *Port, c *bind.Call) error {
		p.Start()
		return plain(p, c)
	}
	return class
}

// channel is the Go half of a MessageChannel.
type channel struct{ one, two *Port }

func (m *Messages) channelClass() bind.Class[*channel] {
	return bind.Class[*channel]{
		Name: "MessageChannel", Web: true,
		New: func(*bind.Call) (*channel, error) {
			a, b := NewChannel()
			return &channel{m.Object(a), m.Object(b)}, nil
		},
		Getters: map[string]func(*channel) any{
			"port1": func(c *channel) any { return c.one.object },
			"port2": func(c *channel) any { return c.two.object },
		},
	}
}

// Receive takes the first message of a port, as receiveMessageOnPort does: nil if there is none.
func (m *Messages) Receive(p *Port) (goja.Value, error) {
	if p.end == nil {
		return nil, nil
	}
	it, ok := p.end.Take()
	if !ok {
		return nil, nil
	}
	return m.Read(it)
}

// Read makes the value of a message that has come.
func (m *Messages) Read(it Item) (goja.Value, error) {
	v, err := m.rt.Cloner().Decode(it.Message)
	if err != nil {
		m.throwStop(err)
		Discard(it)
	}
	return v, err
}

// PortOf returns the Go half of a MessagePort.
func (m *Messages) PortOf(v goja.Value) (*Port, bool) { return m.ports.Of(v) }
