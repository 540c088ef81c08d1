package runtime

import (
	"sync/atomic"
	"time"

	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/meter"
)

// budget is the memory of a program that has a limit of it. A nil one is no limit.
type budget struct {
	family *family
	bytes  int64
	// alone says that all memory of the process is the program's.
	alone bool
	// number is under which the memory is measured, -1 if there was none left: then it is nobody's.
	number int
	turns  atomic.Int32 // that run now
	since  atomic.Int64 // when the last of them began, in nanoseconds

	// The mutex of the watch guards these.
	runs   int  // of its loops, now
	high   int  // for how many looks the heap has been too large
	over   bool // it was told
	held   int64
	spared bool // the program was told that it has to end, but does not
}

// newBudget makes the budget of a program, nil if it has no limit.
func newBudget(f *family, l Limits) *budget {
	if l.Memory == 0 {
		return nil
	}
	es.Bounded.Store(true)
	b := &budget{family: f, bytes: l.Memory, alone: l.Process, number: -1}
	if n, ok := meter.Take(); ok && !b.alone {
		b.number = n
	} else if ok {
		meter.Give(n)
	}
	return b
}

// release gives back what the budget has of the process, when its program has ended.
func (b *budget) release() {
	if b != nil && b.number >= 0 {
		meter.Give(b.number)
	}
}

// charge calls f, whose memory is that of the program.
func (b *budget) charge(f func()) {
	if b == nil || b.number < 0 {
		f()
		return
	}
	meter.Under(b.number, f)
}

// watched is charge for f that runs a loop: the memory is looked at meanwhile.
func (b *budget) watched(f func()) {
	if b == nil {
		f()
		return
	}
	theWatch.join(b)
	defer theWatch.leave(b)
	b.charge(f)
}

// begin and end are around a turn.
func (b *budget) begin() {
	b.turns.Add(1)
	b.since.Store(time.Now().UnixNano())
	theWatch.hurry()
}

func (b *budget) end() { b.turns.Add(-1) }

// exceeded ends the program for what it has of memory. The caller holds the mutex of the watch.
func (b *budget) exceeded(held int64) {
	if b.over {
		return
	}
	b.over = true
	b.family.endProgram(exceeded("memory", "the program needs more than %s of memory: it has %s", Bytes(b.bytes), Bytes(held)))
}

// overflowing ends the program for the Go stack of its built-ins. The caller holds the mutex of the watch.
func (b *budget) overflowing(stacks int64) {
	if b.over {
		return
	}
	b.over = true
	b.family.endProgram(exceeded("memory", "the call stack of a built-in function is too deep: it has %s", Bytes(stacks)))
}

// hopeless tells that the program goes on to grow although it was ended. The caller holds the mutex of the watch.
func (b *budget) hopeless() {
	if b.spared {
		return
	}
	b.spared = true
	for _, rt := range b.family.all() {
		if rt.isolate == nil && rt.stuck != nil {
			cause := error(fault.Limit)
			if why := rt.interrupted.Load(); why != nil {
				cause = *why
			}
			go rt.stuck.tell(cause)
		}
	}
}
