package fetch

import (
	"errors"
	"io"
	"net"
	"net/http/httptrace"
	"testing"
)

// scripted is a connection that a server has sent a byte on for each read.
type scripted struct{ net.Conn }

// Read gives the next byte.
func (scripted) Read(p []byte) (int, error) {
	p[0] = 'x'
	return 1, nil
}

// Write takes everything.
func (scripted) Write(p []byte) (int, error) { return len(p), nil }

func TestGuardedGivesWhatIsOwed(t *testing.T) {
	g := &guarded{Conn: scripted{}}
	reads := func(when string, owed bool) {
		t.Helper()
		n, err := g.Read(make([]byte, 1))
		if owed && (n != 1 || err != nil) || !owed && (n != 0 || !errors.Is(err, io.EOF)) {
			t.Errorf("%s: %d bytes, %v", when, n, err)
		}
	}
	writes := func() {
		if _, err := g.Write([]byte("GET")); err != nil {
			t.Error(err)
		}
	}
	first, second := &use{}, &use{}
	reads("before any request", false)
	first.got(httptrace.GotConnInfo{Conn: g})
	reads("before the request is written", false)
	writes()
	reads("the answer", true)
	// The second request has the connection before the first one has told that it has given it back.
	second.got(httptrace.GotConnInfo{Conn: g})
	writes()
	first.put(nil)
	reads("the second answer", true)
	second.put(nil)
	first.put(nil)
	reads("when it is idle", false)
	second.got(httptrace.GotConnInfo{Conn: g})
	reads("before the third request is written", false)
	writes()
	reads("the third answer", true)
	second.put(net.ErrClosed)
	reads("when it was not given back", true)
}
