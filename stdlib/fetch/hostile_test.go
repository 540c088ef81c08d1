package fetch_test

import (
	"bufio"
	"compress/gzip"
	"compress/zlib"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	goruntime "runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

// script runs a program in real time with url in scope, checks what it prints, and that it leaves no goroutine.
func script(t *testing.T, url, source, want string, options ...runtime.Option) {
	t.Helper()
	before := goruntime.NumGoroutine()
	var out, complaints runtimetest.Output
	all := append([]runtime.Option{
		runtime.WithModules(stdlib.All()...), runtime.WithStdio(nil, &out, &complaints), runtime.WithClock(loop.Real()),
	}, options...)
	rt, err := runtime.New(append(all, runtime.WithPermissions(permit.Everything()))...)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := rt.Eval(ctx, "main.js", fmt.Sprintf("const url = %q;\n%s", url, source)); err != nil {
		t.Errorf("%v\n%s", runtimetest.Describe(err), complaints.String())
	}
	if err := rt.Close(); err != nil {
		t.Error(err)
	}
	if got := strings.TrimSpace(out.String()); got != strings.TrimSpace(want) {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	for late := time.Now().Add(10 * time.Second); goruntime.NumGoroutine() > before; goruntime.Gosched() {
		if time.Now().After(late) {
			buf := make([]byte, 1<<20)
			t.Fatalf("goroutines are left:\n%s", buf[:goruntime.Stack(buf, true)])
		}
	}
}

// raw is a server that reads the head of each request and then does as it likes.
func raw(t *testing.T, serve func(conn net.Conn, path string)) (url string) {
	t.Helper()
	return "http://" + rawOn(t, func(conn net.Conn) net.Conn { return conn }, serve)
}

// rawOn is raw behind something, such as TLS. It returns the address.
func rawOn(t *testing.T, wrap func(net.Conn) net.Conn, serve func(conn net.Conn, path string)) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	t.Cleanup(func() {
		_ = l.Close()
		<-done
	})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			conn = wrap(conn)
			req, err := http.ReadRequest(bufio.NewReader(conn))
			if err == nil {
				serve(conn, req.URL.Path)
			}
			_ = conn.Close()
		}
	}()
	return l.Addr().String()
}

const told = `const tell = async (path, read = "text") => {
	try {
		const response = await fetch(url + path);
		console.log(path, response.status, (await response[read]()).length);
	} catch (error) {
		console.log(path, error.name, error.message, error.cause?.code);
	}
};
`

func TestServersThatLie(t *testing.T) {
	answers := map[string]string{
		"/short":   "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nfew",
		"/long":    "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nfew and more",
		"/chunk":   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nnonsense\r\n",
		"/cut":     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
		"/nothing": "",
		"/no-http": "220 mail.example.org ESMTP\r\n",
		"/length":  "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
		"/gzip":    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\nthis is no gzip data",
		"/until":   "HTTP/1.1 200 OK\r\n\r\nuntil the end",
		"/huge":    "HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 2<<20) + "\r\n\r\n",
		"/early":   "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
	}
	url := raw(t, func(conn net.Conn, path string) { _, _ = io.WriteString(conn, answers[path]) })
	script(t, url, told+`for (const path of "short long chunk cut nothing no-http length gzip until huge early".split(" ")) await tell("/" + path);`, `
/short TypeError terminated UND_ERR_SOCKET
/long 200 3
/chunk TypeError terminated HPE_INVALID
/cut TypeError terminated UND_ERR_SOCKET
/nothing TypeError fetch failed UND_ERR_SOCKET
/no-http TypeError fetch failed HPE_INVALID
/length TypeError fetch failed HPE_INVALID
/gzip TypeError terminated Z_DATA_ERROR
/until 200 13
/huge TypeError fetch failed UND_ERR_HEADERS_OVERFLOW
/early 200 2`)
}

func TestServersThatReset(t *testing.T) {
	url := raw(t, func(conn net.Conn, path string) {
		if path == "/body" {
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nfew")
		}
		_ = conn.(*net.TCPConn).SetLinger(0)
	})
	script(t, url, told+`await tell("/head"); await tell("/body");`, `
/head TypeError fetch failed ECONNRESET
/body TypeError terminated ECONNRESET`)
}

func TestServersThatStall(t *testing.T) {
	stop := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/body" {
			_, _ = io.WriteString(w, "x")
			w.(http.Flusher).Flush()
		}
		select {
		case <-stop:
		case <-r.Context().Done():
		}
	}))
	defer server.Close()
	defer close(stop)
	script(t, server.URL, `
		import { withTimeout } from "lariat:task";
		for (const path of ["/head", "/body"]) {
			try {
				await withTimeout(50, async () => (await fetch(url + path)).text());
			} catch (error) {
				console.log(path, error.name);
			}
		}
		const response = await fetch(url + "/body", { signal: AbortSignal.timeout(50) });
		await response.text().catch((error) => console.log("signal", error.name));
		const forgotten = await fetch(url + "/body");
		forgotten.body.cancel();
	`, "/head TimeoutError\n/body TimeoutError\nsignal TimeoutError")
}

func TestCodingsAreUndone(t *testing.T) {
	text := strings.Repeat("all work and no play ", 1000)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		coding := r.URL.Path[1:]
		w.Header().Set("Content-Encoding", coding)
		var to io.WriteCloser
		switch coding {
		case "gzip":
			to = gzip.NewWriter(w)
		case "deflate":
			to = zlib.NewWriter(w)
		default:
			_, _ = io.WriteString(w, text)
			return
		}
		_, _ = io.WriteString(to, text)
		_ = to.Close()
	}))
	defer server.Close()
	script(t, server.URL, told+`
		await tell("/gzip"); await tell("/deflate"); await tell("/other");
		console.log((await fetch(url + "/gzip")).headers.get("content-encoding"));
		console.log((await fetch(url + "/gzip", { method: "HEAD" })).body);
	`, "/gzip 200 21000\n/deflate 200 21000\n/other 200 21000\ngzip\nnull")
}

