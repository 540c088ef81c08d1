package linearizability

import (
	"slices"

	"github.com/anishathalye/porcupine"
)

// ask is who wants how much, in which class.
type ask struct{ id, weight, priority int }

// permits is the state of a lock or a semaphore.
type permits struct {
	free, capacity int
	line           []ask // in the order in which they are to be served
	out            []ask // granted and not given back
}

// The operations. What waits has an answer of its own.
type (
	request   struct{ ask }
	answer    struct{ id int }
	try       struct{ ask }
	release   struct{ id int }
	downgrade struct{ id, weight int }
	resize    struct{ capacity int }
	available struct{ readers bool }
	writing   struct{}
	waiting   struct{}
)

// permitsModel is that of all that hands out permits in the order of the calls.
var permitsModel = porcupine.Model{
	Step: func(state, in, out any) (bool, any) {
		s := state.(permits)
		ok := s.step(in, out)
		return ok, s
	},
	Equal: func(a, b any) bool {
		s, t := a.(permits), b.(permits)
		return s.free == t.free && s.capacity == t.capacity && slices.Equal(s.line, t.line) && slices.Equal(s.out, t.out)
	},
}

// step does one operation, if out is what it may have led to. The slices of s belong to older states too: they are
// replaced, never written to.
func (s *permits) step(in, out any) bool {
	switch in := in.(type) {
	case request:
		at := 0
		for at < len(s.line) && s.line[at].priority >= in.priority {
			at++
		}
		s.line = slices.Insert(slices.Clone(s.line), at, in.ask)
		s.serve()
		return true
	case answer:
		return s.answer(in.id, out.(result))
	case try:
		fits := in.weight <= s.free && (len(s.line) == 0 || in.priority > s.line[0].priority)
		if fits {
			s.grant(in.ask)
		}
		return fits == out.(bool)
	case release:
		return s.giveBack(in.id)
	case downgrade:
		i := slices.IndexFunc(s.out, func(a ask) bool { return a.id == in.id })
		if i < 0 {
			return false
		}
		s.out = slices.Clone(s.out)
		s.free += s.out[i].weight - in.weight
		s.out[i].weight = in.weight
		s.serve()
		return true
	case resize:
		s.free += in.capacity - s.capacity
		s.capacity = in.capacity
		s.serve()
		return out.(bool)
	case available:
		return out.(int) == max(s.free, 0) || in.readers && s.free == 0 && out.(int) == s.capacity // a writer is no reader
	case writing:
		return out.(bool) == (s.free == 0)
	case waiting:
		return out.(int) == len(s.line)
	}
	return false
}

// answer is what became of a request: one that was given up had no effect, even if it was served in the same instant.
func (s *permits) answer(id int, r result) bool {
	switch i := slices.IndexFunc(s.line, func(a ask) bool { return a.id == id }); {
	case r == served:
		return slices.ContainsFunc(s.out, func(a ask) bool { return a.id == id })
	case r != left:
		return false
	case i >= 0:
		s.line = slices.Delete(slices.Clone(s.line), i, i+1)
		s.serve()
		return true
	}
	return s.giveBack(id)
}

func (s *permits) giveBack(id int) bool {
	i := slices.IndexFunc(s.out, func(a ask) bool { return a.id == id })
	if i < 0 {
		return false
	}
	s.free += s.out[i].weight
	s.out = slices.Delete(slices.Clone(s.out), i, i+1)
	s.serve()
	return true
}

func (s *permits) grant(a ask) {
	s.free -= a.weight
	s.out = append(slices.Clip(s.out), a)
}

// serve grants to the first in line for as long as there is enough: nobody overtakes.
func (s *permits) serve() {
	for len(s.line) > 0 && s.line[0].weight <= s.free {
		s.grant(s.line[0])
		s.line = s.line[1:]
	}
}
