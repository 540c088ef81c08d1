package bind_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

// box is a lock-like core: take waits until put gives.
type box struct {
	waiting []func(string, error)
	full    bool
}

func (b *box) Label() string    { return "Box" }
func (b *box) HeldBy() []string { return []string{"nobody"} }

func (b *box) take(ctx context.Context, done func(string, error)) {
	if b.full {
		b.full = false
		done("ready", nil)
		return
	}
	i := len(b.waiting)
	b.waiting = append(b.waiting, done)
	if ctx, ok := ctx.(interface{ AfterFunc(func()) func() bool }); ok {
		ctx.AfterFunc(func() {
			if d := b.waiting[i]; d != nil {
				b.waiting[i] = nil
				d("", ctx.(context.Context).Err())
			}
		})
	}
}

func (b *box) put() {
	for i, d := range b.waiting {
		if d != nil {
			b.waiting[i] = nil
			d("given", nil)
			return
		}
	}
	b.full = true
}

type count struct{ n, closed int }

func (s *count) Next(_ context.Context, done func(int, bool, error)) {
	s.n++
	switch {
	case s.n == 3:
		go done(3, true, nil)
	case s.n > 5:
		done(0, false, nil)
	default:
		done(s.n, true, nil)
	}
}
func (s *count) Close() { s.closed++ }

func testModule(src *count) runtime.Module {
	return runtime.Module{Name: "test:box", Globals: []string{"Box", "sleep", "log", "count", "block", "boom", "halt", "within"}, Load: func(rt *runtime.Runtime) runtime.Exports {
		class := bind.Class[*box]{
			Name:   "Box",
			Shared: true,
			New:    func(*bind.Call) (*box, error) { return &box{}, nil },
			Async: map[string]func(*box, *bind.Call) (any, error){
				"dispose": func(b *box, c *bind.Call) (any, error) {
					return bind.Await(c, c.Context(0), b, b.take, nil)
				},
				"take": func(b *box, c *bind.Call) (any, error) {
					return bind.Await(c, c.Context(0), b, b.take, func(s string) (any, error) { return s, nil })
				},
			},
			Methods: map[string]func(*box, *bind.Call) (any, error){
				"put": func(b *box, c *bind.Call) (any, error) { b.put(); return nil, nil },
			},
			Getters: map[string]func(*box) any{"full": func(b *box) any { return b.full }},
			Dispose: "put", AsyncDispose: "dispose",
		}.In(rt)
		return runtime.Exports{
			"Box": class.Value,
			"log": bind.Func(rt, "log", 1, func(c *bind.Call) (any, error) {
				var parts []string
				for _, v := range c.Rest(0) {
					parts = append(parts, v.String())
				}
				_, err := rt.Stdout().Write([]byte(strings.Join(parts, " ") + "\n"))
				return nil, err
			}),
			"sleep": bind.AsyncFunc(rt, "sleep", 1, func(c *bind.Call) (any, error) {
				d := c.Duration(0, "ms")
				p := rt.NewPromise()
				rt.Loop().SetTimer(d, false, func() { p.Resolve(nil) })
				return p.Value, nil
			}),
			"block": bind.AsyncFunc(rt, "block", 0, func(c *bind.Call) (any, error) {
				return bind.Go(c, c.Context(0), func(ctx context.Context) (string, error) {
					return "", fault.Closed.New("the file is gone")
				}, nil)
			}),
			"halt": bind.Func(rt, "halt", 0, func(c *bind.Call) (any, error) { return nil, &goja.InterruptedError{} }),
			"boom": bind.Func(rt, "boom", 0, func(c *bind.Call) (any, error) { panic("bang") }),
			"count": bind.Func(rt, "count", 0, func(c *bind.Call) (any, error) {
				return bind.Iterator(rt, "count", src, func(n int) (any, error) { return n, nil }), nil
			}),
			"within": bind.AsyncFunc(rt, "within", 2, func(c *bind.Call) (any, error) {
				d, fn := c.Duration(0, "timeout"), c.Function(1, "fn")
				scope := rt.NewScope(rt.Scope())
				scope.Limit(d, "within")
				frame := *rt.Frame()
				frame.Scope = scope
				return bind.Run(rt, fn.In(&frame), scope.End), nil
			}),
		}
	}}
}

