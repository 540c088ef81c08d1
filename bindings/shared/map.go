package shared

import (
	"sync"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime/fault"
)

// MapOptions configure a Map.
type MapOptions struct {
	Name string
	// MaxEntries is how many entries there may be; 0 is no limit. One more is refused with fault.Limit.
	MaxEntries int
}

// Map is a map from strings and numbers to shared values, in the order in which the keys came. Any number of goroutines
// and isolates may use it at the same time; each operation happens as a whole.
type Map struct {
	governor.Named
	limit int

	mu          sync.Mutex
	slots       map[any]*slot // by string or float64
	first, last *slot         // those with a value, oldest first
	size        int
}

// slot is all that there is of one key. The map's mutex guards it.
type slot struct {
	key        any
	value      any
	present    bool
	version    uint64 // counts the changes
	update     *Update
	watchers   int
	list       waitlist.List[struct{}] // of those who wait for a change
	prev, next *slot
}

// NewMap makes an empty map.
func NewMap(o MapOptions) (*Map, error) {
	if o.MaxEntries < 0 {
		return nil, fault.Range.New(`SharedMap: "maxEntries" must not be negative, got %d`, o.MaxEntries)
	}
	return &Map{Named: governor.NewNamed("SharedMap", o.Name), limit: o.MaxEntries, slots: map[any]*slot{}}, nil
}

// slot finds or makes the slot of a key. The caller holds m.mu.
func (m *Map) slot(key any) *slot {
	s := m.slots[key]
	if s == nil {
		s = &slot{key: key}
		m.slots[key] = s
	}
	return s
}

// forget drops a slot that has nothing in it. The caller holds m.mu.
func (m *Map) forget(s *slot) {
	if !s.present && s.update == nil && s.watchers == 0 {
		delete(m.slots, s.key)
	}
}

// room refuses one entry too many. The caller holds m.mu.
func (m *Map) room(s *slot) error {
	if !s.present && m.limit > 0 && m.size >= m.limit {
		return fault.Limit.New("%s is full: it may have %d entries; delete some, or raise maxEntries", m.Label(), m.limit)
	}
	return nil
}

// put writes a value. The caller holds m.mu and has asked for room, and calls changed afterwards.
func (m *Map) put(s *slot, value any) {
	s.value = value
	s.version++
	if s.present {
		return
	}
	s.present = true
	m.size++
	if s.prev = m.last; m.last == nil {
		m.first = s
	} else {
		m.last.next = s
	}
	m.last = s
}

// drop takes the value away. The caller holds m.mu and calls changed afterwards.
func (m *Map) drop(s *slot) {
	s.value, s.present = nil, false
	s.version++
	m.size--
	if s.prev == nil {
		m.first = s.next
	} else {
		s.prev.next = s.next
	}
	if s.next == nil {
		m.last = s.prev
	} else {
		s.next.prev = s.prev
	}
	s.prev, s.next = nil, nil
}

// changed tells those who watch the key. The caller does not hold m.mu.
func (m *Map) changed(s *slot) {
	s.list.Lock()
	for w := s.list.First(); w != nil; w = s.list.First() {
		s.list.Grant(w, struct{}{})
	}
	s.list.Unlock()
}

// Get is the value of a key.
func (m *Map) Get(key any) (value any, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s := m.slots[key]; s != nil && s.present {
		return s.value, true
	}
	return nil, false
}

// Len is the number of entries.
func (m *Map) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.size
}

// Entry is a key and its value.
type Entry struct{ Key, Value any }

// Entries are all entries at one moment, in order.
func (m *Map) Entries() []Entry {
	m.mu.Lock()
	defer m.mu.Unlock()
	list := make([]Entry, 0, m.size)
	for s := m.first; s != nil; s = s.next {
		list = append(list, Entry{s.key, s.value})
	}
	return list
}

// try is how the methods that write begin: change is called with the entry, and what it returns is written. If somebody
// updates the key at this moment, nothing happens, and busy is closed when that is over.
//
// The caller's change runs under the mutex of the map: it must only look at the value.
func (m *Map) try(key any, change func(old any, ok bool) (value any, write, remove bool)) (busy <-chan struct{}, err error) {
	m.mu.Lock()
	s := m.slot(key)
	if s.update != nil {
		defer m.mu.Unlock()
		return s.update.done, nil
	}
	value, write, remove := change(s.value, s.present)
	switch {
	case write:
		if err = m.room(s); err == nil {
			m.put(s, value)
		}
	case remove && s.present:
		m.drop(s)
	default:
		write, remove = false, false
	}
	told := err == nil && (write || remove) && s.watchers > 0
	m.forget(s)
	m.mu.Unlock()
	if told {
		m.changed(s)
	}
	return nil, err
}

// TrySet writes a value. A busy that is not nil says that somebody updates the key: nothing was written, and busy is
// closed when that is over. So it is with all methods that are called Try.
func (m *Map) TrySet(key, value any) (busy <-chan struct{}, err error) {
	return m.try(key, func(any, bool) (any, bool, bool) { return value, true, false })
}

// TryDelete takes an entry away, and reports whether it was there.
func (m *Map) TryDelete(key any) (found bool, busy <-chan struct{}) {
	busy, _ = m.try(key, func(_ any, ok bool) (any, bool, bool) {
		found = ok
		return nil, false, true
	})
	return found, busy
}

// TryInsert writes a value if there is none, and returns the one that is there then.
func (m *Map) TryInsert(key, value any) (now any, busy <-chan struct{}, err error) {
	busy, err = m.try(key, func(old any, ok bool) (any, bool, bool) {
		now = value
		if ok {
			now = old
		}
		return value, !ok, false
	})
	return now, busy, err
}

// TryCompareAndSet writes a value if equal says that the one which is there is the expected one.
func (m *Map) TryCompareAndSet(key any, equal func(old any, ok bool) bool, value any) (written bool, busy <-chan struct{}, err error) {
	busy, err = m.try(key, func(old any, ok bool) (any, bool, bool) {
		written = equal(old, ok)
		return value, written, false
	})
	return written && err == nil, busy, err
}

// Holders are the isolates that update a key; no task waits for them in line.
func (m *Map) Holders() []Party { return nil }

// Waiting is the number of those who watch.
func (m *Map) Waiting() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := 0
	for _, s := range m.slots {
		n += s.watchers
	}
	return n
}
