package lariat_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/runtime/lariat"
)

// files is a file system of name and text in turn.
func files(names ...string) lariat.Option {
	fsys := fstest.MapFS{}
	for i := 0; i < len(names); i += 2 {
		fsys[names[i]] = &fstest.MapFile{Data: []byte(names[i+1])}
	}
	return lariat.WithFS(fsys)
}

func TestCallConvertsBothWays(t *testing.T) {
	type item struct {
		Name  string `js:"name"`
		Price float64
		Tags  []string `json:"tags,omitempty"`
	}
	rt := start(t, files("rules.ts", `
		import { tax } from "./lib/tax.ts";
		export async function total(items: { name: string, price: number }[], rate: bigint) {
			const sum = items.reduce((n, i) => n + i.price, 0);
			return { name: items.map(i => i.name).join("+"), price: sum + tax(sum), tags: [typeof rate] };
		}
		export const fail = () => { throw new RangeError("no") };
		export default 7;`, "lib/tax.ts", `export const tax = (n: number): number => n / 10;`))
	got, err := lariat.Call[item](t.Context(), rt, "./rules.ts", "total", []item{{"a", 10, nil}, {"b", 20, nil}}, int64(1<<60))
	if err != nil || got.Name != "a+b" || got.Price != 33 || !slices.Equal(got.Tags, []string{"bigint"}) {
		t.Error(got, err)
	}
	_, err = lariat.Call[any](t.Context(), rt, "./rules.ts", "fail")
	var js *lariat.JSError
	if !errors.As(err, &js) || js.Name != "RangeError" || js.Stack[0].File != "/rules.ts" || js.Stack[0].Line != 7 {
		t.Errorf("%v %+v", err, js)
	}
	_, err = lariat.Call[any](t.Context(), rt, "./rules.ts", "nope")
	is(t, err, err, `./rules.ts has no export "nope"; its exports: default, fail, total`)
	_, err = lariat.Call[any](t.Context(), rt, "./rules.ts", "default")
	is(t, err, err, `the export "default" is not a function but 7`)
	_, err = lariat.Call[any](t.Context(), rt, "./other.ts", "x")
	is(t, err, lariat.ErrModule, "other.ts")
	_, err = lariat.Call[struct{ Tags []int }](t.Context(), rt, "./rules.ts", "total", []item{{"a", 10, nil}}, 1)
	is(t, err, err, `total of ./rules.ts: result.tags[0]: must be an integer, got "number"`)
	_, err = lariat.Call[any](t.Context(), rt, "./rules.ts", "total", make(chan int))
	is(t, err, err, `argument 1: the Go type chan int has no values in JavaScript`)
	ns, err := rt.Import(t.Context(), "./rules.ts")
	if err != nil || !slices.Equal(ns.Names(), []string{"default", "fail", "total"}) {
		t.Fatal(ns, err)
	}
	if v, err := ns.Get(t.Context(), "default"); err != nil || v.String() != "7" {
		t.Error(v, err)
	}
}

func TestFuncChecksWhenItIsBound(t *testing.T) {
	rt := start(t, files("f.js", "export const add = async (a, b) => a + b; export const all = (...n) => n.length; export const x = 1"))
	add, err := lariat.Func[func(context.Context, int, int) (int, error)](t.Context(), rt, "./f.js", "add")
	if err != nil {
		t.Fatal(err)
	}
	if n, err := add(t.Context(), 1, 2); n != 3 || err != nil {
		t.Error(n, err)
	}
	all, err := lariat.Func[func(context.Context, ...string) (int, error)](t.Context(), rt, "./f.js", "all")
	if err != nil {
		t.Fatal(err)
	}
	if n, err := all(t.Context(), "a", "b", "c"); n != 3 || err != nil {
		t.Error(n, err)
	}
	_, err = lariat.Func[func(context.Context, int) (int, error)](t.Context(), rt, "./f.js", "add")
	is(t, err, err, "add of ./f.js takes 2 arguments, but func(context.Context, int) (int, error) gives it 1")
	_, err = lariat.Func[func(int) int](t.Context(), rt, "./f.js", "add")
	is(t, err, err, "the first parameter of func(int) int must be a context.Context")
	_, err = lariat.Func[func(context.Context) error](t.Context(), rt, "./f.js", "x")
	is(t, err, err, "is not a function")
}

