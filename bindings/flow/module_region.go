package flow

import (
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

// shieldTimeout bounds what closes a source, as it does every asynchronous disposer.
const shieldTimeout = 5 * time.Second

// region is the scope of a stage that has work of its own in flight: bodies, pulls ahead of the consumer, timers. It
// lies beneath the scope of the consumer. Loop goroutine only.
type region struct {
	rt      *runtime.Runtime
	scope   *runtime.Scope
	around  *runtime.Frame // the consumer's
	inside  *runtime.Frame
	unwound func() // lets the scope around be left
	over    bool

	called [2]*bind.Function // what was called last: it is so for each item
}

// region is region(label, cancelled, quiet, { signal, timeout, frame }). When the scope ends, cancelled is called with the
// reason at once, and quiet when nothing in it has anything to unwind any more. The scope around is not left before
// end() is called.
func (f *face) region(c *bind.Call) (any, error) {
	label, cancelled, quiet := c.String(0, "label"), c.Function(1, "cancelled"), c.Function(2, "quiet")
	o := struct {
		Signal  *runtime.Signal `js:"signal"`
		Timeout time.Duration   `js:"timeout"`
		Frame   *goja.Object    `js:"frame"`
	}{Timeout: -1}
	c.Options(3, &o)
	around := f.rt.Frame()
	if o.Frame != nil {
		around = runtime.HandleOf(o.Frame).(*place).frame
	}
	if err := around.Scope.Err(); err != nil {
		return nil, err
	}
	if o.Signal != nil {
		if err := o.Signal.Err(); err != nil {
			return nil, err
		}
	}
	r := &region{rt: f.rt, around: around, scope: f.rt.NewScope(around.Scope), unwound: func() {}}
	inside := *around
	inside.Scope = r.scope
	r.inside = &inside
	if o.Signal != nil {
		r.scope.Follow(o.Signal)
	}
	if o.Timeout >= 0 {
		r.scope.Limit(o.Timeout, label)
	}
	cancelled, quiet = cancelled.In(around), quiet.In(around)
	r.scope.AfterFunc(func() {
		if r.over {
			return
		}
		r.unwound = around.Scope.Busy()
		f.call(cancelled, f.rt.ErrorValue(r.scope.Err()))
		r.scope.WhenQuiet(func() { f.call(quiet) })
	})
	return f.regions.Wrap(r), nil
}

func (f *face) regionClass() *bind.Constructor[*region] {
	within := func(n int, frame func(*region) *runtime.Frame) func(*region, *bind.Call) (any, error) {
		return func(r *region, c *bind.Call) (any, error) {
			fn := r.called[n]
			if fn == nil || fn.Value != c.Value(0) {
				fn = c.Function(0, "fn")
				r.called[n] = fn
			}
			return fn.In(frame(r)).Call(c.Rest(1)...)
		}
	}
	return bind.Class[*region]{
		Name: "FlowRegion", Light: true,
		Methods: map[string]func(*region, *bind.Call) (any, error){
			// run calls a function inside, outside calls one as the consumer would, task one as a task of its own inside.
			"run":     within(0, func(r *region) *runtime.Frame { return r.inside }),
			"outside": within(1, func(r *region) *runtime.Frame { return r.around }),
			"task": within(1, func(r *region) *runtime.Frame {
				frame := *r.inside
				frame.Task = f.rt.NewTask("stream")
				return &frame
			}),
			"abort": func(r *region, _ *bind.Call) (any, error) {
				r.scope.Abort(fault.Aborted.New("the stream was left"))
				return nil, nil
			},
			"end": func(r *region, _ *bind.Call) (any, error) {
				r.over = true
				r.scope.End()
				r.unwound()
				return nil, nil
			},
		},
	}.In(f.rt)
}

// place is an ambient state that the parts in JavaScript keep.
type place struct{ frame *runtime.Frame }

// frame is frame(): the ambient state of this moment, for a region that is opened later.
func (f *face) frame(*bind.Call) (any, error) { return f.frames.Wrap(&place{f.rt.Frame()}), nil }

func (f *face) frameClass() *bind.Constructor[*place] {
	return bind.Class[*place]{Name: "FlowFrame", Light: true}.In(f.rt)
}

// cancelled is cancelled(): throws the reason once the scope of this moment has ended.
func (f *face) cancelled(*bind.Call) (any, error) { return nil, f.rt.Scope().Err() }

// wait is wait(promise, fulfilled, rejected): then without the promise that nobody looks at.
func (f *face) wait(c *bind.Call) (any, error) {
	f.rt.React(c.Value(0), c.Value(1), c.Value(2))
	return nil, nil
}

// shield is shield(fn): calls fn where a cancelled scope has no power over it, for five seconds. What fn gives at once,
// that is given at once.
func (f *face) shield(c *bind.Call) (any, error) {
	fn, scope, left := c.Function(0, "fn"), f.rt.NewScope(nil), f.rt.Scope().Busy()
	scope.Limit(shieldTimeout, "closing the source of a stream")
	frame := *f.rt.Frame()
	frame.Scope = scope
	v, err := fn.In(&frame).Call()
	if err != nil || es.PromiseOf(v) == nil {
		scope.End()
		left()
		return v, err
	}
	p, over := f.rt.NewPromise(), false
	finish := func(v goja.Value, err error) {
		if over {
			return
		}
		over = true
		scope.End()
		end(p, v, err)
		left()
	}
	bind.Settle(f.rt, v, finish)
	scope.AfterFunc(func() { scope.WhenQuiet(func() { finish(nil, scope.Err()) }) })
	return p.Value, nil
}

// end settles a promise.
func end(p *runtime.Promise, v goja.Value, err error) {
	if err != nil {
		p.Reject(err)
		return
	}
	p.Resolve(v)
}
