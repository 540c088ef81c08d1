package lariat_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"log"
	"os"
	"strings"
	"testing/fstest"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/bindings/limit"
	"github.com/lariatjs/lariat/runtime/lariat"
)

var ctx = context.Background()

// scripts is a file system of one file; an embed.FS or an os.DirFS does as well.
func scripts(text string) fstest.MapFS { return fstest.MapFS{"main.ts": {Data: []byte(text)}} }

// open makes a runtime for an example.
func open(opts ...lariat.Option) *lariat.Runtime {
	rt, err := lariat.New(opts...)
	if err != nil {
		log.Fatal(err)
	}
	return rt
}

func Example() {
	rt, err := lariat.New(
		lariat.WithFS(scripts(`export const total = (prices: number[]) => prices.reduce((a, b) => a + b, 0)`)),
		lariat.WithStdio(nil, os.Stdout, os.Stderr),
	)
	if err != nil {
		log.Fatal(err)
	}
	defer rt.Close()
	total, err := lariat.Call[float64](ctx, rt, "./main.ts", "total", []float64{1.5, 2})
	fmt.Println(total, err)
	// Output: 3.5 <nil>
}

func ExampleNew() {
	_, err := lariat.New(
		lariat.WithOnly("lariat:task", "lariat:nothing"),
		lariat.WithModules(lariat.NewModule("app:bad").Func("send", func(chan int) {})),
	)
	fmt.Println(errors.Is(err, lariat.ErrModule))
	fmt.Println(strings.Contains(err.Error(), "send of app:bad: parameter 1: the Go type chan int has no values in JavaScript"))
	// Output:
	// true
	// true
}

func ExampleRuntime_Run() {
	rt := open(lariat.WithStdio(nil, os.Stdout, os.Stderr), lariat.WithFS(scripts(`
		console.log("hello", ...process.argv.slice(2));
		setTimeout(() => process.exit(3), 1);`)))
	defer rt.Close()
	err := rt.Run(ctx, "main.ts", "world")
	var exit *lariat.ExitError
	fmt.Println(errors.As(err, &exit) && exit.Code == 3)
	// Output:
	// hello world
	// true
}

func ExampleRuntime_Eval() {
	rt := open()
	defer rt.Close()
	v, err := rt.Eval(ctx, `const list = await Promise.all([1, 2].map(async n => n * 10)); ({ list })`)
	fmt.Println(v, err)
	// Output: { list: [ 10, 20 ] } <nil>
}

func ExampleEval() {
	rt := open()
	defer rt.Close()
	words, err := lariat.Eval[[]string](ctx, rt, `"some words".split(" ")`)
	fmt.Printf("%q %v\n", words, err)
	// Output: ["some" "words"] <nil>
}

func ExampleFilename() {
	rt := open()
	defer rt.Close()
	price, err := lariat.Eval[float64](ctx, rt, "const net: number = 100; net * 1.25", lariat.Filename("price.ts"))
	fmt.Println(price, err)
	_, err = rt.Eval(ctx, "\nnull.x", lariat.Filename("rules/7.js"))
	if js := (*lariat.JSError)(nil); errors.As(err, &js) {
		fmt.Println(js, "at", js.Stack[0].File, js.Stack[0].Line)
	}
	// Output:
	// 125 <nil>
	// TypeError: Cannot read property 'x' of undefined at rules/7.js 2
}

func ExampleAs() {
	rt := open()
	defer rt.Close()
	v, err := rt.Eval(ctx, `({ name: "ann", tags: ["a", 5] })`)
	if err != nil {
		log.Fatal(err)
	}
	type user struct {
		Name string
		Tags []any
	}
	fmt.Println(lariat.As[user](v))
	_, err = lariat.As[map[string][]string](v)
	fmt.Println(err)
	_, err = lariat.As[struct{ Tags []string }](v)
	fmt.Println(err)
	// Output:
	// {ann [a 5]} <nil>
	// name: must be an array, got "ann"
	// tags[1]: must be a string, got 5
}

