package es

import (
	"reflect"
	goruntime "runtime"
	"sync"
	"sync/atomic"
	"time"
	"unsafe" // go:linkname

	"github.com/dlclark/regexp2/v2"
	"github.com/dop251/goja"
)

// A regular expression that backtracks may take for ever, and goja cannot interrupt it. What it runs such expressions with
// compares a clock with the deadline of the match all the time, if there is a deadline. So every match has one, by a clock
// that stands still: it is moved past the deadlines of all matches that run when one of an interrupted realm is among them.
// The others would be told that there is no match, so it moves only while nobody else is in one.
//
// A host that uses the same package has no other timeouts than that in this process.

// theirClock is how regexp2 keeps its clock. TestClockOfMatches compares the layout.
type theirClock struct {
	current, end int64
	_            sync.Mutex
	start        time.Time
	running      bool
}

//go:linkname clock github.com/dlclark/regexp2/v2.fast
var clock theirClock

// matchTicks is how far the deadline of a match is away, in the unit of the clock. Any number would do.
const matchTicks = 1 << 30

func init() {
	regexp2.DefaultMatchTimeout = matchTicks << 20
	clock.start, clock.running = time.Unix(1, 0), true // so that nobody starts it
	clock.end = 1<<63 - 1
}

// matches counts the realms that are in a match, in its lower half but for one bit; the upper half changes with every
// beginning, so that one number is never the same state twice.
var matches atomic.Uint64

const (
	oneMatch   = 1<<32 | 1
	matchCount = 1<<31 - 1
	moving     = 1 << 31 // the clock moves: whoever begins a match waits
)

// ending are the realms whose match is to end.
var ending struct {
	mu     sync.Mutex
	realms map[*Realm]bool
}

// matching is what a realm has to do with matches.
type matching struct {
	depth  int // how many built-ins that match are within each other
	inside atomic.Bool
}

func (r *Realm) enterMatch() {
	m := &r.matching
	if m.depth++; m.depth > 1 {
		return
	}
	matches.Add(oneMatch)
	m.inside.Store(true)
	for matches.Load()&moving != 0 {
		goruntime.Gosched()
	}
}

func (r *Realm) leaveMatch() {
	m := &r.matching
	if m.depth--; m.depth > 0 {
		return
	}
	m.inside.Store(false)
	matches.Add(^uint64(0))
}

// matchGuard is for a built-in that matches regular expressions. What an interrupted match says is not told.
func matchGuard(vm *goja.Runtime, f *goja.Object) {
	wrap(vm, f, func(vm *goja.Runtime, original native) native {
		r := Of(vm)
		return func(c goja.FunctionCall) goja.Value {
			r.enterMatch()
			defer r.leaveMatch()
			r.poll()
			v := original(c)
			r.poll()
			return v
		}
	})
}

// EndMatch ends the match that the realm is in, if it is in one and was interrupted, as soon as no other realm of the
// process is in one. Any goroutine.
func (r *Realm) EndMatch() {
	if !r.stuckInMatch() {
		return
	}
	r.endMatch()
	go func() {
		for wait := time.Millisecond / 8; r.stuckInMatch(); wait = min(2*wait, 8*time.Millisecond) {
			r.endMatch()
			<-time.After(wait)
		}
		ending.mu.Lock()
		defer ending.mu.Unlock()
		delete(ending.realms, r)
	}()
}

func (r *Realm) stuckInMatch() bool { return r.matching.inside.Load() && r.interrupted() }

// endMatch moves the clock if none but interrupted realms are in a match.
func (r *Realm) endMatch() {
	ending.mu.Lock()
	defer ending.mu.Unlock()
	if ending.realms == nil {
		ending.realms = map[*Realm]bool{}
	}
	ending.realms[r] = true
	now, stuck := matches.Load(), uint64(0)
	for r := range ending.realms {
		if r.stuckInMatch() {
			stuck++
		}
	}
	if now&matchCount == stuck && stuck > 0 && matches.CompareAndSwap(now, now|moving) {
		atomic.AddInt64(&clock.current, 2*matchTicks)
		matches.And(^uint64(moving))
	}
}

// flagLayout says where goja keeps whether it was interrupted.
var flagLayout = sync.OnceValue(func() (l struct {
	vm, flag uintptr
	known    bool
},
) {
	vm, ok := reflect.TypeFor[goja.Runtime]().FieldByName("vm")
	if !ok || vm.Type.Kind() != reflect.Pointer {
		return l
	}
	flag, ok := vm.Type.Elem().FieldByName("interrupted")
	l.vm, l.flag, l.known = vm.Offset, flag.Offset, ok && flag.Type.Kind() == reflect.Uint32
	return l
})

// interrupted reports whether the machine of the realm ends at its next instruction. Any goroutine.
func (r *Realm) interrupted() bool {
	return r.flag != nil && atomic.LoadUint32(r.flag) != 0
}

func flagOf(vm *goja.Runtime) *uint32 {
	l := flagLayout()
	if !l.known {
		return nil
	}
	return (*uint32)(unsafe.Add(*(*unsafe.Pointer)(unsafe.Add(unsafe.Pointer(vm), l.vm)), l.flag))
}

var idleProgram = sync.OnceValue(func() *goja.Program { return MustCompile("", "", true) })

// poll ends a built-in of an interrupted machine, as an instruction of the script would end.
func (r *Realm) poll() {
	if !r.interrupted() {
		return
	}
	if _, err := r.vm.RunProgram(idleProgram()); err != nil {
		panic(err)
	}
}

// polled has a built-in end when the machine was interrupted: it may be all that runs in an endless iteration.
func polled(vm *goja.Runtime, f *goja.Object) { before((*Realm).poll)(vm, f) }
