package lariat_test

import (
	"context"
	"errors"
	"io"
	"iter"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/lariat"
)

// thisIsNil is a context for arguments that are not there.
var thisIsNil context.Context

// misuses are calls of all that takes an argument which may be missing, and what the error says: the function, the argument, and what
// was expected.
var misuses = map[string]func(ctx context.Context, rt *lariat.Runtime) error{
	`eval: "ctx" must be a context.Context, got nil`: func(_ context.Context, rt *lariat.Runtime) error { _, err := rt.Eval(thisIsNil, "1"); return err },
	`eval: "rt" must be a *lariat.Runtime, got nil`: func(ctx context.Context, _ *lariat.Runtime) error {
		_, err := lariat.Eval[int](ctx, nil, "1")
		return err
	},
	`eval: "rt" must be a *lariat.Runtime that New has made`: func(ctx context.Context, _ *lariat.Runtime) error {
		_, err := (&lariat.Runtime{}).Eval(ctx, "1")
		return err
	},
	`eval: option 2 must be an EvalOption, got nil`: func(ctx context.Context, rt *lariat.Runtime) error {
		_, err := rt.Eval(ctx, "1", lariat.Filename("a.ts"), nil)
		return err
	},
	`eval: Filename must be a name without control characters, got "a\nb"`: func(ctx context.Context, rt *lariat.Runtime) error {
		_, err := lariat.Eval[int](ctx, rt, "1", lariat.Filename("a\nb"))
		return err
	},
	`run: "ctx" must be a context.Context, got nil`: func(_ context.Context, rt *lariat.Runtime) error { return rt.Run(thisIsNil, "main.ts") },
	`run: "rt" must be a *lariat.Runtime, got nil`: func(ctx context.Context, _ *lariat.Runtime) error {
		return (*lariat.Runtime)(nil).Run(ctx, "main.ts")
	},
	`wait: "ctx" must be a context.Context, got nil`:      func(_ context.Context, rt *lariat.Runtime) error { return rt.Wait(thisIsNil) },
	`do: "f" must be a func(vm *goja.Runtime) error, got`: func(ctx context.Context, rt *lariat.Runtime) error { return rt.Do(ctx, nil) },
	`do: the function panicked: oops`: func(ctx context.Context, rt *lariat.Runtime) error {
		return rt.Do(ctx, func(*goja.Runtime) error { panic("oops") })
	},
	`snapshot: "ctx" must be a context.Context, got nil`: func(_ context.Context, rt *lariat.Runtime) error { _, err := rt.Snapshot(thisIsNil); return err },
	`import ./a.ts: "ctx" must be a context.Context, got nil`: func(_ context.Context, rt *lariat.Runtime) error {
		_, err := rt.Import(thisIsNil, "./a.ts")
		return err
	},
	`close: "rt" must be a *lariat.Runtime, got nil`: func(context.Context, *lariat.Runtime) error { return (*lariat.Runtime)(nil).Close() },
	`f of ./a.ts: "rt" must be a *lariat.Runtime, got nil`: func(ctx context.Context, _ *lariat.Runtime) error {
		_, err := lariat.Call[int](ctx, nil, "./a.ts", "f")
		return err
	},
	`f of ./a.ts: "ctx" must be a context.Context, got nil`: func(_ context.Context, rt *lariat.Runtime) error {
		_, err := lariat.Call[int](thisIsNil, rt, "./a.ts", "f")
		return err
	},
	`f of ./a.ts: argument 2: the Go type chan int has no`: func(ctx context.Context, rt *lariat.Runtime) error {
		_, err := lariat.Call[int](ctx, rt, "./a.ts", "f", 1, make(chan int))
		return err
	},
	`func f of ./a.ts: "rt" must be a *lariat.Runtime, got`: func(ctx context.Context, _ *lariat.Runtime) error {
		_, err := lariat.Func[func(context.Context) error](ctx, nil, "./a.ts", "f")
		return err
	},
	`f of ./a.ts: the first parameter of func() error must be`: func(ctx context.Context, rt *lariat.Runtime) error {
		_, err := lariat.Func[func() error](ctx, rt, "./a.ts", "f")
		return err
	},
	`f of ./a.ts: the Go type int is no function`: func(ctx context.Context, rt *lariat.Runtime) error {
		_, err := lariat.Func[int](ctx, rt, "./a.ts", "f")
		return err
	},
	`s of ./a.ts: "rt" must be a *lariat.Runtime, got nil`: func(ctx context.Context, _ *lariat.Runtime) error {
		for _, err := range lariat.Stream[int](ctx, nil, "./a.ts", "s") {
			return err
		}
		return nil
	},
	`s of ./a.ts: item: the Go type chan int has no values`: func(ctx context.Context, rt *lariat.Runtime) error {
		for _, err := range lariat.Stream[chan int](ctx, rt, "./a.ts", "s") {
			return err
		}
		return nil
	},
	`export of : "rt" must be a *lariat.Runtime, got`: func(ctx context.Context, _ *lariat.Runtime) error {
		_, err := (&lariat.Namespace{}).Get(ctx, "export")
		return err
	},
	`Await: "start" must be a function that calls done, got nil`: func(ctx context.Context, _ *lariat.Runtime) error { _, err := lariat.Await[int](ctx, nil); return err },
	`Await: "ctx" must be a context.Context, got nil`: func(context.Context, *lariat.Runtime) error {
		_, err := lariat.Await(thisIsNil, func(context.Context, func(int, error)) {})
		return err
	},
	`Pool.Do: "p" must be a *lariat.Pool that NewPool has made`: func(ctx context.Context, _ *lariat.Runtime) error {
		_, err := lariat.PoolCall[int](ctx, nil, "./a.ts", "f")
		return err
	},
	`Compile: "fsys" must be an fs.FS, got nil`: func(ctx context.Context, _ *lariat.Runtime) error {
		_, err := lariat.Compile(ctx, nil, "main.ts")
		return err
	},
	`Compile: "ctx" must be a context.Context, got nil`: func(context.Context, *lariat.Runtime) error {
		_, err := lariat.Compile(thisIsNil, scripts(""), "main.ts")
		return err
	},
	`DTS: "w" must be an io.Writer, got nil`:            func(context.Context, *lariat.Runtime) error { return lariat.DTS(nil) },
	`WithModules: module 1 must be a *lariat.Module`:    func(context.Context, *lariat.Runtime) error { return lariat.DTS(io.Discard, nil) },
	`NewSharedBytes: must be from 0 to`:                 func(context.Context, *lariat.Runtime) error { _, err := lariat.NewSharedBytes(-1); return err },
	`the Go type func() has no values in JavaScript`:    func(context.Context, *lariat.Runtime) error { _, err := lariat.As[func()](lariat.Value{}); return err },
	`New: option 1 must be a lariat.Option, got nil`:    made(nil),
	`WithClock: "c" must be a *lariat.VirtualClock`:     made(lariat.WithClock(nil)),
	`WithLogger: "log" must be a *slog.Logger, got nil`: made(lariat.WithLogger(nil)),
	`WithFS: "fsys" must be an fs.FS, got nil`:          made(lariat.WithFS(nil)),
	`WithProgram: "p" must be a *lariat.Program that`:   made(lariat.WithProgram(nil)),
	`WithParent: "ctx" must be a context.Context`:       made(lariat.WithParent(thisIsNil)),
	`WithHTTPClient: "c" must be an *http.Client`:       made(lariat.WithHTTPClient(nil)),
	`WithShared: "x" must be a pointer of a type that`:  made(lariat.WithShared("x", nil)),
	`WithShared: the name must be an identifier`:        made(lariat.WithShared("", nil)),
	`WithSlowTurn: must be more than 0, got 0s`:         made(lariat.WithSlowTurn(0)),
	`f of app:m: must be a function, got nil`:           made(lariat.WithModules(lariat.NewModule("app:m").Func("f", nil))),
	`C of app:m: a class takes a nil pointer of its`:    made(lariat.WithModules(lariat.NewModule("app:m").Class("C", nil))),
	`NewModule: the name must be like "app:users"`:      made(lariat.WithModules(lariat.NewModule(""))),
}

