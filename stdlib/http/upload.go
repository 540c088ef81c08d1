package http

import (
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/lariatjs/lariat/stdlib/fetch"
	"github.com/lariatjs/lariat/stdlib/streams"
)

// upload is the body of a request. One that is too long has an error that says so, and Close ends a Read that waits for
// a slow client, which net/http's own would wait for. When it breaks off the exchange hears first that the client has left:
// net/http tells that by itself at some time afterwards, or not at all if the body is chunked.
type upload struct {
	io.ReadCloser
	from    io.Reader // as it comes
	of      *Exchange
	control *http.ResponseController
	turn    sync.Mutex  // of Read
	begun   atomic.Bool // there was one
	reading atomic.Bool
	whole   atomic.Bool // the end has been read
	closed  atomic.Bool
	skipped bool // the end has been read for nobody
}

func (u *upload) Read(p []byte) (int, error) {
	u.begun.Store(true)
	u.turn.Lock()
	defer u.turn.Unlock()
	u.reading.Store(true)
	defer u.reading.Store(false)
	switch {
	case u.whole.Load(): // closed or not
		return 0, io.EOF
	case u.closed.Load():
		return 0, http.ErrBodyReadAfterClose
	}
	n, err := u.ReadCloser.Read(p)
	var over *http.MaxBytesError
	switch {
	case err == nil:
	case err == io.EOF: //nolint:errorlint // the end itself
		u.whole.Store(true)
	case errors.As(err, &over):
		err = tooLarge(over.Limit)
	case u.brokenOff(err):
		u.of.forsake()
		err = u.of.Cause()
	default:
		err = fetch.SystemError(err)
	}
	return n, err
}

// brokenOff reports whether an error is the end of the connection, or that of the client's part of it. With HTTP/2 every
// error is.
func (u *upload) brokenOff(err error) bool {
	if u.closed.Load() {
		return false
	}
	return u.of.Request.ProtoMajor == 2 || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, new(*net.OpError))
}

// Waiting is that of the connection.
func (u *upload) Waiting(by streams.Waiter) (done func()) { return streams.Await(u.from, by) }

// Close ends a Read that is under way. Over HTTP/1.1 nothing can be read from the connection afterwards, but the answer can
// be sent.
func (u *upload) Close() error {
	u.closed.Store(true)
	if u.reading.Load() {
		if u.http1() {
			u.of.deaf.Store(true)
		}
		_ = u.control.SetReadDeadline(time.Now())
	}
	return u.ReadCloser.Close()
}

func (u *upload) http1() bool { return u.of.Request.ProtoMajor == 1 }

// What is left of a body is in the way of the next request, and a client may not read its answer before it has sent all.
// So that is read before a short answer, if it is little and the handler has not been waiting for it, for as long as the
// client does not pause. If that does not come to the end, the answer is the last one on its connection.
const (
	restBytes = 256 << 10 // what net/http reads, too
	restPause = 500 * time.Millisecond
)

// finish is called before an answer that needs nothing of the body.
func (u *upload) finish(header http.Header) {
	r := u.of.Request
	if !u.http1() || u.whole.Load() {
		return
	}
	if u.reading.Load() {
		_ = u.Close()
	}
	invited := u.begun.Load() || r.Header.Get("Expect") == "" // to read would ask the client to send
	if u.closed.Load() || r.ContentLength > restBytes || !invited || !u.skip() {
		header.Set("Connection", "close")
	}
}

// skip reads the rest. It reports whether that was all.
func (u *upload) skip() bool {
	u.closed.Store(true)
	_ = u.ReadCloser.Close()
	buffer := make([]byte, 4<<10)
	for read := 0; read <= restBytes; {
		_ = u.control.SetReadDeadline(time.Now().Add(restPause))
		n, err := u.from.Read(buffer)
		if err != nil {
			u.skipped = err == io.EOF
			return u.skipped
		}
		read += n
	}
	return false
}

// goOn is called before an answer during which the body may be read: the handler may send back what the client still
// sends. The connection is of no use afterwards, since net/http reads the rest of such a body and looks for the next request
// at the same time, and then breaks off.
func (u *upload) goOn(header http.Header) {
	if u.http1() && !u.whole.Load() {
		_ = u.control.EnableFullDuplex()
		header.Set("Connection", "close")
	}
}

// linger is called after the answer. It has net/http read on for a time before it closes the connection: if something came
// afterwards the client would lose the answer.
func (u *upload) linger() {
	if !u.http1() || u.whole.Load() || u.skipped {
		return
	}
	u.closed.Store(true)
	_ = u.control.SetReadDeadline(time.Now())
	u.turn.Lock() // net/http would wait for a Read too, and forget the deadline
	defer u.turn.Unlock()
	_ = u.control.SetReadDeadline(time.Now().Add(restPause))
}
