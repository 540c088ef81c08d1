package http

import (
	"context"
	"io"
	"net/http"
	"sync/atomic"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/fetch"
)

// Handler takes requests: an isolate with the function of the script.
type Handler interface {
	// Take begins to answer. It does not block. False says that the handler has ended.
	Take(x *Exchange) bool
}

// Exchange is one request and its answer. The handler calls Answer or Fail once; Left and Done tell it how the client
// fares.
type Exchange struct {
	Request *http.Request
	// Body is what the client sends, or nil.
	Body io.ReadCloser

	answered func() // tells the handler's isolate that it has answered; nil if nobody asks
	answer   answer
	answers  chan struct{} // has one once answer is there
	given    atomic.Bool
	lent     atomic.Pointer[func()] // gives back the time that the client has lent
	left     atomic.Pointer[func()] // what OnLeft was given
	over     atomic.Pointer[func()] // what OnEnd was given
	gone     atomic.Bool            // the body broke off
	deaf     atomic.Bool            // the connection is not read any more: net/http takes that for a client that has left
	server   *Server
}

type answer struct {
	reply  *fetch.Reply
	err    error
	broken bool // nothing is said at all
}

// Answer gives the reply. One that comes too late is closed.
func (x *Exchange) Answer(reply *fetch.Reply) { x.give(answer{reply: reply}) }

// Fail says that there is no reply: the client gets a status that says why, as far as it may know.
func (x *Exchange) Fail(err error) { x.give(answer{err: err}) }

// Break says that there is no reply, and that the connection is not used any more.
func (x *Exchange) Break() { x.give(answer{broken: true}) }

// Lend notes how to give back the time that the client has lent, which is done with the answer.
func (x *Exchange) Lend(back func()) { x.lent.Store(&back) }

func (x *Exchange) give(a answer) {
	if x.answered != nil {
		x.answered()
	}
	if back := x.lent.Load(); back != nil {
		(*back)()
	}
	if x.given.Swap(true) { // there was one
		a.close()
		return
	}
	x.server.Ref()
	x.answer = a
	x.answers <- struct{}{} // the last thing: the server may be gone afterwards
}

func (a answer) close() {
	if a.reply == nil {
		return
	}
	if a.reply.Body != nil {
		_ = a.reply.Body.Close()
	}
	if a.reply.Protocol != nil {
		_ = a.reply.Protocol.Close()
	}
}

// Context ends when the client leaves or the server is closed.
func (x *Exchange) Context() context.Context {
	if x.deaf.Load() {
		return x.server.life
	}
	return x.Request.Context()
}

// wait waits for the answer. False says that nobody wants it any more.
func (x *Exchange) wait() bool {
	for client := x.Request.Context().Done(); ; {
		select {
		case <-x.answers:
			return true
		case <-client:
			if !x.deaf.Load() {
				return false
			}
			client = nil
		case <-x.server.life.Done(): // of which the client's context hears only while the connection is read
			return false
		}
	}
}

// whenOver calls f when the context of the exchange ends, perhaps twice.
func (x *Exchange) whenOver(f func()) (stop func()) {
	client := context.AfterFunc(x.Request.Context(), func() {
		if !x.deaf.Load() {
			f()
		}
	})
	if x.Body == nil {
		return func() { client() }
	}
	server := context.AfterFunc(x.server.life, f)
	return func() {
		client()
		server()
	}
}

// OnLeft calls f, once, when the client leaves or the server is closed while the server waits for the answer or sends a
// long one, before it forgets the exchange.
func (x *Exchange) OnLeft(f func()) (stop func()) {
	x.listen(&f)
	return func() { x.left.Store(nil) }
}

func (x *Exchange) listen(f *func()) {
	x.left.Store(f)
	if x.forsaken() { // the server may have looked before
		x.leave()
	}
}

// forsake notes that the client has left, and tells it.
func (x *Exchange) forsake() {
	x.gone.Store(true)
	x.leave()
}

// forsaken reports whether nobody waits for the answer.
func (x *Exchange) forsaken() bool { return x.gone.Load() || x.Context().Err() != nil }

// leave tells that the client has left.
func (x *Exchange) leave() {
	if f := x.left.Swap(nil); f != nil {
		(*f)()
	}
}

// OnEnd calls f, once and on any goroutine, when the answer has been sent, or nobody wants it any more: before the server is closed.
func (x *Exchange) OnEnd(f func()) {
	if !x.over.CompareAndSwap(nil, &f) {
		f()
	}
}

// end says that it is so.
func (x *Exchange) end() {
	if f := x.over.Swap(&ended); f != nil {
		(*f)()
	}
}

// ended stands for the call of what OnEnd was given.
var ended = func() {}

// Cause is why the context of the exchange has ended.
func (x *Exchange) Cause() error {
	if x.server.closing.Load() {
		return fault.Aborted.New("the server was closed")
	}
	return fault.Aborted.New("the client has left")
}
