package limit

import (
	"context"
	"math"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/future"
	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// queueOptions are those of new TaskQueue().
type queueOptions struct {
	Name        string        `js:"name"`
	Concurrency goja.Value    `js:"concurrency"`
	Rate        goja.Value    `js:"rate"`
	Timeout     time.Duration `js:"timeout"`
	MaxQueue    int           `js:"maxQueue"`
	WhenFull    string        `js:"whenFull"`
	Aging       float64       `js:"aging"`
	AutoStart   bool          `js:"autoStart"`
}

// queue is a TaskQueue: a line of functions, of which it starts as many as may run. It belongs to its isolate, as the
// functions do. Loop goroutine only.
type queue struct {
	governor.Named
	f    *face
	o    queueOptions
	line waitlist.List[*task]

	slots   int            // how much weight may run
	used    int            // and does
	running map[*task]bool // what runs
	gate    *goja.Object   // the governor that each task needs besides, or nil
	acquire *bind.Function // its method
	asking  *runtime.Scope // of the acquire for the task whose turn is next, while it is under way
	paused  bool
	closed  bool
	pumping bool
	added   uint64
	waiting []*state // who waits for a state
}

func (f *face) queueClass() *bind.Constructor[*queue] {
	class := bind.Class[*queue]{
		Name: "TaskQueue", New: f.newQueue, AsyncDispose: "dispose",
		Async: map[string]func(*queue, *bind.Call) (any, error){
			"idle":  func(q *queue, c *bind.Call) (any, error) { return q.await(c, q.idle) },
			"ready": func(q *queue, c *bind.Call) (any, error) { return q.await(c, q.ready) },
			"dispose": func(q *queue, c *bind.Call) (any, error) {
				q.closed, q.paused = true, false
				q.pump()
				return q.await(c, q.idle)
			},
		},
		Methods: map[string]func(*queue, *bind.Call) (any, error){
			"add": f.add, "addAll": f.addAll,
			"pause": func(q *queue, _ *bind.Call) (any, error) { q.pause(); return nil, nil },
			"resume": func(q *queue, _ *bind.Call) (any, error) {
				q.paused = false
				q.pump()
				return nil, nil
			},
			"clear": func(q *queue, c *bind.Call) (any, error) {
				return q.clear(future.Cause(f.rt, c.Value(0), "a task that waited in "+q.Label())), nil
			},
		},
		Getters: map[string]func(*queue) any{
			"size": func(q *queue) any { return q.size() }, "running": func(q *queue) any { return len(q.running) },
			"paused": func(q *queue) any { return q.paused }, "name": func(q *queue) any { return q.Name() },
		},
		Lengths: map[string]int{"add": 1, "addAll": 1},
	}.In(f.rt)
	bind.Show(f.rt, class.Prototype, "size", "running", "paused")
	return class
}

func (f *face) newQueue(c *bind.Call) (*queue, error) {
	o := queueOptions{Timeout: -1, MaxQueue: math.MaxInt32, WhenFull: "wait", AutoStart: true}
	c.Exactly(0, &o)
	switch o.WhenFull {
	case "wait", "throw", "drop-oldest":
	default:
		return nil, fault.Type.New(`%s: "whenFull" must be "wait", "throw" or "drop-oldest", got %q`, c.Name(), o.WhenFull)
	}
	if o.MaxQueue < 0 {
		c.Bad("maxQueue", "an integer of at least 0", o.MaxQueue)
	}
	q := &queue{Named: governor.NewNamed("TaskQueue", o.Name), f: f, o: o, slots: math.MaxInt, running: map[*task]bool{}, paused: !o.AutoStart}
	q.Confine()
	q.line.Init(nil)
	q.line.Age(agingOf(c, o.Aging), f.rt.Loop().Now)
	var gates []goja.Value
	switch n, ok := bind.NumberOf(orUndefined(o.Concurrency)); {
	case ok && math.IsInf(n, 1):
	case ok && (n < 1 || n != math.Trunc(n)):
		c.Bad("concurrency", "an integer of at least 1", n)
	case ok:
		q.slots = int(min(n, math.MaxInt32))
	case !bind.Nullish(o.Concurrency):
		gates = append(gates, f.governs(c, o.Concurrency, "concurrency", "a number or a Governor"))
	}
	if !bind.Nullish(o.Rate) {
		gates = append(gates, f.governs(c, o.Rate, "rate", "a RateLimiter"))
	}
	switch len(gates) {
	case 0:
		return q, nil
	case 1:
		q.gate = gates[0].(*goja.Object)
	default:
		both, err := bind.FunctionOf(f.rt, f.gov.Base.Get("all")).CallOn(f.gov.Base, gates...)
		if err != nil {
			return nil, err
		}
		q.gate = both.(*goja.Object)
	}
	q.acquire = bind.FunctionOf(f.rt, q.gate.Get("acquire"))
	return q, nil
}

func orUndefined(v goja.Value) goja.Value {
	if v == nil {
		return goja.Undefined()
	}
	return v
}

// governs checks that an option is an object with the protocol of governors.
func (f *face) governs(c *bind.Call, v goja.Value, arg, want string) goja.Value {
	obj, ok := v.(*goja.Object)
	if !ok || bind.FunctionOf(f.rt, obj.Get("acquire")) == nil {
		c.Wrong(arg, want)
	}
	return v
}

// add is add(fn, options).
func (f *face) add(q *queue, c *bind.Call) (any, error) {
	fn := c.Function(0, "fn")
	o := struct {
		Name     string          `js:"name"`
		Signal   *runtime.Signal `js:"signal"`
		Timeout  time.Duration   `js:"timeout"`
		Weight   int             `js:"weight"`
		Priority int             `js:"priority"`
	}{Timeout: -1, Weight: 1}
	c.Exactly(1, &o)
	switch {
	case o.Weight < 1:
		c.Bad("weight", "an integer of at least 1", o.Weight)
	case o.Weight > q.slots:
		return nil, fault.Range.New("%s: \"weight\" is %d, and only %d may run at once", c.Name(), o.Weight, q.slots)
	}
	t, err := q.add(c.Name(), fn, o.Name, o.Weight, o.Priority)
	if err != nil {
		return nil, err
	}
	if o.Signal != nil {
		t.scope.Follow(o.Signal)
	}
	if o.Timeout >= 0 {
		t.scope.Limit(o.Timeout, t.info.String())
	}
	q.enter(t, o.Priority)
	return t.promise.Value(), nil
}

// add makes a task, which enter puts into the line.
func (q *queue) add(what string, fn *bind.Function, name string, weight, priority int) (*task, error) {
	if q.closed {
		return nil, fault.Closed.New("%s: %s is disposed", what, q.Label())
	}
	rt := q.f.rt
	if name == "" {
		if name = fn.Value.Get("name").String(); name == "" {
			name = "task"
		}
	}
	t := &task{queue: q, info: rt.NewTask(name), fn: fn, weight: weight, number: q.added, state: future.Queued}
	q.added++
	if err := q.makeRoom(what, weight, priority); err != nil {
		return nil, err
	}
	t.scope = rt.NewScope(fn.Frame().Scope)
	t.promise.Open(rt, t.info, q.f.tasks.Prototype, t)
	t.info.Wrapper = t.promise.Value()
	return t, nil
}

// makeRoom sees to it that one more may wait, if it would have to.
func (q *queue) makeRoom(what string, weight, priority int) error {
	if q.o.WhenFull == "wait" || q.size() < q.o.MaxQueue || q.free(weight, priority) {
		return nil
	}
	if q.o.WhenFull == "throw" {
		return fault.QueueFull.New("%s: %s is full, and %d tasks wait already", what, q.Label(), q.size())
	}
	var oldest *task
	for w := range q.line.All() {
		if t := w.Value; oldest == nil || t.number < oldest.number {
			oldest = t
		}
	}
	if oldest == nil {
		return fault.QueueFull.New("%s: no task may wait in %s", what, q.Label())
	}
	oldest.Cancel(fault.QueueFull.New("%s was dropped from %s for a newer task", oldest.info, q.Label()))
	return nil
}

// free reports whether a task of that weight would be started at once, or be the one that asks the governor.
func (q *queue) free(weight, priority int) bool {
	q.line.Lock()
	defer q.line.Unlock()
	return !q.paused && q.asking == nil && weight <= q.slots-q.used && q.line.Leads(priority)
}

// enter puts a task into the line.
func (q *queue) enter(t *task, priority int) {
	if err := t.scope.Err(); err != nil {
		t.Cancel(err)
		return
	}
	q.line.Lock()
	t.place = q.line.Add(context.Background(), waitlist.Ask{Weight: t.weight, Priority: priority}, func(*task, error) {})
	t.place.Value = t
	q.line.Unlock()
	t.scope.AfterFunc(t.scopeEnded)
	q.pump()
}
