package worker

import (
	"math"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/source"
	"github.com/lariatjs/lariat/bindings/internal/transit"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// mapOptions are those of map, imap and starmap.
type mapOptions struct {
	ChunkSize   goja.Value     `js:"chunkSize"`
	Buffer      float64        `js:"buffer"`
	Ordered     bool           `js:"ordered"`
	OnError     string         `js:"onError"`
	ItemTimeout time.Duration  `js:"itemTimeout"`
	OnProgress  *bind.Function `js:"onProgress"`
}

// mapper pulls items and sends them to workers in chunks, a bounded number at a time. A failure, the end of the
// scope or the consumer stop it; what runs is cancelled and awaited. Loop goroutine only.
type mapper struct {
	pool    *pool
	label   string
	site    runtime.Site
	proto   Task // what all chunks have in common
	run     runOptions
	options mapOptions
	frame   runtime.Frame
	scope   *runtime.Scope
	source  *source.Source

	size    int     // of a chunk, 0 for auto
	largest int     // chunk so far
	each    float64 // nanoseconds that an item takes, about
	width   int     // how many chunks may be with the workers

	next      int // index of the item to pull
	pending   []goja.Value
	flight    map[*mapChunk]bool
	pulling   bool
	closing   bool // the source's return method has not answered
	pumping   bool
	exhausted bool
	over      bool
	unwound   func()
	failure   error
	errs      []itemError
	unclosed  error         // of the source's return method
	leaving   []func(error) // those that wait for the end
	progress  *bind.Progress

	// emit takes the results of a chunk, with nil in the place of an item that failed.
	emit func(c *mapChunk, values []goja.Value)
	// room says how many items may be taken besides.
	room func() int
	// end is called once, when nothing runs any more.
	end func(err error)
}

// itemError is the error of one item.
type itemError struct {
	index  int
	reason goja.Value
}

// newMapper reads the arguments (fn, items, options) that map, imap and starmap share.
func (p *pool) newMapper(c *bind.Call, kind Kind) (*mapper, error) {
	m := &mapper{
		pool: p, label: c.Name(), site: *c.Site(), run: noOptions(), flight: map[*mapChunk]bool{}, width: 2 * p.width,
		options: mapOptions{OnError: "throw", Ordered: true, Buffer: -1, ItemTimeout: -1},
		room:    func() int { return math.MaxInt }, largest: 1, frame: *p.rt.Frame(),
	}
	c.Only(2, &m.run, &m.options)
	c.Options(2, &m.run)
	c.Options(2, &m.options)
	switch m.options.OnError {
	case "throw", "collect", "skip":
	default:
		return nil, fault.Type.New(`%s: "onError" must be "throw", "collect" or "skip", got %q`, c.Name(), m.options.OnError)
	}
	if err := m.sizes(c); err != nil {
		return nil, err
	}
	if !bind.Nullish(m.run.Transfer) {
		return nil, fault.Type.New(`%s: "transfer" is for single calls: give each item to submit with its own list`, c.Name())
	}
	if err := p.rt.Scope().Err(); err != nil {
		return nil, err
	}
	if err := p.prepare(c, &m.proto, &m.run); err != nil {
		return nil, err
	}
	m.proto.Kind, m.proto.Lenient, m.proto.Exempt = kind, m.options.OnError != "throw", true
	if m.options.ItemTimeout >= 0 {
		m.proto.Limit, m.size = m.options.ItemTimeout, 1
	}
	var err error
	m.source, err = source.Of(c, c.Value(1))
	m.progress = bind.NewProgress(p.rt, m.options.OnProgress, func(err error) {
		m.fail(err)
		m.settle()
	})
	if n, ok := bind.CountOf(c.Value(1)); ok {
		m.progress.Total(n)
	}
	return m, err
}

// begin opens the mapper's scope, once.
func (m *mapper) begin() {
	if m.scope != nil {
		return
	}
	rt, around := m.pool.rt, m.frame.Scope
	m.scope = rt.NewScope(around)
	m.frame.Scope = m.scope
	if m.run.Signal != nil {
		m.scope.Follow(m.run.Signal)
	}
	if m.run.Timeout >= 0 {
		m.scope.Limit(m.run.Timeout, m.label)
		m.pool.backstop(m.run.Timeout, m.label, func(cause error) {
			if !m.over {
				m.scope.Abort(cause)
			}
		})
	}
	m.pool.work(1)
	m.scope.AfterFunc(func() {
		m.unwound = around.Busy()
		m.fail(m.scope.Err())
		m.scope.WhenQuiet(m.quiet)
		m.settle()
	})
}

// want is how many items the next chunk is to have.
func (m *mapper) want() int {
	if m.size > 0 {
		return m.size
	}
	n := 1
	if m.each > 0 {
		n = int(min(float64(target)/m.each, maxChunk))
		n = max(min(n, growth*m.largest), 1)
	}
	if left, known := m.source.Left(); known {
		n = min(n, max((left+m.width-1)/m.width, 1))
	}
	return n
}

// A chunk that the pool sizes itself aims at target, grows by growth at most, and not beyond maxChunk.
const (
	target   = 2 * time.Millisecond
	growth   = 8
	maxChunk = 1 << 14
)

// pump sends as many chunks as may be under way.
func (m *mapper) pump() {
	if m.pumping || m.over {
		return
	}
	m.pumping = true
	for !m.exhausted && m.failure == nil && !m.pulling && len(m.flight) < m.width {
		n := min(m.want(), m.room())
		if n <= 0 {
			break
		}
		if m.pending = append(m.pending, m.source.Batch(n-len(m.pending))...); len(m.pending) < n {
			m.pull()
		}
		// What the source does not have at once may take long: nobody waits for a full chunk.
		if len(m.pending) >= n || len(m.pending) > 0 && (m.pulling || m.exhausted) {
			m.send()
		}
	}
	m.pumping = false
	m.settle()
}

// pull asks for one item.
func (m *mapper) pull() {
	m.pulling = true
	m.source.Pull(&m.frame, func(v goja.Value, more bool, err error) {
		m.pulling = false
		switch {
		case err != nil:
			m.exhausted = true
			m.fail(err)
		case !more:
			m.exhausted = true
			m.progress.Total(int64(m.next + len(m.pending)))
		case m.failure == nil:
			m.pending = append(m.pending, v)
		}
		m.pump()
	})
}

// fail stops the mapper: no more is pulled, what runs is cancelled.
func (m *mapper) fail(err error) {
	if m.failure != nil || m.over {
		return
	}
	m.failure = err
	m.pending = nil
	if !m.exhausted {
		m.exhausted = true
		m.close()
	}
	cause := m.scope.Err()
	if cause == nil {
		cause = fault.Aborted.New("%s was cancelled because another item failed", m.label)
	}
	why := transit.Reason(m.pool.rt, cause)
	for c := range m.flight {
		m.pool.core.Cancel(&c.Task, cause, why)
	}
	if m.pulling { // what the source waits for now is waited for in vain
		m.scope.Abort(cause)
	}
}

// close calls the source's return method. The mapper waits for it, as a loop over the source would, unless the scope
// around it is cancelled.
func (m *mapper) close() {
	done, stop := false, func() bool { return true }
	m.source.Close(func(err error) {
		m.unclosed, done = err, true
		stop()
		m.closed()
	})
	if m.closing = !done && m.scope.Err() == nil; m.closing {
		stop = m.scope.Parent().AfterFunc(m.closed)
	}
}

// closed ends the wait for the source's return method.
func (m *mapper) closed() {
	if m.closing {
		m.closing = false
		m.settle()
	}
}

// quiet leaves a source in the middle of an item: it may never answer.
func (m *mapper) quiet() {
	if m.pulling {
		m.closed()
	}
}

// settle ends the mapper when nothing runs any more.
func (m *mapper) settle() {
	if m.over || !m.exhausted || len(m.flight) > 0 || m.pumping || m.closing || m.pulling && m.failure == nil {
		return
	}
	m.over = true
	m.pool.work(-1)
	m.scope.End()
	err := m.failure
	if err == nil {
		err = m.progress.End()
	}
	m.progress.Drop()
	if err == nil && len(m.errs) > 0 {
		err = m.aggregate()
	}
	m.end(err)
	for _, f := range m.leaving {
		f(m.unclosed)
	}
	if m.unwound != nil {
		m.unwound()
	}
}