func made(opt lariat.Option) func(context.Context, *lariat.Runtime) error {
	return func(context.Context, *lariat.Runtime) error {
		_, err := lariat.New(opt)
		return err
	}
}

func TestMisuseIsAnErrorThatNamesTheFunctionAndTheArgument(t *testing.T) {
	rt := start(t, lariat.WithFS(scripts("")))
	for want, misuse := range misuses {
		if err := misuse(t.Context(), rt); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
	expect(t, rt, "6 * 7", "42")
}

func TestPoolsAreMisusedWithoutHarm(t *testing.T) {
	pool, err := lariat.NewPool(lariat.PoolConfig{Max: 1, Ahead: 1, Prepare: func(context.Context, *lariat.Runtime) error { panic("not ready") }})
	if err != nil {
		t.Fatal(err)
	}
	is(t, pool.Do(t.Context(), func(*lariat.Runtime) error { return nil }), fault.Internal, "PoolConfig.Prepare panicked: not ready")
	is(t, pool.Do(t.Context(), nil), fault.Type, `Pool.Do: "f" must be a func(rt *lariat.Runtime) error, got nil`)
	is(t, pool.Do(thisIsNil, func(*lariat.Runtime) error { return nil }), fault.Type, `Pool.Do: "ctx" must be`)
	if err := errors.Join(pool.Close(), pool.Close()); err != nil {
		t.Error(err)
	}
	is(t, pool.Do(t.Context(), func(*lariat.Runtime) error { return nil }), lariat.ErrClosed, "the pool was closed")
}

// broken reads, and then does not.
type broken struct{ panics bool }

func (b broken) Read([]byte) (int, error) {
	if b.panics {
		panic("no reader")
	}
	return 0, io.ErrUnexpectedEOF
}

func TestWhatTheHostGivesMayBeBroken(t *testing.T) {
	var kept *lariat.Invocation
	var later func(context.Context, int) error
	m := lariat.NewModule("app:bad").
		Func("seq", func(context.Context) iter.Seq2[int, error] {
			return func(yield func(int, error) bool) { yield(1, nil); panic("no sequence") }
		}).
		Func("deaf", func(context.Context) iter.Seq[int] {
			return func(yield func(int) bool) {
				for i := 0; ; i++ {
					yield(i) // whatever it says
				}
			}
		}).
		Func("none", func() iter.Seq[int] { return nil }).
		Func("open", func() <-chan int { return make(chan int) }).
		Func("nobody", func() <-chan int { return nil }).
		Func("reader", func(panics bool) io.Reader { return broken{panics} }).
		Func("keep", func(f func(context.Context, int) error) { later = f }).
		Func("call", func(f func(context.Context, int) error) error { return f(context.Background(), 1) }).
		Func("raw", lariat.Raw(func(c *lariat.Invocation) error { kept = c; return nil }))
	rt := start(t, lariat.WithModules(m))
	for source, want := range map[string]string{
		`for await (const n of m.seq());`:                      "seq of app:bad panicked: no sequence",
		`for await (const n of m.deaf()) if (n === 3) throw 7`: "7",
		`for await (const n of m.none());`:                     "",
		`for await (const n of m.nobody());`:                   "",
		`await new Response(m.reader(false)).text()`:           "unexpected EOF",
		`await new Response(m.reader(true)).text()`:            "reader of app:bad panicked: no reader",
		`m.call()`:                "call of app:bad panicked",
		`m.call(5)`:               "call of app:bad: argument 1: must be a function",
		`m.keep(n => n); m.raw()`: "",
		`m.open()[Symbol.asyncIterator]().next(); throw "left"`: "left",
	} {
		_, err := rt.Eval(t.Context(), `import * as m from "app:bad"; `+source+"; 0")
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: got %v, want %q", source, err, want)
		}
	}
	_, err := kept.String(0)
	is(t, err, err, "raw of app:bad: the call is over")
	is(t, kept.Return(1), fault.Internal, "the call is over")
	is(t, context.Cause(kept.Context()), fault.Internal, "the call is over")
	if kept.Len() != 0 || kept.Has(0) {
		t.Error("it has arguments")
	}
	if err := rt.Close(); err != nil {
		t.Error(err)
	}
	is(t, later(t.Context(), 1), lariat.ErrClosed, "the runtime has ended")
}

