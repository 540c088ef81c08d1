package streams_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	goruntime "runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
	"github.com/lariatjs/lariat/stdlib/streams"
)

// host is Go's side of the tests, and what it has seen.
type host struct {
	mu      sync.Mutex
	written bytes.Buffer
	log     []string
	wrote   chan struct{} // has room for one note of a write
	blocked chan struct{} // closed when a Read stalls
}

func newHost() *host { return &host{wrote: make(chan struct{}, 1), blocked: make(chan struct{})} }

func (h *host) note(what string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.log = append(h.log, what)
}

func (h *host) expect(t *testing.T, want string) {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	if got := strings.Join(h.log, ", "); got != want {
		t.Errorf("the host saw %q, want %q", got, want)
	}
}

// parts is a reader that gives its parts and then fails, or stalls until it is closed.
type parts struct {
	h      *host
	parts  []string
	end    error
	closed chan struct{}
	once   sync.Once
}

var errStall = errors.New("stalls")

func (p *parts) Read(b []byte) (int, error) {
	if len(p.parts) > 0 {
		n := copy(b, p.parts[0])
		if p.parts[0] = p.parts[0][n:]; p.parts[0] == "" {
			p.parts = p.parts[1:]
		}
		return n, nil
	}
	if p.end == errStall {
		close(p.h.blocked)
		<-p.closed
		return 0, fault.Closed.New("closed meanwhile")
	}
	return 0, p.end
}

func (p *parts) Close() error {
	p.once.Do(func() {
		close(p.closed)
		p.h.note("reader closed")
	})
	return nil
}

// sink is a writer that remembers.
type sink struct {
	h    *host
	fail error
}

func (s *sink) Write(b []byte) (int, error) {
	if s.fail != nil {
		return 0, s.fail
	}
	s.h.mu.Lock()
	defer s.h.mu.Unlock()
	select {
	case s.h.wrote <- struct{}{}:
	default:
	}
	return s.h.written.Write(b)
}

func (s *sink) Close() error {
	s.h.note("writer closed")
	return nil
}

func (s *sink) Abort(err error) error {
	s.h.note("aborted: " + err.Error())
	return nil
}

var errBroken = fault.System.New("the disk is on fire")

func (h *host) module() runtime.Module {
	names := []string{"closed", "free", "reader", "writer", "consume", "collect", "spin", "stalled"}
	return runtime.Module{Name: "test:seam", Globals: names, Load: func(rt *runtime.Runtime) runtime.Exports {
		s := streams.In(rt)
		stream := func(c *bind.Call) *streams.Readable {
			r, ok := s.Of(c.Value(0))
			if !ok {
				c.Wrong("stream", "a ReadableStream")
			}
			return r
		}
		return runtime.Exports{
			// reader(end, …parts): end is "eof", "broken" or "stall".
			"reader": bind.Func(rt, "reader", 1, func(c *bind.Call) (any, error) {
				p := &parts{h: h, closed: make(chan struct{}), end: map[string]error{"eof": io.EOF, "broken": errBroken, "stall": errStall}[c.Text(0)]}
				for _, v := range c.Rest(1) {
					p.parts = append(p.parts, v.String())
				}
				return s.FromReader(p, streams.Options{Label: "parts", Chunk: 1000}).Value(), nil
			}),
			"writer": bind.Func(rt, "writer", 0, func(c *bind.Call) (any, error) {
				w := &sink{h: h}
				if c.Bool(0) {
					w.fail = errBroken
				}
				return s.ToWriter(w, streams.Options{Label: "sink"}).Value(), nil
			}),
			// consume(stream, limit) reads on another goroutine and closes after limit bytes.
			"consume": bind.AsyncFunc(rt, "consume", 1, func(c *bind.Call) (any, error) {
				r, err := s.Consume(stream(c))
				if err != nil {
					return nil, err
				}
				limit := c.IntOr(1, "limit", 0, 1<<30)
				return bind.Go(c, rt.Scope(), func(context.Context) (string, error) {
					b, err := io.ReadAll(io.LimitReader(r, int64(limit)))
					return string(b), errors.Join(err, r.Close())
				}, func(text string) (any, error) { return text, nil })
			}),
			"collect": bind.AsyncFunc(rt, "collect", 1, func(c *bind.Call) (any, error) {
				p := rt.NewPromise()
				s.Collect(stream(c), int64(c.IntOr(1, "limit", 0, 1<<30)), func(b []byte, err error) {
					if err != nil {
						p.Reject(err)
						return
					}
					p.Resolve(bind.ToValue(rt, string(b)))
				})
				return p.Value, nil
			}),
			// spin keeps the loop from doing anything until so many bytes are written.
			"spin": bind.Func(rt, "spin", 1, func(c *bind.Call) (any, error) {
				for late := time.After(10 * time.Second); ; {
					h.mu.Lock()
					n := h.written.Len()
					h.mu.Unlock()
					if n >= c.Int(0, "bytes", 0) {
						return true, nil
					}
					select {
					case <-h.wrote:
					case <-late:
						return false, nil
					}
				}
			}),
			"closed": bind.Func(rt, "closed", 0, func(*bind.Call) (any, error) {
				h.mu.Lock()
				defer h.mu.Unlock()
				return len(h.log), nil
			}),
			"free": bind.Func(rt, "free", 0, func(*bind.Call) (any, error) {
				goruntime.GC()
				return nil, nil
			}),
			"stalled": bind.AsyncFunc(rt, "stalled", 0, func(c *bind.Call) (any, error) {
				return bind.Go(c, rt.Scope(), func(context.Context) (any, error) {
					<-h.blocked
					return nil, nil
				}, nil)
			}),
		}
	}}
}

