package runtime

import (
	"time"

	"github.com/lariatjs/lariat/runtime/es"
)

var _ es.Agent = host{}

// Nap lets a worker stop in the middle of its script, for Atomics.wait. The main program may not: nothing of
// it would run meanwhile, not even what the worker waits for. A worker that is killed goes on, to its end.
func (h host) Nap(timeout time.Duration) (sleep, wake func(), ok bool) {
	if h.rt.isolate == nil {
		return nil, nil, false
	}
	n := h.rt.loop.NewNap()
	return func() {
		n.Sleep(timeout, h.rt.isolate.Killed())
		h.rt.isolate.settleKill()
	}, n.Wake, true
}

// settleKill waits until a Kill that is under way has interrupted the VM: what it has woken must not run on.
func (i *Isolate) settleKill() (killed bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.cause != nil
}

// Await keeps the runtime alive for Atomics.waitAsync, as long as another isolate of the program could end
// it.
func (h host) Await(timeout time.Duration, late, gone func()) (end func()) {
	if h.rt.root.Err() != nil {
		gone()
		return func() {}
	}
	hold := h.rt.loop.Hold("wait", "Atomics.waitAsync").Peer()
	hold.Mark(h.rt.Site())
	cancel := func() bool { return false }
	if timeout >= 0 {
		cancel = h.rt.loop.SetTimer(timeout, false, late).Stop
	}
	stop := h.rt.root.AfterFunc(gone)
	return func() {
		hold.Release()
		cancel()
		stop()
	}
}

// watchFor is how often a main program that is blocked looks whether it is to be stopped.
const watchFor = 20 * time.Millisecond

// Block parks the goroutine of the VM in the middle of the script until wake is closed: another isolate is
// about to finish something short. It is no wait in line, and time stands still meanwhile. False says that
// the runtime was stopped before. Loop goroutine only.
func (rt *Runtime) Block(wake <-chan struct{}) bool {
	if rt.isolate != nil {
		select {
		case <-wake:
		case <-rt.isolate.Killed():
		}
		return !rt.isolate.settleKill()
	}
	tick := time.NewTicker(watchFor)
	defer tick.Stop()
	for {
		select {
		case <-wake:
			return true
		case <-tick.C:
			if cause := rt.interrupted.Load(); cause != nil {
				rt.vm.Interrupt(*cause) // whoever set it may not have come to that yet
				return false
			}
		}
	}
}
