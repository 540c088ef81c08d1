package main

import (
	"os"
	goruntime "runtime"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/lariatjs/lariat/cmd/lariat/alone"
)

// gcPercent trades memory for time: a script's garbage is short-lived, and collecting it a quarter as
// often costs about a third more memory and saves a quarter of the processor time.
const gcPercent = 400

// settleAfter is how long a program has to run before it gets what only longer ones have a use for.
const settleAfter = 10 * time.Millisecond

// tune sets Go up for scripts, unless the environment says otherwise.
func tune() {
	goruntime.MemProfileRate = 0 // samples are for hosts that tell programs apart; here there is one
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	time.AfterFunc(settleAfter, func() {
		if os.Getenv("GOMAXPROCS") == "" {
			goruntime.SetDefaultGOMAXPROCS()
		} else {
			goruntime.GOMAXPROCS(alone.Before())
		}
		limitMemory()
	})
	growStack(false)
}

// floor is memory that is there to be counted. Go collects garbage when the heap has grown by a share of what is alive:
// of a few megabytes, when a script has just begun, and then isolates that work at the same time wait for each other
// several times a second. With the floor two of them do 1.85 times the work of one instead of 1.75. The heap may grow by
// up to 40 MB before the first collection, and what Go has to clear of the floor itself, none as a rule, is resident.
var floor atomic.Pointer[[8 << 20]byte]

func layFloor() { floor.Store(new([8 << 20]byte)) }

// limitMemory sets a soft limit, which makes the garbage collector work harder before the machine, or the container,
// runs out of memory.
func limitMemory() {
	if os.Getenv("GOMEMLIMIT") == "" && memoryLimit.Load() == 0 {
		if total := physicalMemory(); total > 0 {
			debug.SetMemoryLimit(total / 4 * 3)
		}
	}
}

// growStack makes room on the stack for what a script needs anyway: Go would come to it by doubling, and copy a deeper
// stack each time. It takes a frame of that size for once, whose memory it does not touch: the room is cleared only for
// whoever wants it cleared.
//
//go:noinline
func growStack(cleared bool) {
	if cleared {
		var room [64 << 10]byte
		keep(&room)
	}
}

// keep has the compiler believe that the room is used.
//
//go:noinline
func keep(*[64 << 10]byte) {}
