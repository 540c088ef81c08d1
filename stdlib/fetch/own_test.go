package fetch

import (
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/stdlib/streams"
)

// hold is what waits, as a loop.Hold does.
type hold struct {
	t      *testing.T
	paused bool
}

func (h *hold) Ref()   { h.set(false) }
func (h *hold) Unref() { h.set(true) }

func (h *hold) set(paused bool) {
	if h.paused == paused {
		h.t.Errorf("it is told twice in a row that paused is %v", paused)
	}
	h.paused = paused
}

// played is a body that waits for a script while the test says so.
type played struct{ by streams.Waiter }

func (s *played) Read(p []byte) (int, error)              { return copy(p, "abc"), nil }
func (s *played) Close() error                            { return nil }
func (s *played) Waiting(by streams.Waiter) (done func()) { s.by = by; return func() {} }

// inside calls f within each Read, and says then that there were n bytes.
type inside struct {
	f func()
	n int
}

func (r *inside) Read([]byte) (int, error) { r.f(); return r.n, nil }
func (r *inside) Close() error             { return nil }

// TestTimePassesOnlyForScripts goes through a request of a program to itself, step by step.
func TestTimePassesOnlyForScripts(t *testing.T) {
	own := &Own{clock: loop.NewVirtual(time.Time{}, true), talks: map[string]*talk{}}
	expect := func(step string, h *hold, paused bool) {
		t.Helper()
		if h.paused != paused {
			t.Errorf("%s: paused is %v, want %v", step, h.paused, paused)
		}
	}
	const address = "127.0.0.1:1"
	if own.at(address) != nil {
		t.Fatal("a connection that nobody has begun is known")
	}
	head := &hold{t: t}
	a := &asking{own: own, by: head}
	a.talk = own.begin(address)
	a.done = own.wait(&a.talk.toClient, head, forHead)
	expect("the request is under way", head, false)
	back := own.Lend(address)
	expect("a handler has it", head, true)
	back()
	expect("the handler has answered", head, false)
	body := &played{}
	out := own.Depart(address, body, &hold{t: t})
	body.by.Unref()
	expect("the stream waits and the head is under way", head, false)
	talk := a.over()
	expect("the head is there", head, false)

	whole := &hold{t: t}
	within := &inside{}
	in := &arrival{ReadCloser: within, own: own, way: &talk.toClient, left: 5}
	done := in.Waiting(whole)
	expect("nobody reads", whole, false)
	read := func(n int, f func()) {
		t.Helper()
		within.f, within.n = f, n
		_, _ = in.Read(nil)
		expect("the Read is over", whole, false)
	}
	read(3, func() {
		expect("the stream has nothing", whole, true)
		body.by.Ref()
		expect("the stream has something", whole, false)
		_, _ = out.Read(make([]byte, 3))
		body.by.Unref()
		expect("three bytes are under way", whole, false)
	})
	read(2, func() {
		expect("the stream has nothing again", whole, true)
		body.by.Ref()
		_, _ = out.Read(make([]byte, 2))
		body.by.Unref()
	})
	read(0, func() { expect("nothing more can come", whole, false) })
	in.left = -1
	read(0, func() {
		expect("the length is not known", whole, true)
		a.end()
		expect("the request is given up", whole, false)
	})
	done()
	_ = out.Close()
}

// TestWritersWaitForReaders has more written than a connection takes.
func TestWritersWaitForReaders(t *testing.T) {
	own := &Own{clock: loop.NewVirtual(time.Time{}, true), talks: map[string]*talk{}}
	to := &own.begin("a").toServer
	writer := &hold{t: t}
	defer own.wait(to, writer, toWrite)()
	own.change(to, func() { to.sent = room })
	if writer.paused {
		t.Error("it waits although there is room")
	}
	own.change(to, func() { to.sent++ })
	if !writer.paused {
		t.Error("it does not wait although there is no room")
	}
	in := own.Arrive(&http.Request{RemoteAddr: "a", ContentLength: -1}, io.NopCloser(&inside{f: func() {
		if writer.paused {
			t.Error("it waits although somebody reads")
		}
	}, n: 1}))
	_, _ = in.Read(nil)
	if writer.paused {
		t.Error("it waits although there is room again")
	}
}
