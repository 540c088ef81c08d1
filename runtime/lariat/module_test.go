package lariat_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io"
	"iter"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/runtime/lariat"
)

type user struct {
	ID   int64  `js:"id"`
	Name string `js:"name"`
}

type query struct {
	Limit int           `js:"limit"`
	Wait  time.Duration `js:"wait"`
}

// eval evaluates a source that must end well.
func eval[T any](t testing.TB, rt *lariat.Runtime, source string) T {
	t.Helper()
	v, err := lariat.Eval[T](t.Context(), rt, source)
	if err != nil {
		t.Errorf("%s\n%v", source, err)
	}
	return v
}

// expect evaluates a source whose value must look as want.
func expect(t testing.TB, rt *lariat.Runtime, source, want string) {
	t.Helper()
	v, err := rt.Eval(t.Context(), source)
	if err != nil || v.String() != want {
		t.Errorf("%s\ngot  %s (error %v)\nwant %s", source, v, err, want)
	}
}

func users() *lariat.Module {
	return lariat.NewModule("app:users").
		Func("find", func(_ context.Context, id int64) (*user, error) {
			switch id {
			case 0:
				return nil, nil
			case 13:
				return nil, sql.ErrNoRows
			}
			return &user{id, "ann"}, nil
		}).Params("id").Doc("Finds a user, or null.").
		Func("slug", strings.ToLower).
		Func("limit", func(q query) int { return q.Limit + int(q.Wait/time.Second) }).
		Func("sum", func(list ...int) (n int) {
			for _, x := range list {
				n += x
			}
			return n
		}).
		Func("nothing", func() {}).
		Func("boom", func() { panic("ouch") }).
		Func("later", func(context.Context) error { panic("ouch later") }).
		Value("version", map[string]any{"major": 1, "tags": []string{"a"}})
}

func TestFunctionsAreWhatTheirSignaturesSay(t *testing.T) {
	var log bytes.Buffer
	rt := start(t, lariat.WithModules(users()), lariat.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	expect(t, rt, `import { find } from "app:users"; const p = find(7); [p instanceof Promise, await p]`, "[ true, { id: 7, name: 'ann' } ]")
	expect(t, rt, `import { find } from "app:users"; await find(0)`, "null")
	expect(t, rt, `import * as u from "app:users"; [u.slug("ABC"), u.sum(1, 2, 3), u.sum(), u.nothing(), u.version, u.find.name, u.find.length]`,
		"[ 'abc', 6, 0, undefined, { major: 1, tags: [ 'a' ] }, 'find', 1 ]")
	expect(t, rt, `import { limit } from "app:users"; [limit(), limit({ limit: 3, wait: "2s" }), limit.length]`, "[ 0, 5, 0 ]")
	for source, want := range map[string]string{
		`find("x")`:            `find of app:users: "id": must be an integer, got "x"`,
		`find()`:               `find of app:users: "id": must be an integer, got undefined`,
		`slug(5)`:              `slug of app:users: argument 1: must be a string, got 5`,
		`limit({ limitt: 3 })`: `limit of app:users: argument 1: there is no option "limitt"; the options are limit, wait`,
		`limit(5)`:             `limit of app:users: argument 1: must be an object, got 5`,
		`sum(1, "2")`:          `sum of app:users: argument 2: must be an integer, got "2"`,
		`slug(() => 1)`:        "is a function and cannot be cloned",
		`boom()`:               "boom of app:users panicked: ouch",
		`later()`:              "later of app:users panicked: ouch later",
		`find(13)`:             "sql: no rows in result set",
	} {
		_, err := rt.Eval(t.Context(), `import { find, slug, limit, sum, boom, later } from "app:users"; await `+source)
		is(t, err, err, want)
	}
	if text := log.String(); !strings.Contains(text, "ouch later") || !strings.Contains(text, "module_test.go") {
		t.Error(text)
	}
	if _, err := rt.Eval(t.Context(), `import { find } from "app:users"; try { await find(13) } catch (e) { throw e }`); !errors.Is(err, sql.ErrNoRows) {
		t.Error(err)
	}
}

func TestWorkersHaveTheModulesOfTheHost(t *testing.T) {
	rt := start(t, lariat.WithModules(users()))
	expect(t, rt, `import { WorkerPool } from "lariat:worker";
		const pool = new WorkerPool({ max: 1 });
		const found = await pool.run(async id => { const { find } = await import("app:users"); return await find(id) }, 9);
		let name;
		try { await pool.run(async () => { const { boom } = await import("app:users"); boom() }) } catch (e) { name = e.name }
		await pool.close();
		({ found, name })`, "{ found: { id: 9, name: 'ann' }, name: 'InternalError' }")
}

func TestTheContextIsTheScopeOfTheCallingTask(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		type key struct{}
		ended := make(chan error, 1)
		m := lariat.NewModule("app:slow").
			Func("wait", func(ctx context.Context) error {
				<-ctx.Done()
				ended <- context.Cause(ctx)
				return ctx.Err()
			}).
			Func("who", func(ctx context.Context) (string, error) { return ctx.Value(key{}).(string), nil })
		rt := start(t, lariat.WithModules(m))
		defer rt.Close()
		_, err := rt.Eval(t.Context(), `import { withTimeout } from "lariat:task"; import { wait } from "app:slow"; await withTimeout("200ms", () => wait())`)
		is(t, err, context.DeadlineExceeded, "timed out after 200 ms")
		is(t, <-ended, context.DeadlineExceeded, "timed out after 200 ms")
		ctx, cancel := context.WithCancelCause(context.WithValue(t.Context(), key{}, "me"))
		if who, err := lariat.Eval[string](ctx, rt, `import { who } from "app:slow"; await Promise.resolve(); await who()`); who != "me" || err != nil {
			t.Error(who, err)
		}
		time.AfterFunc(time.Second, func() { cancel(sql.ErrConnDone) })
		_, err = rt.Eval(ctx, `import { wait } from "app:slow"; await wait()`)
		is(t, err, sql.ErrConnDone, "eval was cancelled")
		is(t, <-ended, sql.ErrConnDone, "eval was cancelled")
	})
}

