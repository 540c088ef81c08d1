package messaging

import (
	"math/rand/v2"
	goruntime "runtime"
	"slices"
	"sync"
	"testing"
	"time"
)

// isolate is a loop as an Inbox sees it: jobs run one after another on one goroutine.
type isolate struct {
	in   *Inbox
	mu   sync.Mutex
	cond *sync.Cond
	jobs []func()
	over bool
}

func newIsolate() *isolate {
	i := &isolate{}
	i.cond = sync.NewCond(&i.mu)
	i.in = NewInbox(i.post)
	return i
}

func (i *isolate) post(job func()) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.over {
		return false
	}
	i.jobs = append(i.jobs, job)
	i.cond.Signal()
	return true
}

// run runs what was posted, and returns when nothing is left or, with wait, after stop.
func (i *isolate) run(wait bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for {
		for wait && len(i.jobs) == 0 && !i.over {
			i.cond.Wait()
		}
		if len(i.jobs) == 0 || i.over {
			return
		}
		job := i.jobs[0]
		i.jobs = i.jobs[1:]
		i.mu.Unlock()
		job()
		i.mu.Lock()
	}
}

func (i *isolate) stop() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.over = true
	i.cond.Signal()
}

// recorder remembers what is delivered.
type recorder struct{ got []any }

func (r *recorder) deliver(it Item) {
	if it.Closed {
		r.got = append(r.got, "closed")
		return
	}
	r.got = append(r.got, it.Note)
}

func (r *recorder) expect(t *testing.T, want ...any) {
	t.Helper()
	if !slices.Equal(r.got, want) {
		t.Errorf("got %v, want %v", r.got, want)
	}
}

func note(v any) Item { return Item{Note: v} }

func TestAnEndWaitsForAListener(t *testing.T) {
	i, r := newIsolate(), &recorder{}
	a, b := NewChannel()
	a.Send(note(1))
	b.Attach(i.in)
	a.Send(note(2))
	i.run(false)
	b.Listen(r.deliver, false)
	i.run(false)
	r.expect(t)
	b.Listen(r.deliver, true)
	a.Send(note(3))
	i.run(false)
	r.expect(t, 1, 2, 3)
	b.Listen(r.deliver, false)
	a.Send(note(4))
	i.run(false)
	r.expect(t, 1, 2, 3)
	b.Listen(r.deliver, true)
	b.Listen(r.deliver, true)
	i.run(false)
	r.expect(t, 1, 2, 3, 4)
}

func TestOneItemATurnInTheOrderOfArrival(t *testing.T) {
	i, r := newIsolate(), &recorder{}
	var sends []*End
	for range 3 {
		a, b := NewChannel()
		b.Attach(i.in)
		b.Listen(func(it Item) {
			r.deliver(it)
			i.post(func() { r.got = append(r.got, "turn") })
		}, true)
		sends = append(sends, a)
	}
	for n := range 6 {
		sends[n*2%3].Send(note(n))
	}
	i.run(false)
	// The turn after an item is asked for before it is delivered, so jobs that it posts come one later.
	r.expect(t, 0, 1, "turn", 2, "turn", 3, "turn", 4, "turn", 5, "turn", "turn")
}

func TestTheEndOfAChannelComesLast(t *testing.T) {
	i, one, two := newIsolate(), &recorder{}, &recorder{}
	a, b := NewChannel()
	a.Attach(i.in)
	b.Attach(i.in)
	a.Listen(one.deliver, false)
	b.Listen(two.deliver, false)
	a.Send(note(1))
	b.Send(note("dropped"))
	a.Close()
	a.Close()
	if a.Send(note(2)) || b.Send(note(3)) || !a.Closed() || b.Closed() {
		t.Error("a closed channel takes messages")
	}
	i.run(false)
	one.expect(t, "closed")
	two.expect(t)
	b.Listen(two.deliver, true)
	i.run(false)
	two.expect(t, 1, "closed")
	if !b.Closed() || b.Depart() != nil || len(i.in.open) != 0 {
		t.Errorf("closed %v, %d ends are left", b.Closed(), len(i.in.open))
	}
	b.Close()
	i.run(false)
	one.expect(t, "closed")
	two.expect(t, 1, "closed")
}