func TestHTTP2AndTrust(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, _ = fmt.Fprintf(w, "%s %d", r.Proto, len(body))
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	source := `
		try {
			console.log(await (await fetch(url, { method: "POST", body: "x".repeat(100000) })).text());
		} catch (error) {
			console.log(error.message, error.cause.code);
		}`
	script(t, server.URL, source, "fetch failed DEPTH_ZERO_SELF_SIGNED_CERT")
	config := server.Client().Transport.(*http.Transport).TLSClientConfig
	trust := runtime.WithNetwork(runtime.Network{TLS: &tls.Config{RootCAs: config.RootCAs, MinVersion: tls.VersionTLS12}})
	script(t, server.URL, source, "HTTP/2.0 100000", trust)
}

func TestTheHostDecidesWhoIsDialled(t *testing.T) {
	var dialled atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") }))
	defer server.Close()
	network := runtime.Network{Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
		dialled.Add(1)
		if strings.HasPrefix(address, "secret.") {
			return nil, fmt.Errorf("%s is not for scripts", address)
		}
		return (&net.Dialer{}).DialContext(ctx, network, server.Listener.Addr().String())
	}}
	script(t, "http://anywhere.example/", `
		for (let i = 0; i < 5; i++) console.log(await (await fetch(url)).text());
		await fetch("http://secret.example/").catch((error) => console.log(error.cause.message));
	`, strings.Repeat("ok\n", 5)+"secret.example:80 is not for scripts (GET http://secret.example/)", runtime.WithNetwork(network))
	if n := dialled.Load(); n != 2 {
		t.Errorf("%d connections were dialled for two hosts: they are to be kept", n)
	}
}

func TestMismatchOfContentLength(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // an answer that comes before the body has ended counts
		if r.ContentLength == 3 {          // which is when the server has enough, and before the client knows that there is more
			<-r.Context().Done()
		}
	}))
	defer server.Close()
	script(t, server.URL, `
		const send = (body, length) => fetch(url, { method: "POST", body, duplex: "half", headers: { "content-length": length } })
			.then((response) => console.log(response.status), (error) => console.log(error.cause.code));
		await send("four", "4");
		await send("four", "5");
		for (const wrong of ["5", "3"]) await send(new Blob(["four"]).stream(), wrong);
		await send(new Blob(["four"]).stream(), "4");
	`, "200\n"+strings.Repeat("UND_ERR_REQ_CONTENT_LENGTH_MISMATCH\n", 3)+"200")
}

func TestABigBodyNeedsLittleMemory(t *testing.T) {
	const size = 256 << 20
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		block := make([]byte, 1<<20)
		for range size / len(block) {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	}))
	defer server.Close()
	var before, after goruntime.MemStats
	goruntime.GC()
	goruntime.ReadMemStats(&before)
	script(t, server.URL, `
		let size = 0;
		for await (const chunk of (await fetch(url)).body) size += chunk.length;
		console.log(size);
	`, fmt.Sprint(size))
	goruntime.ReadMemStats(&after)
	if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > size/4 {
		t.Errorf("the heap has grown by %d MiB", grown>>20)
	}
}

func TestFetchHammer(t *testing.T) {
	var open atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat("x", 1000))
		w.(http.Flusher).Flush()
		_, _ = io.WriteString(w, strings.Repeat("y", 100_000))
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			open.Add(1)
		case http.StateClosed, http.StateHijacked:
			open.Add(-1)
		}
	}
	server.Start()
	script(t, server.URL, `
		let whole = 0, broken = 0;
		const rest = (n) => Math.floor(Math.random() * n);
		const one = async () => {
			const controller = new AbortController();
			const timer = rest(3) === 0 ? undefined : setTimeout(() => controller.abort("enough"), rest(15));
			try {
				const response = await fetch(url, { signal: controller.signal });
				if (rest(10) === 0) return void response[Symbol.dispose]();
				if (rest(2)) whole += (await response.text()).length === 101_000;
				else {
					let size = 0;
					for await (const chunk of response.body) {
						size += chunk.length;
						if (rest(20) === 0) break;
					}
				}
			} catch (error) {
				if (error !== "enough") throw error;
				broken++;
			} finally {
				clearTimeout(timer);
			}
		};
		await Promise.all(Array.from({ length: 40 }, async () => { for (let i = 0; i < 25; i++) await one(); }));
		console.log(whole > 0, broken > 0);
	`, "true true")
	for late := time.Now().Add(10 * time.Second); open.Load() > 0 && time.Now().Before(late); {
		goruntime.Gosched()
	}
	if n := open.Load(); n > 0 {
		t.Errorf("%d connections are open", n)
	}
	server.Close()
}

func TestForgottenResponsesGiveTheirConnectionsBack(t *testing.T) {
	var busy atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/gc" {
			goruntime.GC()
			_, _ = fmt.Fprint(w, busy.Load())
			return
		}
		busy.Add(1)
		defer busy.Add(-1)
		w.WriteHeader(http.StatusOK)
		w.(http.Flusher).Flush()
		<-r.Context().Done() // until the client closes the connection
	}))
	defer server.Close()
	script(t, server.URL, `
		const statuses = [];
		await (async () => { for (let i = 0; i < 5; i++) statuses.push((await fetch(url)).status); })();
		console.log(statuses.join());
		let busy;
		do busy = await (await fetch(url + "/gc")).text(); while (busy > 1);
		console.log("given back");
	`, "200,200,200,200,200\ngiven back")
}