func TestSequencesArePulledAndLeft(t *testing.T) {
	var mu sync.Mutex
	var log []string
	note := func(s string) {
		mu.Lock()
		defer mu.Unlock()
		log = append(log, s)
	}
	m := lariat.NewModule("app:rows").
		Func("list", func(ctx context.Context, n int) iter.Seq2[user, error] {
			return func(yield func(user, error) bool) {
				defer note("left")
				for i := range n {
					if i == 5 {
						yield(user{}, io.ErrUnexpectedEOF)
						return
					}
					if note("made"); !yield(user{ID: int64(i)}, nil) {
						return
					}
				}
			}
		}).
		Func("count", func(n int) iter.Seq[int] {
			return func(yield func(int) bool) {
				for i := 0; i < n && yield(i); i++ {
				}
			}
		}).
		Func("opened", func(context.Context) (iter.Seq[int], error) { return nil, io.ErrClosedPipe }).
		Func("ticks", func(ctx context.Context) <-chan int {
			c := make(chan int)
			go func() {
				defer close(c)
				for i := range 3 {
					select {
					case c <- i:
					case <-ctx.Done():
					}
				}
			}()
			return c
		}).
		Func("read", func(context.Context) (io.Reader, error) { return strings.NewReader("some text"), nil }).
		Func("panics", func() iter.Seq[int] { return func(func(int) bool) { panic("in a sequence") } })
	rt := start(t, lariat.WithModules(m))
	expect(t, rt, `import { list } from "app:rows"; const got = []; for await (const u of list(100)) { got.push(u.id); if (u.id === 2) break } got`, "[ 0, 1, 2 ]")
	if got := strings.Join(log, " "); got != "made made made left" {
		t.Error(got)
	}
	expect(t, rt, `import { count, ticks, read } from "app:rows"; [await Array.fromAsync(count(3)), await Array.fromAsync(ticks()), await new Response(await read()).text()]`,
		"[ [ 0, 1, 2 ], [ 0, 1, 2 ], 'some text' ]")
	for source, target := range map[string]error{"list(9)": io.ErrUnexpectedEOF, "opened()": io.ErrClosedPipe} {
		_, err := rt.Eval(t.Context(), `import { list, opened } from "app:rows"; for await (const x of `+source+`);`)
		is(t, err, target, target.Error())
	}
	_, err := rt.Eval(t.Context(), `import { panics } from "app:rows"; for await (const x of panics());`)
	is(t, err, err, "panicked: in a sequence")
}

