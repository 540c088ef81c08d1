package linearizability

import (
	"maps"
	"slices"

	"github.com/anishathalye/porcupine"
)

// lending is the state of a resource pool. Resources are numbers.
type lending struct {
	limit    int
	lifo     bool
	idle     []int // as they came back
	size     int   // those that there are
	line     []int // who waits
	answers  map[int]any
	out      []lent
	replaced []int
}

// lent says who has which resource.
type lent struct{ id, resource int }

// The operations, besides request and answer of those who wait. The pool decides by itself when it creates and
// destroys; what it may have at most, it may not exceed.
type (
	borrow    struct{ id int }
	borrowed  struct{ id int }
	tryBorrow struct{ id int }
	restore   struct{ id int }
	scrap     struct{ id int } // the resource is broken
	created   struct{ resource int }
	failure   struct{}
	destroyed struct{ resource int }
	idle      struct{}
	cannot    struct{} // what a borrower hears when the pool could not create
)

var poolModel = porcupine.Model{
	Step: func(state, in, out any) (bool, any) {
		s := state.(lending)
		ok := s.step(in, out)
		return ok, s
	},
	Equal: func(a, b any) bool {
		s, t := a.(lending), b.(lending)
		return s.size == t.size && slices.Equal(s.idle, t.idle) && slices.Equal(s.line, t.line) &&
			maps.Equal(s.answers, t.answers) && slices.Equal(s.out, t.out) && slices.Equal(s.replaced, t.replaced)
	},
}

// step does one operation, if out is what it may have led to. What s refers to belongs to older states too: it is
// replaced, never written to.
func (s *lending) step(in, out any) bool {
	switch in := in.(type) {
	case borrow:
		if r, ok := s.pick(); ok {
			s.lend(in.id, r)
			return true
		}
		s.line = append(slices.Clip(s.line), in.id)
		return true
	case borrowed:
		return s.answer(in.id, out)
	case tryBorrow:
		r, ok := 0, false
		if len(s.line) == 0 {
			r, ok = s.pick()
		}
		if ok {
			s.out = append(slices.Clip(s.out), lent{in.id, r})
		}
		return out == r
	case restore:
		r, ok := s.end(in.id)
		s.arrive(r)
		return ok && out == true
	case scrap:
		r, ok := s.end(in.id)
		s.replaced = append(slices.Clip(s.replaced), r)
		return ok && out == true
	case created:
		s.size++
		s.arrive(in.resource)
		return s.size <= s.limit
	case failure:
		if len(s.line) > 0 {
			s.tell(s.line[0], cannot{})
			s.line = s.line[1:]
		}
		return true
	case destroyed:
		s.size--
		before := len(s.replaced)
		s.replaced = slices.DeleteFunc(slices.Clone(s.replaced), func(r int) bool { return r == in.resource })
		return len(s.replaced) == before-1
	case idle:
		return out == len(s.idle)
	case waiting:
		return out == len(s.line)
	}
	return false
}

func (s *lending) answer(id int, out any) bool {
	told := s.answers[id]
	s.answers = maps.Clone(s.answers)
	delete(s.answers, id)
	switch i := slices.Index(s.line, id); {
	case out != any(left):
		return told == out
	case i >= 0:
		s.line = slices.Delete(slices.Clone(s.line), i, i+1)
		return true
	}
	r, ok := s.end(id)
	if ok {
		s.arrive(r)
	}
	return ok
}

func (s *lending) tell(id int, what any) {
	s.answers = maps.Clone(s.answers)
	if s.answers == nil {
		s.answers = map[int]any{}
	}
	s.answers[id] = what
}

func (s *lending) lend(id, resource int) {
	s.out = append(slices.Clip(s.out), lent{id, resource})
	s.tell(id, resource)
}

// end takes a resource from whoever has it.
func (s *lending) end(id int) (resource int, ok bool) {
	i := slices.IndexFunc(s.out, func(l lent) bool { return l.id == id })
	if i < 0 {
		return 0, false
	}
	resource = s.out[i].resource
	s.out = slices.Delete(slices.Clone(s.out), i, i+1)
	return resource, true
}

// pick takes the idle resource whose turn it is.
func (s *lending) pick() (resource int, ok bool) {
	n := len(s.idle)
	switch {
	case n == 0:
		return 0, false
	case s.lifo:
		resource, s.idle = s.idle[n-1], s.idle[:n-1]
	default:
		resource, s.idle = s.idle[0], s.idle[1:]
	}
	return resource, true
}

// arrive lends a resource to the first who waits, or lays it among the idle ones.
func (s *lending) arrive(resource int) {
	if len(s.line) > 0 {
		s.lend(s.line[0], resource)
		s.line = s.line[1:]
		return
	}
	s.idle = append(slices.Clip(s.idle), resource)
}
