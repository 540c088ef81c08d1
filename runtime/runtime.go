// Package runtime is lariat's engine: one JavaScript VM (goja), one event loop, and the modules that a
// script may import. A runtime has no powers but the modules that it is given:
//
//	rt, err := runtime.New(runtime.WithModules(stdlib.All()...))
//	if err != nil { … }
//	defer rt.Close()
//	err = rt.Run(ctx, "main.ts")
//
// The goroutine that calls Run or Eval is the loop goroutine for as long as the call lasts; only it
// touches the VM. Post hands work to it from any other.
package runtime

import (
	"cmp"
	"context"
	"io"
	"maps"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/inspect"
	"github.com/lariatjs/lariat/runtime/loader"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/runtime/permit"
)

var isolateNumbers atomic.Uint64

// Runtime is one isolate: a VM, its loop and its modules.
type Runtime struct {
	opts   *options
	vm     *goja.Runtime
	loop   *loop.Loop
	loader *loader.Loader
	realm  *es.Realm
	values *es.ValueStack

	inspector *inspect.Inspector
	cloner    *clone.Realm
	shared    map[reflect.Type]bool // Go types whose values isolates share

	base, frame *Frame
	root        *Scope
	thenables   *es.ThenableJobs

	framed  goja.Callable
	jobs    []func()
	settled goja.Value
	stack   []goja.StackFrame

	microtasks uint64 // that have begun
	explorer   atomic.Pointer[explorer]
	tracer     Tracer // or nil
	traced     bool   // it is not
	drawn      bool   // Math.random has given numbers that a seed decides

	loaded       map[*Module]*goja.Object
	classes      map[reflect.Type]func(any) *goja.Object
	locals       map[any]any
	errorClasses errorClasses

	id       uint64
	family   *family
	isolate  *Isolate // nil in the main program
	children children
	resident atomic.Pointer[resident] // nil unless Serve runs
	crossed  crossed

	firstWait, lastWait *Wait
	tasks               map[uint64]TaskRecord // once somebody inspects the program
	pending             atomic.Int32          // waits that are not told of a deadlock; the family reads it
	lingering           atomic.Int32          // waits that are told and have not ended; the family reads it
	rejections          rejections
	hooks               Hooks
	failure             error
	overdue             *time.Timer // of the turn, if it has a limit
	exitCode            int
	main                outcome
	session             *Session // or nil

	driving     sync.Mutex            // held by the goroutine that runs the loop
	drives      atomic.Uint64         // how often that has begun and ended: it is odd meanwhile
	stuck       *stuck                // or nil
	budget      *budget               // of its memory, or nil
	interrupted atomic.Pointer[error] // the cause that Interrupt was given

	closeOnce sync.Once
	closing   atomic.Bool // no script runs any more
	workers   sync.WaitGroup
	endings   endings
}

// New makes a runtime. All mistakes in the options are reported here.
func New(opts ...Option) (*Runtime, error) {
	p, err := NewPlan(opts...)
	if err != nil {
		return nil, err
	}
	return p.New()
}

func newRuntime(o *options, id uint64, family *family, isolate *Isolate) (*Runtime, error) {
	if isolate == nil {
		o = o.bounded(family)
		family.budget = newBudget(family, o.limits)
	}
	rt := &Runtime{
		opts: o, id: id, family: family, isolate: isolate, budget: family.budget, vm: goja.New(), loaded: map[*Module]*goja.Object{},
		classes: map[reflect.Type]func(any) *goja.Object{}, locals: map[any]any{}, shared: map[reflect.Type]bool{},
	}
	rt.vm.SetMaxCallStackSize(o.limits.frames())
	rt.vm.SetParserOptions(loader.ParserOptions()...)
	if o.seed != nil {
		rt.Seed(*o.seed)
	}
	if v := rt.VirtualClock(); v != nil {
		rt.vm.SetTimeSource(func() time.Time { return v.Now().Local() }) // of Date
	}
	rt.loop = loop.New(loop.Options{
		Clock: o.clock, Turn: rt.turn, Idle: rt.idle, Family: &family.loops, Once: isolate != nil,
		Bounds: o.limits.bounds(), Exceeded: rt.exceed,
	})
	rt.root = rt.NewScope(nil)
	rt.base = &Frame{Scope: rt.root, Task: rt.NewTask("main")}
	rt.frame = rt.base
	rt.vm.SetAsyncContextTracker(tracker{rt})
	rt.vm.SetPromiseRejectionTracker(rt.trackRejection)
	rt.realm = es.Install(rt.vm, host{rt})
	if rt.budget != nil {
		rt.realm.Longest(rt.budget.bytes)
	}
	rt.thenables = rt.realm.ThenableJobs()
	rt.setUpTurn()
	rt.settled = rt.Resolved(goja.Undefined())
	rt.loader = loader.New(rt.vm, o.store, host{rt})
	family.join(rt)
	rt.joinTrace(false)
	return rt, nil
}

// host is what the loader and the language features ask of the runtime.
type host struct{ rt *Runtime }

// Builtin returns the exports of a host module.
func (h host) Builtin(name string) (*goja.Object, error) { return h.rt.Exports(name) }

// ErrorValue returns the JavaScript error for a Go error.
func (h host) ErrorValue(err error) goja.Value { return h.rt.ErrorValue(err) }

