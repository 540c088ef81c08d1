package websocket_test

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	goruntime "runtime"
	"strings"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

// Opcodes of frames; fin is the bit of the last one of a message.
const (
	fin, cont, text, binaryFrame, bye, ping, pong = 0x80, 0, 1, 2, 8, 9, 10
)

// peer speaks the protocol by hand.
type peer struct {
	t *testing.T
	net.Conn
	r *bufio.Reader
}

// call connects to a server and asks for a WebSocket.
func call(t *testing.T, address string) *peer {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Error(err)
		return nil
	}
	_, _ = fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
	p := &peer{t, conn, bufio.NewReader(conn)}
	resp, err := http.ReadResponse(p.r, nil)
	if err != nil || resp.StatusCode != http.StatusSwitchingProtocols {
		t.Errorf("the upgrade failed: %v %v", resp, err)
	}
	return p
}

// frame sends a frame with a mask of nothing.
func (p *peer) frame(first byte, payload string) {
	head := []byte{first, 0x80}
	switch n := len(payload); {
	case n < 126:
		head[1] |= byte(n)
	case n < 1<<16:
		head[1] |= 126
		head = binary.BigEndian.AppendUint16(head, uint16(n))
	default:
		head[1] |= 127
		head = binary.BigEndian.AppendUint64(head, uint64(n))
	}
	_, _ = p.Write(append(append(head, 0, 0, 0, 0), payload...))
}

// next reads a frame; the end of the connection is "".
func (p *peer) next() string {
	_ = p.SetReadDeadline(time.Now().Add(20 * time.Second))
	head := make([]byte, 2)
	if _, err := io.ReadFull(p.r, head); err != nil {
		return ""
	}
	n := int(head[1] & 0x7F)
	if n == 126 {
		long := make([]byte, 2)
		_, _ = io.ReadFull(p.r, long)
		n = int(binary.BigEndian.Uint16(long))
	}
	payload := make([]byte, n)
	_, _ = io.ReadFull(p.r, payload)
	return fmt.Sprintf("%x %s", head[0], payload)
}

// echo runs a server that sends everything back while client talks to it, and returns what it printed. Nothing may be
// left of it.
func echo(t *testing.T, options string, client func(address string)) string {
	t.Helper()
	before := goruntime.NumGoroutine()
	var out, complaints runtimetest.Output
	listening := make(chan string, 1)
	rt, err := runtime.New(runtime.WithModules(stdlib.All()...), runtime.WithStdio(nil, &out, &complaints), runtime.WithClock(loop.Real()), runtime.WithPermissions(permit.Everything()),
		runtime.WithNetwork(runtime.Network{Listen: func(ctx context.Context, network, address string) (net.Listener, error) {
			l, err := (&net.ListenConfig{}).Listen(ctx, network, address)
			if err == nil {
				listening <- l.Addr().String()
			}
			return l, err
		}}))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		client(<-listening)
	}()
	err = rt.Eval(ctx, "main.js", fmt.Sprintf(`
		import { serve, upgradeWebSocket } from "lariat:http";
		let left = 1;
		const server = await serve((request) => {
			const { socket, response } = upgradeWebSocket(request, %s);
			socket.binaryType = "arraybuffer";
			socket.onmessage = ({ data }) => {
				if (data === "spin") for (const end = Date.now() + 300; Date.now() < end;);
				else socket.send(data);
			};
			socket.onerror = ({ message }) => console.log("error:", message);
			socket.onclose = ({ code, reason, wasClean }) => {
				console.log("close:", code, reason, wasClean);
				server.close();
			};
			return response;
		});
	`, options))
	if err != nil {
		t.Errorf("%v\n%s", runtimetest.Describe(err), complaints.String())
	}
	<-done
	if err := rt.Close(); err != nil {
		t.Error(err)
	}
	for late := time.Now().Add(20 * time.Second); goruntime.NumGoroutine() > before; goruntime.Gosched() {
		if time.Now().After(late) {
			buf := make([]byte, 1<<20)
			t.Fatalf("goroutines are left:\n%s", buf[:goruntime.Stack(buf, true)])
		}
	}
	return strings.TrimSpace(out.String())
}

