package http

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
)

// Ready gives the next response if it is there already. Next does all else, and says what there is to say of errors.
func (a *all) Ready() (*slot, bool) {
	if a.closed || !a.has() {
		return nil, false
	}
	s := a.take()
	a.pump()
	return s, true
}

// has tells whether take would give a response, and no error.
func (a *all) has() bool {
	next := a.ready
	if a.o.Ordered {
		next = a.slots
	}
	return len(next) > 0 && next[0].done && next[0].err == nil
}

// deliver gives the waiting consumer what is there.
func (a *all) deliver() {
	for a.waiter != nil && !a.closed {
		s := a.take()
		switch {
		case s == nil:
			if a.drained && len(a.slots) == 0 {
				a.finish()
			}
			return
		case s.err == nil:
			a.answer(s, true, nil)
		case a.o.OnError == "throw":
			a.end(s.err)
		case a.o.OnError == "collect":
			a.failed = append(a.failed, s.err)
		}
	}
}

// take returns the next slot that has a result, nil if it is not there yet.
func (a *all) take() *slot {
	if a.o.Ordered {
		if len(a.slots) == 0 || !a.slots[0].done {
			return nil
		}
		s := a.slots[0]
		a.slots = a.slots[1:]
		return s
	}
	if len(a.ready) == 0 {
		return nil
	}
	s := a.ready[0]
	a.ready = a.ready[1:]
	for i, other := range a.slots {
		if other == s {
			a.slots = append(a.slots[:i], a.slots[i+1:]...)
			break
		}
	}
	return s
}

// finish ends the sequence.
func (a *all) finish() {
	if err := a.told.End(); err != nil {
		a.end(err)
		return
	}
	if len(a.failed) == 0 {
		a.answer(nil, false, nil)
		return
	}
	a.answer(nil, false, a.aggregate())
}

// aggregate is the AggregateError of what failed.
func (a *all) aggregate() error {
	errs := make([]goja.Value, len(a.failed))
	for i, err := range a.failed {
		errs[i] = a.rt.ErrorValue(err)
	}
	message := bind.ToValue(a.rt, "fetchAll: requests failed")
	obj, err := a.rt.VM().New(a.rt.Realm().Builtin("AggregateError"), bind.Array(a.rt, errs), message)
	if err != nil {
		return err
	}
	return a.rt.Thrown(obj)
}