func TestTheEndIsToldToWhomListensLater(t *testing.T) {
	i, r := newIsolate(), &recorder{}
	a, b := NewChannel()
	a.Send(note(1))
	a.Close()
	transit := b.Depart()
	end, ok := transit.Arrive()
	if _, again := transit.Arrive(); !ok || again || end != b {
		t.Fatal("a transit arrives once")
	}
	b.Attach(i.in)
	i.run(false)
	b.Listen(r.deliver, false)
	i.run(false)
	r.expect(t)
	if it, ok := b.Take(); !ok || it.Note != 1 {
		t.Errorf("took %v, %v", it, ok)
	}
	if _, ok := b.Take(); ok {
		t.Error("took what is not there")
	}
	i.run(false)
	r.expect(t, "closed")
}

func TestAnEndSentThroughItsOwnChannelIsLost(t *testing.T) {
	i, r := newIsolate(), &recorder{}
	a, b := NewChannel()
	a.Attach(i.in)
	a.Listen(r.deliver, true)
	if a.Send(Item{Ports: []*Transit{b.Depart()}}) {
		t.Error("it was sent")
	}
	i.run(false)
	r.expect(t, "closed")
}

func TestPortsInDroppedMessagesAreClosed(t *testing.T) {
	i, r := newIsolate(), &recorder{}
	const depth = 100_000 // a chain of ports in messages to ports must not need as deep a stack
	first, next := NewChannel()
	for range depth {
		a, b := NewChannel()
		next.Send(Item{Ports: []*Transit{a.Depart()}})
		next = b
	}
	next.Attach(i.in)
	next.Listen(r.deliver, true)
	first.Close()
	i.run(false)
	r.expect(t, "closed")
}

func TestADeadIsolateClosesItsPorts(t *testing.T) {
	dying, i, r := newIsolate(), newIsolate(), &recorder{}
	a, b := NewChannel()
	c, d := NewChannel()
	a.Attach(dying.in)
	b.Attach(i.in)
	b.Listen(r.deliver, true)
	d.Attach(i.in)
	d.Listen(r.deliver, true)
	a.Send(note("last words"))
	b.Send(Item{Ports: []*Transit{c.Depart()}}) // was never received
	dying.in.ReleaseDead(1)
	i.run(false)
	r.expect(t, "last words", "closed", "closed")
	e, f := NewChannel()
	f.Attach(i.in)
	f.Listen(r.deliver, true)
	e.Attach(dying.in)
	i.run(false)
	r.expect(t, "last words", "closed", "closed", "closed")
}

// TestAClosedChannelLetsItsListenersGo makes what a port is: something that hears an end, and is watched by a cleanup
// that knows the end. While the end knew it in turn it would never be freed.
func TestAClosedChannelLetsItsListenersGo(t *testing.T) {
	for name, end := range map[string]func(a, b *End, i *isolate){
		"closed here":     func(a, _ *End, i *isolate) { a.Close(); i.run(false) },
		"closed there":    func(_, b *End, i *isolate) { b.Close(); i.run(false) },
		"dead":            func(_, _ *End, i *isolate) { i.in.ReleaseDead(1) },
		"closed and dead": func(a, _ *End, i *isolate) { a.Close(); i.in.ReleaseDead(1) },
	} {
		i := newIsolate()
		a, b := NewChannel()
		a.Attach(i.in)
		freed := make(chan struct{})
		func() {
			port := &struct{ heard []Item }{}
			goruntime.AddCleanup(port, func(a *End) { a.Close(); close(freed) }, a)
			a.Listen(func(it Item) { port.heard = append(port.heard, it) }, true)
		}()
		end(a, b, i)
		goruntime.GC()
		select {
		case <-freed:
		case <-time.After(5 * time.Second):
			t.Errorf("%s: the listener was not freed", name)
		}
		goruntime.KeepAlive(i)
	}
}

// TestADeadIsolateIsFreed has an end that knows, by way of its inbox, the isolate that has its port.
func TestADeadIsolateIsFreed(t *testing.T) {
	freed := make(chan struct{})
	a, b := NewChannel()
	func() {
		i := newIsolate()
		port := &struct{ isolate *isolate }{i}
		i.jobs = append(i.jobs, func() { port.isolate = nil }) // as the isolate knows its ports
		goruntime.AddCleanup(port, func(*End) { close(freed) }, a)
		a.Attach(i.in)
		a.Close()
		i.in.ReleaseDead(1)
	}()
	goruntime.GC()
	select {
	case <-freed:
	case <-time.After(5 * time.Second):
		t.Error("the port was not freed")
	}
	goruntime.KeepAlive(b)
}

