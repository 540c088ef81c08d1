package source

import (
	"context"

	"github.com/dop251/goja"
)

// Reader is the consumer's end of an iterator whose values come when they come: it keeps the one who waits for the
// next. With a Close it is a Source of bind. Loop goroutine only.
type Reader struct {
	// Take gives the next value that is there; an error is the answer to the one who waits.
	Take func() (v goja.Value, ok bool, err error)

	waiting func(v goja.Value, more bool, err error)
	ended   bool
	err     error
}

// Label is empty: a deadlock report names what makes the values, not who waits for them.
func (r *Reader) Label() string { return "" }

// Read hands the next value to done, at once if it is there. The end of ctx ends the wait.
func (r *Reader) Read(ctx context.Context, done func(v goja.Value, more bool, err error)) {
	r.waiting = done
	if r.Feed(); r.waiting == nil {
		return
	}
	hook, ok := ctx.(interface{ AfterFunc(func()) func() bool })
	if !ok {
		return
	}
	stop := hook.AfterFunc(func() { r.answer(nil, false, ctx.Err()) })
	if r.waiting != nil {
		r.waiting = func(v goja.Value, more bool, err error) {
			stop()
			done(v, more, err)
		}
	}
}

// Waiting tells whether somebody waits for a value.
func (r *Reader) Waiting() bool { return r.waiting != nil }

// Feed answers the one who waits, if there is a value now.
func (r *Reader) Feed() {
	if r.waiting == nil {
		return
	}
	v, ok, err := r.Take()
	switch {
	case err != nil:
		r.answer(nil, false, err)
	case ok:
		r.answer(v, true, nil)
	case r.ended:
		err, r.err = r.err, nil
		r.answer(nil, false, err)
	}
}

// End says that no more values come after those that Take still has, and why, if that is an error.
func (r *Reader) End(err error) {
	r.ended, r.err = true, err
	r.Feed()
}

func (r *Reader) answer(v goja.Value, more bool, err error) {
	if waiting := r.waiting; waiting != nil {
		r.waiting = nil
		waiting(v, more, err)
	}
}
