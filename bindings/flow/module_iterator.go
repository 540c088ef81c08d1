package flow

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/es"
)

// asker makes the promises that the calls of next() of one iterator wait for. When the scope of such a call ends first,
// its promise rejects as soon as what leave() gives has settled.
type asker struct {
	leave   *bind.Function
	promise *runtime.Promise // nil when nobody waits
	stop    func() bool
}

// asker is asker(leave).
func (f *face) asker(c *bind.Call) (any, error) {
	return f.askers.Wrap(&asker{leave: c.Function(0, "leave")}), nil
}

func (f *face) askerClass() *bind.Constructor[*asker] {
	return bind.Class[*asker]{
		Name: "FlowAsker",
		Methods: map[string]func(*asker, *bind.Call) (any, error){
			"ask": func(a *asker, _ *bind.Call) (any, error) {
				scope, p := f.rt.Scope(), f.rt.NewPromise()
				a.promise = p
				a.stop = scope.AfterFunc(func() {
					a.promise = nil
					left := scope.Busy()
					a.leave.In(f.rt.Frame()).Async(func(goja.Value, error) {
						p.Reject(scope.Err())
						left()
					})
				})
				return p.Value, nil
			},
			"answer": func(a *asker, c *bind.Call) (any, error) {
				if p := a.promise; p != nil {
					a.promise = nil
					a.stop()
					p.Resolve(c.Value(0))
				}
				return nil, nil
			},
		},
	}.In(f.rt)
}

// given is given(value, done): a promise that is fulfilled with an iterator result.
func (f *face) given(c *bind.Call) (any, error) {
	p := f.rt.NewPromise()
	p.Resolve(f.rt.Realm().IterResult(c.Value(0), c.Bool(1)))
	return p.Value, nil
}

// puller is puller(iterator, took, ended, broke): its method pull() asks for an item, and one of the functions gets the
// answer, later and in the frame of that call.
func (f *face) puller(c *bind.Call) (any, error) {
	iterator := c.Object(0, "iterator")
	took, ended, broke := f.rt.Raw(c.Value(1)), f.rt.Raw(c.Value(2)), f.rt.Raw(c.Value(3))
	args := make([]goja.Value, 1)
	return f.pullers.Wrap(f.rt.Realm().NewPuller(iterator, func(v goja.Value, done bool, thrown goja.Value) {
		fn := took
		switch {
		case thrown != nil:
			fn, v = broke, thrown
		case done:
			fn, v = ended, goja.Undefined()
		}
		args[0] = v
		if ex := f.rt.VM().Try(func() { fn(goja.FunctionCall{This: goja.Undefined(), Arguments: args}) }); ex != nil {
			f.rt.ReportUncaught(ex.Value())
		}
	})), nil
}

func (f *face) pullerClass() *bind.Constructor[*es.Puller] {
	return bind.Class[*es.Puller]{
		Name: "FlowPuller",
		Methods: map[string]func(*es.Puller, *bind.Call) (any, error){
			"pull": func(p *es.Puller, c *bind.Call) (any, error) {
				if thrown := p.Pull(); thrown != nil {
					return nil, c.Runtime().Thrown(thrown)
				}
				return nil, nil
			},
		},
	}.In(f.rt)
}