func run(t *testing.T, source string) (string, error) {
	t.Helper()
	out, _, err := runCount(t, source)
	return out, err
}

func runCount(t *testing.T, source string) (string, *count, error) {
	t.Helper()
	var out bytes.Buffer
	src := &count{}
	rt, err := runtime.New(runtime.WithModules(testModule(src)), runtime.WithStdio(strings.NewReader(""), &out, &out))
	if err != nil {
		t.Fatal(err)
	}
	defer rt.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	err = rt.Eval(ctx, "test.js", source)
	return out.String(), src, err
}

func expect(t *testing.T, source, want string) {
	t.Helper()
	got, err := run(t, source)
	if err != nil {
		t.Fatalf("%v\noutput: %s", err, got)
	}
	if strings.TrimSpace(got) != want {
		t.Errorf("got %q, want %q", strings.TrimSpace(got), want)
	}
}

func TestClassIsAProperClass(t *testing.T) {
	expect(t, `
		class Sub extends Box { x = 1; put() { super.put(); return "sub"; } }
		const s = new Sub(), b = new Box();
		b.extra = 5;
		log(s instanceof Box, s.x, s.put(), s.full, b.extra, Box.name, Object.prototype.toString.call(b), typeof Box);
		for (const f of [() => Box(), () => Box.prototype.put.call({}), () => Object.create(Box.prototype).put()]) {
			try { f(); log("no error"); } catch (e) { log(e.constructor.name); }
		}
		log(Object.keys(b).join(), JSON.stringify(b), Box.prototype.put.name, Box.prototype.put.length);
	`, strings.Join([]string{
		`true 1 sub true 5 Box [object Box] function`, `TypeError`, `TypeError`, `TypeError`, `extra {"extra":5} put 0`,
	}, "\n"))
}

func TestAwaitSettlesInPlaceAndKeepsOrder(t *testing.T) {
	expect(t, `
		const b = new Box();
		b.put();
		log(await b.take());
		const order = [];
		const all = [1, 2, 3].map(async (n) => { await b.take(); order.push(n); });
		b.put(); b.put(); b.put();
		await Promise.all(all);
		log(order.join());
	`, "ready\n1,2,3")
}

func TestScopeCancelsAWaitWithoutASignal(t *testing.T) {
	expect(t, `
		const b = new Box();
		try { await within("20ms", async () => { try { await b.take(); } finally { log("finally"); } }); }
		catch (e) { log(e.name, e.constructor.name, e.message, e.stack.includes("test.js:3")); }
		try { await within(5, async () => { try { await b.take(); } catch {} await b.take(); }); } catch (e) { log("again", e.name); }
		try { await b.take({ timeout: 5 }); } catch (e) { log(e.name, e.message); }
		log("outer lives");
		b.put();
		log(await b.take());
	`, "finally\nTimeoutError DOMException within timed out after 20 ms true\nagain TimeoutError\n"+
		"TimeoutError Box.take timed out after 5 ms\nouter lives\nready")
}

func TestAnAsyncDisposerIsShielded(t *testing.T) {
	expect(t, `
		const b = new Box();
		try {
			await within(5, async () => {
				await using held = b;
				await new Box().take().catch((e) => log(e.name));
				sleep(20).then(() => b.put());
				await b.take().catch((e) => log("a wait", e.name));
			});
			log("disposed");
		} catch (e) { log("wrong", e); }
	`, "TimeoutError\na wait TimeoutError\ndisposed")
}

func TestDeadlockNamesTaskLockAndLine(t *testing.T) {
	_, err := run(t, `const b = new Box();
await b.take();`)
	if !errors.Is(err, fault.Deadlock) {
		t.Fatalf("want a deadlock, got %v", err)
	}
	for _, part := range []string{`task "main"`, "waits for Box", "test.js:2", "held by nobody"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q lacks %q", err, part)
		}
	}
	expect(t, `
		try { await new Box().take(); } catch (e) { log(e.constructor.name, e.code, e.waits.length, e.waits[0].waitsFor); }
	`, "DeadlockError ERR_DEADLOCK 1 Box")
}

