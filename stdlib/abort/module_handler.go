package abort

import (
	"slices"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
)

// handler returns the event handler of an object, null if it has none.
func handler(obj *goja.Object, kind string) goja.Value {
	if ls := attached(obj); ls != nil {
		if l := ls.handler(kind); l != nil {
			return l.callback
		}
	}
	return bind.Null
}

func (ls *listeners) handler(kind string) *listener {
	if i := slices.IndexFunc(ls.of[kind], func(l *listener) bool { return l.handler }); i >= 0 {
		return ls.of[kind][i]
	}
	return nil
}

func (d *dom) setHandler(handle any, kind string, c *bind.Call) error {
	ls, err := d.listenersOf(handle, c)
	if err != nil {
		return err
	}
	ls.setHandler(kind, c.Value(0))
	return nil
}

// setHandler sets an event handler. It stands in line with the listeners, in the place where it was first
// set; anything but an object takes it away.
func (ls *listeners) setHandler(kind string, v goja.Value) {
	old := ls.handler(kind)
	callback, ok := v.(*goja.Object)
	switch {
	case ok && old != nil:
		old.callback = callback
	case ok:
		ls.add(&listener{kind: kind, callback: callback, handler: true})
	case old != nil:
		ls.remove(old)
	}
}
