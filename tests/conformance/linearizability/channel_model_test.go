package linearizability

import (
	"cmp"
	"maps"
	"slices"

	"github.com/anishathalye/porcupine"

	"github.com/lariatjs/lariat/bindings/queue"
)

// parcel is an item with its place: the first to be received has the lowest rank, and of those the lowest seq.
type parcel struct{ item, rank, seq int }

// sender is one who waits with an item.
type sender struct {
	id int
	parcel
}

// channel is the state of a channel or a queue.
type channel struct {
	options    queue.Options[int]
	seq        int
	closed     bool
	store      []parcel
	senders    []sender
	receivers  []int
	joiners    []int
	answers    map[int]any // what those who asked are to hear
	taken      []parcel    // what was received
	unfinished int
	dropped    []int
}

// The operations. What waits has an answer of its own.
type (
	send     struct{ id, rank int } // its item is its id
	receive  struct{ id int }
	join     struct{ id int }
	outcome  struct{ id int }
	putBack  struct{ item int }
	trySend  struct{ item, rank int }
	tryTake  struct{}
	done     struct{}
	shut     struct{}
	size     struct{}
	undone   struct{}
	thrown   struct{}
	item     int      // what a receiver gets
	ended    struct{} // what a receiver hears when the channel is closed and empty
	nothing  struct{} // what it hears who does not wait, when there is nothing
	isFull   struct{}
	isClosed struct{}
)

// channelModel is that of channels of any order and any way to overflow.
var channelModel = porcupine.Model{
	Step: func(state, in, out any) (bool, any) {
		s := state.(channel)
		ok := s.step(in, out)
		return ok, s
	},
	Equal: func(a, b any) bool {
		s, t := a.(channel), b.(channel)
		return s.closed == t.closed && s.unfinished == t.unfinished && slices.Equal(s.store, t.store) &&
			slices.Equal(s.senders, t.senders) && slices.Equal(s.receivers, t.receivers) && slices.Equal(s.joiners, t.joiners) &&
			maps.Equal(s.answers, t.answers) && slices.Equal(s.dropped, t.dropped)
	},
}

// step does one operation, if out is what it may have led to. What s refers to belongs to older states too: it is
// replaced, never written to.
func (s *channel) step(in, out any) bool {
	switch in := in.(type) {
	case send:
		p := s.parcel(in.id, in.rank)
		if a := s.offer(p); a != nil {
			s.tell(in.id, a)
		} else {
			s.senders = append(slices.Clip(s.senders), sender{in.id, p})
		}
		return true
	case receive:
		if a := s.take(); a != nil {
			s.tell(in.id, a)
		} else {
			s.receivers = append(slices.Clip(s.receivers), in.id)
		}
		return true
	case join:
		s.joiners = append(slices.Clip(s.joiners), in.id)
		s.greet()
		return true
	case outcome:
		return s.outcome(in.id, out)
	case putBack:
		i := slices.IndexFunc(s.taken, func(p parcel) bool { return p.item == in.item })
		if i < 0 {
			return false
		}
		p := s.taken[i]
		s.taken = slices.Delete(slices.Clone(s.taken), i, i+1)
		s.unpop(p)
		return true
	case trySend:
		a := s.offer(s.parcel(in.item, in.rank))
		return (a == served) == out
	case tryTake:
		return s.hears(cmp.Or(s.take(), any(nothing{})), out)
	}
	return s.observe(in, out)
}

// observe does the operations that nobody can wait for.
func (s *channel) observe(in, out any) bool {
	switch in.(type) {
	case done:
		if s.unfinished == 0 {
			return out == false
		}
		s.unfinished--
		s.greet()
		return out == true
	case shut:
		s.close()
		return true
	case size:
		return out == len(s.store)
	case undone:
		return out == s.unfinished
	case thrown:
		got := out.([]int)
		slices.Sort(got)
		return slices.Equal(got, slices.Sorted(slices.Values(s.dropped)))
	}
	return false
}

// outcome is what became of one who asked: whoever gave up has sent nothing and taken nothing, even if it was served
// in the same instant; only what was sent cannot be taken back.
func (s *channel) outcome(id int, out any) bool {
	told, ok := s.answers[id]
	if out != any(left) {
		s.forget(id)
		return ok && s.hears(told, out)
	}
	switch i := slices.IndexFunc(s.senders, func(w sender) bool { return w.id == id }); {
	case i >= 0:
		s.senders = slices.Delete(slices.Clone(s.senders), i, i+1)
		return true
	case slices.Contains(s.receivers, id):
		s.receivers = slices.DeleteFunc(slices.Clone(s.receivers), func(r int) bool { return r == id })
		return true
	case slices.Contains(s.joiners, id):
		s.joiners = slices.DeleteFunc(slices.Clone(s.joiners), func(r int) bool { return r == id })
		return true
	}
	s.forget(id)
	if p, given := told.(parcel); given {
		s.unpop(p)
	}
	return told != nil && told != any(served) && told != any(isClosed{})
}