func (h *host) run(t *testing.T, source, want string) {
	t.Helper()
	runtimetest.Expect(t, source, want, append(stdlib.All(), h.module())...)
}

func TestReadingFromGo(t *testing.T) {
	h := newHost()
	h.run(t, `
		const text = (v) => new TextDecoder().decode(v);
		for await (const chunk of reader("eof", "one", "two")) console.log(text(chunk));
		const byob = reader("eof", "x".repeat(2500)).getReader({ mode: "byob" });
		const { value } = await byob.read(new Uint8Array(2000), { min: 1200 });
		console.log(value.length >= 1200, (await byob.read(new Uint8Array(3000), { min: 3000 })).done, (await byob.read(new Uint8Array(1))).value.length);
		try { await Array.fromAsync(reader("broken", "some")) } catch (e) { console.log(e.message) }
		await reader("eof", "never read").cancel();
	`, "one\ntwo\ntrue true 0\nthe disk is on fire")
	h.expect(t, "reader closed, reader closed, reader closed, reader closed")
}

func TestAScopeEndsAReadThatStalls(t *testing.T) {
	h := newHost()
	h.run(t, `
		import { withSignal } from "lariat:task";
		const ac = new AbortController();
		let stream;
		const done = withSignal(ac.signal, async () => { stream = reader("stall", "first"); await Array.fromAsync(stream); });
		await stalled();
		ac.abort(new Error("enough"));
		try { await done } catch (e) { console.log(e.message) }
		try { await stream.getReader().closed } catch (e) { console.log(e.message) }
	`, "enough\nenough")
	h.expect(t, "reader closed")
}

func TestARuntimeEndsAReadThatStalls(t *testing.T) {
	h := newHost()
	rt := runtimetest.New(t, io.Discard, runtime.WithModules(append(stdlib.All(), h.module())...))
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-h.blocked
		cancel()
	}()
	err := rt.Eval(ctx, "script.js", `await reader("stall").getReader().read()`)
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := rt.Close(); err != nil { // waits for its goroutines
		t.Error(err)
	}
	h.expect(t, "reader closed")
}

func TestAReaderWhoseStreamNobodyHasIsClosed(t *testing.T) {
	newHost().run(t, `
		const make = () => void reader("eof", "never read");
		for (let n = 0; n < 50; n++) make();
		for (let n = 0; n < 100 && closed() < 45; n++) {
			free();
			await new Promise((resolve) => setTimeout(resolve, 1));
		}
		console.log(closed() >= 45); // the stack of the VM may still hold some
	`, "true")
}

func TestWritingToGo(t *testing.T) {
	h := newHost()
	h.run(t, `
		await ReadableStream.from(["é", new Uint8Array([33]), new Uint8Array([34]).buffer]).pipeTo(writer());
		const w = writer(true).getWriter();
		try { await w.write("x") } catch (e) { console.log(e.message) }
		try { await w.closed } catch (e) { console.log(e.message) }
		await writer().abort(new Error("changed my mind"));
		try { await ReadableStream.from([{}]).pipeTo(writer()) } catch (e) { console.log(e.name) }
	`, "the disk is on fire\nthe disk is on fire\nTypeError")
	h.expect(t, "writer closed, aborted: the disk is on fire, aborted: Error: changed my mind, "+
		`aborted: sink: a chunk must be an ArrayBuffer or a view of one`)
	if got := h.written.String(); got != "é!\"" {
		t.Errorf("%q", got)
	}
}

