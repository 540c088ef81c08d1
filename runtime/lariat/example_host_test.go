package lariat_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"time"

	"github.com/lariatjs/lariat/bindings/limit"
	"github.com/lariatjs/lariat/runtime/lariat"
)

// errShutDown is why the host of an example ends.
var errShutDown = errors.New("the server shuts down")

func ExampleWithParent() {
	server, stop := context.WithCancelCause(ctx)
	rt := open(lariat.WithParent(server))
	defer rt.Close()
	stop(errShutDown)
	_, err := rt.Eval(ctx, "await new Promise(() => {})")
	fmt.Println(errors.Is(err, errShutDown))
	// Output: true
}

func ExampleWithHTTPClient() {
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hello") }))
	defer upstream.Close()
	rt := open(
		lariat.WithHTTPClient(upstream.Client()),
		lariat.WithPermissions(lariat.Permissions{Grants: lariat.Grants{Net: []string{upstream.Listener.Addr().String()}}}),
	)
	defer rt.Close()
	fmt.Println(lariat.Eval[string](ctx, rt, fmt.Sprintf("await (await fetch(%q)).text()", upstream.URL)))
	// Output: hello <nil>
}

func ExampleWithSlowTurn() {
	slow := make(chan string, 100)
	rt := open(lariat.WithSlowTurn(10*time.Millisecond), lariat.WithHooks(lariat.Hooks{
		Slow: func(time.Duration, string) { slow <- "slow" },
	}))
	defer rt.Close()
	_, err := rt.Eval(ctx, "for (const end = Date.now() + 50; Date.now() < end;);")
	fmt.Println(<-slow, err)
	// Output: slow <nil>
}

func ExampleWithHooks() {
	rt := open(lariat.WithHooks(lariat.Hooks{
		Call: func(_ context.Context, what string) func(error) {
			fmt.Println("begins:", what)
			return func(err error) { fmt.Println("ends:", err) }
		},
	}))
	defer rt.Close()
	_, _ = rt.Eval(ctx, "throw new RangeError('no')")
	// Output:
	// begins: eval
	// ends: RangeError: no
}

func ExampleWithLogger() {
	plain := &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey || a.Key == "stack" {
			return slog.Attr{}
		}
		return a
	}}
	m := lariat.NewModule("app:bad").Func("index", func(list []int) int { return list[len(list)] })
	rt := open(lariat.WithModules(m), lariat.WithLogger(slog.New(slog.NewTextHandler(os.Stdout, plain))))
	defer rt.Close()
	_, _ = rt.Eval(ctx, `import { index } from "app:bad"; index([1])`)
	// Output:
	// level=ERROR msg="a Go function panicked" function="index of app:bad" panic="runtime error: index out of range [1] with length 1"
}

