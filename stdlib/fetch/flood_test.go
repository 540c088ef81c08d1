package fetch_test

import (
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	goruntime "runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/lariatjs/lariat/stdlib/fetch"
)

// blocks writes n bytes, a block at a time, until nobody wants them.
func blocks(w io.Writer, n int64) {
	block := make([]byte, 1<<20)
	for ; n > 0; n -= int64(len(block)) {
		if _, err := w.Write(block[:min(n, int64(len(block)))]); err != nil {
			return
		}
	}
}

// flood is a server that sends a gigabyte with its length, and a good part of one without and as a bomb, which is a
// thousandth of what comes out of it.
func flood(t *testing.T) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/told":
			w.Header().Set("Content-Length", fmt.Sprint(gigabyte))
			blocks(w, gigabyte)
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			to := gzip.NewWriter(w)
			blocks(to, part)
			_ = to.Close()
		default:
			w.(http.Flusher).Flush()
			blocks(w, part)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

const part = gigabyte / 8

// little checks that f leaves the heap about as large as it was.
func little(t *testing.T, f func()) {
	t.Helper()
	var before, after goruntime.MemStats
	goruntime.GC()
	goruntime.ReadMemStats(&before)
	f()
	goruntime.ReadMemStats(&after)
	if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 64<<20 {
		t.Errorf("the heap has grown by %d MiB", grown>>20)
	}
}

func TestAGigabyteIsReadInPieces(t *testing.T) {
	url := flood(t)
	for path, size := range map[string]int{"/told": gigabyte, "/untold": part, "/bomb": part} {
		little(t, func() {
			script(t, url+path, `
				let size = 0;
				for await (const chunk of (await fetch(url)).body) size += chunk.length;
				console.log(size);
			`, fmt.Sprint(size))
		})
	}
}

func TestAGigabyteIsNotReadWhole(t *testing.T) {
	defer fetch.ReadWhole(1 << 20)()
	url := flood(t)
	little(t, func() {
		script(t, url, `
			for (const path of ["/told", "/untold", "/bomb"]) {
				for (const how of ["text", "json", "arrayBuffer", "bytes", "blob", "formData"]) {
					const error = await (await fetch(url + path))[how]().catch((error) => error);
					if (error.name !== "LimitError" || error.code !== "ERR_LIMIT") console.log(path, how, error);
				}
				const error = await new Response((await fetch(url + path)).body).text().catch((error) => error);
				console.log(path, error.name, error.code);
			}
			const integrity = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
			console.log((await fetch(url, { integrity }).catch((error) => error)).name);
		`, "/told LimitError ERR_LIMIT\n/untold LimitError ERR_LIMIT\n/bomb LimitError ERR_LIMIT\nLimitError")
	})
}

func TestServersThatNeverEnd(t *testing.T) {
	lines := map[string]string{
		"/headers":  "X: y\r\n",
		"/line":     strings.Repeat("x", 1000),
		"/early":    "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n",
		"/continue": "HTTP/1.1 100 Continue\r\n\r\n",
	}
	url := raw(t, func(conn net.Conn, path string) {
		first := "HTTP/1.1 200 OK\r\n"
		if path == "/early" || path == "/continue" {
			first = ""
		}
		_, err := io.WriteString(conn, first)
		for many := strings.Repeat(lines[path], 100); err == nil; {
			_, err = io.WriteString(conn, many)
		}
	})
	little(t, func() {
		script(t, url, told+`for (const path of ["headers", "line", "early", "continue"]) await tell("/" + path);`, `
/headers TypeError fetch failed UND_ERR_HEADERS_OVERFLOW
/line TypeError fetch failed UND_ERR_HEADERS_OVERFLOW
/early TypeError fetch failed UND_ERR_HEADERS_OVERFLOW
/continue TypeError fetch failed UND_ERR_HEADERS_OVERFLOW`)
	})
}

// A script that reads a little of a long answer and waits holds the server up: it has sent no more than fits between.
func TestAServerWaitsForAReader(t *testing.T) {
	var sent atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/sent" {
			_, _ = fmt.Fprint(w, sent.Load())
			return
		}
		block := make([]byte, 1<<20)
		for {
			if _, err := w.Write(block); err != nil {
				return
			}
			sent.Add(int64(len(block)))
		}
	}))
	defer server.Close()
	script(t, server.URL, `
		const reader = (await fetch(url)).body.getReader();
		await reader.read();
		const sent = async () => Number(await (await fetch(url + "/sent")).text());
		let before = -1, now = 0; // until it has come to rest
		for (let rest = 0; rest < 50; rest = now === before ? rest + 1 : 0) { before = now; now = await sent(); }
		console.log(now < 64 * 2 ** 20 || now);
		await reader.cancel();
	`, "true")
}
