package http_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	goruntime "runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/runtime"
	serving "github.com/lariatjs/lariat/stdlib/http"
)

// against runs a script with a server whose handler is given, and clients in Go beside it. The script has clients, a
// promise of the time when they have done.
func against(t *testing.T, source, want string, clients func(dial func() net.Conn), options ...runtime.Option) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	first := make(chan string, 1)
	go func() { // /address?at= tells where the server is, /done answers when the clients have done
		_ = http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if at := r.URL.Query().Get("at"); at != "" {
				first <- at
				return
			}
			<-done
		}))
	}()
	go func() {
		defer close(done)
		address := <-first
		clients(func() net.Conn {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				t.Error(err)
			}
			return conn
		})
	}()
	script(t, fmt.Sprintf(`
		import { serve } from "lariat:http";
		const run = async (server) => {
			await (await fetch("http://%[1]s/address?at=" + server.url.host)).text();
			await (await fetch("http://%[1]s/done")).text();
		};
		%[2]s`, l.Addr(), source), want, options...)
	_ = l.Close()
}

// answer reads the status of an answer and the rest of it.
func answer(t *testing.T, conn net.Conn) (status int, body string) {
	t.Helper()
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0, ""
	}
	defer resp.Body.Close()
	all, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(all)
}

func TestClientsThatSendOnlyHalf(t *testing.T) {
	const half = "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: "
	against(t, `
		const server = await serve(() => new Response("ok"));
		await run(server);
		await server.close({ timeout: 0 });
		console.log(server.inflight);
	`, "0", func(dial func() net.Conn) {
		var slow []net.Conn
		for range 200 {
			conn := dial()
			_, _ = io.WriteString(conn, half)
			slow = append(slow, conn)
		}
		conn := dial()
		_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
		if status, body := answer(t, conn); status != http.StatusOK || body != "ok" {
			t.Errorf("beside slow clients: %d %q", status, body)
		}
		t.Cleanup(func() {
			for _, conn := range slow {
				if _, err := conn.Read(make([]byte, 1)); err == nil {
					t.Error("a slow client got something")
				}
				_ = conn.Close()
			}
		})
	})
}

// pipes is a listener of connections in memory, which a bubble with its own time can have.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

func (p pipes) Close() error {
	select {
	case <-p.done:
	default:
		close(p.done)
	}
	return nil
}

func TestAHeadHasItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := pipes{make(chan net.Conn), make(chan struct{})}
		s := serving.NewServer(l, nil, -1, nil)
		served := make(chan error)
		go func() { served <- s.Serve() }()
		s.Add(nobody{})
		client, server := net.Pipe()
		l.conns <- server
		begun := time.Now()
		gone := make(chan struct{})
		defer close(gone)
		go func() { // a byte every ten seconds, which is never nothing
			every := time.NewTicker(10 * time.Second)
			defer every.Stop()
			for {
				select {
				case <-every.C:
					_, _ = io.WriteString(client, "G")
				case <-gone:
					return
				}
			}
		}()
		if _, err := io.ReadAll(client); err != nil {
			t.Error(err)
		}
		if lived := time.Since(begun); lived > 2*time.Minute {
			t.Errorf("a client that sends no request was kept for %s", lived)
		}
		s.Kill()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
}

// nobody is a handler that must not be asked.
type nobody struct{}

func (nobody) Take(*serving.Exchange) bool { return false }

func TestClientsWithEndlessHeaders(t *testing.T) {
	against(t, `
		await using server = await serve(() => new Response("ok"));
		await run(server);
	`, "", func(dial func() net.Conn) {
		conn := dial()
		defer conn.Close()
		_, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\n")
		for i := 0; err == nil; i++ {
			_, err = fmt.Fprintf(conn, "X-%d: %s\r\n", i, strings.Repeat("x", 1000))
			if i > 100_000 {
				t.Error("the server takes headers without end")
				return
			}
		}
	})
}