func ExamplePoolConfig() {
	pool, err := lariat.NewPool(lariat.PoolConfig{
		Max: 8, Ahead: 2,
		Prepare: func(ctx context.Context, rt *lariat.Runtime) error {
			_, err := rt.Eval(ctx, "globalThis.table = [1, 2, 3].map(n => n * n)")
			return err
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	defer pool.Close()
	err = pool.Do(ctx, func(rt *lariat.Runtime) error {
		fmt.Println(rt.Eval(ctx, "table"))
		return nil
	})
	fmt.Println(err, pool.Stats().Busy)
	// Output:
	// [ 1, 4, 9 ] <nil>
	// <nil> 0
}

func ExampleAwait() {
	limiter, err := limit.NewRateLimiter(limit.Options{Limit: 1, Interval: time.Hour, Burst: 1})
	if err != nil {
		log.Fatal(err)
	}
	acquire := func(ctx context.Context) error {
		_, err := lariat.Await(ctx, func(ctx context.Context, done func(*limit.Token, error)) { limiter.Acquire(ctx, limit.Party{}, done) })
		return err
	}
	fmt.Println(acquire(ctx))
	gone, cancel := context.WithCancel(ctx)
	cancel()
	fmt.Println(errors.Is(acquire(gone), context.Canceled))
	// Output:
	// <nil>
	// true
}

func ExampleRuntime_Snapshot() {
	rt := open()
	defer rt.Close()
	if _, err := rt.Eval(ctx, `setTimeout(() => {}, 3_600_000); 0`); err != nil {
		log.Fatal(err)
	}
	s, err := rt.Snapshot(ctx)
	if err != nil {
		log.Fatal(err)
	}
	show := func(h lariat.HandleInfo) { fmt.Println(h.Kind, h.Due.After(h.Since)) }
	for _, h := range s.Handles {
		show(h)
	}
	fmt.Println(len(s.Calls), len(s.Tasks), len(s.Waits))
	// Output:
	// timer true
	// 0 0 0
}

func ExampleTaskInfo() {
	rt := open()
	defer rt.Close()
	if _, err := rt.Snapshot(ctx); err != nil { // from now on tasks are known
		log.Fatal(err)
	}
	_, err := rt.Eval(ctx, `
		import { taskGroup } from "lariat:task";
		import { Mutex } from "lariat:lock";
		const books = new Mutex({ name: "books" });
		setTimeout(() => {}, 3_600_000); // that could release it
		await books.lock();
		taskGroup(group => group.spawn({ name: "audit" }, () => books.lock()));
		0`)
	if err != nil {
		log.Fatal(err)
	}
	s, err := rt.Snapshot(ctx)
	if err != nil {
		log.Fatal(err)
	}
	task := func(t lariat.TaskInfo) { fmt.Println(t.Name) }
	wait := func(w lariat.WaitInfo) { fmt.Println(w.For) }
	for _, t := range s.Tasks {
		task(t)
	}
	for _, w := range s.Waits {
		wait(w)
	}
	// Output:
	// audit
	// Mutex "books"
}

func ExampleWithDir() {
	rt := open(lariat.WithDir(os.TempDir()), lariat.WithArgs("lariat", "-v"), lariat.WithEnv(map[string]string{"LEVEL": "debug"}))
	defer rt.Close()
	fmt.Println(rt.Eval(ctx, "[process.argv.at(-1), process.env.LEVEL]"))
	// Output: [ '-v', 'debug' ] <nil>
}

func ExampleWithRand() {
	a, b := open(lariat.WithRand(7)), open(lariat.WithRand(7))
	defer a.Close()
	defer b.Close()
	x, _ := lariat.Eval[float64](ctx, a, "Math.random()")
	y, _ := lariat.Eval[float64](ctx, b, "Math.random()")
	fmt.Println(x == y)
	// Output: true
}

func ExampleWithGrace() {
	rt := open(lariat.WithGrace(10 * time.Millisecond))
	defer rt.Close()
	short, cancel := context.WithTimeout(ctx, 5*time.Millisecond)
	defer cancel()
	_, err := rt.Eval(short, `for (;;);`)
	fmt.Println(errors.Is(err, context.DeadlineExceeded))
	_, err = rt.Eval(ctx, "1")
	fmt.Println(errors.Is(err, lariat.ErrLimit))
	// Output:
	// true
	// true
}

func ExampleRequest() {
	rt := open(lariat.WithPermissions(lariat.Permissions{
		Ask: func(_ context.Context, r lariat.Request) lariat.Answer {
			fmt.Println(r.Kind, r.Resource)
			switch r.Resource {
			case "api.example.com:443":
				return lariat.Yes
			case "example.com:443":
				return lariat.Always // for all of the kind
			}
			return lariat.No
		},
	}))
	defer rt.Close()
	_, err := rt.Eval(ctx, `try { await fetch("http://other.test/") } catch (e) { throw e.cause }`)
	fmt.Println(errors.Is(err, lariat.ErrPermission))
	// Output:
	// net other.test:80
	// true
}
