package lariat

import (
	"context"
	"reflect"
	"sync"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// iterable makes an async iterable of what the function returns. With a context the function itself runs on the goroutine
// of the sequence, when the first item is asked for.
func (b *binding) iterable(i isolate, in []reflect.Value) (any, error) {
	p := &pump{
		isolate: i, binding: b, in: in,
		ask: make(chan func(*clone.Message, bool, error), 1), left: make(chan struct{}), over: make(chan struct{}),
	}
	if !b.context {
		v, err := b.call(context.Background(), i, in)
		if err != nil {
			return nil, err
		}
		p.made = v
	}
	p.ctx, p.cancel = i.contextOf(i.core.Scope())
	return bind.Iterator(i.core, b.label, p, func(m *clone.Message) (any, error) { return i.decoded(m) }), nil
}

// pump is a sequence of Go as a source: a goroutine of its own makes the next item when it is asked for.
type pump struct {
	isolate
	*binding
	in     []reflect.Value
	made   reflect.Value // the sequence, unless the goroutine makes it
	ctx    context.Context
	cancel context.CancelCauseFunc
	ask    chan func(*clone.Message, bool, error)
	left   chan struct{} // closed when nobody wants more
	over   chan struct{} // closed when the goroutine has ended
	begun  bool          // loop goroutine only
	leave  sync.Once
}

// Next asks for an item.
func (p *pump) Next(ctx context.Context, done func(*clone.Message, bool, error)) {
	var once sync.Once
	answer := func(m *clone.Message, more bool, err error) { once.Do(func() { done(m, more, err) }) }
	stop := context.AfterFunc(ctx, func() {
		p.cancel(ctx.Err())
		answer(nil, false, ctx.Err())
	})
	p.ask <- func(m *clone.Message, more bool, err error) {
		stop()
		answer(m, more, err)
	}
	if !p.begun {
		p.begun = true
		life := lifeOf(p.core).ctx // nobody leaves the loop of a script that has ended
		p.core.Go(func() {
			defer context.AfterFunc(life, func() {
				p.cancel(context.Cause(life))
				p.leave.Do(func() { close(p.left) })
			})()
			p.run()
		})
	}
}

// Close is for an interface that has CloseThen too.
func (p *pump) Close() { p.CloseThen(func(error) {}) }

// CloseThen ends the sequence, and tells done when its goroutine has ended.
func (p *pump) CloseThen(done func(error)) {
	p.leave.Do(func() { close(p.left) })
	p.cancel(fault.Aborted.New("%s: the script has left the loop", p.label))
	if !p.begun {
		done(nil)
		return
	}
	select {
	case <-p.over:
		done(nil)
		return
	default:
	}
	hold := p.core.Loop().Hold("operation", p.label)
	p.core.Go(func() {
		<-p.over
		p.core.Loop().Post(func() {
			hold.Release()
			done(nil)
		})
	})
}

// run is the goroutine.
func (p *pump) run() {
	defer close(p.over)
	defer p.cancel(nil)
	answer := <-p.ask
	enough := false
	err := p.items(func(v reflect.Value, err error) (more bool) {
		if enough { // as a loop of Go does
			panic("it went on although yield had returned false")
		}
		defer func() { enough = !more }()
		var m *clone.Message
		if err == nil {
			m, err = p.encoded(p.label+": item", p.value, v)
		}
		answer(m, err == nil, err)
		if err != nil {
			return false
		}
		select {
		case answer = <-p.ask:
			return true
		case <-p.left:
			return false
		}
	})
	answer(nil, false, err)
}

// items gives all items to yield, until that has enough.
func (p *pump) items(yield func(v reflect.Value, err error) bool) (err error) {
	defer p.recovered(p.label, &err)
	made := p.made
	if p.context {
		if made, err = p.call(p.ctx, p.isolate, p.in); err != nil {
			return err
		}
	}
	if made.IsNil() {
		return nil
	}
	if p.outcome == sequence {
		made.Call([]reflect.Value{reflect.MakeFunc(made.Type().In(0), func(in []reflect.Value) []reflect.Value {
			var err error
			if len(in) == 2 {
				err, _ = in[1].Interface().(error)
			}
			return []reflect.Value{reflect.ValueOf(yield(in[0], err)).Convert(made.Type().In(0).Out(0))}
		})})
		return nil
	}
	cases := []reflect.SelectCase{
		{Dir: reflect.SelectRecv, Chan: made},
		{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(p.ctx.Done())},
		{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(p.left)},
	}
	for {
		which, v, ok := reflect.Select(cases)
		switch {
		case which == 1:
			return context.Cause(p.ctx)
		case which == 2 || !ok:
			return nil
		case !yield(v, nil):
			return nil
		}
	}
}
