package runtime

import "sync"

// endings is what is to be ended with the runtime.
type endings struct {
	mu     sync.Mutex
	all    map[*func()]bool
	closed bool
}

// OnClose calls f when the runtime is closed, on the goroutine that closes it, before Close waits for the goroutines
// of the runtime: f makes what they wait for end, a child process for one. forget takes it back. On a runtime that is
// closed f is called at once. Any goroutine.
func (rt *Runtime) OnClose(f func()) (forget func()) {
	e := &rt.endings
	e.mu.Lock()
	closed := e.closed
	if !closed {
		if e.all == nil {
			e.all = map[*func()]bool{}
		}
		e.all[&f] = true
	}
	e.mu.Unlock()
	if closed {
		f()
	}
	return func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		delete(e.all, &f)
	}
}

func (e *endings) end() {
	e.mu.Lock()
	e.closed = true
	all := e.all
	e.all = nil
	e.mu.Unlock()
	for f := range all {
		(*f)()
	}
}

// StayAwake keeps the program from being taken for asleep, and virtual time from passing, until done is called: work for
// a promise of the program goes on outside of it. What keeps the program alive is a hold, or somebody else's. The
// caller of done must hold no lock. Any goroutine.
func (rt *Runtime) StayAwake() (done func()) { return rt.stayAwake() }