// Post runs a job on the loop goroutine.
func (h host) Post(job func()) { h.rt.loop.Post(job) }

// Tracker returns what carries the ambient frame through asynchronous calls.
func (h host) Tracker() goja.AsyncContextTracker { return tracker(h) }

// Eval returns goja's own eval, through which the loader keeps a direct eval direct.
func (h host) Eval() *goja.Object { return h.rt.realm.Eval() }

// EvalArgument guards and lowers what a direct eval is given.
func (h host) EvalArgument(callee, argument goja.Value) goja.Value {
	return h.rt.realm.EvalArgument(callee, argument)
}

// VM returns the JavaScript engine. Loop goroutine only: bindings use it, scripts' hosts use Do.
func (rt *Runtime) VM() *goja.Runtime { return rt.vm }

// Loop returns the event loop.
func (rt *Runtime) Loop() *loop.Loop { return rt.loop }

// VirtualClock returns the clock if it is a virtual one, else nil.
func (rt *Runtime) VirtualClock() *loop.Virtual {
	v, _ := rt.opts.clock.(*loop.Virtual)
	return v
}

// Loader returns the module loader.
func (rt *Runtime) Loader() *loader.Loader { return rt.loader }

// Realm returns the language features that the engine adds to goja.
func (rt *Runtime) Realm() *es.Realm { return rt.realm }

// Root returns the scope of the whole program.
func (rt *Runtime) Root() *Scope { return rt.root }

// Base returns the frame of code that nothing else has a frame for.
func (rt *Runtime) Base() *Frame { return rt.base }

// Dir returns the directory that relative names start from.
func (rt *Runtime) Dir() string { return rt.opts.dir }

// Args returns what process.argv shows.
func (rt *Runtime) Args() []string { return rt.opts.argv }

// Env returns a copy of the environment that the script may see.
func (rt *Runtime) Env() map[string]string {
	if rt.opts.given || rt.opts.permits.Unrestricted(permit.Env) {
		return maps.Clone(rt.opts.env)
	}
	return rt.opts.permits.Visible(rt.opts.env)
}

// EnvUnder is Env for a part of the program that has fewer permissions.
func (rt *Runtime) EnvUnder(set *permit.Set) map[string]string {
	if rt.opts.given {
		return maps.Clone(rt.opts.env)
	}
	return set.Visible(rt.opts.env)
}

// Variable asks for a variable of the environment that Env does not show. It may block while somebody is asked.
func (rt *Runtime) Variable(ctx context.Context, name string) (value string, ok bool) {
	value, ok = rt.opts.env[name]
	if !ok || rt.opts.given || !rt.opts.permits.Asks() || rt.opts.permits.Env(ctx, name) != nil {
		return "", false
	}
	return value, true
}

// HostEnv returns a variable of the environment whether or not the script may see it, for what the program itself has to
// know, such as what its terminal can do.
func (rt *Runtime) HostEnv(name string) string { return rt.opts.env[name] }

// Stdin returns the standard input.
func (rt *Runtime) Stdin() io.Reader { return rt.opts.stdin }

// Stdout returns the standard output.
func (rt *Runtime) Stdout() io.Writer { return rt.opts.stdout }

// Stderr returns the standard error stream.
func (rt *Runtime) Stderr() io.Writer { return rt.opts.stderr }

// Local returns the value that a module keeps for this runtime under key, made at first use. It is the
// place for state that is per VM, since a Module value holds none. Loop goroutine only.
func Local[T any](rt *Runtime, key any, build func() T) T {
	if v, ok := rt.locals[key]; ok {
		return v.(T)
	}
	v := build()
	rt.locals[key] = v
	return v
}

// Go runs work on a goroutine of the runtime: Close waits for it. It must not touch the VM.
func (rt *Runtime) Go(work func()) {
	rt.workers.Add(1)
	go func() {
		defer rt.workers.Done()
		rt.budget.charge(work)
	}()
}

// Do runs f on the loop goroutine with the VM: the one escape hatch to goja.
func (rt *Runtime) Do(ctx context.Context, f func(vm *goja.Runtime) error) error {
	var err error
	ran := false
	rt.loop.Post(func() {
		rt.realm.UseRegExp()
		ran, err = true, f(rt.vm)
	})
	if runErr := rt.drive(ctx, func() bool { return ran }); runErr != nil {
		return runErr
	}
	return err
}

// Close stops the loop, ends everything that the runtime has started, its workers too, and waits for its goroutines. A Run on
// another goroutine is interrupted and returns fault.Closed. It is idempotent and must not be called on the
// loop goroutine.
func (rt *Runtime) Close() error {
	rt.closeOnce.Do(func() {
		rt.closing.Store(true)
		if !rt.driving.TryLock() {
			rt.Interrupt(fault.Closed.New("the runtime was closed"))
			rt.driving.Lock()
		}
		defer rt.driving.Unlock()
		rt.children.end()
		rt.endings.end()
		rt.vm.ClearInterrupt() // what ends now must not be ended itself
		rt.breakOff(fault.Closed.New("the runtime was closed"))
		rt.family.leave(rt)
		rt.loop.Close()
		rt.workers.Wait()
		if rt.isolate == nil {
			rt.budget.release()
		}
	})
	return nil
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
