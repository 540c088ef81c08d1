package runtime

import (
	"cmp"
	"errors"
	"io"
	"math"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loop"
)

// Limits bound what a program may use, the main program together with its workers unless it says otherwise. Zero is no
// limit, but for Stack. What goes beyond one ends the program, or the worker, with fault.Limit; the script cannot catch that.
type Limits struct {
	// Time is how long each Run or Eval may take. It is real time, whatever clock the script has. The program's scope is
	// cancelled then, as if the context of the call had ended.
	Time time.Duration
	// Grace is how long the program may take to unwind then; the default is that of WithGrace.
	Grace time.Duration
	// Turn is how long one turn of a loop may take, from the first job of it to the last microtask, in real time. It ends the
	// isolate whose turn it is.
	Turn time.Duration
	// Stack is how many calls may be in one another; the default is 3,000. Goja unwinds a deep stack in quadratic time.
	Stack int
	// Memory is how many bytes of heap the program may have. It is looked at every 5 ms while the script runs.
	Memory int64
	// Process says that the process has nothing else to do than this program: all its memory is the program's. Otherwise it is
	// told from that of others by samples, with an error of a tenth as a rule.
	Process bool
	// Timers, Handles and Queue are how many timers may be set, how many operations may be outstanding, and how many events
	// may wait for the loop, of each isolate.
	Timers, Handles, Queue int
	// Workers is how many isolates the program may have beside the main program.
	Workers int
	// Output is how many bytes the program may write to its standard streams.
	Output int64
}

const (
	// maxCallStack bounds JavaScript recursion. goja unwinds a deep stack of JavaScript and natives in quadratic time: 4,000
	// levels take up to two seconds, 10,000 up to thirteen.
	maxCallStack = 3000
	// deepestStack is where a stack overflow could not be unwound in bearable time.
	deepestStack = 10_000
	// leastMemory is what a program needs before it does anything, with room for the error of the measure.
	leastMemory = 16 << 20
)

// WithLimits sets the limits of the program.
func WithLimits(l Limits) Option { return func(o *options) { o.limits = l } }

// WithTurnLimit is the limit Turn alone. A built-in that has begun is waited for.
func WithTurnLimit(d time.Duration) Option { return func(o *options) { o.limits.Turn = d } }

// WithStack is the limit Stack alone.
func WithStack(frames int) Option { return func(o *options) { o.limits.Stack = frames } }

// Check reports all that is wrong with limits.
func (l Limits) Check() error {
	var wrong []error
	for _, n := range []struct {
		name  string
		value int64
	}{
		{"Time", int64(l.Time)},
		{"Grace", int64(l.Grace)},
		{"Turn", int64(l.Turn)},
		{"Timers", int64(l.Timers)},
		{"Handles", int64(l.Handles)},
		{"Queue", int64(l.Queue)},
		{"Workers", int64(l.Workers)},
		{"Output", l.Output},
	} {
		if n.value < 0 {
			wrong = append(wrong, fault.Range.New("limits: %s must not be negative, got %d", n.name, n.value))
		}
	}
	if l.Stack < 0 || l.Stack > deepestStack {
		wrong = append(wrong, fault.Range.New("limits: Stack must be between 0 and %d, got %d", deepestStack, l.Stack))
	}
	if l.Memory != 0 && l.Memory < leastMemory {
		wrong = append(wrong, fault.Range.New("limits: Memory must be 0 or at least %d, got %d", leastMemory, l.Memory))
	}
	return errors.Join(wrong...)
}

// frames is the limit of the call stack.
func (l Limits) frames() int { return cmp.Or(l.Stack, maxCallStack) }

func (l Limits) bounds() loop.Bounds {
	return loop.Bounds{Timers: l.Timers, Handles: l.Handles, Jobs: l.Queue}
}

// exceeded is the error of a limit, by its name in Limits, in small letters.
func exceeded(limit, format string, args ...any) *fault.Error {
	return fault.Limit.New(format, args...).With("limit", limit)
}

// isLimit reports whether an error is that of a limit, and not one that leads to it.
func isLimit(err error) bool {
	f, ok := err.(*fault.Error) //nolint:errorlint // the error itself
	return ok && f.Kind == fault.Limit
}

// stuck is who hears when the program does not let go of its goroutine.
type stuck struct {
	after time.Duration
	tell  func(cause error)
}

