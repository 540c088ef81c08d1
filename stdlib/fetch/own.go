package fetch

import (
	"net/http/httptrace"
	"sync"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/stdlib/streams"
)

// Own is for tests in virtual time, whose server and client are one program. What waits for the network stops time, but
// what waits for this very program must not, or a handler that sleeps would never wake up. Own knows the requests of a
// program to itself from both ends, and lets time pass for what waits at one end when the other end waits for a script
// and nothing is under way between them. A nil Own, as in real time, does nothing.
//
// A connection is known by the address of its client, and has one request at a time: in virtual time, servers speak
// HTTP/1.1 only.
type Own struct {
	clock *loop.Virtual
	mu    sync.Mutex
	talks map[string]*talk // the last one of each connection
}

// talk is a request and its answer.
type talk struct{ toServer, toClient way }

// way is what one end sends to the other: a head, which counts as one byte, and a body.
type way struct {
	waits     map[*wait]bool
	lent      int // how many senders wait for a script
	sent, got int64
	reading   bool // somebody asks for more of the body, and does not have it
	over      bool // nobody wants it any more, and whoever waits is about to hear of that
}

// wait is who waits for what comes this way, or, if it writes, for what goes.
type wait struct {
	by     streams.Waiter
	want   purpose
	paused bool // time may pass
}

type purpose int

const (
	forHead purpose = iota
	forBody
	toWrite
)

// room is how many bytes a connection takes that nobody reads.
const room = 64 << 10

type ownKey struct{}

// OwnOf returns what knows the requests of a program to itself; nil in real time.
func OwnOf(rt *runtime.Runtime) *Own {
	clock := rt.VirtualClock()
	if clock == nil {
		return nil
	}
	return runtime.Shared(rt, ownKey{}, func() *Own { return &Own{clock: clock, talks: map[string]*talk{}} })
}

// begin notes that a connection has got a request.
func (o *Own) begin(address string) *talk {
	o.mu.Lock()
	defer o.mu.Unlock()
	t := &talk{}
	o.talks[address] = t
	return t
}

// at returns the request that a server has got over a connection; nil if the client is elsewhere.
func (o *Own) at(address string) *talk {
	if o == nil {
		return nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.talks[address]
}

// change changes a way, and lets time pass, or not, for what waits there.
func (o *Own) change(w *way, f func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	f()
	w.settle()
}

// settle is for who holds the mutex.
func (w *way) settle() {
	for one := range w.waits {
		one.pause(w.still(one.want))
	}
}

// still reports whether what waits can only wait for a script.
func (w *way) still(want purpose) bool {
	switch want {
	case toWrite:
		return w.sent-w.got > room && !w.reading
	case forBody:
		return w.lent > 0 && w.got >= w.sent && w.reading && !w.over
	}
	return w.lent > 0 && w.got >= w.sent && !w.over
}

func (one *wait) pause(paused bool) {
	if one.paused == paused {
		return
	}
	one.paused = paused
	switch by := one.by.(type) {
	case *loan:
		by.set(paused)
	default:
		if paused {
			by.Unref()
		} else {
			by.Ref()
		}
	}
}

// wait notes that by waits, until done is called.
func (o *Own) wait(w *way, by streams.Waiter, want purpose) (done func()) {
	one := &wait{by: by, want: want}
	o.change(w, func() {
		if w.waits == nil {
			w.waits = map[*wait]bool{}
		}
		w.waits[one] = true
	})
	return func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		delete(w.waits, one)
		one.pause(false)
	}
}

// Wait notes that a connection has got a request, and that by waits for the head of the answer until done is called.
func (o *Own) Wait(address string, by streams.Waiter) (done func()) {
	if o == nil {
		return func() {}
	}
	return o.wait(&o.begin(address).toClient, by, forHead)
}

// loan is a sender, which waits for a script while it is on.
type loan struct {
	own *Own
	way *way
	by  []streams.Waiter // who hears of it, too
	on  bool
}

// Unref says that it waits.
func (l *loan) Unref() {
	l.own.mu.Lock()
	defer l.own.mu.Unlock()
	l.set(true)
}

// Ref says that it does not.
func (l *loan) Ref() {
	l.own.mu.Lock()
	defer l.own.mu.Unlock()
	l.set(false)
}

// set is for who holds the mutex.
func (l *loan) set(on bool) {
	switch {
	case l.on == on:
		return
	case on:
		l.way.lent++
	default:
		l.way.lent--
	}
	l.on = on
	l.way.settle()
	for _, by := range l.by {
		if on {
			by.Unref()
		} else {
			by.Ref()
		}
	}
}

// Lend says that a handler has the request of a connection, until back is called: the client waits for a script.
func (o *Own) Lend(address string) (back func()) {
	t := o.at(address)
	if t == nil {
		return func() {}
	}
	l := &loan{own: o, way: &t.toClient}
	l.Unref()
	return l.Ref
}

// asking is the client's end of a request, on whatever connections it is tried.
type asking struct {
	own *Own
	by  streams.Waiter // what waits for the head of the answer
	out *departure     // the body, or nil

	mu    sync.Mutex
	talk  *talk // on the last connection
	done  func()
	ended bool // the request has been given up
}

// gotConn hears of a connection.
func (a *asking) gotConn(info httptrace.GotConnInfo) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.done != nil {
		a.done()
	}
	a.talk = a.own.begin(info.Conn.LocalAddr().String())
	a.talk.toClient.over = a.ended
	a.done = a.own.wait(&a.talk.toClient, a.by, forHead)
	if a.out != nil {
		a.out.begin(&a.talk.toServer)
	}
}

// end notes that the request, or the body of its answer, is given up.
func (a *asking) end() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ended = true
	if a.talk != nil {
		way := &a.talk.toClient
		a.own.change(way, func() { way.over = true })
	}
}

// over notes that there is a head, or that none will come. It returns the request on its connection, nil if it had none.
func (a *asking) over() *talk {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.talk == nil {
		return nil
	}
	a.done()
	way := &a.talk.toClient
	a.own.change(way, func() { way.got++ })
	return a.talk
}
