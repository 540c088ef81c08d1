package websocket

import (
	"sync"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/loop"
)

// links is for tests in virtual time, whose server and client are one program: time must not pass while a message is on
// its way from one to the other. It knows the connections of a program to itself, by the address of the client. A nil
// links, as in real time, does nothing.
type links struct {
	clock *loop.Virtual
	mu    sync.Mutex
	of    map[string]*link
}

// link is a connection: [0] is the client, [1] the server.
type link struct {
	there  [2]bool
	flight [2][]func() // what is on its way to each: lets time go on
}

// side is one end of a link. A nil side does nothing.
type side struct {
	in      *links
	link    *link
	address string
	number  int
}

type linksKey struct{}

func linksOf(rt *runtime.Runtime) *links {
	clock := rt.VirtualClock()
	if clock == nil {
		return nil
	}
	return runtime.Shared(rt, linksKey{}, func() *links { return &links{clock: clock, of: map[string]*link{}} })
}

// join notes an end: number 0 is the client and 1 the server.
func (l *links) join(address string, number int) *side {
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	made := l.of[address]
	if made == nil {
		made = &link{}
		l.of[address] = made
	}
	made.there[number] = true
	return &side{l, made, address, number}
}

// sent notes what goes to the other end, if that is of this program.
func (s *side) sent() {
	if s == nil {
		return
	}
	s.in.mu.Lock()
	defer s.in.mu.Unlock()
	s.launch()
}

// launch stops time until the other end has got something more, or has left. The caller holds the mutex.
func (s *side) launch() {
	if other := 1 - s.number; s.link.there[other] && s.link.there[s.number] {
		s.link.flight[other] = append(s.link.flight[other], s.in.clock.Pause())
	}
}

// got notes that the first of what was on its way has come.
func (s *side) got() {
	if s == nil {
		return
	}
	s.in.mu.Lock()
	defer s.in.mu.Unlock()
	if flight := s.link.flight[s.number]; len(flight) > 0 {
		flight[0]()
		s.link.flight[s.number] = flight[1:]
	}
}

// leave notes the end here. The other end is about to hear of it.
func (s *side) leave() {
	if s == nil {
		return
	}
	s.in.mu.Lock()
	defer s.in.mu.Unlock()
	if !s.link.there[s.number] {
		return
	}
	s.launch()
	s.link.there[s.number] = false
	for _, land := range s.link.flight[s.number] {
		land()
	}
	s.link.flight[s.number] = nil
	if !s.link.there[1-s.number] {
		delete(s.in.of, s.address)
	}
}
