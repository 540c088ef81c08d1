package worker

import (
	"errors"
	"math"
	"strconv"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/source"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// mapOptions are those of map, imap and starmap.
type mapOptions struct {
	ChunkSize   goja.Value    `js:"chunkSize"`
	Buffer      float64       `js:"buffer"`
	Ordered     bool          `js:"ordered"`
	OnError     string        `js:"onError"`
	ItemTimeout time.Duration `js:"itemTimeout"`
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
	pumping   bool
	exhausted bool
	over      bool
	unwound   func()
	failure   error
	errs      []goja.Value
	leaving   []func() // those that wait for the end

	// emit takes the results of a chunk, with nil in the place of an item that failed.
	emit func(c *mapChunk, values []goja.Value)
	// room says how many items may be taken besides.
	room func() int
	// end is called once, when nothing runs any more.
	end func(err error)
}

// mapChunk is one message to a worker.
type mapChunk struct {
	Task
	m     *mapper
	first int
	items int
}

// newMapper reads the arguments (fn, items, options) that map, imap and starmap share.
func (p *pool) newMapper(c *bind.Call, kind Kind) (*mapper, error) {
	m := &mapper{
		pool: p, label: c.Name(), site: *c.Site(), run: noOptions(), flight: map[*mapChunk]bool{}, width: 2 * p.width,
		options: mapOptions{OnError: "throw", Ordered: true, Buffer: -1, ItemTimeout: -1},
		room:    func() int { return math.MaxInt }, largest: 1, frame: *p.rt.Frame(),
	}
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
	return m, err
}

// sizes reads the size of the chunks and the buffer.
func (m *mapper) sizes(c *bind.Call) error {
	if v := m.options.ChunkSize; v != nil {
		n, ok := bind.NumberOf(v)
		switch s, isText := v.(goja.String); {
		case isText && s.String() == "auto":
		case !ok:
			return fault.Type.New(`%s: "chunkSize" must be "auto" or a number`, c.Name())
		default:
			m.size = count(c, "chunkSize", n, 1)
		}
	}
	if b := m.options.Buffer; b >= 0 && b != math.Trunc(b) && !math.IsInf(b, 1) || math.IsNaN(b) {
		c.Bad("buffer", "an integer of at least 0", b)
	}
	return nil
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
	}
	m.pool.work(1)
	m.scope.AfterFunc(func() {
		m.unwound = around.Busy()
		m.fail(m.scope.Err())
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
		case m.failure == nil:
			m.pending = append(m.pending, v)
		}
		m.pump()
	})
}

// send sends what is pending as one chunk.
func (m *mapper) send() {
	items := m.pending
	m.pending = nil
	c := &mapChunk{Task: m.proto, m: m, first: m.next, items: len(items)}
	m.next += len(items)
	m.largest = max(m.largest, len(items))
	c.ID, c.Index, c.To = m.pool.rt.NewTask("").ID, c.first, c
	if c.Limit > 0 && m.options.ItemTimeout < 0 {
		c.Limit *= time.Duration(len(items))
	}
	var err error
	if c.Args, err = m.pool.rt.Cloner().EncodeList(items, clone.Options{}); err == nil {
		m.flight[c] = true
		if _, err = m.pool.core.Submit(&c.Task); err == nil {
			return
		}
		delete(m.flight, c)
	}
	m.refuse(c, items, err)
}

// refuse takes a chunk that could not be sent. Without the items that cannot be cloned it may be.
func (m *mapper) refuse(c *mapChunk, items []goja.Value, err error) {
	if !c.Lenient || len(items) == 1 || !errors.Is(err, fault.Clone) {
		m.lost(c, m.pool.rt.ErrorAt(err, m.site), 0)
		return
	}
	m.next = c.first
	for _, v := range items {
		m.pending = []goja.Value{v}
		m.send()
	}
}

// lost notes that items of a chunk, from at on, have failed for one reason.
func (m *mapper) lost(c *mapChunk, reason goja.Value, at int) {
	if !c.Lenient {
		m.fail(m.pool.rt.Thrown(reason))
		return
	}
	for i := at; i < c.items; i++ {
		m.collect(reason, c.first+i)
	}
	m.emit(c, make([]goja.Value, c.items))
}

