package inspection

import (
	"slices"
	"sync"
	"time"

	"github.com/lariatjs/lariat/runtime"
)

// State is how an isolate stands.
type State struct {
	runtime.Look
	// Busy isolates have not answered in time: their script has been running all the while, or sits in a wait that blocks.
	// Nothing is known of them but At, where the script is, if it is in none of the built-ins.
	Busy bool
	At   runtime.Site
	// Here is the isolate that asks.
	Here bool
}

// Patience is how long Survey waits for the isolates to answer, unless somebody knows better.
const Patience = 100 * time.Millisecond

// Survey asks all isolates of the program how they stand, each on its own goroutine, and waits for their answers. It stops
// nobody. The caller must not be on the loop goroutine of an isolate; one that is uses SurveyFrom.
func Survey(rt *runtime.Runtime, patience time.Duration) []State { return wait(rt, false, patience) }

// SurveyFrom is Survey on the loop goroutine of rt. Two isolates that ask each other at once find each other busy.
func SurveyFrom(rt *runtime.Runtime, patience time.Duration) []State { return wait(rt, true, patience) }

func wait(rt *runtime.Runtime, here bool, patience time.Duration) []State {
	answer := make(chan []State, 1)
	survey(rt, here, patience, func(states []State) { answer <- states })
	return <-answer
}

// survey calls done once, on any goroutine.
func survey(rt *runtime.Runtime, here bool, patience time.Duration, done func([]State)) {
	s := &asking{members: rt.Members(), done: done}
	s.states = make([]State, len(s.members))
	s.left = 1 // until all have been asked
	for i, m := range s.members {
		if here && m == rt {
			s.states[i] = State{Look: m.Look(), Here: true}
			continue
		}
		s.mu.Lock()
		s.left++
		s.states[i].Busy = true
		s.mu.Unlock()
		if !m.Loop().Post(func() { s.put(i, m.Look()) }) {
			s.put(i, runtime.Look{}) // it has ended meanwhile
		}
	}
	s.mu.Lock()
	s.late = time.AfterFunc(patience, func() { s.finish(true) })
	s.mu.Unlock()
	s.finish(false)
}

// asking is a survey that goes on.
type asking struct {
	members []*runtime.Runtime
	done    func([]State)

	mu     sync.Mutex
	late   *time.Timer
	states []State
	left   int
	over   bool
}

func (s *asking) put(i int, l runtime.Look) {
	s.mu.Lock()
	if !s.over {
		s.states[i] = State{Look: l}
	}
	s.mu.Unlock()
	s.finish(false)
}

// finish ends the survey when all have answered, or when it is late.
func (s *asking) finish(late bool) {
	s.mu.Lock()
	if !late {
		s.left--
	}
	if s.over || s.left > 0 && !late {
		s.mu.Unlock()
		return
	}
	s.over = true
	timer := s.late
	s.mu.Unlock()
	if timer != nil {
		timer.Stop()
	}
	for i, m := range s.members {
		if state := &s.states[i]; state.Busy {
			state.Isolate, state.Look.Name, state.At = m.IsolateID(), m.Name(), m.Running()
		}
	}
	s.done(slices.DeleteFunc(s.states, func(s State) bool { return s.Isolate == 0 }))
}
