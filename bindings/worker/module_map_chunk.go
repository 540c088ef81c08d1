package worker

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/internal/transit"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// mapChunk is one message to a worker.
type mapChunk struct {
	Task
	m     *mapper
	first int
	items int
}

// send sends what is pending as one chunk.
func (m *mapper) send() {
	items := m.pending
	m.pending = nil
	c := &mapChunk{Task: m.proto, m: m, first: m.next, items: len(items)}
	m.next += len(items)
	m.largest = max(m.largest, len(items))
	c.ID, c.Index, c.To = m.pool.rt.NextTask(), c.first, c
	if c.Limit > 0 && m.options.ItemTimeout < 0 {
		c.Limit *= time.Duration(len(items))
	}
	var err error
	if c.Args, err = m.pool.rt.Cloner().EncodeList(items, clone.Options{}); err != nil {
		err = transit.Element(err, m.label+": items", c.first)
	} else {
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
		m.lost(c, func() goja.Value { return m.pool.rt.ErrorAt(err, m.site) }, 0)
		return
	}
	m.next = c.first
	for _, v := range items {
		m.pending = []goja.Value{v}
		m.send()
	}
}

// lost notes that items of a chunk, from at on, have failed for one reason; each has an error of its own, which has its
// index.
func (m *mapper) lost(c *mapChunk, reason func() goja.Value, at int) {
	if !c.Lenient {
		m.fail(m.pool.rt.Thrown(reason()))
		return
	}
	for i := at; i < c.items; i++ {
		m.collect(reason(), c.first+i)
	}
	m.progress.Add(int64(c.items), int64(c.items-at))
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
	m.errs = append(m.errs, itemError{i, reason})
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
		m.lost(c, func() goja.Value { return transit.Failure(m.pool.rt, a.Thrown, err, m.site) }, a.At)
	default:
		for _, f := range a.Failures {
			values[f.At] = nil
			m.collect(transit.Failure(m.pool.rt, f.Thrown, f.Err, m.site), c.first+f.At)
		}
		m.progress.Add(int64(c.items), int64(len(a.Failures)))
		m.emit(c, values)
	}
	m.pump()
	m.settle()
}

// aggregate is the error of a map that goes on after failures.
func (m *mapper) aggregate() error {
	rt := m.pool.rt
	slices.SortFunc(m.errs, func(a, b itemError) int { return cmp.Compare(a.index, b.index) })
	reasons := make([]goja.Value, len(m.errs))
	for i, e := range m.errs {
		reasons[i] = e.reason
	}
	message := strconv.Itoa(len(m.errs)) + " of " + strconv.Itoa(m.next) + " items failed"
	obj, err := rt.VM().New(rt.Realm().Builtin("AggregateError"), bind.Array(rt, reasons), bind.ToValue(rt, message))
	if err != nil {
		return err
	}
	return rt.Thrown(obj)
}