func ExampleRuntime_Import() {
	rt := open(lariat.WithFS(scripts(`export const version = "1.2"; export const twice = n => 2 * n`)))
	defer rt.Close()
	rules, err := rt.Import(ctx, "./main.ts")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(rules.Names())
	fmt.Println(rules.Get(ctx, "version"))
	fmt.Println(rules.Call(ctx, "twice", 21))
	// Output:
	// [twice version]
	// '1.2' <nil>
	// 42 <nil>
}

func ExampleCall() {
	rt := open(lariat.WithFS(scripts(`
		import { sleep } from "lariat:task";
		export async function slow() { try { await sleep("1h") } finally { console.log("unwound") } }`)),
		lariat.WithStdio(nil, os.Stdout, nil))
	defer rt.Close()
	short, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	_, err := lariat.Call[any](short, rt, "./main.ts", "slow")
	fmt.Println(errors.Is(err, context.DeadlineExceeded))
	// Output:
	// unwound
	// true
}

func ExampleFunc() {
	rt := open(lariat.WithFS(scripts(`export const price = async (items: string[]) => 2.5 * items.length`)))
	defer rt.Close()
	price, err := lariat.Func[func(context.Context, []string) (float64, error)](ctx, rt, "./main.ts", "price")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(price(ctx, []string{"tea", "milk"}))
	// Output: 5 <nil>
}

func ExampleStream() {
	rt := open(lariat.WithStdio(nil, os.Stdout, nil), lariat.WithFS(scripts(`
		export async function* rows(n: number) {
			try { for (let id = 1; id <= n; id++) yield { id } } finally { console.log("closed") }
		}`)))
	defer rt.Close()
	type row struct{ ID int }
	for r, err := range lariat.Stream[row](ctx, rt, "./main.ts", "rows", 1_000_000) {
		if err != nil || r.ID == 3 {
			break
		}
		fmt.Println(r.ID)
	}
	// Output:
	// 1
	// 2
	// closed
}

func ExampleRuntime_Do() {
	rt := open()
	defer rt.Close()
	err := rt.Do(ctx, func(vm *goja.Runtime) error { return vm.Set("answer", 42) })
	fmt.Println(err)
	fmt.Println(rt.Eval(ctx, "answer"))
	// Output:
	// <nil>
	// 42 <nil>
}

func ExampleRuntime_Wait() {
	rt := open(lariat.WithStdio(nil, os.Stdout, nil))
	defer rt.Close()
	if _, err := rt.Eval(ctx, `setTimeout(() => console.log("later"), 5)`); err != nil {
		log.Fatal(err)
	}
	fmt.Println("now")
	fmt.Println(rt.Wait(ctx))
	// Output:
	// now
	// later
	// <nil>
}

func ExampleJSError() {
	rt := open(lariat.WithFS(scripts("export function check(n: number) {\n  if (n < 0) throw new RangeError('negative');\n}")))
	defer rt.Close()
	_, err := lariat.Call[any](ctx, rt, "./main.ts", "check", -1)
	var js *lariat.JSError
	if errors.As(err, &js) {
		fmt.Println(js.Name, js.Message, js.Stack[0].File, js.Stack[0].Line)
	}
	// Output: RangeError negative /main.ts 2
}

func ExampleNewModule() {
	type user struct {
		ID   int
		Name string
	}
	type query struct{ Limit int }
	users := lariat.NewModule("app:users").
		Func("find", func(_ context.Context, id int) (*user, error) {
			if id == 0 {
				return nil, sql.ErrNoRows
			}
			return &user{id, "ann"}, nil
		}).Params("id").Doc("Finds a user.").
		Func("list", func(_ context.Context, q query) iter.Seq[user] {
			return func(yield func(user) bool) {
				for i := 1; i <= q.Limit && yield(user{ID: i}); i++ {
				}
			}
		})
	rt := open(lariat.WithModules(users), lariat.WithStdio(nil, os.Stdout, nil))
	defer rt.Close()
	_, err := rt.Eval(ctx, `
		import { find, list } from "app:users";
		console.log(await find(7));
		for await (const user of list({ limit: 1000 })) if (user.id === 3) { console.log("found"); break }
		await find(0);`)
	fmt.Println(errors.Is(err, sql.ErrNoRows))
	// Output:
	// { id: 7, name: 'ann' }
	// found
	// true
}

