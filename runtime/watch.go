package runtime

import (
	"math"
	goruntime "runtime"
	"runtime/metrics"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/lariatjs/lariat/runtime/meter"
)

// watch looks at the memory of the process while there are programs with a limit to theirs. There is one for all of them,
// and nothing of it otherwise. It costs a microsecond for each look.
//
// Where a program has the process to itself, the heap is the program's. Where it has not, the heap is what sets off a closer
// look: only when it has grown by half of what some program may still have does the watch collect garbage, and ask the meter
// whose memory it is.
type watch struct {
	idle  atomic.Bool // no turn has run for a while: looks are rare
	timer atomic.Pointer[time.Timer]

	mu        sync.Mutex
	members   []*budget
	following bool // the collector tells when it was there
	samples   []metrics.Sample
	quiet     int       // looks without a turn
	low       int64     // the smallest heap since the last closer look
	slack     int64     // by how much the heap may grow before the next one
	rising    int       // for how many looks it has been beyond that
	closer    bool      // one is being taken
	again     time.Time // when the next one may be
}

var theWatch watch

const (
	// lookEvery is the time between two looks while a script runs, restEvery while none does.
	lookEvery = 5 * time.Millisecond
	restEvery = 50 * time.Millisecond
	// restAfter is after how many looks without a script the watch rests.
	restAfter = 20
	// patience is for how many looks the heap has to be too large: what is garbage is gone by then.
	patience = 3
	// deepStacks is the size of all Go stacks from which there is a recursion in a built-in that nothing else stops. Go ends
	// the process at 512 MB, half a second to a second later.
	deepStacks = 200 << 20
)

// join adds a program, once for each of its loops.
func (w *watch) join(b *budget) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if b.runs++; b.runs > 1 {
		return
	}
	w.members = append(w.members, b)
	if len(w.members) == 1 {
		w.samples = []metrics.Sample{
			{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/stacks:bytes"}, {Name: "/gc/heap/live:bytes"},
		}
		w.low, w.slack, w.quiet = math.MaxInt64, math.MaxInt64, 0
		w.idle.Store(false)
		w.timer.Store(time.AfterFunc(lookEvery, w.look))
		if !w.following {
			w.followCollector()
		}
	}
	w.slack = min(w.slack, share(b.bytes, 0))
}

// leave takes a program away.
func (w *watch) leave(b *budget) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if b.runs--; b.runs > 0 {
		return
	}
	w.members = slices.DeleteFunc(w.members, func(m *budget) bool { return m == b })
	if len(w.members) == 0 {
		w.timer.Swap(nil).Stop()
	}
}

// hurry is called when a turn begins.
func (w *watch) hurry() {
	if w.idle.Load() && w.idle.CompareAndSwap(true, false) {
		if t := w.timer.Load(); t != nil {
			t.Reset(lookEvery)
		}
	}
}

// look is called again and again, on a goroutine of its own.
func (w *watch) look() {
	w.mu.Lock()
	defer w.mu.Unlock()
	timer := w.timer.Load()
	if timer == nil {
		return
	}
	if w.judge() {
		w.quiet = 0
	} else {
		w.quiet++
	}
	if w.quiet > restAfter {
		w.idle.Store(true)
		timer.Reset(restEvery)
	} else {
		timer.Reset(lookEvery)
	}
}

// judge looks at the memory once, and reports whether a script runs. The caller holds w.mu.
func (w *watch) judge() (busy bool) {
	metrics.Read(w.samples)
	heap, stacks, live := w.sample(0), w.sample(1), w.sample(2)
	shared := false
	for _, b := range w.members {
		busy = busy || b.turns.Load() > 0
		if b.alone {
			b.judge(heap, live)
		} else {
			shared = true
		}
	}
	if stacks > deepStacks {
		w.overflow(stacks)
	}
	if shared {
		w.compare(heap)
	}
	return busy
}

// followCollector looks whenever garbage has been collected, too. Texts double faster than a timer comes round, all the more
// since Go stops all goroutines for a collection and waits meanwhile for one that copies a text. The caller holds w.mu.
func (w *watch) followCollector() {
	w.following = true
	goruntime.AddCleanup(new([32]byte), func(w *watch) {
		w.mu.Lock()
		defer w.mu.Unlock()
		if len(w.members) == 0 {
			w.following = false
			return
		}
		w.judge()
		w.followCollector()
	}, w)
}

