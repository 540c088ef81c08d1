package lock

import (
	"reflect"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime/bind"
)

// semaphoreClasses makes Semaphore and its subclass. Both have the same Go type, which knows what it is.
func (f *faces) semaphoreClasses() (semaphore, bounded *bind.Constructor[*Semaphore]) {
	construct := func(create func(int, SemaphoreOptions) (*Semaphore, error)) func(*bind.Call) (*Semaphore, error) {
		return func(c *bind.Call) (*Semaphore, error) {
			o := struct {
				Fair bool `js:"fair"`
			}{true}
			c.Options(1, &o)
			semaphore, err := create(c.IntOr(0, "permits", 0, 1), SemaphoreOptions{Options: nameOf(c, 1, &o), Unfair: !o.Fair})
			return made(f.rt, semaphore, err)
		}
	}
	semaphore = bind.Class[*Semaphore]{
		Name: "Semaphore", Extends: f.gov.Base, Shared: true,
		New: construct(NewSemaphore),
		Async: map[string]func(*Semaphore, *bind.Call) (any, error){
			"acquire": func(s *Semaphore, c *bind.Call) (any, error) { return f.gov.Acquire(c, s, report(s)) },
		},
		Methods: map[string]func(*Semaphore, *bind.Call) (any, error){
			"tryAcquire": func(s *Semaphore, c *bind.Call) (any, error) { return f.gov.TryAcquire(c, s) },
			"release": func(s *Semaphore, c *bind.Call) (any, error) {
				return nil, s.Release(governor.TaskOf(c), c.IntOr(0, "permits", 1, 1))
			},
			"resize": func(s *Semaphore, c *bind.Call) (any, error) { return nil, s.Resize(c.Int(0, "permits", 0)) },
		},
		Getters: map[string]func(*Semaphore) any{
			"available": func(s *Semaphore) any { return s.Available() }, "capacity": func(s *Semaphore) any { return s.Capacity() },
			"waiting": func(s *Semaphore) any { return s.Waiting() }, "name": func(s *Semaphore) any { return s.Name() },
		},
		Lengths: map[string]int{"resize": 1},
	}.In(f.rt)
	f.gov.Native(semaphore.Prototype)
	bounded = bind.Class[*Semaphore]{
		Name: "BoundedSemaphore", Extends: semaphore.Value, Shared: true, New: construct(NewBoundedSemaphore),
	}.In(f.rt)
	f.rt.RegisterClass(reflect.TypeFor[*Semaphore](), bind.OneEach(f.rt, func(v any) *goja.Object {
		if s := v.(*Semaphore); s.bounded {
			return bounded.Wrap(s)
		}
		return semaphore.Wrap(v.(*Semaphore))
	}))
	return semaphore, bounded
}
