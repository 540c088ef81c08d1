package weblocks

import (
	"context"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// start asks for the lock. The callback never runs inside request: also what is free is granted in a turn of
// its own.
func (m *locks) start(ask Ask) func(ctx context.Context, done func(*Lock, error)) {
	return func(ctx context.Context, done func(*Lock, error)) {
		m.manager.Request(ctx, ask, func(l *Lock, err error) {
			if !m.rt.Loop().Post(func() { done(l, err) }) {
				l.Release()
			}
		})
	}
}

// run calls the callback with a lock, null if there is none, and gives the lock back when what the callback
// returns has settled. The result is a promise of that, which rejects when the lock is stolen.
func (m *locks) run(l *Lock, name goja.Value, fn *bind.Function) goja.Value {
	p := m.rt.NewPromise()
	arg := goja.Null()
	if l != nil {
		l.OnLoss(func() {
			m.rt.Loop().Post(func() { p.Reject(fault.Aborted.New("the lock %q was stolen by another request", l.Name)) })
		})
		arg = m.lock.Wrap(&granted{name, modeOf(l.Shared)})
	}
	fn.Async(func(v goja.Value, err error) {
		l.Release()
		if err != nil {
			p.Reject(err)
			return
		}
		p.Resolve(v)
	}, arg)
	return p.Value
}

func modeOf(shared bool) string {
	if shared {
		return "shared"
	}
	return "exclusive"
}

// query is https://w3c.github.io/web-locks/#dom-lockmanager-query.
func (m *locks) query(*bind.Call) (any, error) {
	held, pending := m.manager.Query()
	snapshot := m.rt.VM().NewObject()
	_ = snapshot.Set("held", m.infos(held))
	_ = snapshot.Set("pending", m.infos(pending))
	return snapshot, nil
}

func (m *locks) infos(asks []Ask) *goja.Object {
	list := make([]goja.Value, len(asks))
	for i, ask := range asks {
		info := m.rt.VM().NewObject()
		_ = info.Set("name", ask.By.Name)
		_ = info.Set("mode", modeOf(ask.Shared))
		_ = info.Set("clientId", ask.By.Client)
		list[i] = info
	}
	return bind.Array(m.rt, list)
}