func TestCallbacks(t *testing.T) {
	var kept func(context.Context, string) (int, error)
	m := lariat.NewModule("app:back").
		Func("each", func(list []int, f func(int) (bool, error)) (int, error) {
			for i, x := range list {
				if more, err := f(x); err != nil || !more {
					return i, err
				}
			}
			return len(list), nil
		}).
		Func("all", func(ctx context.Context, f func(context.Context, int) (int, error)) (sum int, err error) {
			var wg sync.WaitGroup
			results := make([]int, 10)
			for i := range results {
				wg.Go(func() { results[i], _ = f(ctx, i) })
			}
			wg.Wait()
			for _, n := range results {
				sum += n
			}
			return sum, nil
		}).
		Func("keep", func(f func(context.Context, string) (int, error)) { kept = f })
	rt := start(t, lariat.WithModules(m))
	expect(t, rt, `import { each } from "app:back"; const seen = []; [each([1, 2, 3, 4], x => { seen.push(x); return x < 3 }), seen]`, "[ 2, [ 1, 2, 3 ] ]")
	expect(t, rt, `import { all } from "app:back"; await all(async x => { await new Promise(r => setTimeout(r, 1)); return x * 2 })`, "90")
	_, err := rt.Eval(t.Context(), `import { each } from "app:back"; each([1], x => { throw new RangeError("from the callback") })`)
	is(t, err, err, "RangeError: from the callback")
	_, err = rt.Eval(t.Context(), `import { each } from "app:back"; each([1], async x => { await 1; return true })`)
	is(t, err, err, "is a Promise and cannot be cloned")
	_, err = rt.Eval(t.Context(), `import { each } from "app:back"; each([1], 5)`)
	is(t, err, err, "each of app:back: argument 2: must be a function")
	eval[any](t, rt, `import { keep } from "app:back"; keep(async s => { if (s === "wait") await new Promise(() => {}); return s.length })`)
	if n, err := kept(t.Context(), "four"); n != 4 || err != nil {
		t.Error(n, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go cancel()
	_, err = kept(ctx, "wait")
	is(t, err, context.Canceled, "cancelled")
	done := make(chan error)
	go func() {
		_, err := kept(context.Background(), "wait")
		done <- err
	}()
	_ = rt.Close()
	is(t, <-done, lariat.ErrClosed, "the runtime has ended")
	_, err = kept(t.Context(), "x")
	is(t, err, lariat.ErrClosed, "the runtime has ended")
}

type account struct {
	mu      sync.Mutex
	balance int
	closed  bool
}

func (a *account) Deposit(n int) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.balance += n
	return a.balance
}
func (a *account) Same(b *account) bool                  { return a == b }
func (a *account) Audit(context.Context) (string, error) { return "fine", nil }
func (a *account) Close() error                          { a.closed = true; return nil }
func (a *account) Secret() string                        { return "not for scripts" }
func (a *account) Entries(context.Context) iter.Seq[string] {
	return func(y func(string) bool) { y("one") }
}

func TestClasses(t *testing.T) {
	bank := &account{balance: 100}
	m := lariat.NewModule("app:bank").
		Class("Account", func(start int) (*account, error) {
			if start < 0 {
				return nil, errors.New("no debts")
			}
			return &account{balance: start}, nil
		}).Methods("Deposit", "Same", "Audit", "Entries").
		Func("main", func() *account { return bank }).
		Func("any", func() any { return bank }).
		Func("none", func() *account { return nil }).
		Func("closed", func(a *account) bool { return a.closed })
	rt := start(t, lariat.WithModules(m))
	expect(t, rt, `import { Account, main, any, none } from "app:bank";
		class Rich extends Account { extra = 1 }
		const a = new Account(5), r = new Rich(7);
		[a.deposit(1), a instanceof Account, r.deposit(1), r.extra, main() === any(), main() instanceof Account, none(), a.same(a), a.same(r), a.secret, await a.audit(), await Array.fromAsync(a.entries())]`,
		"[\n  6,      true,\n  8,      1,\n  true,   true,\n  null,   true,\n  false,  undefined,\n  'fine', [ 'one' ]\n]")
	expect(t, rt, `import { Account, closed } from "app:bank"; let a; { using b = new Account(1); a = b } closed(a)`, "true")
	for source, want := range map[string]string{
		"new Account(-1)":                    "no debts",
		"Account(1)":                         "cannot be invoked without 'new'",
		"new Account(1).deposit.call({}, 1)": `Account.deposit: "this" must be an Account`,
		"new Account(1).same({})":            `Account.same: argument 1: must be an account, got an object`,
	} {
		_, err := rt.Eval(t.Context(), `import { Account } from "app:bank"; `+source)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", source, err, want)
		}
	}
	a, err := lariat.Eval[*account](t.Context(), rt, `import { main } from "app:bank"; main()`)
	if a != bank || err != nil {
		t.Error(a, err)
	}
	if n, err := lariat.Eval[int](t.Context(), rt, `import { main } from "app:bank"; import { WorkerPool } from "lariat:worker"; const p = new WorkerPool({ max: 1 }); const n = await p.run(a => a.deposit(5), main()); await p.close(); n`); n != 105 || err != nil {
		t.Error(n, err)
	}
}

