package http

import (
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/fetch"
	"github.com/lariatjs/lariat/stdlib/streams"
)

// upload is the body of a request. One that is too long has an error that says so, and Close ends a Read that waits for
// a slow client, which net/http's own would wait for.
type upload struct {
	io.ReadCloser
	from    io.Reader // as it comes
	control *http.ResponseController
	reading atomic.Bool
	whole   atomic.Bool // the end has been read
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
	case errors.Is(err, io.ErrUnexpectedEOF):
		err = fault.System.New("the client has left before the body of its request was whole").With("code", "ECONNRESET")
	default:
		err = fetch.SystemError(err)
	}
	return n, err
}

// Waiting is that of the connection.
func (u *upload) Waiting(by streams.Waiter) (done func()) { return streams.Await(u.from, by) }

// Close gives up the connection if a Read is under way.
func (u *upload) Close() error {
	if u.reading.Load() {
		_ = u.control.SetReadDeadline(time.Now())
	}
	return u.ReadCloser.Close()
}
