package task

import (
	"math"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/source"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// mapOptions are the options of map, imap and forEach.
type mapOptions struct {
	Concurrency goja.Value      `js:"concurrency"`
	OnError     string          `js:"onError"`
	Ordered     bool            `js:"ordered"`
	Buffer      float64         `js:"buffer"`
	Signal      *runtime.Signal `js:"signal"`
	Timeout     time.Duration   `js:"timeout"`
	OnProgress  *bind.Function  `js:"onProgress"`
}

// mapper pulls items and runs fn on them, a bounded number at a time. A failure, the end of the scope or
// the consumer stop it; what runs is cancelled and awaited. Loop goroutine only.
type mapper struct {
	e       *engine
	label   string
	fn      *bind.Function
	frame   runtime.Frame
	scope   *runtime.Scope
	source  *source.Source
	gate    gate
	limit   int
	onError string

	next      int  // index of the item to pull
	running   int  // bodies that have not ended
	pulling   bool // a pull or the gate has not answered
	asked     bool // the source has not answered a pull
	closing   bool // the source's return method has not answered
	pumping   bool
	exhausted bool
	over      bool
	unwound   func() // tells the scope around that the cancelled mapper has ended
	failure   error
	unclosed  error // of the source's return method
	errs      []error
	progress  *bind.Progress

	// emit takes the result of item i; kept is false for one that was skipped.
	emit func(i int, v goja.Value, kept bool)
	// room says whether another item may be started.
	room func() bool
	// end is called once, when nothing runs any more.
	end func(err error)
}

// newMapper reads the arguments (items, fn, options) that the three functions share.
func (e *engine) newMapper(c *bind.Call, concurrency int) (*mapper, *mapOptions, error) {
	fn := c.Function(1, "fn")
	o := &mapOptions{Timeout: -1, OnError: "throw", Ordered: true, Buffer: -1}
	c.Exactly(2, o)
	switch o.OnError {
	case "throw", "collect", "skip":
	default:
		return nil, nil, fault.Type.New(`%s: "onError" must be "throw", "collect" or "skip", got %q`, c.Name(), o.OnError)
	}
	m := &mapper{e: e, label: c.Name(), fn: fn, limit: concurrency, onError: o.OnError, room: func() bool { return true }}
	switch g := gateOf(c, o.Concurrency, "concurrency").(type) {
	case nil:
		if !bind.Nullish(o.Concurrency) {
			m.limit = math.MaxInt
		}
	case *counter:
		m.limit = g.limit
	default:
		m.gate, m.limit = g, math.MaxInt
	}
	if err := e.rt.Scope().Err(); err != nil {
		return nil, nil, err
	}
	items, err := source.Of(c, c.Value(0))
	if err != nil {
		return nil, nil, err
	}
	m.source, m.frame = items, *fn.Frame()
	m.progress = bind.NewProgress(e.rt, o.OnProgress, func(err error) {
		m.fail(err)
		m.settle()
	})
	if n, ok := bind.CountOf(c.Value(0)); ok {
		m.progress.Total(n)
	}
	return m, o, nil
}

// begin opens the mapper's scope beneath that of the function, once.
func (m *mapper) begin(o *mapOptions) {
	if m.scope != nil {
		return
	}
	around := m.frame.Scope
	m.scope = m.e.rt.NewScope(around)
	m.frame.Scope = m.scope
	if o.Signal != nil {
		m.scope.Follow(o.Signal)
	}
	if o.Timeout >= 0 {
		m.scope.Limit(o.Timeout, m.label)
	}
	m.scope.AfterFunc(func() {
		m.unwound = around.Busy()
		m.fail(m.scope.Err())
		m.scope.WhenQuiet(m.quiet)
	})
}

// pump starts as many items as may run now.
func (m *mapper) pump() {
	if m.pumping {
		return
	}
	m.pumping = true
	for !m.exhausted && m.failure == nil && !m.pulling && m.running < m.limit && m.room() {
		m.pulling = true
		if m.gate == nil {
			m.pull(nil)
			continue
		}
		m.gate.enter(&m.frame, m.pull, func(err error) {
			m.pulling = false
			m.fail(err)
			m.settle()
		})
	}
	m.pumping = false
	m.settle()
}

// pull takes one item; leave gives the gate's place back when its body has ended.
func (m *mapper) pull(leave func()) {
	if leave == nil {
		leave = func() {}
	}
	if m.exhausted { // the mapper failed while the gate kept it waiting
		m.pulling = false
		leave()
		m.settle()
		return
	}
	m.asked = true
	m.source.Pull(&m.frame, func(v goja.Value, more bool, err error) {
		m.pulling, m.asked = false, false
		switch {
		case err != nil:
			leave()
			m.exhausted = true
			m.fail(err)
		case !more:
			leave()
			m.exhausted = true
			m.progress.Total(int64(m.next))
		case m.failure != nil:
			leave()
		default:
			m.start(v, leave)
		}
		m.pump()
	})
}

func (m *mapper) start(v goja.Value, leave func()) {
	i := m.next
	m.next++
	m.running++
	frame := m.frame
	frame.Task = m.e.rt.NewTask(m.label)
	m.fn.AsyncIn(&frame, func(v goja.Value, err error) {
		m.e.rt.EndTask(frame.Task)
		m.running--
		leave()
		m.ended(i, v, err)
		m.pump()
	}, v, bind.ToValue(m.e.rt, i))
}

// ended takes the end of one body.
func (m *mapper) ended(i int, v goja.Value, err error) {
	switch {
	case err == nil:
		m.progress.Add(1, 0)
		m.emit(i, v, true)
		return
	case m.failure != nil:
	case m.onError == "throw":
		m.fail(err)
	case m.onError == "collect":
		m.errs = append(m.errs, m.indexed(err, i))
	}
	m.progress.Add(1, 1)
	m.emit(i, nil, false)
}

// indexed notes on an error object which item it belongs to.
func (m *mapper) indexed(err error, i int) error {
	v := m.e.rt.ErrorValue(err)
	if obj, ok := v.(*goja.Object); ok {
		_ = m.e.rt.VM().Try(func() { _ = obj.Set("index", i) })
	}
	return m.e.rt.Thrown(v)
}

// mapItems is map: the results in the order of the items.
func (e *engine) mapItems(c *bind.Call) (any, error) {
	m, o, err := e.newMapper(c, math.MaxInt)
	if err != nil {
		return nil, err
	}
	m.begin(o)
	p := e.rt.NewPromise()
	var results []goja.Value
	m.emit = func(i int, v goja.Value, kept bool) {
		for len(results) <= i {
			results = append(results, nil)
		}
		results[i] = v
	}
	m.end = func(err error) {
		if err != nil {
			p.Reject(err)
			return
		}
		kept := make([]goja.Value, 0, len(results))
		for _, v := range results {
			if v != nil {
				kept = append(kept, v)
			}
		}
		p.Resolve(bind.Array(e.rt, kept))
	}
	m.pump()
	return p.Value, nil
}

// forEach is map without results.
func (e *engine) forEach(c *bind.Call) (any, error) {
	m, o, err := e.newMapper(c, math.MaxInt)
	if err != nil {
		return nil, err
	}
	m.begin(o)
	p := e.rt.NewPromise()
	m.emit = func(int, goja.Value, bool) {}
	m.end = func(err error) {
		if err != nil {
			p.Reject(err)
			return
		}
		p.Resolve(nil)
	}
	m.pump()
	return p.Value, nil
}
