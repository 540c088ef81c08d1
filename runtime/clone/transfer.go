package clone

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// move is one entry of the transfer list: a buffer, or an object that the host moves with take.
type move struct {
	source goja.ArrayBuffer
	buffer *buffer
	handle *handle
	take   func() (any, error)
}

// prepareTransfer enters the objects of the transfer list, so that the value refers to them, and checks the list before
// anything else runs.
func (e *encoder) prepareTransfer() ([]move, error) {
	moves := make([]move, 0, len(e.Transfer))
	for i, v := range e.Transfer {
		m, err := e.prepareMove(v)
		if err != nil {
			return nil, from(err, "transfer"+index(i))
		}
		moves = append(moves, m)
	}
	return moves, nil
}

func (e *encoder) prepareMove(v goja.Value) (move, error) {
	o, ok := v.(*goja.Object)
	if !ok {
		return move{}, refuse("is not an object and cannot be transferred")
	}
	if e.seen[o] != nil {
		return move{}, refuse("is in the transfer list twice")
	}
	if slots.IsShared(o) {
		return move{}, refuse("is a SharedArrayBuffer, which is shared and not transferred: leave it out of the list")
	}
	if b, ok := slots.Buffer(o); ok {
		m := move{source: b, buffer: &buffer{owned: true}}
		e.enterMoved(o, m.buffer)
		return m, nil
	}
	if e.hooks.Transfer != nil && slots.Of(o) != slots.Proxy {
		if take, ok := e.hooks.Transfer(o); ok {
			m := move{take: take, handle: &handle{}}
			e.enterMoved(o, m.handle)
			return m, nil
		}
	}
	return move{}, refuse("cannot be transferred")
}

func (e *encoder) enterMoved(o *goja.Object, n composite) {
	e.seen[o] = n
	e.again(n)
	e.m.moved = append(e.m.moved, n)
}

// transfer moves the objects, now that the value was encoded without an error. All are checked before the first is
// moved, since a getter may have detached one.
func (e *encoder) transfer(moves []move) error {
	for i, m := range moves {
		if m.buffer != nil && m.source.Detached() {
			return from(refuse("is a detached ArrayBuffer and cannot be transferred"), "transfer"+index(i))
		}
	}
	for i, m := range moves {
		if m.buffer == nil {
			h, err := m.take()
			if err != nil {
				return err
			}
			m.handle.value = h
			continue
		}
		if m.buffer.data = m.source.Bytes(); m.buffer.data == nil {
			m.buffer.data = []byte{}
		}
		m.source.Detach()
		if err := e.charge(1, objectBytes+len(m.buffer.data)); err != nil {
			return from(err, "transfer"+index(i))
		}
	}
	return nil
}