func TestAllCallsOfAClosedOrCancelledRuntimeSayWhy(t *testing.T) {
	rt := start(t, lariat.WithFS(scripts("export const f = () => 1; export function* s() { yield 1 }")))
	space, err := rt.Import(t.Context(), "./main.ts")
	if err != nil {
		t.Fatal(err)
	}
	f, err := lariat.Func[func(context.Context) (int, error)](t.Context(), rt, "./main.ts", "f")
	if err != nil {
		t.Fatal(err)
	}
	calls := map[string]func(ctx context.Context) error{
		"Eval":     func(ctx context.Context) error { _, err := rt.Eval(ctx, "1"); return err },
		"Run":      func(ctx context.Context) error { return rt.Run(ctx, "main.ts") },
		"Do":       func(ctx context.Context) error { return rt.Do(ctx, func(*goja.Runtime) error { return nil }) },
		"Import":   func(ctx context.Context) error { _, err := rt.Import(ctx, "./main.ts"); return err },
		"Snapshot": func(ctx context.Context) error { _, err := rt.Snapshot(ctx); return err },
		"Get":      func(ctx context.Context) error { _, err := space.Get(ctx, "f"); return err },
		"Call":     func(ctx context.Context) error { _, err := space.Call(ctx, "f"); return err },
		"Func":     func(ctx context.Context) error { _, err := f(ctx); return err },
		"Stream": func(ctx context.Context) error {
			for _, err := range lariat.Stream[int](ctx, rt, "./main.ts", "s") {
				return err
			}
			return nil
		},
	}
	gone, cancel := context.WithCancelCause(t.Context())
	cancel(io.ErrClosedPipe)
	for name, call := range calls {
		if err := call(gone); !errors.Is(err, io.ErrClosedPipe) || !errors.Is(err, context.Canceled) && err == nil {
			t.Errorf("%s, cancelled: %v", name, err)
		}
	}
	if err := rt.Close(); err != nil {
		t.Error(err)
	}
	for name, call := range calls {
		if err := call(t.Context()); !errors.Is(err, lariat.ErrClosed) {
			t.Errorf("%s, closed: %v", name, err)
		}
	}
	if err := rt.Wait(t.Context()); !errors.Is(err, lariat.ErrClosed) {
		t.Errorf("Wait, closed: %v", err)
	}
}
