package lock

import (
	"context"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime/bind"
)

// keyedClass is not shared: its keys may be objects, which belong to one isolate.
func (f *faces) keyedClass() *bind.Constructor[*KeyedMutex[any]] {
	type mutex = *KeyedMutex[any]
	return bind.Class[mutex]{
		Name: "KeyedMutex",
		New:  func(c *bind.Call) (mutex, error) { return made(f.rt, NewKeyedMutex[any](nameOf(c, 0)), nil) },
		Async: map[string]func(mutex, *bind.Call) (any, error){
			"lock": func(m mutex, c *bind.Call) (any, error) {
				by, key := governor.PartyOf(c), c.Key(0, "key")
				return bind.Await(c, c.ContextExactly(1), report(m.Key(key)), func(ctx context.Context, done func(*Token, error)) {
					m.Acquire(ctx, by, key, done)
				}, f.gov.Give)
			},
			"lockAll": func(m mutex, c *bind.Call) (any, error) {
				by := governor.PartyOf(c)
				var keys []any
				c.ForOf(0, "keys", "an iterable of keys", func(v goja.Value) bool {
					keys = append(keys, c.KeyOf(v, "keys"))
					return true
				})
				return bind.Await(c, c.ContextExactly(1), report(m), func(ctx context.Context, done func(*Token, error)) {
					m.AcquireAll(ctx, by, keys, done)
				}, f.gov.Give)
			},
		},
		Methods: map[string]func(mutex, *bind.Call) (any, error){
			"tryLock": func(m mutex, c *bind.Call) (any, error) {
				return f.taken(m.TryAcquire(governor.PartyOf(c), c.Key(0, "key")))
			},
		},
		Getters: map[string]func(mutex) any{
			"size": func(m mutex) any { return m.Size() }, "name": func(m mutex) any { return m.Name() },
		},
		Lengths: map[string]int{"lock": 1, "lockAll": 1, "tryLock": 1},
	}.In(f.rt)
}
