package loop

import "github.com/lariatjs/lariat/runtime/fault"

// Bounds are how much of its kind may be outstanding in a loop; zero is no bound.
type Bounds struct {
	// Timers are those that are set, of whoever set them. Handles are holds. Jobs are those that wait in the queue.
	Timers, Handles, Jobs int
}

// bounds watches over the Bounds of a loop. A nil one lets everything pass.
type bounds struct {
	Bounds
	exceeded func(err error)
	told     bool // l.mu guards it
}

func (b *bounds) timers(n int) (over func()) {
	if b == nil || b.Timers == 0 || n <= b.Timers {
		return nil
	}
	return b.over(b.Timers, "timers", "timers are set at the same time")
}

func (b *bounds) holds(n int) (over func()) {
	if b == nil || b.Handles == 0 || n <= b.Handles {
		return nil
	}
	return b.over(b.Handles, "handles", "handles are open at the same time, such as requests, files and servers")
}

func (b *bounds) jobs(n int) (over func()) {
	if b == nil || b.Jobs == 0 || n <= b.Jobs {
		return nil
	}
	return b.over(b.Jobs, "queue", "events wait for the script, which is too busy to take them")
}

// over returns what tells of it, nil but the first time. The caller holds l.mu and calls it when it does not any more.
func (b *bounds) over(bound int, limit, what string) func() {
	if b.told {
		return nil
	}
	b.told = true
	return func() { b.exceeded(fault.Limit.New("more than %d %s", bound, what).With("limit", limit)) }
}
