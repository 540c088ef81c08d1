package abort

import (
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
)

// Phases of an event. Targets have no parents here, so an event is at its target or nowhere.
const (
	phaseNone     = 0
	phaseAtTarget = 2
)

// event is the Go half of an Event (https://dom.spec.whatwg.org/#interface-event).
type event struct {
	kind                        string
	target, current             goja.Value // nil is null
	phase                       int
	at                          time.Duration // since the runtime began
	bubbles, cancelable         bool
	composed, trusted, canceled bool
	dispatching, passive        bool
	stopped, stoppedAtOnce      bool
}

// carrier is whatever carries an event: an Event or a CustomEvent.
type carrier interface{ base() *event }

func (e *event) base() *event { return e }

// custom is the Go half of a CustomEvent.
type custom struct {
	event
	detail goja.Value
}

// eventOptions are the second argument of the constructors.
type eventOptions struct {
	Bubbles    bool       `js:"bubbles"`
	Cancelable bool       `js:"cancelable"`
	Composed   bool       `js:"composed"`
	Detail     goja.Value `js:"detail"`
}

func (d *dom) eventClass() bind.Class[carrier] {
	return bind.Class[carrier]{
		Name: "Event", Length: 1, Web: true,
		New: func(c *bind.Call) (carrier, error) {
			e, _ := d.newEvent(c)
			return &e, nil
		},
		Methods: d.eventMethods(), Getters: d.eventGetters(), Setters: eventSetters(),
		Lengths: map[string]int{"initEvent": 1},
	}
}

// phases gives Event and its prototype the constants of eventPhase.
func (d *dom) phases() {
	for phase, name := range []string{"NONE", "CAPTURING_PHASE", "AT_TARGET", "BUBBLING_PHASE"} {
		for _, obj := range []*goja.Object{d.event.Value, d.event.Prototype} {
			_ = obj.DefineDataProperty(name, bind.ToValue(d.rt, phase), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE)
		}
	}
}

func (d *dom) customClass() bind.Class[*custom] {
	return bind.Class[*custom]{
		Name: "CustomEvent", Length: 1, Extends: d.event.Value, Web: true,
		New: func(c *bind.Call) (*custom, error) {
			e, detail := d.newEvent(c)
			return &custom{e, detail}, nil
		},
		Getters: map[string]func(*custom) any{"detail": func(e *custom) any { return orNull(e.detail) }},
		Methods: map[string]func(*custom, *bind.Call) (any, error){
			"initCustomEvent": func(e *custom, c *bind.Call) (any, error) {
				if e.Init(c) {
					e.detail = c.Value(3)
				}
				return nil, nil
			},
		},
		Lengths: map[string]int{"initCustomEvent": 1},
	}
}

func (d *dom) newEvent(c *bind.Call) (e event, detail goja.Value) {
	e.kind, e.at = eventType(c), d.rt.Loop().Elapsed()
	var o eventOptions
	c.Options(1, &o)
	e.bubbles, e.cancelable, e.composed = o.Bubbles, o.Cancelable, o.Composed
	return e, o.Detail
}

// eventType reads the first argument, which names a type of event.
func eventType(c *bind.Call) string {
	if _, isSymbol := c.Value(0).(*goja.Symbol); isSymbol || c.Len() == 0 {
		c.Wrong("type", "a string")
	}
	return c.Text(0)
}

func (d *dom) eventMethods() map[string]func(carrier, *bind.Call) (any, error) {
	plain := func(f func(e *event)) func(carrier, *bind.Call) (any, error) {
		return func(v carrier, _ *bind.Call) (any, error) {
			f(v.base())
			return nil, nil
		}
	}
	return map[string]func(carrier, *bind.Call) (any, error){
		"preventDefault":           plain((*event).prevent),
		"stopPropagation":          plain(func(e *event) { e.stopped = true }),
		"stopImmediatePropagation": plain(func(e *event) { e.stopped, e.stoppedAtOnce = true, true }),
		"composedPath": func(v carrier, _ *bind.Call) (any, error) {
			var path []goja.Value
			if current := v.base().current; current != nil {
				path = append(path, current)
			}
			return path, nil
		},
		"initEvent": func(v carrier, c *bind.Call) (any, error) {
			v.base().Init(c)
			return nil, nil
		},
	}
}

// Init reads (type, bubbles, cancelable) of the old way to make an event. It says false, and does nothing, while the
// event is under way.
func (e *event) Init(c *bind.Call) bool {
	kind := eventType(c)
	if !e.dispatching {
		*e = event{kind: kind, bubbles: c.Bool(1), cancelable: c.Bool(2), at: e.at}
	}
	return !e.dispatching
}

// prevent cancels the event, if it can be canceled and no passive listener asks.
func (e *event) prevent() {
	if e.cancelable && !e.passive {
		e.canceled = true
	}
}

func (d *dom) eventGetters() map[string]func(carrier) any {
	get := func(f func(e *event) any) func(carrier) any { return func(v carrier) any { return f(v.base()) } }
	return map[string]func(carrier) any{
		"type":             get(func(e *event) any { return e.kind }),
		"target":           get(func(e *event) any { return orNull(e.target) }),
		"srcElement":       get(func(e *event) any { return orNull(e.target) }),
		"currentTarget":    get(func(e *event) any { return orNull(e.current) }),
		"eventPhase":       get(func(e *event) any { return e.phase }),
		"bubbles":          get(func(e *event) any { return e.bubbles }),
		"cancelable":       get(func(e *event) any { return e.cancelable }),
		"composed":         get(func(e *event) any { return e.composed }),
		"defaultPrevented": get(func(e *event) any { return e.canceled }),
		"returnValue":      get(func(e *event) any { return !e.canceled }),
		"cancelBubble":     get(func(e *event) any { return e.stopped }),
		"isTrusted":        get(func(e *event) any { return e.trusted }),
		"timeStamp":        get(func(e *event) any { return e.at }),
	}
}

func eventSetters() map[string]func(carrier, *bind.Call) error {
	return map[string]func(carrier, *bind.Call) error{
		"returnValue": func(v carrier, c *bind.Call) error {
			if !c.Bool(0) {
				v.base().prevent()
			}
			return nil
		},
		"cancelBubble": func(v carrier, c *bind.Call) error {
			if c.Bool(0) {
				v.base().stopped = true
			}
			return nil
		},
	}
}

// orNull is null for a missing value.
func orNull(v goja.Value) goja.Value {
	if v == nil {
		return bind.Null
	}
	return v
}