// collect keeps the error of an item, with its index.
func (m *mapper) collect(reason goja.Value, i int) {
	if m.options.OnError != "collect" {
		return
	}
	if obj, ok := reason.(*goja.Object); ok {
		_ = m.pool.rt.VM().Try(func() { _ = obj.Set("index", i) })
	}
	m.errs = append(m.errs, reason)
}

// Yielded is for streams.
func (c *mapChunk) Yielded(*Task, *clone.Message) {}

// Emitted is dropped: a chunk has no task that a script could ask for messages.
func (c *mapChunk) Emitted(*Task, *clone.Message) {}

// Settled takes the results of a chunk.
func (c *mapChunk) Settled(_ *Task, a Answer, err error) {
	m := c.m
	delete(m.flight, c)
	if spent := float64(c.endedAt-c.startedAt) / float64(c.items); err == nil && a.Thrown == nil {
		if m.each == 0 {
			m.each = spent
		}
		m.each = max((m.each+spent)/2, 1)
	}
	if err == nil {
		err = a.Err
	}
	var values []goja.Value
	if a.Value != nil {
		var bad error
		if values, bad = m.pool.rt.Cloner().DecodeList(a.Value); bad != nil {
			err = bad
		}
	}
	switch {
	case m.over:
	case err != nil || a.Thrown != nil:
		if len(values) > 0 {
			m.emit(c, values)
		}
		m.lost(c, m.pool.failure(a.Thrown, err, m.site), a.At)
	default:
		for _, f := range a.Failures {
			values[f.At] = nil
			m.collect(m.pool.failure(f.Thrown, f.Err, m.site), c.first+f.At)
		}
		m.emit(c, values)
	}
	m.pump()
	m.settle()
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
		m.source.Close()
	}
	cause := m.scope.Err()
	if cause == nil {
		cause = fault.Aborted.New("%s was cancelled because another item failed", m.label)
	}
	why := reason(m.pool.rt, cause)
	for c := range m.flight {
		m.pool.core.Cancel(&c.Task, cause, why)
	}
}

// settle ends the mapper when nothing runs any more.
func (m *mapper) settle() {
	if m.over || !m.exhausted || len(m.flight) > 0 || m.pumping || m.pulling && m.failure == nil {
		return
	}
	m.over = true
	m.pool.work(-1)
	m.scope.End()
	err := m.failure
	if err == nil && len(m.errs) > 0 {
		err = m.aggregate()
	}
	m.end(err)
	for _, f := range m.leaving {
		f()
	}
	if m.unwound != nil {
		m.unwound()
	}
}

// aggregate is the error of a map that goes on after failures.
func (m *mapper) aggregate() error {
	rt := m.pool.rt
	message := strconv.Itoa(len(m.errs)) + " of " + strconv.Itoa(m.next) + " items failed"
	obj, err := rt.VM().New(rt.VM().Get("AggregateError"), bind.Array(rt, m.errs), bind.ToValue(rt, message))
	if err != nil {
		return err
	}
	return rt.Thrown(obj)
}

// mapItems is pool.map(fn, items, options).
func (p *pool) mapItems(c *bind.Call) (any, error) { return p.collectAll(c, Each) }

// starmap is pool.starmap(fn, lists, options).
func (p *pool) starmap(c *bind.Call) (any, error) { return p.collectAll(c, Spread) }

// collectAll is a map whose results are in the order of the items.
func (p *pool) collectAll(c *bind.Call, kind Kind) (any, error) {
	m, err := p.newMapper(c, kind)
	if err != nil {
		return nil, err
	}
	promise := p.rt.NewPromise()
	var results []any
	m.emit = func(c *mapChunk, values []goja.Value) {
		for len(results) < c.first+len(values) {
			results = append(results, nil)
		}
		for i, v := range values {
			if v != nil {
				results[c.first+i] = v
			}
		}
	}
	m.end = func(err error) {
		if err != nil {
			promise.Reject(err)
			return
		}
		kept := results[:0]
		for _, v := range results {
			if v != nil {
				kept = append(kept, v)
			}
		}
		promise.Resolve(p.rt.VM().NewArray(kept...))
	}
	m.begin()
	m.pump()
	return promise.Value, nil
}
