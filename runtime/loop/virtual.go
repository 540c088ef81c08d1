package loop

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Virtual is a clock that stands still while anything runs and jumps to the next timer when nothing
// does. Several loops on several goroutines may share it.
//
// The clock keeps one count of everything that is busy: loops in a turn, loops with queued jobs,
// holds, alarms that fire. A loop that posts to another is counted itself until after the other one
// is, so the count cannot be zero while a job is under way, and time moves only at zero.
type Virtual struct {
	start time.Time
	auto  bool
	now   atomic.Int64 // nanoseconds since start; written with mu held

	// mu may be taken with a loop's mutex held, never the other way round.
	mu      sync.Mutex
	busy    int
	limit   int64 // how far time may jump
	members []*member
	alarms  timerHeap
	seq     uint64
	drive   chan struct{} // capacity 1: held by the one Advance or RunUntilIdle
	quiet   chan struct{} // closed when time can move no further; nil when nobody waits for that
	fill    bool          // move to the limit then
}

// member is a loop as its clock sees it. The clock's mu guards it, but for origin, which never
// changes.
type member struct {
	wake   chan struct{}
	origin int64 // when the loop was made
	due    int64
	busy   bool
	gone   bool
}

// NewVirtual makes a clock that shows start. With auto, time jumps by itself whenever all is quiet;
// without, it moves only in Advance and RunUntilIdle.
func NewVirtual(start time.Time, auto bool) *Virtual {
	v := &Virtual{start: start.Round(0), auto: auto, drive: make(chan struct{}, 1)}
	v.free()
	return v
}

// free sets the limit that holds when nobody drives the clock. The caller holds v.mu.
func (v *Virtual) free() {
	v.limit = v.now.Load()
	if v.auto {
		v.limit = never - 1
	}
}

func (v *Virtual) sealed() {}

// Now is the virtual time.
func (v *Virtual) Now() time.Time { return v.start.Add(time.Duration(v.now.Load())) }

// since is the age of a loop.
func (v *Virtual) since(m *member) time.Duration { return time.Duration(v.now.Load() - m.origin) }

// join makes a loop part of the clock.
func (v *Virtual) join(wake chan struct{}) *member {
	v.mu.Lock()
	defer v.mu.Unlock()
	m := &member{wake: wake, origin: v.now.Load(), due: never}
	v.members = append(v.members, m)
	return m
}

// quit ends the part of a loop that was closed.
func (v *Virtual) quit(m *member) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.members = slices.DeleteFunc(v.members, func(o *member) bool { return o == m })
	m.gone = true
	if m.busy {
		m.busy = false
		v.count(-1)
	}
}

// enter says that a loop has something to do.
func (v *Virtual) enter(m *member) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !m.busy && !m.gone {
		m.busy = true
		v.busy++
	}
}

// leave says that a loop has nothing to do before due, which is in its own time.
func (v *Virtual) leave(m *member, due int64) {
	v.mu.Lock()
	defer v.mu.Unlock()
	m.due = later(m.origin, time.Duration(due))
	if m.busy {
		m.busy = false
		v.count(-1)
	}
}

// Pause stops time, as a hold does for a loop, until resume is called. It is for goroutines that
// belong to no loop: the clock cannot see them, so what they set up would come due before they are
// through.
func (v *Virtual) Pause() (resume func()) {
	v.add(1)
	return sync.OnceFunc(func() { v.add(-1) })
}

func (v *Virtual) add(delta int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.count(delta)
}

// count changes what is busy, and lets time move when nothing is. The caller holds v.mu.
func (v *Virtual) count(delta int) {
	v.busy += delta
	v.settle()
}

// settle moves time on for as long as nothing is busy. What is due counts as busy from here on,
// before it knows itself, so that time cannot run away from it. The caller holds v.mu.
func (v *Virtual) settle() {
	for v.busy == 0 {
		due := v.alarms.due()
		for _, m := range v.members {
			due = min(due, m.due)
		}
		if due > v.limit {
			if v.quiet == nil {
				return
			}
			if v.fill {
				v.now.Store(v.limit)
			}
			v.yield()
			continue
		}
		v.now.Store(max(due, v.now.Load()))
		v.ring()
	}
}

// ring wakes everything that is due now. The caller holds v.mu.
func (v *Virtual) ring() {
	now := v.now.Load()
	for _, m := range v.members {
		if m.due <= now {
			m.due = never
			m.busy = true
			v.busy++
			select {
			case m.wake <- struct{}{}:
			default:
			}
		}
	}
	for v.alarms.due() <= now {
		f := v.alarms[0].timer.f
		v.alarms.remove(0)
		v.busy++
		go func() {
			defer v.add(-1)
			f()
		}()
	}
}

// Advance moves time on by d, step by step: at each timer on the way it waits until everything that
// the timer set off has come to rest. It returns early, with the cause, when ctx ends. It must not
// be called in a turn of a loop on this clock, which would wait for itself.
func (v *Virtual) Advance(ctx context.Context, d time.Duration) error {
	return v.run(ctx, func() (int64, bool) { return later(v.now.Load(), d), true })
}

// RunUntilIdle moves time on until no timer is left. An interval that nobody stops keeps it busy
// until ctx ends. Like Advance it must not be called in a turn.
func (v *Virtual) RunUntilIdle(ctx context.Context) error {
	return v.run(ctx, func() (int64, bool) { return never - 1, false })
}

// run drives the clock up to a limit, with fill exactly to it.
func (v *Virtual) run(ctx context.Context, target func() (limit int64, fill bool)) error {
	select {
	case v.drive <- struct{}{}:
		defer func() { <-v.drive }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	quiet := make(chan struct{})
	v.mu.Lock()
	v.quiet = quiet
	v.limit, v.fill = target()
	v.settle()
	v.mu.Unlock()
	select {
	case <-quiet:
		return nil
	case <-ctx.Done():
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.quiet == nil {
		return nil
	}
	v.yield()
	return context.Cause(ctx)
}

// yield ends a drive. The caller holds v.mu.
func (v *Virtual) yield() {
	close(v.quiet)
	v.quiet = nil
	v.free()
}

// alarm is an AfterFunc in virtual time; it uses a Timer as its place in the heap.
type alarm struct {
	clock *Virtual
	timer Timer
}

// AfterFunc calls f on a goroutine of its own once d has passed. Time stands still until f returns.
func (v *Virtual) AfterFunc(d time.Duration, f func()) Alarm {
	a := &alarm{clock: v, timer: Timer{f: f, index: -1}}
	a.Reset(d)
	return a
}

func (a *alarm) Stop() bool {
	a.clock.mu.Lock()
	defer a.clock.mu.Unlock()
	return a.stop()
}

func (a *alarm) stop() bool {
	if a.timer.index < 0 {
		return false
	}
	a.clock.alarms.remove(int(a.timer.index))
	return true
}

func (a *alarm) Reset(d time.Duration) bool {
	v := a.clock
	v.mu.Lock()
	defer v.mu.Unlock()
	pending := a.stop()
	v.seq++
	a.timer.at, a.timer.seq = later(v.now.Load(), d), v.seq
	v.alarms.push(&a.timer)
	v.settle()
	return pending
}

// later adds a delay to a time in nanoseconds. A negative one counts as zero and one of centuries
// does not wrap around; only never is never.
func later(now int64, d time.Duration) int64 {
	switch {
	case d <= 0:
		return now
	case int64(d) == never:
		return never
	case now+int64(d) < now:
		return never - 1
	}
	return now + int64(d)
}
