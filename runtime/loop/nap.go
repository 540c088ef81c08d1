package loop

import "time"

// Nap is a stop in the middle of a turn: the script itself waits, until another isolate wakes it. Meanwhile the loop
// runs nothing. Virtual time passes, but the family counts the loop as awake: it is not for others to say that what it
// waits for will never come.
type Nap struct {
	loop  *Loop
	wake  chan struct{}
	woken bool // the loop's mutex guards it
}

// NewNap prepares a nap, so that whoever is to wake the loop can be told how. It is used once.
func (l *Loop) NewNap() *Nap { return &Nap{loop: l, wake: make(chan struct{}, 1)} }

// Wake ends the nap, also one that is still to begin. Any goroutine. The loop is busy from here on, before it knows it
// itself, so that virtual time cannot run away from it.
func (n *Nap) Wake() {
	l := n.loop
	l.mu.Lock()
	n.woken = true
	if l.napping && l.virtual != nil {
		l.virtual.enter(l.member)
	}
	l.mu.Unlock()
	select {
	case n.wake <- struct{}{}:
	default:
	}
}

// Sleep parks the goroutine in Run until Wake, until d has passed, never if it is negative, or until stop is closed.
// It reports whether it was Wake.
func (n *Nap) Sleep(d time.Duration, stop <-chan struct{}) bool {
	if n.loop.virtual != nil {
		return n.sleepVirtual(d, stop)
	}
	var ring <-chan time.Time
	if d >= 0 {
		timer := time.NewTimer(d)
		defer timer.Stop()
		ring = timer.C
	}
	select {
	case <-n.wake:
		return true
	case <-ring:
	case <-stop:
	}
	return false
}

func (n *Nap) sleepVirtual(d time.Duration, stop <-chan struct{}) bool {
	l := n.loop
	due := int64(never)
	if d >= 0 {
		due = later(int64(l.Elapsed()), d)
	}
	defer func() {
		l.mu.Lock()
		l.napping = false
		l.virtual.enter(l.member)
		l.mu.Unlock()
	}()
	for {
		l.mu.Lock()
		if n.woken {
			l.mu.Unlock()
			return true
		}
		l.napping = true
		l.virtual.leave(l.member, due)
		l.mu.Unlock()
		select {
		case <-n.wake:
			return true
		case <-stop:
			return false
		case <-l.wake: // it may be an old token
			if due <= int64(l.Elapsed()) {
				return false
			}
		}
	}
}
