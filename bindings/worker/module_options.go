package worker

import (
	"math"
	goruntime "runtime"
	"strconv"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/transit"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// poolOptions are those of new WorkerPool.
type poolOptions struct {
	Name        string         `js:"name"`
	Min         float64        `js:"min"`
	Max         float64        `js:"max"`
	Idle        time.Duration  `js:"idleTimeout"`
	MaxQueue    float64        `js:"maxQueue"`
	WhenFull    string         `js:"whenFull"`
	TaskTimeout time.Duration  `js:"taskTimeout"`
	AbortGrace  time.Duration  `js:"abortGrace"`
	MaxTasks    float64        `js:"maxTasksPerWorker"`
	Isolation   string         `js:"isolation"`
	Concurrency float64        `js:"concurrencyPerWorker"`
	Module      goja.Value     `js:"module"`
	Initializer *bind.Function `js:"initializer"`
	InitArgs    *goja.Object   `js:"initArgs"`
	Env         *goja.Object   `js:"env"`
	Permissions goja.Value     `js:"permissions"`
	Limits      *goja.Object   `js:"limits"`
	Aging       float64        `js:"aging"`
}

// limitOptions are the limits of each worker.
type limitOptions struct {
	Stack   float64       `js:"stack"`
	CPUTime time.Duration `js:"cpuTime"`
	Memory  float64       `js:"memory"`
}

// abortGrace is how long a cancelled task may take to unwind unless the options say otherwise, idleTimeout how long a
// worker may have nothing to do.
const (
	abortGrace  = time.Second
	idleTimeout = 10 * time.Second
)

// readOptions reads the options of a pool and refuses what does not go together.
func readOptions(c *bind.Call) (*poolOptions, *Config, *Setup, error) {
	o := &poolOptions{
		Max: float64(goruntime.GOMAXPROCS(0)), Idle: idleTimeout, MaxQueue: math.Inf(1), WhenFull: string(Wait),
		TaskTimeout: -1, AbortGrace: abortGrace, MaxTasks: math.Inf(1), Isolation: "worker", Concurrency: 1,
	}
	c.Only(0, o)
	c.Options(0, o)
	config := &Config{
		Name: o.Name, Idle: o.Idle, MaxQueue: -1, WhenFull: Full(o.WhenFull), Aging: o.Aging,
		Concurrency: count(c, "concurrencyPerWorker", o.Concurrency, 1),
	}
	config.Min, config.Max = bounds(c, o.Min, o.Max)
	if !math.IsInf(o.MaxQueue, 1) {
		config.MaxQueue = count(c, "maxQueue", o.MaxQueue, 0)
	}
	if !math.IsInf(o.MaxTasks, 1) {
		config.MaxTasks = count(c, "maxTasksPerWorker", o.MaxTasks, 1)
	}
	if o.Aging < 0 {
		c.Bad("aging", "no less than 0", o.Aging)
	}
	switch config.WhenFull {
	case Wait, Throw, CallerRuns, DropOldest:
	default:
		return nil, nil, nil, fault.Type.New(
			`%s: "whenFull" must be "wait", "throw", "caller-runs" or "drop-oldest", got %q`, c.Name(), o.WhenFull)
	}
	if err := o.isolate(c, config); err != nil {
		return nil, nil, nil, err
	}
	setup, err := o.setup(c, config)
	return o, config, setup, err
}

// count checks a number of things.
func count(c *bind.Call, name string, n float64, least int) int {
	if n < float64(least) || n != math.Trunc(n) && !math.IsInf(n, 1) {
		c.Bad(name, "an integer of at least "+strconv.Itoa(least), n)
	}
	return int(min(n, math.MaxInt32))
}

// bounds checks how many workers there may be.
func bounds(c *bind.Call, least, most float64) (int, int) {
	low, high := count(c, "min", least, 0), count(c, "max", most, 1)
	if low > high {
		c.Bad("min", "no more than max, which is "+strconv.Itoa(high), low)
	}
	return low, high
}

// isolate applies the isolation.
func (o *poolOptions) isolate(c *bind.Call, config *Config) error {
	switch o.Isolation {
	case "worker", "process":
	case "task":
		if config.Concurrency > 1 {
			return fault.Type.New(`%s: with isolation "task" each worker runs one task: leave out "concurrencyPerWorker"`, c.Name())
		}
		config.MaxTasks = 1
	default:
		return fault.Type.New(`%s: "isolation" must be "worker", "task" or "process", got %q`, c.Name(), o.Isolation)
	}
	return nil
}

// setup is what each worker begins with.
func (o *poolOptions) setup(c *bind.Call, config *Config) (*Setup, error) {
	rt := c.Runtime()
	s := &Setup{Name: o.Name, Concurrency: config.Concurrency, Referrer: rt.Site().File()}
	if !bind.Nullish(o.Module) {
		s.Module = o.Module.String()
	}
	if o.Env != nil {
		s.Env = map[string]string{}
		for _, name := range o.Env.Keys() {
			s.Env[name] = o.Env.Get(name).String()
		}
	}
	if err := o.limits(c, s); err != nil {
		return nil, err
	}
	var err error
	if s.Permissions, err = bind.Permissions(c, o.Permissions); err != nil {
		return nil, err
	}
	if o.Initializer == nil {
		return s, nil
	}
	if s.Initializer, err = rt.Loader().Portable(o.Initializer.Value, nil); err != nil {
		return nil, err
	}
	if o.InitArgs != nil {
		s.InitArgs, err = rt.Cloner().EncodeList(listOf(c, o.InitArgs), clone.Options{})
		err = transit.Uncloned(err, "value[", c.Name()+": initArgs[")
	}
	return s, err
}

// limits reads the limits of a worker. Those that an isolate cannot keep are refused, so that nobody relies on them.
func (o *poolOptions) limits(c *bind.Call, s *Setup) error {
	if o.Limits == nil {
		return nil
	}
	for _, name := range o.Limits.Keys() {
		if name != "stack" && name != "cpuTime" && name != "memory" {
			return fault.NotSupported.New(`%s: "limits" has no %q: there are "stack", "cpuTime" and "memory", which counts buffers too`,
				c.Name(), name)
		}
	}
	l := limitOptions{CPUTime: -1}
	c.OptionsOf(o.Limits, &l)
	for name, n := range map[string]float64{"stack": l.Stack, "memory": l.Memory} {
		if n < 0 || n != math.Trunc(n) {
			c.Bad("limits."+name, "an integer of at least 1", n)
		}
	}
	if o.Isolation != "process" && (l.CPUTime >= 0 || l.Memory > 0) {
		return fault.NotSupported.New(`%s: "limits" of memory and time need isolation "process"; `+
			`in other workers only "stack" can be limited`, c.Name())
	}
	s.Stack, s.CPUTime, s.Memory = int(l.Stack), max(l.CPUTime, 0), int64(l.Memory)
	return nil
}

// listOf reads an iterable into a list.
func listOf(c *bind.Call, v goja.Value) (list []goja.Value) {
	c.VM().ForOf(v, func(v goja.Value) bool {
		list = append(list, v)
		return true
	})
	return list
}

// loopOwner is the loop of a runtime as the owner of a pool.
type loopOwner struct{ rt *runtime.Runtime }

// Post runs a job on the loop goroutine.
func (o *loopOwner) Post(job func()) bool { return o.rt.Loop().Post(job) }

// Now is the age of the loop; it is never zero, which stands for what has not been.
func (o *loopOwner) Now() time.Duration { return o.rt.Loop().Elapsed() + 1 }

// After calls f when the loop's clock says so, or in real time when the loop is busy or its virtual clock stands still,
// because a worker runs a loop without end.
func (o *loopOwner) After(d time.Duration, f func()) (stop func()) {
	return transit.After(o.rt, d, f)
}

// Later calls f on the loop's clock, if the program is still there.
func (o *loopOwner) Later(d time.Duration, f func()) (stop func()) {
	timer := o.rt.Loop().SetTimer(d, false, f)
	timer.Unref()
	return func() { timer.Stop() }
}
