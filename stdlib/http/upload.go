package http

import (
	"errors"
	"io"
	"net"
	"net/http"
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
	reading atomic.Bool
	whole   atomic.Bool // the end has been read
	closed  atomic.Bool
}

func (u *upload) Read(p []byte) (int, error) {
	u.reading.Store(true)
	n, err := u.ReadCloser.Read(p)
	u.reading.Store(false)
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

// Close gives up the connection if a Read is under way.
func (u *upload) Close() error {
	u.closed.Store(true)
	if u.reading.Load() {
		_ = u.control.SetReadDeadline(time.Now())
	}
	return u.ReadCloser.Close()
}