// OnStuck has f called, on a goroutine of its own, when the main program was interrupted and is still in the same Run
// after that long: it sits in a built-in function, or in one of the host. It is called before the runtime runs anything.
func (rt *Runtime) OnStuck(after time.Duration, f func(cause error)) { rt.stuck = &stuck{after, f} }

// Exceed is Interrupt for a script that has gone too far, or does not let go of its goroutine: OnStuck hears of it if that
// does not help. Any goroutine.
func (rt *Runtime) Exceed(cause error) { rt.exceed(cause) }

func (rt *Runtime) exceed(cause error) {
	rt.Interrupt(cause)
	rt.expect(cause)
}

// expect watches that an interrupted program ends.
func (rt *Runtime) expect(cause error) {
	s, now := rt.stuck, rt.drives.Load()
	if s == nil || now%2 == 0 {
		return
	}
	time.AfterFunc(s.after, func() {
		if rt.drives.Load() == now {
			s.tell(cause)
		}
	})
}

// endProgram ends the whole program for a limit: the main program, and the workers that it cannot end itself while it is
// busy.
func (f *family) endProgram(cause error) {
	for _, rt := range f.all() {
		if rt.isolate == nil {
			rt.exceed(cause)
		} else {
			rt.isolate.Kill(cause)
		}
	}
}

// insist ends a Run that does not end by itself although its scope was cancelled: whoever is busy does not hear of that.
func (rt *Runtime) insist(now uint64, grace time.Duration, cause error) {
	time.AfterFunc(grace+grace/8, func() {
		if rt.drives.Load() != now {
			return
		}
		if isLimit(cause) {
			told := *cause.(*fault.Error) //nolint:errorlint,forcetypeassert // isLimit has seen it
			told.Message += rt.whereabouts()
			rt.exceed(&told)
			return
		}
		rt.exceed(exceeded("time", "the script did not let go of its goroutine%s: %w", rt.whereabouts(), cause))
	})
}

// whereabouts says where the script is, if that can be seen.
func (rt *Runtime) whereabouts() string {
	if at := rt.Running().String(); at != "" {
		return ", it was at " + at
	}
	return ""
}

// allowWorker counts a new isolate, and says no if it is one too many.
func (f *family) allowWorker(limit int) error {
	if n := f.workers.Add(1); limit > 0 && n > int64(limit) {
		return exceeded("workers", "spawn: the program may not have more than %d workers at a time", limit)
	}
	return nil
}

// bounded makes the standard streams of a program end it when it has written too much.
func (o *options) bounded(f *family) *options {
	if o.limits.Output == 0 {
		return o
	}
	left := &atomic.Int64{}
	left.Store(o.limits.Output)
	own := *o
	over := func() {
		f.endProgram(exceeded("output", "the program has written more than %d bytes to its standard streams", o.limits.Output))
	}
	own.stdout, own.stderr = &boundedWriter{o.stdout, left, over}, &boundedWriter{o.stderr, left, over}
	return &own
}

// boundedWriter writes until nothing is left.
type boundedWriter struct {
	w    io.Writer
	left *atomic.Int64
	over func()
}

// Write writes p, or what may still be written of it.
func (b *boundedWriter) Write(p []byte) (int, error) {
	left := b.left.Add(-int64(len(p)))
	if left >= 0 {
		return b.w.Write(p)
	}
	b.over()
	n, err := b.w.Write(p[:max(int64(len(p))+left, 0)])
	if err == nil {
		err = exceeded("output", "write: the limit of the program's output was reached")
	}
	return n, err
}

// IsTerminal passes the answer on.
func (b *boundedWriter) IsTerminal() bool { return Terminal(b.w) }

// Milliseconds writes a duration as scripts do: "50 ms", "1.5 ms".
func Milliseconds(d time.Duration) string {
	ms := math.Round(float64(d)/float64(time.Microsecond)) / 1000
	return strconv.FormatFloat(ms, 'f', -1, 64) + " ms"
}

// Bytes writes a size as people do: "256 MB", with a thousand and 24 bytes to the KB.
func Bytes(n int64) string {
	const units = "KMGTPE"
	if n < 1<<10 {
		return strconv.FormatInt(n, 10) + " bytes"
	}
	size, i := float64(n)/(1<<10), 0
	for ; size >= 1<<10; i++ {
		size /= 1 << 10
	}
	return strconv.FormatFloat(math.Round(size*10)/10, 'f', -1, 64) + " " + units[i:i+1] + "B"
}