func TestMistakesAreReportedAtOnce(t *testing.T) {
	m := lariat.NewModule("app:bad").
		Func("a", func(chan int) {}).
		Func("b", 5).
		Func("c", func() (int, int) { return 1, 2 }).
		Func("not-a-name", func() {}).
		Func("d", func(func(int) bool) {}).
		Func("d", func() {}).
		Func("e", func(iter.Seq2[int, int]) {}).
		Func("f", func() iter.Seq2[int, string] { return nil }).
		Func("g", func(int, context.Context) {}).
		Class("K", 5).
		Class("L", (*account)(nil)).Methods("Nope").
		Value("v", func() {})
	_, err := lariat.New(lariat.WithModules(m, lariat.NewModule(" ")), lariat.WithOnly("lariat:nope"), lariat.WithFS(nil), lariat.WithGrace(-1))
	if err == nil {
		t.Fatal("there was no error")
	}
	for _, want := range []string{
		`a of app:bad: parameter 1: the Go type chan int has no values in JavaScript`,
		`b of app:bad: must be a function, got an int`,
		`c of app:bad: must have one result and an error at most, got func() (int, int)`,
		`must be an identifier of JavaScript, got "not-a-name"`,
		`d of app:bad: parameter 1: the callback func(int) bool must return (error) or (T, error)`,
		`there are two exports "d"`,
		`e of app:bad: parameter 1: the callback iter.Seq2[int,int] must return`,
		`f of app:bad: the sequence iter.Seq2[int,string] must be an iter.Seq[T] or an iter.Seq2[T, error]`,
		`g of app:bad: parameter 2: a context must be the first parameter`,
		`K of app:bad: a class takes a nil pointer of its type`,
		`L of app:bad: the Go type *lariat_test.account has no method Nope`,
		`v of app:bad: the Go type func() has no values in JavaScript`,
		`NewModule: the name must be like "app:users", got " "`,
		`WithOnly: there is no module "lariat:nope"`,
		`WithFS: "fsys" must be an fs.FS, got nil`,
		`WithGrace: must not be negative`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no word of %q in\n%v", want, err)
		}
	}
}
