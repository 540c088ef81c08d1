package worker

// homes says which worker has the tasks of an affinity. There is a bound to how many it remembers: the oldest is
// forgotten then, and its next task goes anywhere.
type homes struct {
	seats map[string]*Seat
	order []string // a ring, once it is full
	next  int
}

// maxHomes bounds the memory of a pool whose tasks all have different affinities.
const maxHomes = 10_000

// of returns the worker of an affinity, or nil.
func (h *homes) of(key string) *Seat { return h.seats[key] }

// give makes a worker the one of an affinity, unless it has one, and returns which it is.
func (h *homes) give(key string, s *Seat) *Seat {
	if home := h.seats[key]; home != nil {
		return home
	}
	if h.seats == nil {
		h.seats = map[string]*Seat{}
	}
	if len(h.order) < maxHomes {
		h.order = append(h.order, key)
	} else {
		delete(h.seats, h.order[h.next])
		h.order[h.next] = key
		h.next = (h.next + 1) % maxHomes
	}
	h.seats[key] = s
	return s
}

// forget drops what a worker had that has ended.
func (h *homes) forget(s *Seat) {
	kept := h.order[:0]
	for _, key := range append(h.order[h.next:len(h.order):len(h.order)], h.order[:h.next]...) {
		if h.seats[key] == s {
			delete(h.seats, key)
			continue
		}
		kept = append(kept, key)
	}
	h.order, h.next = kept, 0
}
