package lock

import (
	"context"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

func (f *faces) mutexClass() *bind.Constructor[*Mutex] {
	acquire := func(m *Mutex, c *bind.Call) (any, error) { return f.gov.Acquire(c, m, report(m)) }
	try := func(m *Mutex, c *bind.Call) (any, error) { return f.gov.TryAcquire(c, m) }
	class := bind.Class[*Mutex]{
		Name: "Mutex", Extends: f.gov.Base, Shared: true,
		New: func(c *bind.Call) (*Mutex, error) {
			o := struct {
				Poison bool `js:"poison"`
			}{}
			c.Options(0, &o)
			return made(f.rt, NewMutex(MutexOptions{Options: nameOf(c, 0, &o), Poison: o.Poison}), nil)
		},
		Async: map[string]func(*Mutex, *bind.Call) (any, error){"lock": acquire, "acquire": acquire},
		Methods: map[string]func(*Mutex, *bind.Call) (any, error){
			"tryLock": try, "tryAcquire": try, "lockSync": f.lockSync,
			"release":     func(m *Mutex, c *bind.Call) (any, error) { return nil, m.Release(governor.TaskOf(c)) },
			"clearPoison": func(m *Mutex, _ *bind.Call) (any, error) { m.ClearPoison(); return nil, nil },
		},
		Getters: map[string]func(*Mutex) any{
			"locked": func(m *Mutex) any { return m.Locked() }, "waiting": func(m *Mutex) any { return m.Waiting() },
			"name": func(m *Mutex) any { return m.Name() }, "poisoned": func(m *Mutex) any { return m.Poisoned() },
			"owner": func(m *Mutex) any {
				if by, _, ok := m.Owner(); ok {
					return by.String()
				}
				return bind.Null
			},
		},
	}.In(f.rt)
	f.gov.Native(class.Prototype)
	return class
}

// prefers are the values of the option "prefer".
var prefers = lazy.Value[map[string]Prefer]{Make: func() map[string]Prefer {
	return map[string]Prefer{"writers": PreferWriters, "readers": PreferReaders, "fifo": PreferFIFO}
}}

func (f *faces) rwlockClass() *bind.Constructor[*RWLock] {
	type method = func(*RWLock, *bind.Call) (any, error)
	type start = func(l *RWLock, ctx context.Context, by Party, done func(*Token, error))
	wait := func(begin start) method {
		return func(l *RWLock, c *bind.Call) (any, error) { return f.read(l, c, 0, begin, f.gov.Give) }
	}
	with := func(begin start) method {
		return func(l *RWLock, c *bind.Call) (any, error) {
			fn := c.Function(0, "fn")
			return f.read(l, c, 1, begin, func(t *Token) (any, error) { return bind.Run(f.rt, fn, func() { t.Release() }), nil })
		}
	}
	return bind.Class[*RWLock]{
		Name: "RWLock", Shared: true,
		New: func(c *bind.Call) (*RWLock, error) {
			o := struct {
				Prefer string `js:"prefer"`
			}{"writers"}
			c.Options(0, &o)
			prefer, ok := prefers.Get()[o.Prefer]
			if !ok {
				return nil, fault.Type.New(`%s: "prefer" must be "writers", "readers" or "fifo", got %q`, c.Name(), o.Prefer)
			}
			return made(f.rt, NewRWLock(RWLockOptions{Options: nameOf(c, 0, &o), Prefer: prefer}), nil)
		},
		Async: map[string]method{
			"read": wait((*RWLock).AcquireRead), "write": wait((*RWLock).AcquireWrite),
			"withRead": with((*RWLock).AcquireRead), "withWrite": with((*RWLock).AcquireWrite),
		},
		Methods: map[string]method{
			"tryRead":  func(l *RWLock, c *bind.Call) (any, error) { return f.taken(l.TryRead(governor.PartyOf(c))) },
			"tryWrite": func(l *RWLock, c *bind.Call) (any, error) { return f.taken(l.TryWrite(governor.PartyOf(c))) },
			"downgrade": func(l *RWLock, c *bind.Call) (any, error) {
				t, err := l.Downgrade(f.token(c, 0))
				if err != nil {
					return nil, err
				}
				return f.gov.Give(t)
			},
		},
		Getters: map[string]func(*RWLock) any{
			"readers": func(l *RWLock) any { return l.Readers() }, "writing": func(l *RWLock) any { return l.Writing() },
			"waiting": func(l *RWLock) any { return l.Waiting() }, "name": func(l *RWLock) any { return l.Name() },
		},
		Lengths: map[string]int{"withRead": 1, "withWrite": 1, "downgrade": 1},
	}.In(f.rt)
}

// read waits for a lock as a reader or, if begin says so, as a writer. The options are argument i.
func (f *faces) read(
	l *RWLock, c *bind.Call, i int, begin func(*RWLock, context.Context, Party, func(*Token, error)), then func(*Token) (any, error),
) (any, error) {
	by := governor.PartyOf(c)
	return bind.Await(c, c.ContextExactly(i), report(l), func(ctx context.Context, done func(*Token, error)) { begin(l, ctx, by, done) }, then)
}