func TestFrames(t *testing.T) {
	const protocolError = "88 \x03\xea"
	for _, test := range []struct {
		name    string
		frames  []string // the first byte is the head
		answers []string // as far as they are looked at
		printed string
	}{
		{"fragments, with a ping between them", []string{"\x01he", "\x89p", "\x00ll", "\x80o"}, []string{"8a p", "81 hello"}, ""},
		{"an empty message", []string{"\x81"}, []string{"81 "}, ""},
		{"an unasked pong", []string{"\x8ax", "\x81y"}, []string{"81 y"}, ""},
		{"bytes that are no text", []string{"\x82\xff\xfe"}, []string{"82 \xff\xfe"}, ""},
		{"a letter in two fragments", []string{"\x01\xc3", "\x80\xa9"}, []string{"81 é"}, ""},
		{"close", []string{"\x88\x03\xe8bye"}, []string{"88 \x03\xe8bye"}, "close: 1000 bye true"},
		{"close without a code", []string{"\x88"}, []string{"88 "}, "close: 1005  true"},
		{"text that is no UTF-8", []string{"\x81\xff\xfe"}, []string{"88 \x03\xef"}, "error: a text message is no valid UTF-8\nclose: 1006  false"},
		{"half a surrogate pair", []string{"\x81\xed\xa0\xbd"}, []string{"88 \x03\xef"}, "error: a text message is no valid UTF-8\nclose: 1006  false"},
		{"a continuation of nothing", []string{"\x80x"}, []string{protocolError}, ""},
		{"a message within a message", []string{"\x01x", "\x81y"}, []string{protocolError}, ""},
		{"an unknown opcode", []string{"\x83x"}, []string{protocolError}, ""},
		{"reserved bits", []string{"\xb1x"}, []string{protocolError}, ""},
		{"a ping in fragments", []string{"\x09x"}, []string{protocolError}, ""},
		{"a ping that is too long", []string{"\x89" + strings.Repeat("x", 126)}, []string{protocolError}, ""},
		{"a close code that is none", []string{"\x88\x03\xed"}, []string{protocolError}, ""},
		{"half a close code", []string{"\x88\x03"}, []string{protocolError}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			printed := echo(t, "{}", func(address string) {
				p := call(t, address)
				defer p.Close()
				for _, f := range test.frames {
					p.frame(f[0], f[1:])
				}
				for _, want := range test.answers {
					if got := p.next(); !strings.HasPrefix(got, want) {
						t.Errorf("got the frame %q, want %q", got, want)
					}
				}
			})
			if test.printed != "" && printed != test.printed {
				t.Errorf("it printed:\n%s\nwant:\n%s", printed, test.printed)
			}
			if !strings.Contains(printed, "close: ") {
				t.Errorf("there was no event close: %s", printed)
			}
		})
	}
}

func TestAClientThatVanishes(t *testing.T) {
	printed := echo(t, "{}", func(address string) { _ = call(t, address).Close() })
	if want := "error: the other side has broken off without a goodbye\nclose: 1006  false"; printed != want {
		t.Errorf("it printed %q, want %q", printed, want)
	}
}

func TestAClientThatDoesNotAnswerPings(t *testing.T) {
	printed := echo(t, "{ idleTimeout: 50 }", func(address string) {
		p := call(t, address)
		defer p.Close()
		if got := p.next(); !strings.HasPrefix(got, "89 ") {
			t.Errorf("got %q, want a ping", got)
		}
		if got := p.next(); got != "" {
			t.Errorf("got %q, want the end", got)
		}
	})
	if want := "error: the other side has not answered a ping within 50ms\nclose: 1006  false"; printed != want {
		t.Errorf("it printed %q, want %q", printed, want)
	}
}

