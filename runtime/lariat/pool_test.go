package lariat_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/bindings/limit"
	"github.com/lariatjs/lariat/bindings/lock"
	"github.com/lariatjs/lariat/runtime/lariat"
)

func source(text string) fstest.MapFS {
	return fstest.MapFS{"main.ts": &fstest.MapFile{Data: []byte(text)}}
}

func TestCompileReportsWhatIsWrong(t *testing.T) {
	_, err := lariat.Compile(t.Context(), source("export const x: number = ;"), "main.ts")
	is(t, err, err, "main.ts:1:26")
	_, err = lariat.Compile(t.Context(), source(`import "./gone.ts"`), "main.ts")
	is(t, err, lariat.ErrModule, "gone.ts")
	_, err = lariat.Compile(t.Context(), source(``), "other.ts")
	is(t, err, lariat.ErrModule, "other.ts")
	if _, err := lariat.Compile(t.Context(), source(`import "app:users"; import "lariat:task"`), "main.ts"); err != nil {
		t.Error(err)
	}
}

func TestPoolGivesFreshRuntimes(t *testing.T) {
	program, err := lariat.Compile(t.Context(), source(`let n = 0; export default (x: number) => x + n++; export const spin = async () => { (await import("app:test")).began(); for (;;); }; export const wait = () => new Promise(r => setTimeout(r, 60_000))`), "main.ts")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	pool, err := lariat.NewPool(lariat.PoolConfig{Max: 4, Fresh: true, Options: []lariat.Option{lariat.WithProgram(program), lariat.WithModules(began(cancel)), lariat.WithGrace(20 * time.Millisecond)}})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	var sum atomic.Int64
	for i := range 50 {
		wg.Go(func() {
			n, err := lariat.PoolCall[int64](t.Context(), pool, "./main.ts", "default", i)
			if err != nil {
				t.Error(err)
			}
			sum.Add(n)
		})
	}
	wg.Wait()
	if s := pool.Stats(); sum.Load() != 49*50/2 || s.Made != 50 || s.Uses != 50 || s.Busy != 0 || s.Failed != 0 || s.Max != 4 {
		t.Error(sum.Load(), s)
	}
	_, err = lariat.PoolCall[any](ctx, pool, "./main.ts", "spin")
	is(t, err, context.Canceled, "spin of ./main.ts was cancelled")
	if s := pool.Stats(); s.Failed != 1 {
		t.Error(s)
	}
	done := make(chan error)
	go func() {
		done <- pool.Do(context.Background(), func(rt *lariat.Runtime) error {
			done <- nil
			_, err := lariat.Call[any](context.Background(), rt, "./main.ts", "wait")
			return err
		})
	}()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if err := pool.Close(); err != nil {
		t.Error(err)
	}
	is(t, <-done, lariat.ErrClosed, "closed")
	_, err = lariat.PoolCall[any](t.Context(), pool, "./main.ts", "wait")
	is(t, err, lariat.ErrClosed, "the pool was closed")
}

func TestPoolReusesWhatHasNotFailed(t *testing.T) {
	pool, err := lariat.NewPool(lariat.PoolConfig{Max: 1, MaxUses: 3, Options: []lariat.Option{lariat.WithFS(source(`let n = 0; export const count = () => n++; export const exit = () => process.exit(1)`))}})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	var got []int
	for i := range 5 {
		n, err := lariat.PoolCall[int](t.Context(), pool, "./main.ts", "count")
		if got = append(got, n); err != nil {
			t.Error(i, err)
		}
	}
	if want := []int{0, 1, 2, 0, 1}; !equal(got, want) {
		t.Error(got)
	}
	var exit *lariat.ExitError
	if _, err := lariat.PoolCall[int](t.Context(), pool, "./main.ts", "exit"); !errors.As(err, &exit) {
		t.Error(err)
	}
	if n, err := lariat.PoolCall[int](t.Context(), pool, "./main.ts", "count"); n != 0 || err != nil {
		t.Error(n, err)
	}
	_, err = lariat.NewPool(lariat.PoolConfig{MaxUses: -1, Options: []lariat.Option{lariat.WithFS(nil)}})
	for _, words := range []string{"Max must be at least 1", "MaxUses must not be negative", `WithFS: "fsys" must be an fs.FS, got nil`} {
		is(t, err, err, words)
	}
}

func equal(a, b []int) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return len(a) == len(b)
}

