package http_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"

	"github.com/lariatjs/lariat/runtime"
)

// pausing has clients that send a part of a body, with its length or in chunks, and then nothing. Each wants an answer,
// which is the last one on its connection.
func pausing(t *testing.T, dial func() net.Conn, answers map[string]string) {
	t.Helper()
	var all sync.WaitGroup
	for path, want := range answers {
		for _, part := range []string{"Content-Length: 100\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"} {
			all.Go(func() {
				conn := dial()
				defer conn.Close()
				_, _ = fmt.Fprintf(conn, "POST /%s HTTP/1.1\r\nHost: a\r\n%s", path, part)
				in := bufio.NewReader(conn)
				resp, err := http.ReadResponse(in, nil)
				if err != nil {
					t.Errorf("%s: %v", path, err)
					return
				}
				body, err := io.ReadAll(resp.Body)
				if got := fmt.Sprint(resp.StatusCode, " ", string(body)); got != want || err != nil || !resp.Close {
					t.Errorf("%s: got %q %v, and the connection is closed: %t", path, got, err, resp.Close)
				}
				if _, err := in.ReadByte(); err != io.EOF {
					t.Errorf("%s: the connection goes on: %v", path, err)
				}
			})
		}
	}
	all.Wait()
}

// TestAnswersToClientsThatPause has handlers that answer before the body is whole, whatever they have done with it.
func TestAnswersToClientsThatPause(t *testing.T) {
	against(t, `
		import { withTimeout } from "lariat:task";
		const turns = async () => { for (let i = 0; i < 20; i++) await new Promise(setImmediate); };
		const pending = async (request) => {
			const reader = request.body.getReader();
			await reader.read();
			const more = reader.read();
			more.catch(() => {});
			await turns();
			return [reader, more];
		};
		const handlers = {
			async ignored() { return new Response("here"); },
			async begun(request) { await request.body.getReader().read(); return new Response("here"); },
			async left(request) { for await (const chunk of request.body) break; return new Response("here"); },
			async pending(request) { await pending(request); return new Response("here"); },
			async nothing(request) { await pending(request); return new Response(null, { status: 204 }); },
			async cancelled(request, { signal }) {
				const [reader, more] = await pending(request);
				await reader.cancel();
				await more;
				await turns();
				return new Response(signal.aborted ? "aborted" : "here");
			},
			async timeout(request) {
				return withTimeout(20, () => request.text()).catch((error) => new Response(error.name));
			},
			async streamed(request) {
				const utf8 = new TextEncoder();
				const [reader] = await pending(request);
				return new Response((async function* () {
					yield utf8.encode("he");
					await turns();
					await reader.cancel();
					await turns();
					yield utf8.encode("re");
				})());
			},
		};
		await using server = await serve((request, context) => handlers[new URL(request.url).pathname.slice(1)](request, context));
		await run(server);
		console.log(server.inflight);
	`, "0", func(dial func() net.Conn) {
		pausing(t, dial, map[string]string{
			"ignored": "200 here", "begun": "200 here", "left": "200 here", "pending": "200 here", "nothing": "204 ",
			"cancelled": "200 here", "timeout": "200 TimeoutError", "streamed": "200 here",
		})
	})
	against(t, `
		await using server = await serve(async (request) => new Response(await request.text()), { requestTimeout: 20 });
		await run(server);
	`, "", func(dial func() net.Conn) { pausing(t, dial, map[string]string{"": "503 Service Unavailable\n"}) },
		runtime.WithStdio(nil, io.Discard, io.Discard)) // it tells that the handler failed
	against(t, `
		import http from "node:http";
		const server = http.createServer((request, response) => {
			request.on("data", () => setImmediate(() => response.end("here"))).on("error", () => {});
		});
		await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
		await run({ url: { host: "127.0.0.1:" + server.address().port } });
		server.close();
	`, "", func(dial func() net.Conn) { pausing(t, dial, map[string]string{"": "200 here"}) })
}

// TestClosingBreaksOffWhatIsNotReadAnyMore has a handler that has given up the body of its request in the middle, and never
// answers, or never comes to the end of its answer.
func TestClosingBreaksOffWhatIsNotReadAnyMore(t *testing.T) {
	against(t, `
		const given = [Promise.withResolvers(), Promise.withResolvers()];
		const never = new Promise(() => {});
		const server = await serve(async (request, { signal }) => {
			const reader = request.body.getReader();
			await reader.read();
			const more = reader.read();
			for (let i = 0; i < 20; i++) await new Promise(setImmediate);
			await reader.cancel();
			await more;
			const body = request.url.endsWith("/stream");
			given[Number(body)].resolve(signal);
			if (body) return new Response(new ReadableStream({ pull: () => never }));
			return never;
		});
		const over = run(server);
		const signals = await Promise.all(given.map((g) => g.promise));
		console.log(...signals.map((s) => s.aborted));
		await server.close({ timeout: 0 });
		console.log(...signals.map((s) => s.reason.message), server.inflight);
		await over;
	`, "false false\nthe server was closed the server was closed 0", func(dial func() net.Conn) {
		var all sync.WaitGroup
		for _, path := range []string{"/", "/stream"} {
			all.Go(func() {
				conn := dial()
				defer conn.Close()
				_, _ = fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc", path)
				_, _ = io.Copy(io.Discard, conn)
			})
		}
		all.Wait()
	})
}

// TestAConnectionGoesOnAfterABodyThatNobodyWanted sends bodies in two pieces to a handler that does not read them, or not to
// the end, and asks again.
func TestAConnectionGoesOnAfterABodyThatNobodyWanted(t *testing.T) {
	against(t, `
		await using server = await serve(async (request) => {
			if (request.url.endsWith("/some")) await request.body.getReader().read();
			return new Response("here");
		});
		await run(server);
	`, "", func(dial func() net.Conn) {
		for path, kept := range map[string]bool{"/none": true, "/some": true, "/large": false} {
			conn := dial()
			in := bufio.NewReader(conn)
			length := 2000
			if path == "/large" {
				length = 1 << 20
			}
			for i := range 3 {
				_, err := fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%01000d", path, length, 1)
				if i > 0 && !kept {
					break
				}
				if err == nil {
					_, err = fmt.Fprintf(conn, "%0*d", length-1000, 2)
				}
				if err != nil && kept {
					t.Errorf("%s: %v", path, err)
				}
				resp, err := http.ReadResponse(in, nil)
				if err != nil {
					t.Errorf("%s: %v", path, err)
					break
				}
				if all, _ := io.ReadAll(resp.Body); string(all) != "here" || resp.Close == kept {
					t.Errorf("%s: %q, and the connection is closed: %t", path, all, resp.Close)
				}
			}
			_ = conn.Close()
		}
	})
}