func TestAClientThatAnswersPingsStays(t *testing.T) {
	echo(t, "{ idleTimeout: 50 }", func(address string) {
		p := call(t, address)
		defer p.Close()
		for range 4 {
			p.frame(fin|pong, strings.TrimPrefix(p.next(), "89 "))
		}
		p.frame(fin|text, "still here")
		got := p.next()
		for strings.HasPrefix(got, "89 ") {
			p.frame(fin|pong, got[3:])
			got = p.next()
		}
		if got != "81 still here" {
			t.Errorf("got %q", got)
		}
	})
}

// A script that is busy reads no more than a megabyte ahead: the client has to wait.
func TestASlowScriptSlowsTheClientDown(t *testing.T) {
	const piece, most = 64 << 10, 64 << 20
	echo(t, "{}", func(address string) {
		p := call(t, address)
		defer p.Close()
		p.frame(fin|text, "spin")
		_ = p.SetWriteDeadline(time.Now().Add(150 * time.Millisecond))
		written := 0
		for ; written < most; written += piece {
			n, err := p.Write(append([]byte{fin | binaryFrame, 0x80 | 127, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0}, make([]byte, piece)...))
			if err != nil || n < piece {
				break
			}
		}
		if written >= most {
			t.Errorf("%d bytes were taken while the script was busy", written)
		}
	})
}

// Connections come and go on both sides, in the middle of messages; nothing may be left and nothing mixed up.
func TestHammer(t *testing.T) {
	before := goruntime.NumGoroutine()
	var out, complaints runtimetest.Output
	rt, err := runtime.New(runtime.WithModules(stdlib.All()...), runtime.WithStdio(nil, &out, &complaints), runtime.WithClock(loop.Real()), runtime.WithPermissions(permit.Everything()))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	err = rt.Eval(ctx, "main.js", `
		import { serve, upgradeWebSocket } from "lariat:http";
		let served = 0, ended = 0;
		const server = await serve((request) => {
			const { socket, response } = upgradeWebSocket(request);
			served++;
			socket.onmessage = ({ data }) => {
				socket.send(data);
				if (Math.random() < 0.01) socket.close(4001);
			};
			socket.onclose = () => ended++;
			return response;
		});
		let echoed = 0;
		const codes = new Set();
		const one = () => new Promise((resolve, reject) => {
			const socket = new WebSocket(server.url);
			let sent = 0, got = 0;
			const more = () => { socket.send(sent++ + ":" + "x".repeat(Math.random() < 0.1 ? 20_000 : 10)); };
			socket.onopen = () => { for (let i = 0; i < 10; i++) more(); };
			socket.onmessage = ({ data }) => {
				if (data.split(":")[0] !== String(got++)) reject(new Error("mixed up: " + data.slice(0, 20)));
				echoed++;
				if (got === 50 || Math.random() < 0.02) socket.close(4000);
				else more();
			};
			socket.onclose = ({ code }) => { codes.add(code); resolve(); };
			if (Math.random() < 0.1) socket.close();
		});
		await Promise.all(Array.from({ length: 10 }, async () => { for (let i = 0; i < 8; i++) await one(); }));
		await server.close();
		console.log(served === ended, echoed > 100, codes.has(4000), [...codes].every((code) => [1006, 4000, 4001].includes(code)), server.inflight);
	`)
	if err != nil {
		t.Errorf("%v\n%s", runtimetest.Describe(err), complaints.String())
	}
	if err := rt.Close(); err != nil {
		t.Error(err)
	}
	if got := strings.TrimSpace(out.String()); got != "true true true true 0" {
		t.Errorf("got %s\n%s", got, complaints.String())
	}
	for late := time.Now().Add(20 * time.Second); goruntime.NumGoroutine() > before; goruntime.Gosched() {
		if time.Now().After(late) {
			buf := make([]byte, 1<<20)
			t.Fatalf("goroutines are left:\n%s", buf[:goruntime.Stack(buf, true)])
		}
	}
}