func TestMembersOfAHub(t *testing.T) {
	i, h := newIsolate(), NewHub()
	count := map[*Member]int{}
	join := func(name string) *Member {
		m := h.Join(name, i.in)
		m.Listen(func(Item) { count[m]++ })
		return m
	}
	a, b, c, other := join("x"), join("x"), join("x"), join("y")
	a.Send(nil)
	c.Close()
	i.run(false)
	b.Listen(nil)
	a.Send(nil)
	i.run(false)
	if count[a] != 0 || count[b] != 1 || count[c] != 0 || count[other] != 0 || c.Send(nil) || !c.Closed() {
		t.Error(count)
	}
	i.in.ReleaseDead(1)
	if len(h.members) != 0 || a.Send(nil) || h.Join("x", i.in).Send(nil) {
		t.Error(h.members)
	}
}

// journey is one end of a channel that goes from isolate to isolate, and how far it has come.
type journey struct {
	end      *End
	sender   bool
	next     int // the number that is sent or expected next
	channel  int
	untilHop int
}

// hammer is a number of isolates and a channel from each to each.
type hammer struct {
	t        *testing.T
	isolates []*isolate
	ways     [][]*End
	done     sync.WaitGroup
	messages int
}

// hop sends a journey on to another isolate.
func (h *hammer) hop(at int, j *journey) {
	transit := j.end.Depart()
	if transit == nil {
		h.t.Error("an end is closed on its way")
		h.done.Done()
		return
	}
	h.ways[at][rand.IntN(len(h.isolates))].Send(Item{Note: j, Ports: []*Transit{transit}})
}

// arrive goes on with a journey in an isolate.
func (h *hammer) arrive(at int, it Item) {
	j := it.Note.(*journey)
	j.end, _ = it.Ports[0].Arrive()
	j.end.Attach(h.isolates[at].in)
	j.untilHop = rand.IntN(20)
	if j.sender {
		for ; j.next < h.messages && j.untilHop > 0; j.untilHop-- {
			j.end.Send(note(j.next))
			j.next++
		}
		if j.next < h.messages {
			h.hop(at, j)
			return
		}
		j.end.Close()
		h.done.Done()
		return
	}
	var gone bool
	j.end.Listen(func(it Item) {
		switch {
		case gone:
			h.t.Error("a message came after the end had left")
		case it.Closed:
			if j.next != h.messages {
				h.t.Errorf("channel %d ended after %d of %d messages", j.channel, j.next, h.messages)
			}
			h.done.Done()
			return
		case it.Note != j.next:
			h.t.Errorf("channel %d: got %v, want %d", j.channel, it.Note, j.next)
		}
		j.next++
		if j.untilHop--; j.untilHop < 0 {
			gone = true
			h.hop(at, j)
		}
	}, true)
}

// TestHammer sends numbers through channels both ends of which are on the move all the time.
func TestHammer(t *testing.T) {
	const isolates, channels, messages = 12, 60, 500
	h := &hammer{t: t, messages: messages}
	var loops sync.WaitGroup
	for range isolates {
		i := newIsolate()
		h.isolates = append(h.isolates, i)
		loops.Go(func() { i.run(true) })
	}
	for from := range isolates {
		ways := make([]*End, isolates)
		for to := range isolates {
			a, b := NewChannel()
			a.Attach(h.isolates[from].in)
			b.Attach(h.isolates[to].in)
			b.Listen(func(it Item) { h.arrive(to, it) }, true)
			ways[to] = a
		}
		h.ways = append(h.ways, ways)
	}
	h.done.Add(2 * channels)
	for c := range channels {
		a, b := NewChannel()
		h.isolates[0].post(func() {
			h.hop(0, &journey{end: a, sender: true, channel: c})
			h.hop(0, &journey{end: b, channel: c})
		})
	}
	h.done.Wait()
	for _, i := range h.isolates {
		i.stop()
	}
	loops.Wait()
	for at, i := range h.isolates {
		if n := len(i.in.open); n != 2*isolates {
			t.Errorf("isolate %d has %d ends, want %d", at, n, 2*isolates)
		}
	}
}