func (w *watch) sample(i int) int64 { return int64(min(w.samples[i].Value.Uint64(), math.MaxInt64)) }

// judge is about a program that has the process to itself. live is what was alive at the last collection. The heap has
// garbage in it, but Go was told to collect before it comes to the limit: so if it is beyond for some looks, it is alive.
func (b *budget) judge(heap, live int64) {
	if heap <= b.bytes {
		b.high = 0
		return
	}
	b.high++
	switch {
	case heap > 3*b.bytes && b.over:
		b.hopeless()
	case live > b.bytes, heap > 2*b.bytes:
		b.exceeded(max(heap, live))
	case b.high >= patience && (live > b.bytes/2 || heap > b.bytes*5/4):
		b.exceeded(heap)
	}
}

// overflow ends the program whose turn has run the longest: it is the one that does not come to an end.
func (w *watch) overflow(stacks int64) {
	var longest *budget
	for _, b := range w.members {
		if b.turns.Load() == 0 {
			continue
		}
		if b.alone && b.over {
			b.hopeless()
		}
		if !b.over && (longest == nil || b.since.Load() < longest.since.Load()) {
			longest = b
		}
	}
	if longest != nil {
		longest.overflowing(stacks)
	}
}

// compare sees whether a closer look is due.
func (w *watch) compare(heap int64) {
	w.low = min(w.low, heap)
	if heap-w.low <= w.slack {
		w.rising = 0
		return
	}
	if w.rising++; w.rising < patience-1 || w.closer || time.Now().Before(w.again) {
		return
	}
	w.closer = true
	go w.lookCloser()
}

// lookCloser collects garbage, finds out who has how much, and ends who has too much.
//
// Who allocates much that is garbage at once, while another has a large heap that takes long to collect, seems to hold all
// that he allocates meanwhile. So whoever has too much, but neither the most nor much too much, is measured again once the
// others are told to end. For those there is no time: they may be about to fill the memory.
func (w *watch) lookCloser() {
	began := time.Now()
	goruntime.GC()
	before, err := meter.Uses()
	if suspects := w.endHogs(before); len(suspects) > 0 {
		goruntime.GC()
		var after map[int]meter.Use
		if after, err = meter.Uses(); err == nil {
			w.endSuspects(suspects, before, after)
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closer, w.rising = false, 0
	w.again = time.Now().Add(time.Since(began))
	if w.samples == nil || err != nil {
		return
	}
	metrics.Read(w.samples)
	w.low, w.slack = w.sample(0), math.MaxInt64
	for _, b := range w.members {
		if !b.alone && !b.over {
			w.slack = min(w.slack, share(b.bytes, b.held))
		}
	}
}

// endHogs notes what the programs hold, ends those that surely have too much, and returns those that may have.
func (w *watch) endHogs(uses map[int]meter.Use) (suspects []*budget) {
	w.mu.Lock()
	defer w.mu.Unlock()
	most := int64(0)
	for _, b := range w.members {
		b.held = uses[b.number].Held
		most = max(most, b.held)
	}
	for _, b := range w.members {
		switch {
		case b.alone || b.over || b.held <= b.bytes:
		case b.held == most || b.held > 2*b.bytes:
			b.exceeded(b.held)
		default:
			suspects = append(suspects, b)
		}
	}
	return suspects
}

// endSuspects ends those who have too much all the same. They have at least what they had and have not allocated in between.
func (w *watch) endSuspects(suspects []*budget, before, after map[int]meter.Use) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, b := range suspects {
		now, then := after[b.number], before[b.number]
		b.held = now.Held
		if sure := now.Held - (now.Allocated - then.Allocated); sure < now.Held/2 {
			b.held = max(sure, 0)
		}
		if b.held > b.bytes && slices.Contains(w.members, b) {
			b.exceeded(b.held)
		}
	}
}

// share is by how much the heap may grow before it is looked at closer, for a program with a limit that has so much. It is
// half of what is left: to collect garbage takes time, in which the program goes on.
func share(limit, held int64) int64 { return max((limit-held)/2, limit/8) }
