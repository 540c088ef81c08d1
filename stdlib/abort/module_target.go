package abort

import (
	"slices"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// listener is one call of addEventListener, or an event handler such as onabort.
type listener struct {
	kind     string
	callback *goja.Object // a function, or an object with a method handleEvent
	capture  bool
	once     bool
	passive  bool
	handler  bool
	removed  bool
	stop     func() bool // detaches the listener from the signal that ends it
}

// listeners are those of one target. A list is never changed in place, but for what is appended, so a
// dispatch goes on with the one that it began with.
type listeners struct {
	of     map[string][]*listener
	signal *runtime.Signal // the target, when it is an AbortSignal
	watch  func(kind string, some bool)
}

// listenersKey is where an object whose handle is something else keeps its listeners.
var listenersKey = goja.NewSymbol("lariat.listeners")

// slot carries listeners through a property that looks like undefined to a script.
type slot struct {
	goja.Value
	listeners *listeners
}

// listenerOptions are the third argument of addEventListener; capture is read before them.
type listenerOptions struct {
	Once    bool            `js:"once"`
	Passive bool            `js:"passive"`
	Signal  *runtime.Signal `js:"signal"`
}

// targetClass makes EventTarget. Its instances are of any Go type: whoever extends the class keeps a
// handle of their own.
func (d *dom) targetClass() bind.Class[any] {
	on := func(f func(ls *listeners, c *bind.Call) (any, error)) func(any, *bind.Call) (any, error) {
		return func(handle any, c *bind.Call) (any, error) {
			ls, err := d.listenersOf(handle, c)
			if err != nil {
				return nil, err
			}
			return f(ls, c)
		}
	}
	return bind.Class[any]{
		Name: "EventTarget", Web: true,
		New: func(*bind.Call) (any, error) { return &listeners{}, nil },
		Methods: map[string]func(any, *bind.Call) (any, error){
			"addEventListener":    on(d.addEventListener),
			"removeEventListener": on(d.removeEventListener),
			"dispatchEvent":       on(d.dispatchEvent),
		},
		Lengths: map[string]int{"addEventListener": 2, "removeEventListener": 2, "dispatchEvent": 1},
	}
}

// listenersOf finds the listeners of the receiver, or gives it some.
func (d *dom) listenersOf(handle any, c *bind.Call) (*listeners, error) {
	switch h := handle.(type) {
	case *listeners:
		return h, nil
	case targetHandle:
		return h.own(), nil
	}
	obj := c.This().(*goja.Object)
	if ls := attached(obj); ls != nil {
		return ls, nil
	}
	proto := obj.Prototype()
	for proto != nil && proto != d.target.Prototype {
		proto = proto.Prototype()
	}
	if proto == nil {
		return nil, fault.Type.New("%s: \"this\" must be an EventTarget", c.Name())
	}
	ls := &listeners{}
	ls.signal, _ = handle.(*runtime.Signal)
	return ls, obj.DefineDataPropertySymbol(listenersKey, slot{goja.Undefined(), ls}, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
}

// attached are the listeners of an object that has a slot for them, or nil.
func attached(obj *goja.Object) *listeners {
	if s, ok := obj.GetSymbol(listenersKey).(slot); ok {
		return s.listeners
	}
	return nil
}

func (d *dom) addEventListener(ls *listeners, c *bind.Call) (any, error) {
	l := readListener(c)
	var o listenerOptions
	if _, ok := c.Value(2).(*goja.Object); ok {
		c.Options(2, &o)
	}
	if l == nil || o.Signal != nil && o.Signal.Aborted() || ls.find(l) != nil {
		return nil, nil
	}
	l.once, l.passive = o.Once, o.Passive
	ls.add(l)
	if o.Signal != nil {
		l.stop = o.Signal.AfterFunc(func() { ls.remove(l) })
	}
	return nil, nil
}

func (d *dom) removeEventListener(ls *listeners, c *bind.Call) (any, error) {
	if l := readListener(c); l != nil {
		if found := ls.find(l); found != nil {
			ls.remove(found)
		}
	}
	return nil, nil
}

// readListener reads what identifies a listener: type, callback and capture. It is nil for a callback of null.
func readListener(c *bind.Call) *listener {
	l := &listener{kind: eventType(c)}
	if goja.IsNull(c.Value(1)) {
		return nil
	}
	l.callback = c.Object(1, "listener")
	if options, ok := c.Value(2).(*goja.Object); ok {
		capture := options.Get("capture")
		l.capture = capture != nil && capture.ToBoolean()
	} else {
		l.capture = c.Bool(2)
	}
	return l
}

func (ls *listeners) find(l *listener) *listener {
	i := slices.IndexFunc(ls.of[l.kind], func(o *listener) bool {
		return !o.handler && o.callback == l.callback && o.capture == l.capture
	})
	if i < 0 {
		return nil
	}
	return ls.of[l.kind][i]
}

func (ls *listeners) add(l *listener) {
	if ls.of == nil {
		ls.of = map[string][]*listener{}
	}
	ls.of[l.kind] = append(ls.of[l.kind], l)
	if len(ls.of[l.kind]) == 1 {
		ls.changed(l.kind, true)
	}
}

func (ls *listeners) remove(l *listener) {
	if l.removed {
		return
	}
	l.removed = true
	if l.stop != nil {
		l.stop()
	}
	// The list may be under a dispatch: it is left as it is, and a new one is made.
	rest := slices.DeleteFunc(slices.Clone(ls.of[l.kind]), func(o *listener) bool { return o == l })
	ls.of[l.kind] = rest
	if len(rest) == 0 {
		delete(ls.of, l.kind)
		ls.changed(l.kind, false)
	}
}

// changed tells that the first listener of a kind has come, or that the last has gone.
func (ls *listeners) changed(kind string, some bool) {
	if ls.signal != nil && kind == "abort" {
		ls.signal.Listen(some)
	}
	if ls.watch != nil {
		ls.watch(kind, some)
	}
}

func (d *dom) dispatchEvent(ls *listeners, c *bind.Call) (any, error) {
	return d.tellAll(ls, c.This(), c)
}

func (d *dom) tellAll(ls *listeners, target goja.Value, c *bind.Call) (any, error) {
	obj := c.Object(0, "event")
	v, ok := runtime.HandleOf(obj).(carrier)
	if !ok {
		c.Wrong("event", "an Event")
	}
	e := v.base()
	if e.dispatching {
		return nil, d.exception("InvalidStateError", "the event \""+e.kind+"\" is being dispatched already")
	}
	e.trusted = false
	d.dispatch(ls, target, obj, e)
	return !e.canceled, nil
}

// dispatch is https://dom.spec.whatwg.org/#concept-event-dispatch for targets without parents: the
// capturing listeners hear of the event first, and then the others.
func (d *dom) dispatch(ls *listeners, target goja.Value, obj *goja.Object, e *event) {
	e.dispatching, e.target, e.current, e.phase = true, target, target, phaseAtTarget
	d.invoke(ls, obj, e, true)
	d.invoke(ls, obj, e, false)
	e.dispatching, e.current, e.phase, e.stopped, e.stoppedAtOnce = false, nil, phaseNone, false, false
}

func (d *dom) invoke(ls *listeners, obj *goja.Object, e *event, capture bool) {
	if e.stopped {
		return
	}
	for _, l := range ls.of[e.kind] {
		if l.removed || l.capture != capture {
			continue
		}
		if l.once {
			ls.remove(l)
		}
		e.passive = l.passive
		d.tell(l, obj, e)
		e.passive = false
		if e.stoppedAtOnce {
			return
		}
	}
}

// tell calls one listener. What it throws is an uncaught exception and does not stop the others; it is
// reported when the job that dispatches has ended, as Node does.
func (d *dom) tell(l *listener, obj *goja.Object, e *event) {
	if err := d.call(l, e.current, obj); err != nil {
		d.rt.Loop().Post(func() { d.rt.ReportUncaught(d.rt.ErrorValue(err)) })
	}
}

func (d *dom) call(l *listener, this goja.Value, obj *goja.Object) error {
	fn := bind.FunctionOf(d.rt, l.callback)
	if fn == nil && l.handler {
		return nil // an object may be a handler, and is never called
	}
	if fn == nil {
		var method goja.Value
		if ex := d.rt.VM().Try(func() { method = l.callback.Get("handleEvent") }); ex != nil {
			return d.rt.Thrown(ex.Value())
		}
		if fn = bind.FunctionOf(d.rt, method); fn == nil {
			return fault.Type.New("the listener of %q is no function and has no method handleEvent", l.kind)
		}
		this = l.callback
	}
	_, err := fn.CallOn(this, obj)
	return err
}
