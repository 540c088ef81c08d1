package worker

import (
	"math"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

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