// counter counts; scripts have it as an object.
type counter struct{ n int }

// Add adds.
func (c *counter) Add(n int) int { c.n += n; return c.n }

// Close ends it.
func (c *counter) Close() error { fmt.Println("closed at", c.n); return nil }

func ExampleModule_Class() {
	m := lariat.NewModule("app:count").
		Class("Counter", func(start int) (*counter, error) { return &counter{start}, nil }).Methods("Add")
	rt := open(lariat.WithModules(m))
	defer rt.Close()
	fmt.Println(rt.Eval(ctx, `import { Counter } from "app:count"; let n; { using c = new Counter(40); n = c.add(2) } n`))
	// Output:
	// closed at 42
	// 42 <nil>
}

func ExampleDTS() {
	m := lariat.NewModule("app:text").
		Func("slug", strings.ToLower).Params("title").Doc("Makes the part of a URL.").
		Func("read", func(context.Context, []string) ([]byte, error) { return nil, nil }).Params("names")
	if err := lariat.DTS(os.Stdout, m); err != nil {
		log.Fatal(err)
	}
	// Output:
	// declare module "app:text" {
	//   /** Makes the part of a URL. */
	//   export function slug(title: string): string;
	//   export function read(names: string[]): Promise<Uint8Array>;
	// }
}

func ExampleNewPool() {
	program, err := lariat.Compile(ctx, scripts(`let n = 0; export default (path: string) => path + " " + ++n`), "main.ts")
	if err != nil {
		log.Fatal(err)
	}
	pool, err := lariat.NewPool(lariat.PoolConfig{Max: 64, Fresh: true, Options: []lariat.Option{lariat.WithProgram(program)}})
	if err != nil {
		log.Fatal(err)
	}
	defer pool.Close()
	for range 2 {
		fmt.Println(lariat.PoolCall[string](ctx, pool, "./main.ts", "default", "/index"))
	}
	fmt.Println(pool.Stats().Made)
	// Output:
	// /index 1 <nil>
	// /index 1 <nil>
	// 2
}

func ExampleNewVirtualClock() {
	clock := lariat.NewVirtualClock(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), true)
	rt := open(lariat.WithClock(clock))
	defer rt.Close()
	fmt.Println(lariat.Eval[string](ctx, rt, `
		import { sleep } from "lariat:task";
		await sleep("1h");
		new Date().toISOString()`))
	// Output: 2030-01-01T01:00:00.000Z <nil>
}

func ExampleWithShared() {
	limiter, err := limit.NewRateLimiter(limit.Options{Limit: 2, Interval: time.Hour, Burst: 2})
	if err != nil {
		log.Fatal(err)
	}
	rt := open(lariat.WithShared("upstream", limiter))
	defer rt.Close()
	if _, err := rt.Eval(ctx, `import { upstream } from "lariat:host"; await upstream.acquire()`); err != nil {
		log.Fatal(err)
	}
	fmt.Println(limiter.Available())
	// Output: 1
}

func ExampleWithLimits() {
	rt := open(lariat.WithLimits(lariat.Limits{Turn: 20 * time.Millisecond}))
	defer rt.Close()
	_, err := rt.Eval(ctx, "for (;;);")
	fmt.Println(errors.Is(err, lariat.ErrLimit))
	// Output: true
}

func ExampleWithPermissions() {
	dir := os.TempDir()
	rt := open(lariat.WithPermissions(lariat.Permissions{Grants: lariat.Grants{Read: []string{dir}, Net: []string{"api.example.com:443"}}}))
	defer rt.Close()
	fmt.Println(rt.Eval(ctx, "Object.keys(process.env).length"))
	// Output: 0 <nil>
}
