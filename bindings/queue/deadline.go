package queue

import "sync"

// deadline is one timer that several waits look at, one after another.
type deadline struct {
	mu     sync.Mutex
	fired  bool
	then   func()
	cancel func()
}

func newDeadline(set func(fire func()) (stop func())) *deadline {
	d := &deadline{}
	stop := set(d.fire)
	d.mu.Lock()
	d.cancel = stop
	d.mu.Unlock()
	return d
}

func (d *deadline) fire() {
	d.mu.Lock()
	d.fired = true
	then := d.then
	d.then = nil
	d.mu.Unlock()
	if then != nil {
		then()
	}
}

// watch calls fire once the time is up, perhaps at once.
func (d *deadline) watch(fire func()) (stop func()) {
	d.mu.Lock()
	fired := d.fired
	if !fired {
		d.then = fire
	}
	d.mu.Unlock()
	if fired {
		fire()
	}
	return func() {
		d.mu.Lock()
		d.then = nil
		d.mu.Unlock()
	}
}

func (d *deadline) stop() { d.cancel() }
