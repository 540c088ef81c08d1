package queue

import (
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
)

// crossing is a thing that may be known to more than one isolate.
type crossing interface {
	Crossed() bool
	Confined() bool
}

// cell is an item of one isolate, until its channel goes to another.
type cell struct {
	f   *faces
	v   goja.Value
	msg *clone.Message
}

// Cross clones the item. Loop goroutine of its isolate only.
func (x *cell) Cross() (err error) {
	if x.msg == nil {
		x.msg, err = x.f.encode(x.v)
	}
	if err == nil {
		x.v = nil
	}
	return err
}

func (f *faces) encode(v goja.Value) (*clone.Message, error) {
	m, err := f.rt.Cloner().Encode(v, clone.Options{})
	if err != nil {
		return nil, bind.Caught(f.rt, err)
	}
	return m, nil
}

// item is what a value of a script is in a channel.
func (f *faces) item(ch crossing, v goja.Value) (any, error) {
	host := !ch.Confined()
	switch v := v.(type) {
	case *goja.Object, *goja.Symbol:
		if host || ch.Crossed() {
			return f.encode(v)
		}
		return &cell{f: f, v: v}, nil
	case goja.String:
		if !host && !ch.Crossed() {
			return &cell{f: f, v: v}, nil
		}
		if s := v.String(); host && !strings.ContainsRune(s, '\uFFFD') {
			return s, nil
		}
		return f.encode(v)
	}
	if n, ok := bind.NumberOf(v); ok && host {
		return n, nil
	}
	switch {
	case !host:
		return v, nil // numbers and the like never change
	case bind.Nullish(v):
		return nil, nil
	case v.StrictEquals(bind.ToValue(f.rt, v.ToBoolean())):
		return v.ToBoolean(), nil
	}
	return f.encode(v) // a bigint, or no number
}

// value is what an item of a channel is for a script.
func (f *faces) value(item any) (goja.Value, error) {
	switch item := item.(type) {
	case *cell:
		if item.msg == nil {
			return item.v, nil
		}
		return f.rt.Cloner().Decode(item.msg)
	case *clone.Message:
		return f.rt.Cloner().Decode(item)
	case nil, goja.Value, string, bool, int, int64, float64, int32, uint32, float32, []byte, []string, time.Time, time.Duration:
		return bind.ToValue(f.rt, item), nil
	}
	return f.rt.Wrap(item)
}