func TestIteratorPullsQueuesAndCloses(t *testing.T) {
	out, src, err := runCount(t, `
		const it = count();
		const [a, b, c, d] = await Promise.all([it.next(), it.next(), it.next(), it.next()]);
		log(a.value, b.value, c.value, d.value);
		log((await it.return("bye")).value, (await it.next()).done);
	`)
	if err != nil || out != "1 2 3 4\nbye true\n" || src.closed != 1 {
		t.Fatalf("got %q, %d closed, %v", out, src.closed, err)
	}
}

func TestErrorsCrossAndPanicsAreContained(t *testing.T) {
	expect(t, `
		try { await block(); } catch (e) { log(e.constructor.name, e.code, e.message, e.name); }
		try { boom(); } catch (e) { log(e.constructor.name, e.message.split("\n")[0]); }
		try { await sleep("5 bananas"); } catch (e) { log(e.constructor.name, e.code, e.message); }
		try { await sleep({}); } catch (e) { log(e.constructor.name, e.message); }
	`, strings.Join([]string{
		`ClosedError ERR_CLOSED the file is gone ClosedError`, `InternalError boom panicked: bang`,
		`RangeError ERR_ARG_RANGE sleep: "ms" must be a duration such as "250ms", "1.5s", "2m" or "1h", got "5 bananas"`,
		`TypeError sleep: "ms" must be a number of milliseconds or a string such as "1.5s"`,
	}, "\n"))
	_, err := run(t, `await block()`)
	if !errors.Is(err, fault.Closed) {
		t.Errorf("the Go error did not come back: %v", err)
	}
}

func TestAnInterruptIsNotCaught(t *testing.T) {
	out, err := run(t, `try { halt(); } catch (e) { log("caught"); } finally { log("finally"); }`)
	if !errors.Is(err, fault.Limit) || out != "" {
		t.Errorf("%q, %v", out, err)
	}
}

func TestEndsOfAProgram(t *testing.T) {
	var js *runtime.JSError
	if _, err := run(t, `throw new RangeError("too far")`); !errors.As(err, &js) || js.Name != "RangeError" {
		t.Errorf("exception: %v", err)
	}
	if _, err := run(t, `Promise.reject(new Error("lost")); await sleep(1000)`); err == nil || !strings.Contains(err.Error(), "lost") {
		t.Errorf("unhandled rejection: %v", err)
	}
	if out, err := run(t, `const p = Promise.reject(1); await null; p.catch(() => log("late")); await sleep(1)`); err != nil || out != "late\n" {
		t.Errorf("a rejection handled within the turn: %q %v", out, err)
	}
	if _, err := run(t, `await new Promise(() => {})`); !errors.Is(err, fault.Unsettled) {
		t.Errorf("unsettled: %v", err)
	}
	if _, err := run(t, `(function f() { f(); })()`); !errors.Is(err, fault.Limit) {
		t.Errorf("recursion: %v", err)
	}
}

func TestCancelledContextRunsFinally(t *testing.T) {
	var out bytes.Buffer
	rt, err := runtime.New(runtime.WithModules(testModule(&count{})), runtime.WithStdio(nil, &out, &out))
	if err != nil {
		t.Fatal(err)
	}
	defer rt.Close()
	ctx, cancel := context.WithCancel(t.Context())
	_ = bind.Null
	rt.Loop().SetTimer(5*time.Millisecond, false, cancel)
	err = rt.Eval(ctx, "test.js", `
		const later = sleep(1e6);
		try { await new Box().take(); } catch (e) { log(e.name); throw e; } finally { log("finally"); }
	`)
	if !errors.Is(err, context.Canceled) || out.String() != "AbortError\nfinally\n" {
		t.Fatalf("got %q, %v", out.String(), err)
	}
}