func TestStreamIsPulledAndClosed(t *testing.T) {
	rt := start(t, files("s.js", `
		export const log = [];
		export async function* rows(n) { try { for (let i = 0; i < n; i++) { log.push(i); yield { i } } } finally { await null; log.push("closed") } }
		export function* sync() { yield 1; yield Promise.resolve(2) }
		export const list = () => [1, "x"];
		export const none = () => 5;
		export async function* bad() { yield 1; throw new Error("late") }
		export const told = () => log.join();`))
	type row struct{ I int }
	var got []int
	for r, err := range lariat.Stream[row](t.Context(), rt, "./s.js", "rows", 100) {
		if err != nil {
			t.Fatal(err)
		}
		if got = append(got, r.I); len(got) == 3 {
			break
		}
	}
	log, err := lariat.Call[string](t.Context(), rt, "./s.js", "told")
	if log != "0,1,2,closed" || err != nil {
		t.Error(log, err, got)
	}
	collect := func(name string) (list []int, err error) {
		for n, e := range lariat.Stream[int](t.Context(), rt, "./s.js", name) {
			if e != nil {
				return list, e
			}
			list = append(list, n)
		}
		return list, nil
	}
	if list, err := collect("sync"); !slices.Equal(list, []int{1, 2}) || err != nil {
		t.Error(list, err)
	}
	_, err = collect("list")
	is(t, err, err, `list of ./s.js: item 1: must be an integer, got "x"`)
	_, err = collect("none")
	is(t, err, err, "returned 5, which is no iterable")
	list, err := collect("bad")
	if is(t, err, err, "late"); !slices.Equal(list, []int{1}) {
		t.Error(list)
	}
}

func TestStreamEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rt := start(t, files("s.js", `
			import { sleep } from "lariat:task";
			export let closed = false;
			export async function* slow() { try { yield 1; await sleep("1h"); yield 2 } finally { closed = true } }`))
		defer rt.Close()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var last error
		for _, err := range lariat.Stream[int](ctx, rt, "./s.js", "slow") {
			last = err
		}
		is(t, last, context.DeadlineExceeded, "slow of ./s.js timed out")
		ns, err := rt.Import(t.Context(), "./s.js")
		if err != nil {
			t.Fatal(err)
		}
		if v, err := ns.Get(t.Context(), "closed"); v.String() != "true" || err != nil {
			t.Error(v, err)
		}
	})
}

func TestRunIsAProgram(t *testing.T) {
	rt := start(t, files("main.js", `
		export let n = 0;
		setTimeout(() => { n = process.argv.length; globalThis.args = process.argv.slice(2).join() });`,
		"exit.js", "process.exit(3)"))
	if err := rt.Run(t.Context(), "main.js", "a", "b"); err != nil {
		t.Error(err)
	}
	if args, err := lariat.Eval[string](t.Context(), rt, "args"); args != "a,b" || err != nil {
		t.Error(args, err)
	}
	var exit *lariat.ExitError
	if err := rt.Run(t.Context(), "exit.js"); !errors.As(err, &exit) || exit.Code != 3 {
		t.Error(err)
	}
	if err := rt.Run(t.Context(), "main.js"); !errors.As(err, &exit) {
		t.Error(err)
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	rt := start(t, files("main.js", "for (;;);"), lariat.WithGrace(10*time.Millisecond))
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	is(t, rt.Run(ctx, "main.js"), context.DeadlineExceeded, "timed out")
	if err := rt.Run(t.Context(), "main.js"); err == nil {
		t.Error("a runtime that was interrupted ran again")
	}
}
