package performance

import (
	"cmp"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

// DefaultLimit is how many entries a Timeline keeps. The standard knows no bound; a program that marks for ever and never
// clears would grow for ever.
const DefaultLimit = 1 << 16

// Entry is one mark or measure. It never changes.
type Entry struct {
	Name string
	// Type is "mark", "measure" or "function".
	Type string
	// Start is in milliseconds from the time origin, Duration in milliseconds: 0 for a mark.
	Start, Duration float64
	// Detail is the caller's own; it is only carried.
	Detail any
}

// Timeline is the clock and the entries of one runtime. It is safe for use by several goroutines.
type Timeline struct {
	now    func() time.Time
	origin time.Time
	limit  int

	mu sync.Mutex
	// entries are in the order of their making, from head on.
	entries []*Entry
	head    int
	dropped int
}

// Options describe a Timeline. The zero value is one in real time that starts now.
type Options struct {
	// Now is the clock; nil means the real one.
	Now func() time.Time
	// Origin is where the times are counted from; the zero value means now.
	Origin time.Time
	// Limit is how many entries are kept; 0 means DefaultLimit.
	Limit int
}

// New starts a timeline.
func New(o Options) *Timeline {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Origin.IsZero() {
		o.Origin = o.Now()
	}
	if o.Limit <= 0 {
		o.Limit = DefaultLimit
	}
	return &Timeline{now: o.Now, origin: o.Origin, limit: o.Limit}
}

// Now is performance.now(): milliseconds since the origin.
func (t *Timeline) Now() float64 { return float64(t.now().Sub(t.origin)) / 1e6 }

// Origin is performance.timeOrigin: the origin, in milliseconds of the Unix clock.
func (t *Timeline) Origin() float64 { return float64(t.origin.UnixMicro()) / 1e3 }

// Mark adds a mark at a time, or now where start is nil.
func (t *Timeline) Mark(name string, start *float64, detail any) (*Entry, error) {
	e, err := t.NewMark(name, start, detail)
	if err != nil {
		return nil, err
	}
	return t.add(e), nil
}

// NewMark makes a mark that is not on the timeline.
func (t *Timeline) NewMark(name string, start *float64, detail any) (*Entry, error) {
	at := t.Now()
	if start != nil {
		if err := valid(*start); err != nil {
			return nil, err
		}
		at = *start
	}
	return &Entry{Name: name, Type: "mark", Start: at, Detail: detail}, nil
}

// Point is a moment: the last mark of a name, or a time. Nil pointers stand for points that are not given.
type Point struct {
	Mark string
	Time float64
	// Timed tells that it is a time.
	Timed bool
}

// Span is what a measure is over.
type Span struct {
	Start, End *Point
	Duration   *float64
	Detail     any
	// Options tells that the span was given as an options object that is not empty, which must name a start or an end.
	Options bool
}

// Measure adds a measure: from the start, which is 0 if nothing says otherwise, to the end, which is now.
func (t *Timeline) Measure(name string, s Span) (*Entry, error) {
	if s.Start != nil && s.End != nil && s.Duration != nil {
		return nil, misfit("start, end and duration must not all be given: two make the third")
	}
	if s.Options && s.Start == nil && s.End == nil {
		return nil, misfit("a start or an end must be given")
	}
	t.mu.Lock()
	start, end, err := t.bounds(s)
	t.mu.Unlock()
	if err != nil {
		return nil, err
	}
	return t.add(&Entry{Name: name, Type: "measure", Start: start, Duration: end - start, Detail: s.Detail}), nil
}

// bounds finds out the two ends. The caller holds t.mu.
func (t *Timeline) bounds(s Span) (start, end float64, err error) {
	if s.Start != nil {
		if start, err = t.when(*s.Start); err != nil {
			return 0, 0, err
		}
	}
	switch {
	case s.End != nil:
		if end, err = t.when(*s.End); err != nil {
			return 0, 0, err
		}
	case s.Start != nil && s.Duration != nil:
		end = start + *s.Duration
	default:
		end = t.Now()
	}
	if s.Start == nil && s.End != nil && s.Duration != nil {
		start = end - *s.Duration
	}
	return start, end, nil
}

// when is the time of a point. The caller holds t.mu.
func (t *Timeline) when(p Point) (float64, error) {
	if p.Timed {
		return p.Time, valid(p.Time)
	}
	for i := len(t.entries) - 1; i >= t.head; i-- {
		if e := t.entries[i]; e.Type == "mark" && e.Name == p.Mark {
			return e.Start, nil
		}
	}
	return 0, fault.DOMSyntax.New("there is no mark %q", p.Mark)
}

func valid(ms float64) error {
	if ms < 0 || math.IsNaN(ms) || math.IsInf(ms, 0) {
		return fault.Type.New("%v is no time: it must be a number of milliseconds that is not negative", ms).
			With("code", "ERR_PERFORMANCE_INVALID_TIMESTAMP")
	}
	return nil
}

func misfit(message string) error {
	return fault.Type.New("%s", message).With("code", "ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS")
}

// add keeps an entry; beyond the limit the oldest goes.
func (t *Timeline) add(e *Entry) *Entry {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.entries = append(t.entries, e)
	if len(t.entries)-t.head > t.limit {
		t.entries[t.head] = nil
		t.head++
		t.dropped++
	}
	if t.head > t.limit {
		t.entries = slices.Clone(t.entries[t.head:])
		t.head = 0
	}
	return e
}

// Dropped counts the entries that went because there were too many.
func (t *Timeline) Dropped() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.dropped
}

// Entries lists the entries of a name and a type, in the order of their start; nil stands for any.
func (t *Timeline) Entries(name, kind *string) []*Entry {
	t.mu.Lock()
	defer t.mu.Unlock()
	return Select(t.entries[t.head:], name, kind)
}

// Select lists those entries that have the name and the type, in the order of their start; nil stands for any.
func Select(entries []*Entry, name, kind *string) []*Entry {
	var out []*Entry
	for _, e := range entries {
		if (name == nil || e.Name == *name) && (kind == nil || e.Type == *kind) {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b *Entry) int { return cmp.Compare(a.Start, b.Start) })
	return out
}

// Clear drops the entries of a type, or those of them that have the name.
func (t *Timeline) Clear(kind string, name *string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.entries = slices.DeleteFunc(t.entries[t.head:], func(e *Entry) bool {
		return e.Type == kind && (name == nil || e.Name == *name)
	})
	t.head = 0
}
