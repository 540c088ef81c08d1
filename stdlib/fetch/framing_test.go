package fetch

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
)

// answers are such that framing knows the end of.
var answers = []struct {
	text string
	head bool
}{
	{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", false},
	{"HTTP/1.1 200 OK\r\ncontent-length:  0 \r\n\r\n", false},
	{"HTTP/1.1 200 OK\r\nContent-Length: 00\r\n\r\n", false},
	{"HTTP/1.1 200\nContent-Length: 2\n\nok", false},
	{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", true},
	{"HTTP/1.1 200 OK\r\n\r\n", true},
	{"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", false},
	{"HTTP/1.1 304 Not Modified\r\n\r\n", false},
	{"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", false},
	{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0A;name=\"value\"\r\n0123\r\n6789\r\n0\r\n\r\n", false},
	{"HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\nTrailer: A\r\n\r\n1 \r\nx\r\n0\r\nA: b\r\nC: d\r\n\r\n", false},
}

func TestFramingFindsTheEnd(t *testing.T) {
	for _, a := range answers {
		for size := range len(a.text) {
			var f framing
			for range 2 { // the connection is used again
				f.begin(a.head)
				for rest := []byte(a.text); len(rest) > 0; {
					piece := rest[:min(size+1, len(rest))]
					if n := f.feed(piece); n != len(piece) {
						t.Fatalf("%q in pieces of %d: %d of %q", a.text, size+1, n, piece)
					}
					rest = rest[len(piece):]
				}
				if n := f.feed([]byte("HTTP/1.1")); n != 0 {
					t.Fatalf("%q in pieces of %d: %d bytes more", a.text, size+1, n)
				}
			}
			f.begin(a.head)
			if n := f.feed([]byte(a.text + "surplus")); n != len(a.text) {
				t.Fatalf("%q: %d of %d bytes", a.text, n, len(a.text))
			}
		}
	}
}

func TestFramingLetsPassWhatItDoesNotKnow(t *testing.T) {
	for _, text := range []string{
		"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\n", "ICY 200 OK\r\nContent-Length: 1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n",
		"HTTP/1.1 101 Switching Protocols\r\nContent-Length: 1\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n 2\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
		"HTTP/1.1 200 OK\r\nA: " + strings.Repeat("a", maxFrameHead) + "\r\nContent-Length: 1\r\n\r\n",
	} {
		var f framing
		f.begin(false)
		text += strings.Repeat("all that comes", 3)
		if n := f.feed([]byte(text)); n != len(text) {
			t.Errorf("%q: %d of %d bytes", text, n, len(text))
		}
	}
}

// FuzzFraming holds it against net/http, which must get all that it takes for the answer.
func FuzzFraming(f *testing.F) {
	for _, a := range answers {
		f.Add([]byte(a.text+"HTTP/1.1 200 OK\r\n"), a.head)
	}
	f.Fuzz(func(t *testing.T, text []byte, head bool) {
		method := http.MethodGet
		if head {
			method = http.MethodHead
		}
		from := bytes.NewReader(text)
		r := bufio.NewReader(from)
		for {
			resp, err := http.ReadResponse(r, &http.Request{Method: method})
			if err != nil {
				return
			}
			if _, err := io.Copy(io.Discard, resp.Body); err != nil {
				return
			}
			if resp.StatusCode/100 != 1 || resp.StatusCode == http.StatusSwitchingProtocols {
				break
			}
		}
		var ours framing
		ours.begin(head)
		if n, theirs := ours.feed(text), len(text)-from.Len()-r.Buffered(); n < theirs {
			t.Errorf("%q: %d bytes instead of %d", text, n, theirs)
		}
	})
}
