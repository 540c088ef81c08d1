package fetch_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	goruntime "runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/lariatjs/lariat/runtime"
)

// lines is what the global log has written.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write notes a line.
func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

// quiet fails a test if something is written to the global log meanwhile.
func quiet(t *testing.T) {
	t.Helper()
	var logged lines
	before := log.Writer()
	log.SetOutput(&logged)
	t.Cleanup(func() {
		log.SetOutput(before)
		logged.mu.Lock()
		defer logged.mu.Unlock()
		if text := logged.buf.String(); text != "" {
			t.Errorf("the global log has:\n%s", text)
		}
	})
}

func TestServersThatTalkUnasked(t *testing.T) {
	secure := httptest.NewTLSServer(nil)
	defer secure.Close()
	roots := x509.NewCertPool()
	roots.AddCert(secure.Certificate())
	for scheme, wrap := range map[string]func(net.Conn) net.Conn{
		"http": func(conn net.Conn) net.Conn { return conn },
		"https": func(conn net.Conn) net.Conn {
			return tls.Server(conn, &tls.Config{Certificates: secure.TLS.Certificates, MinVersion: tls.VersionTLS12})
		},
	} {
		t.Run(scheme, func(t *testing.T) {
			quiet(t)
			ready, sent := make(chan bool), make(chan bool)
			address := rawOn(t, wrap, func(conn net.Conn, _ string) {
				_, _ = fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
				<-ready
				_, _ = fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
				_, _ = conn.Read(make([]byte, 1)) // the client hangs up
				sent <- true
			})
			other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
				ready <- true
				<-sent
			}))
			defer other.Close()
			network := runtime.Network{TLS: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}
			script(t, scheme+"://"+address, fmt.Sprintf(`
				console.log(await (await fetch(url)).text());
				await (await fetch(%q)).text(); // now the first connection is idle, and the server goes on
			`, other.URL), "ok", runtime.WithNetwork(network))
		})
	}
}

// What is more than an answer comes together with it: the answer is whole, the rest is heard nowhere, and the connection is not
// used again.
func TestServersThatSayTooMuch(t *testing.T) {
	for name, c := range map[string]struct{ answer, body string }{
		"length":  {"Content-Length: 2\r\n\r\nok", "ok"},
		"nothing": {"Content-Length: 0\r\n\r\n", ""},
		"chunks":  {"Transfer-Encoding: chunked\r\n\r\n1\r\no\r\n1;x=y\r\nk\r\n0\r\nA: b\r\n\r\n", "ok"},
	} {
		t.Run(name, func(t *testing.T) {
			quiet(t)
			var conns atomic.Int64
			address := rawOn(t, func(conn net.Conn) net.Conn { return conn }, func(conn net.Conn, _ string) {
				conns.Add(1)
				_, _ = fmt.Fprint(conn, "HTTP/1.1 200 OK\r\n"+c.answer+"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
				_, _ = conn.Read(make([]byte, 1)) // the client hangs up
			})
			script(t, "http://"+address, `
				for (let i = 0; i < 3; i++) console.log(await (await fetch(url)).text());
			`, c.body+"\n"+c.body+"\n"+c.body)
			if n := conns.Load(); n != 3 {
				t.Errorf("%d connections", n)
			}
		})
	}
}

// Ten thousand requests, a hundred at a time: no more than that reach the server at once, and memory stays where it was.
func TestTenThousandRequests(t *testing.T) {
	var now, most, all atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		n := now.Add(1)
		defer now.Add(-1)
		for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
		}
		all.Add(1)
		_, _ = w.Write([]byte("hello"))
	}))
	script(t, server.URL, `
		import { fetchAll } from "lariat:http";
		function* urls() {
			for (let i = 0; i < 10_000; i++) yield url + "/" + i;
		}
		let bytes = 0;
		for await (const response of fetchAll(urls(), { concurrency: 100, ordered: false })) bytes += (await response.text()).length;
		console.log(bytes);
	`, "50000")
	server.Close()
	if all.Load() != 10_000 || most.Load() > 100 {
		t.Errorf("%d requests have come, %d of them at once", all.Load(), most.Load())
	}
	var memory goruntime.MemStats
	goruntime.GC()
	goruntime.ReadMemStats(&memory)
	if memory.HeapAlloc > 256<<20 {
		t.Errorf("%d MB are left in memory", memory.HeapAlloc>>20)
	}
}