// A request whose body breaks off ends as every other that nobody waits for, however its length was told.
func TestClientsWhoseBodiesBreakOff(t *testing.T) {
	for name, sent := range map[string]string{
		"length": "Content-Length: 100\r\n\r\nfew", "chunked": "Transfer-Encoding: chunked\r\n\r\n64\r\nfew", "no chunk": "Transfer-Encoding: chunked\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			against(t, `
				import { sleep } from "lariat:task";
				const told = Promise.withResolvers();
				await using server = await serve(async (request, { signal }) => {
					const read = await request.text().catch((error) => error);
					const waited = await sleep("1h").catch((error) => error);
					told.resolve([read.name, read.message, waited === signal.reason]);
					throw read;
				});
				await run(server);
				console.log(await told.promise);
			`, "[ 'AbortError', 'the client has left', true ]", func(dial func() net.Conn) {
				conn := dial()
				_, _ = io.WriteString(conn, "POST / HTTP/1.1\r\nHost: a\r\n"+sent)
				_ = conn.(*net.TCPConn).CloseWrite()
				_, _ = io.Copy(io.Discard, conn)
				_ = conn.Close()
			})
		})
	}
}

func TestClientsThatReset(t *testing.T) {
	against(t, `
		let ended = 0;
		const all = Promise.withResolvers();
		const server = await serve(() => new Response((async function* () {
			try {
				for (;;) yield new Uint8Array(1 << 16);
			} finally {
				if (++ended === 20) all.resolve();
			}
		})()));
		await run(server);
		await all.promise;
		await server.close();
		console.log(ended, server.inflight);
	`, "20 0", func(dial func() net.Conn) {
		for range 20 {
			conn := dial()
			_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
			_, _ = io.ReadFull(conn, make([]byte, 100_000))
			_ = conn.(*net.TCPConn).SetLinger(0)
			_ = conn.Close()
		}
	})
}

// upload sends a gigabyte, with its length or in chunks, and returns what the server answers; 0 is nothing.
func upload(t *testing.T, conn net.Conn, path string) int {
	t.Helper()
	defer conn.Close()
	status := make(chan int, 1)
	go func() {
		code, _ := answer(t, conn)
		status <- code
	}()
	pr, pw := io.Pipe()
	req, err := http.NewRequest(http.MethodPost, "http://a"+path, pr)
	if err != nil {
		t.Error(err)
		return 0
	}
	if path == "/told" {
		req.ContentLength = gigabyte
	}
	go func() {
		block := make([]byte, 1<<20)
		for range gigabyte / len(block) {
			if _, err := pw.Write(block); err != nil {
				return
			}
		}
		_ = pw.Close()
	}()
	_ = req.Write(conn)
	_ = pr.Close()
	return <-status
}

func TestUploadsOfAGigabyte(t *testing.T) {
	var before, after goruntime.MemStats
	goruntime.GC()
	goruntime.ReadMemStats(&before)
	against(t, `
		const errors = new Set();
		const whole = async (request) => {
			try {
				return new Response((await request.bytes()).length);
			} catch (error) {
				errors.add(error.name + " " + error.code);
				throw error;
			}
		};
		await using small = await serve(whole, { maxBody: 1 << 20 });
		await run(small);
		console.log(...errors);
	`, "LimitError ERR_LIMIT", func(dial func() net.Conn) {
		for _, path := range []string{"/told", "/untold"} {
			if status := upload(t, dial(), path); status != http.StatusRequestEntityTooLarge && status != 0 { // reset before it was read
				t.Errorf("%s: a body that is too long was answered with %d", path, status)
			}
		}
	})
	against(t, `
		await using server = await serve(async (request) => {
			let size = 0;
			for await (const chunk of request.body) size += chunk.length;
			return new Response(null, { status: size === `+fmt.Sprint(gigabyte)+` ? 204 : 500 });
		}, { maxBody: Infinity });
		await run(server);
	`, "", func(dial func() net.Conn) {
		if status := upload(t, dial(), "/told"); status != http.StatusNoContent {
			t.Errorf("a body without limit was answered with %d", status)
		}
	})
	goruntime.ReadMemStats(&after)
	if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 64<<20 {
		t.Errorf("the heap has grown by %d MiB", grown>>20)
	}
}

// A connection is used again only if the body of the request was read before the answer began.
func TestAnswersBeforeTheWholeBody(t *testing.T) {
	against(t, `
		const utf8 = new TextEncoder();
		const stream = async function* () { yield utf8.encode("one "); yield utf8.encode("two"); };
		await using server = await serve(async (request) => {
			if (request.url.endsWith("/read")) await request.text();
			return new Response(stream());
		});
		await run(server);
	`, "", func(dial func() net.Conn) {
		for path, kept := range map[string]bool{"/read": true, "/unread": false} {
			conn := dial()
			in := bufio.NewReader(conn)
			for i := range 3 {
				if i > 0 && !kept {
					if _, err := in.ReadByte(); err != io.EOF {
						t.Errorf("%s: the connection goes on: %v", path, err)
					}
					break
				}
				_, _ = fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789", path)
				resp, err := http.ReadResponse(in, nil)
				if err != nil {
					t.Error(err)
					break
				}
				if all, _ := io.ReadAll(resp.Body); string(all) != "one two" || resp.Close == kept {
					t.Errorf("%s: %q, and the connection is closed: %t", path, all, resp.Close)
				}
			}
			_ = conn.Close()
		}
	})
}
