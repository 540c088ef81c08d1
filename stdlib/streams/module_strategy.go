package streams

import (
	"math"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// strategy says how much a stream may hold before there is backpressure (https://streams.spec.whatwg.org/#qs).
type strategy struct {
	highWaterMark float64
	set           bool           // highWaterMark was given
	size          *bind.Function // nil for 1 a chunk
	sized         bool           // a size was given, which may be that of CountQueuingStrategy
	bytes         bool           // size is that of ByteLengthQueuingStrategy
}

// strategyAt reads the strategy at argument i.
func (s *Streams) strategyAt(c *bind.Call, i int) strategy {
	d := dictionaryOf(c, c.Value(i), "strategy")
	var q strategy
	if v := d.get("highWaterMark"); v != nil {
		q.highWaterMark, q.set = v.ToNumber().ToFloat(), true
	}
	if q.size = d.function("size"); q.size == nil {
		return q
	}
	q.sized = true
	switch goja.Value(q.size.Value) {
	case s.count:
		q.size = nil
	case s.length:
		q.bytes = true
	}
	return q
}

// mark returns the high water mark, or what it is by default.
func (q *strategy) mark(c *bind.Call, missing float64) float64 {
	if !q.set {
		return missing
	}
	if math.IsNaN(q.highWaterMark) || q.highWaterMark < 0 {
		c.Bad("highWaterMark", "a number that is not negative", q.highWaterMark)
	}
	return q.highWaterMark
}

// sizeOf measures a chunk with the function of a script.
func (s *Streams) sizeOf(size *bind.Function, chunk goja.Value) (n float64, thrown goja.Value) {
	if size == nil {
		return 1, nil
	}
	v, thrown := s.call(size, goja.Undefined(), chunk)
	if thrown != nil {
		return 0, thrown
	}
	thrown = s.try(func() { n = v.ToNumber().ToFloat() })
	return n, thrown
}

// sized is a chunk that waits, with its size.
type sized struct {
	chunk goja.Value
	size  float64
}

// measured is a queue with the sum of the sizes in it.
type measured struct {
	line[sized]
	total float64
}

func (q *measured) enqueue(s *Streams, chunk goja.Value, size float64) (thrown goja.Value) {
	if math.IsNaN(size) || size < 0 || math.IsInf(size, 1) {
		return s.rangeError("the size of a chunk must be a finite number that is not negative, got %v", size)
	}
	q.push(sized{chunk, size})
	q.total += size
	return nil
}

func (q *measured) dequeue() goja.Value {
	it := q.pop()
	q.total = max(q.total-it.size, 0) // rounding
	return it.chunk
}

func (q *measured) reset() {
	q.take()
	q.total = 0
}

// counting and measuring are the Go halves of the two strategies.
type (
	counting  struct{ highWaterMark float64 }
	measuring struct{ highWaterMark float64 }
)

func (s *Streams) strategyClasses() (count, length *goja.Object) {
	s.count = bind.Func(s.rt, "size", 0, func(*bind.Call) (any, error) { return 1, nil })
	s.length = bind.Func(s.rt, "size", 1, func(c *bind.Call) (any, error) {
		if bind.Nullish(c.Value(0)) {
			return nil, fault.Type.New("size: a chunk must have a byteLength, got %v", c.Value(0))
		}
		v := c.Value(0).ToObject(c.VM()).Get("byteLength")
		if v == nil {
			v = goja.Undefined()
		}
		return v, nil
	})
	count = bind.Class[*counting]{
		Name: "CountQueuingStrategy", Length: 1, Web: true,
		New: func(c *bind.Call) (*counting, error) { return &counting{markAt(c)}, nil },
		Getters: map[string]func(*counting) any{
			"highWaterMark": func(q *counting) any { return q.highWaterMark },
			"size":          func(*counting) any { return s.count },
		},
	}.In(s.rt).Value
	length = bind.Class[*measuring]{
		Name: "ByteLengthQueuingStrategy", Length: 1, Web: true,
		New: func(c *bind.Call) (*measuring, error) { return &measuring{markAt(c)}, nil },
		Getters: map[string]func(*measuring) any{
			"highWaterMark": func(q *measuring) any { return q.highWaterMark },
			"size":          func(*measuring) any { return s.length },
		},
	}.In(s.rt).Value
	return count, length
}

// markAt reads { highWaterMark }, which is required, and anything that is a number.
func markAt(c *bind.Call) float64 {
	v := dictionaryOf(c, c.Value(0), "init").get("highWaterMark")
	if v == nil {
		c.Wrong("highWaterMark", "given")
	}
	return v.ToNumber().ToFloat()
}
