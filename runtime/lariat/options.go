package lariat

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"maps"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib"
)

// Option configures a Runtime.
type Option func(*options)

// options are what New was told.
type options struct {
	core    []runtime.Option
	given   []*Module
	shared  []shared
	only    []string
	narrow  bool
	log     *slog.Logger
	hooks   Hooks
	mistake []error

	time        time.Duration // of each call, or 0
	permissions Permissions
	parent      context.Context
	slow        time.Duration                 // or 0
	ready       []func(core *runtime.Runtime) // what is done with each before it runs
	env         bool                          // there is an environment, which is granted
}

// Hooks let a host watch its runtimes. They are called on many goroutines.
type Hooks struct {
	// Call is called before each call of the host into the script; what it returns, if anything, when the call is over.
	Call func(ctx context.Context, what string) (end func(err error))
	// Stuck is called when a script did not let go of its goroutine although the context of its call had ended, and was
	// interrupted.
	Stuck func(what string)
	// Uncaught is called when a runtime ends by what its script has thrown, by a promise that was rejected, with nobody who looked at
	// it, or by a limit. Whoever waits for the runtime has the error, too.
	Uncaught func(err error)
	// Slow is called when a turn has taken longer than WithSlowTurn says; at is where the script was at that moment, and may be "".
	Slow func(took time.Duration, at string)
	// Left is called when a script that was interrupted, for its context or for a limit, does not notice: it sits in a built-in
	// function that cannot be interrupted, or in a function of the host. Its runtime has ended and its goroutine was left
	// behind, where it uses a processor, and memory, until it comes out. A process in which that happens often should end.
	Left func(cause error)
}

// WithOnly takes away all modules of the standard library but those that are named, by their specifiers. Without it scripts
// have all of it, though many of its functions need a permission.
func WithOnly(modules ...string) Option {
	return func(o *options) { o.only, o.narrow = append(o.only, modules...), true }
}

// WithDir sets the folder that relative names of modules start from; the default is the working directory of the process,
// or the root of what WithFS gives.
func WithDir(dir string) Option { return engine(runtime.WithDir(dir)) }

// WithEnv sets what scripts see as process.env. Without it the environment is empty.
func WithEnv(env map[string]string) Option {
	return func(o *options) { o.core, o.env = append(o.core, runtime.WithEnv(maps.Clone(env))), true }
}

// WithArgs sets what scripts see as process.argv when they are not started by Run.
func WithArgs(args ...string) Option { return engine(runtime.WithArgs(args...)) }

// WithStdio sets the standard streams. Without it reads end at once and writes are discarded.
func WithStdio(stdin io.Reader, stdout, stderr io.Writer) Option {
	return func(o *options) {
		if stdin == nil {
			stdin = strings.NewReader("")
		}
		if stdout == nil {
			stdout = io.Discard
		}
		if stderr == nil {
			stderr = io.Discard
		}
		o.core = append(o.core, runtime.WithStdio(stdin, stdout, stderr))
	}
}

// WithRand makes Math.random give the same numbers in each run, and all that is drawn from it: the jitter of retries, the
// choice of a select. What is to be secret does not follow it.
func WithRand(seed uint64) Option { return engine(runtime.WithSeed(seed)) }

// WithGrace sets how long a script may take to unwind when the context of its call has ended; the default is five seconds.
// A script that does not let go of its goroutine within that is interrupted, and its runtime ends.
func WithGrace(d time.Duration) Option {
	return func(o *options) {
		if d < 0 {
			o.mistake = append(o.mistake, fault.Range.New("WithGrace: must not be negative, got %s", d))
			return
		}
		o.core = append(o.core, runtime.WithGrace(d))
	}
}

// WithLogger sets where the runtime tells what its host should know: panics of Go functions, with their stacks; errors that nobody
// caught; scripts that were interrupted, or left behind; turns that are slower than WithSlowTurn says. Without it nobody is told.
func WithLogger(log *slog.Logger) Option {
	return func(o *options) {
		if log == nil {
			o.mistake = append(o.mistake, errNil("WithLogger", "log", "a *slog.Logger"))
			return
		}
		o.log = log
	}
}

// WithSlowTurn makes the runtime tell its logger, and its hooks, of each turn of a script that takes longer: code between two waits,
// which keeps all else in the runtime waiting. It is real time.
func WithSlowTurn(d time.Duration) Option {
	return func(o *options) {
		if d <= 0 {
			o.mistake = append(o.mistake, fault.Range.New("WithSlowTurn: must be more than 0, got %s", d))
			return
		}
		o.slow = d
	}
}

// WithHooks lets the host watch the runtime.
func WithHooks(h Hooks) Option { return func(o *options) { o.hooks = h } }

func engine(opt runtime.Option) Option { return func(o *options) { o.core = append(o.core, opt) } }

// New makes a runtime. It reports all mistakes in its options at once: errors.Is and errors.As find each of them.
func New(opts ...Option) (*Runtime, error) {
	b, err := prepare(opts)
	if err != nil {
		return nil, err
	}
	return b.make()
}

// blueprint is what runtimes with the same options have in common.
type blueprint struct {
	*kit
	plan   *runtime.Plan
	hooks  Hooks
	time   time.Duration
	parent context.Context
	ready  []func(core *runtime.Runtime)
}

// prepare looks at options.
func prepare(opts []Option) (*blueprint, error) {
	o := &options{log: slog.New(slog.DiscardHandler)}
	for i, opt := range opts {
		if opt == nil {
			o.mistake = append(o.mistake, fault.Type.New("New: option %d must be a lariat.Option, got nil", i+1))
			continue
		}
		opt(o)
	}
	o.permits()
	modules := o.modules()
	k := &kit{classesOf(modules), o.log}
	modules = append(modules, o.hostModules(k)...)
	modules = append(modules, o.sharedModule(k)...)
	if len(o.mistake) > 0 {
		return nil, errors.Join(o.mistake...)
	}
	if o.slow > 0 {
		o.core = append(o.core, runtime.WithSlowTurn(o.slow, o.slowTurn))
	}
	plan, err := runtime.NewPlan(append(o.core, runtime.WithModules(modules...))...)
	if err != nil {
		return nil, err
	}
	return &blueprint{k, plan, o.hooks, o.time, o.parent, o.ready}, nil
}

// make makes a runtime.
func (b *blueprint) make() (*Runtime, error) {
	core, err := b.plan.New()
	if err != nil {
		return nil, err
	}
	rt := &Runtime{
		isolate: isolate{kit: b.kit, core: core}, life: lifeOf(core), hooks: b.hooks, time: b.time, spaces: map[string]*goja.Object{},
		wheel: make(chan struct{}, 1), calls: map[*call]bool{}, behind: make(chan struct{}), gone: make(chan struct{}),
	}
	core.OnStuck(patience, rt.leave)
	for _, f := range b.ready {
		f(core)
	}
	rt.adopt(b.parent)
	return rt, nil
}

// modules lists what the runtime is given.
func (o *options) modules() []runtime.Module {
	all := stdlib.All()
	if !o.narrow {
		return all
	}
	byName := map[string]runtime.Module{}
	for _, m := range all {
		byName[m.Name] = m
	}
	var kept []runtime.Module
	for _, name := range o.only {
		m, ok := byName[name]
		if !ok {
			known := strings.Join(sorted(byName), ", ")
			o.mistake = append(o.mistake, fault.Module.New("WithOnly: there is no module %q; the modules are %s", name, known))
			continue
		}
		delete(byName, name)
		kept = append(kept, m)
	}
	return kept
}