// hears reports whether an actor was told what it had to be told. Of a parcel it sees the item.
func (s *channel) hears(told, out any) bool {
	p, ok := told.(parcel)
	if ok {
		s.taken = append(slices.Clip(s.taken), p)
		told = item(p.item)
	}
	return told == out
}

func (s *channel) tell(id int, what any) {
	s.answers = maps.Clone(s.answers)
	if s.answers == nil {
		s.answers = map[int]any{}
	}
	s.answers[id] = what
}

func (s *channel) forget(id int) {
	s.answers = maps.Clone(s.answers)
	delete(s.answers, id)
}

func (s *channel) parcel(item, rank int) parcel {
	s.seq++
	if s.options.Order != queue.ByPriority { // there the store alone knows the order
		return parcel{item: item}
	}
	return parcel{item, rank, s.seq}
}

func (s *channel) room() bool {
	return s.options.Capacity == queue.Unbounded || len(s.store) < s.options.Capacity
}

// offer sends a parcel, or says nil: its sender has to wait.
func (s *channel) offer(p parcel) (answer any) {
	switch {
	case s.closed:
		return isClosed{}
	case len(s.receivers) > 0:
		s.tell(s.receivers[0], p)
		s.receivers = s.receivers[1:]
		s.unfinished++
		return served
	case s.room():
	case s.options.Overflow == queue.Wait:
		return nil
	case s.options.Overflow == queue.Refuse:
		return isFull{}
	case s.options.Overflow == queue.DropNewest || s.options.Capacity == 0:
		s.dropped = append(slices.Clip(s.dropped), p.item)
		return served
	}
	for full := !s.room(); full && (!s.room() || s.options.Overflow == queue.Latest && len(s.store) > 0); {
		s.dropOldest()
	}
	s.push(p)
	s.unfinished++
	return served
}

// take receives a parcel, or says nil: the receiver has to wait.
func (s *channel) take() (answer any) {
	switch {
	case len(s.store) > 0:
		p := s.store[0]
		s.store = s.store[1:]
		s.promote()
		return p
	case len(s.senders) > 0:
		return s.accept()
	case s.closed:
		return ended{}
	}
	return nil
}

// accept ends the wait of the first sender.
func (s *channel) accept() parcel {
	w := s.senders[0]
	s.senders = s.senders[1:]
	s.tell(w.id, served)
	s.unfinished++
	return w.parcel
}

// promote lets senders in as far as there is room.
func (s *channel) promote() {
	for s.room() && len(s.senders) > 0 {
		s.push(s.accept())
	}
}

// push puts a parcel into its place. The store is in the order in which it is to be received.
func (s *channel) push(p parcel) {
	if s.options.Order == queue.FIFO {
		s.store = append(slices.Clip(s.store), p)
		return
	}
	s.insert(p)
}

// insert puts a parcel before those that are to come after it.
func (s *channel) insert(p parcel) {
	at := 0
	for s.options.Order == queue.ByPriority && at < len(s.store) && byRank(s.store[at], p) < 0 {
		at++
	}
	s.store = slices.Insert(slices.Clone(s.store), at, p)
}

func byRank(a, b parcel) int { return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.seq, b.seq)) }

// unpop puts back what was received and not wanted.
func (s *channel) unpop(p parcel) {
	s.insert(p)
	for len(s.store) > 0 && len(s.receivers) > 0 {
		s.tell(s.receivers[0], s.store[0])
		s.receivers, s.store = s.receivers[1:], s.store[1:]
	}
	s.promote()
}

func (s *channel) dropOldest() {
	oldest := 0
	switch s.options.Order {
	case queue.LIFO:
		oldest = len(s.store) - 1
	case queue.ByPriority:
		for i, p := range s.store {
			if p.seq < s.store[oldest].seq {
				oldest = i
			}
		}
	}
	s.dropped = append(slices.Clip(s.dropped), s.store[oldest].item)
	s.store = slices.Delete(slices.Clone(s.store), oldest, oldest+1)
	s.unfinished = max(s.unfinished-1, 0)
}

func (s *channel) close() {
	if s.closed {
		return
	}
	s.closed = true
	for _, id := range s.receivers {
		s.tell(id, ended{})
	}
	for _, w := range s.senders {
		s.tell(w.id, isClosed{})
	}
	s.receivers, s.senders = nil, nil
}

// greet wakes those who wait until all work is done.
func (s *channel) greet() {
	if s.unfinished > 0 {
		return
	}
	for _, id := range s.joiners {
		s.tell(id, served)
	}
	s.joiners = nil
}