func TestLimitsEndWhatTakesTooLong(t *testing.T) {
	rt := start(t, lariat.WithLimits(lariat.Limits{Turn: 50 * time.Millisecond}))
	_, err := rt.Eval(t.Context(), "for (;;);")
	is(t, err, lariat.ErrLimit, "one turn of the script took more than 50 ms")
	deep := start(t, lariat.WithLimits(lariat.Limits{Stack: 200}))
	if _, err := deep.Eval(t.Context(), "const f = n => n ? f(n - 1) : 0; f(150)"); err != nil {
		t.Error(err)
	}
	_, err = deep.Eval(t.Context(), "const f = n => n ? f(n - 1) : 0; f(300)")
	is(t, err, err, "too deep")
	_, err = lariat.New(lariat.WithLimits(lariat.Limits{Turn: -1, Stack: 1 << 20}))
	is(t, err, err, "Stack must be between")
	is(t, err, err, "Turn must not be negative")
}

func TestVirtualTime(t *testing.T) {
	began := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	clock := lariat.NewVirtualClock(began, true)
	rt := start(t, lariat.WithClock(clock))
	if now := eval[time.Time](t, rt, "await new Promise(r => setTimeout(r, 3_600_000)); new Date()"); !now.Equal(began.Add(time.Hour)) {
		t.Error(now)
	}
	slow := lariat.NewVirtualClock(began, false)
	rt = start(t, lariat.WithClock(slow))
	eval[any](t, rt, "globalThis.n = 0; setInterval(() => n++, 1000); 0")
	if err := slow.Advance(t.Context(), 10*time.Second); err != nil {
		t.Error(err)
	}
	if n := eval[int](t, rt, "n"); n != 10 {
		t.Error(n)
	}
}

func TestSharedObjectsAreTheSameInGoAndInScripts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mutex := lock.NewMutex(lock.MutexOptions{Options: lock.Options{Name: "books"}})
		one, two := start(t, lariat.WithShared("books", mutex)), start(t, lariat.WithShared("books", mutex))
		defer one.Close()
		defer two.Close()
		token, err := mutex.Lock(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for _, rt := range []*lariat.Runtime{one, two} {
			wg.Go(func() {
				expect(t, rt, `import { books } from "lariat:host"; const token = await books.lock(); await new Promise(r => setTimeout(r, 1000)); token.release()`, "true")
			})
		}
		synctest.Wait()
		s, err := one.Snapshot(t.Context())
		if err != nil || len(s.Waits) != 1 || s.Waits[0].For != `Mutex "books"` || len(s.Calls) != 1 || s.Calls[0].What != "eval" {
			t.Errorf("%+v %v", s, err)
		}
		token.Release()
		wg.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		again, err := lariat.Await(ctx, func(ctx context.Context, done func(*lock.Token, error)) { mutex.Acquire(ctx, lock.Party{}, done) })
		if err != nil || !again.Release() {
			t.Error(err)
		}
	})
	_, err := lariat.New(lariat.WithShared("x", 5), lariat.WithShared("a b", limit.NewRateLimiter))
	is(t, err, err, `"x" must be a pointer of a type that has a class in this runtime, got an int`)
	is(t, err, err, `the name must be an identifier that is not taken, got "a b"`)
}

func TestDeclarations(t *testing.T) {
	m := users().Class("Account", func(start int) (*account, error) { return nil, nil }).Params("start").
		Methods("Deposit").Params("amount").Doc("Adds to the balance.").Methods("Audit", "Entries").
		Func("each", func(ctx context.Context, list []time.Time, f func(context.Context, user) (bool, error)) error {
			return nil
		}).
		Func("open", func(context.Context, *account, ...string) (map[string]*account, error) { return nil, nil })
	var text bytes.Buffer
	if err := lariat.DTS(&text, m); err != nil {
		t.Fatal(err)
	}
	want := `declare module "app:users" {
  /** Finds a user, or null. */
  export function find(id: number): Promise<user | null>;
  export function slug(arg1: string): string;
  export function limit(arg1?: Partial<query>): number;
  export function sum(...arg1: number[]): number;
  export function nothing(): void;
  export function boom(): void;
  export function later(): Promise<void>;
  export const version: Record<string, any>;
  export class Account {
    constructor(start: number);
    /** Adds to the balance. */
    deposit(amount: number): number;
    audit(): Promise<string>;
    entries(): AsyncIterableIterator<string>;
    close(): void;
    [Symbol.dispose](): void;
  }
  export function each(arg1: Date[], arg2: (arg1: user) => boolean | Promise<boolean>): Promise<void>;
  export function open(arg1: import("app:users").Account, ...arg2: string[]): Promise<Record<string, import("app:users").Account>>;
  export interface user {
    id: number;
    name: string;
  }
  export interface query {
    limit: number;
    wait: number | string;
  }
}
`
	if text.String() != want {
		t.Errorf("got\n%s\nwant\n%s", text.String(), want)
	}
	if err := lariat.DTS(&text, lariat.NewModule("")); err == nil || !strings.Contains(err.Error(), "NewModule") {
		t.Error(err)
	}
}