// TestGoReadsAnyStream reads streams of scripts and of Go in both ways.
func TestGoReadsAnyStream(t *testing.T) {
	h := newHost()
	h.run(t, `
		const bytes = (s) => new TextEncoder().encode(s);
		const slow = () => new ReadableStream({ n: 0, async pull(c) {
			await new Promise((resolve) => setImmediate(resolve));
			if (++this.n > 3) c.close(); else c.enqueue(bytes("chunk" + this.n));
		}, cancel: (reason) => console.log("cancelled:", reason.message) });
		const half = async () => { const s = slow(); const r = s.getReader(); await r.read(); r.releaseLock(); return s; };
		for (const read of [consume, collect]) {
			console.log(await read(slow()), await read(reader("eof", "go", "go")), await read(await half()), await read(new Blob(["b", "lob"]).stream()));
			for (const bad of [ReadableStream.from(["text"]), reader("broken", "x"), new ReadableStream({ start(c) { c.error(new Error("own")) } })]) {
				try { await read(bad) } catch (e) { console.log(e.name, e.message, bad.locked) }
			}
			const locked = slow(); locked.getReader();
			try { await read(locked) } catch (e) { console.log(e.name) }
		}
		console.log(await consume(slow(), 7));
		try { await collect(slow(), 7) } catch (e) { console.log(e.name, e.message) }
		try { await collect(reader("eof", "1234", "5678"), 7) } catch (e) { console.log(e.message) }
		const whole = reader("eof", "x");
		console.log(await consume(whole), whole.locked, (await whole.getReader().read()).done);
	`, `chunk1chunk2chunk3 gogo chunk2chunk3 blob
TypeError a chunk of a stream of bytes must be a Uint8Array false
Error the disk is on fire false
Error own false
TypeError
chunk1chunk2chunk3 gogo chunk2chunk3 blob
TypeError a chunk of a stream of bytes must be a Uint8Array false
Error the disk is on fire false
Error own false
TypeError
cancelled: the consumer of the stream has closed it
chunk1c
cancelled: the stream has more than 7 bytes
LimitError the stream has more than 7 bytes
the stream has more than 7 bytes
x false true`)
}

// TestAPipeFromGoToGoNeedsNoLoop has the loop do nothing until the pipe is through.
func TestAPipeFromGoToGoNeedsNoLoop(t *testing.T) {
	h := newHost()
	text := strings.Repeat("over and over ", 5000)
	h.run(t, `
		const stream = reader("eof", "over and over ".repeat(5000));
		const there = stream.pipeThrough(new CompressionStream("gzip"));
		const back = there.pipeThrough(new DecompressionStream("gzip"));
		const done = back.pipeTo(writer());
		console.log(stream.locked, there.locked, back.locked, spin(70000));
		await done;
		console.log(stream.locked, there.locked, back.locked, (await back.getReader().read()).done);
	`, "true true true true\nfalse false false true")
	h.expect(t, "reader closed, writer closed")
	if got := h.written.String(); got != text {
		t.Errorf("%d bytes, want %d", len(got), len(text))
	}
}

// TestAPipeFromGoToGoClosesItsReaderFirst: whoever sees a pipe's end finds both files closed.
func TestAPipeFromGoToGoClosesItsReaderFirst(t *testing.T) {
	h := newHost()
	h.run(t, `
		for (let n = 1; n <= 20; n++) {
			await reader("eof", "x").pipeTo(writer());
			if (closed() !== 2 * n) console.log(n, closed());
		}
	`, "")
	h.expect(t, strings.TrimSuffix(strings.Repeat("reader closed, writer closed, ", 20), ", "))
}

func TestAPipeFromGoToGoFails(t *testing.T) {
	h := newHost()
	h.run(t, `
		const tries = [
			() => reader("broken", "x").pipeTo(writer()),
			() => reader("eof", "x").pipeTo(writer(true)),
			() => reader("eof", "this is not gzip").pipeThrough(new DecompressionStream("gzip")).pipeTo(writer()),
		];
		for (const attempt of tries) try { await attempt() } catch (e) { console.log(e.name, e.message) }
		const ac = new AbortController();
		const stuck = reader("stall", "x").pipeTo(writer(), { signal: ac.signal });
		await stalled();
		ac.abort(new Error("enough"));
		try { await stuck } catch (e) { console.log(e.message) }
	`, `Error the disk is on fire
Error the disk is on fire
TypeError decompress gzip: the data is not valid: gzip: invalid header
enough`)
}
