package lariat_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"sync/atomic"

	"github.com/lariatjs/lariat/runtime/lariat"
)

func ExampleSignal() {
	begun := make(chan struct{})
	m := lariat.NewModule("app:wait").Func("wait", func(_ context.Context, s *lariat.Signal) error {
		fmt.Println(s.Aborted(), s.Reason())
		close(begun)
		<-s.Done()
		return s.Reason()
	}).Func("begun", func(context.Context) { <-begun })
	rt := open(lariat.WithModules(m))
	defer rt.Close()
	_, err := rt.Eval(ctx, `
		import { wait, begun } from "app:wait";
		const c = new AbortController();
		begun().then(() => c.abort(new Error("enough")));
		await wait(c.signal)`)
	fmt.Println(err)
	// Output:
	// false <nil>
	// Error: enough
}

func ExampleSharedBytes() {
	block, err := lariat.NewSharedBytes(4)
	if err != nil {
		log.Fatal(err)
	}
	rt := open(lariat.WithModules(lariat.NewModule("app:memory").Value("block", block)))
	defer rt.Close()
	_, err = rt.Eval(ctx, `import { block } from "app:memory"; new Uint8Array(block).set([1, 2, 3])`)
	fmt.Println(block.Bytes(), err)
	// Output: [1 2 3 0] <nil>
}

func ExampleRaw() {
	m := lariat.NewModule("app:raw").Func("add", lariat.Raw(func(c *lariat.Invocation) error {
		sum := 0.0
		for i := range c.Len() {
			n, err := c.Float(i)
			if err != nil {
				return err
			}
			sum += n
		}
		return c.Return(sum)
	}))
	rt := open(lariat.WithModules(m))
	defer rt.Close()
	fmt.Println(rt.Eval(ctx, `import { add } from "app:raw"; add(1, 2.5)`))
	_, err := rt.Eval(ctx, `import { add } from "app:raw"; add("one")`)
	fmt.Println(err)
	// Output:
	// 3.5 <nil>
	// TypeError: add of app:raw: argument 1: must be a number, got 'one'
}

func ExampleInvocation() {
	m := lariat.NewModule("app:raw").Func("show", lariat.Raw(func(c *lariat.Invocation) error {
		name, err1 := c.String(0)
		count, err2 := c.Int(1)
		on, err3 := c.Bool(2)
		data, err4 := c.Bytes(3)
		var tags []string
		var err5 error
		if c.Has(4) {
			err5 = c.Decode(4, &tags)
		}
		fmt.Println(name, count, on, data, tags, c.Context().Err())
		return errors.Join(err1, err2, err3, err4, err5)
	})).Params("name", "count", "on", "data", "tags")
	rt := open(lariat.WithModules(m))
	defer rt.Close()
	_, err := rt.Eval(ctx, `import { show } from "app:raw"; show("a", 2n, true, new Uint8Array([7]), ["x"]); show("a", 2, true, "text")`)
	fmt.Println(err)
	// Output:
	// a 2 true [7] [x] <nil>
	// a 2 true [] [] <nil>
	// TypeError: show of app:raw: "data": must be a Uint8Array, got "text"
}

func ExampleValue() {
	rt := open()
	defer rt.Close()
	var v lariat.Value
	fmt.Println(v.String())
	v, err := rt.Eval(ctx, "new Map([[1, 'a']])")
	fmt.Println(v.String(), err)
	// Output:
	// undefined
	// Map(1) { 1 => 'a' } <nil>
}

func ExampleJSError_Unwrap() {
	m := lariat.NewModule("app:db").Func("find", func(context.Context) (int, error) { return 0, os.ErrNotExist })
	rt := open(lariat.WithModules(m))
	defer rt.Close()
	_, err := rt.Eval(ctx, `
		import { find } from "app:db";
		try { await find() } catch (e) { throw new Error("no user", { cause: e }) }`)
	var js *lariat.JSError
	fmt.Println(errors.As(err, &js), js.Error(), js.Is(os.ErrNotExist), errors.Unwrap(js) != nil)
	line := func(f lariat.Frame) int { return f.Line }
	fmt.Println(line(js.Stack[0]))
	// Output:
	// true Error: no user true true
	// 3
}

func ExampleModule_Func() {
	m := lariat.NewModule("app:poll").Func("each", func(ctx context.Context, found func(context.Context, int) (bool, error)) error {
		for i := 0; ; i++ {
			more, err := found(ctx, i) // awaits the script
			if err != nil || !more {
				return err
			}
		}
	})
	rt := open(lariat.WithModules(m))
	defer rt.Close()
	fmt.Println(rt.Eval(ctx, `import { each } from "app:poll"; let n = 0; await each(async i => { n += i; return i < 4 }); n`))
	// Output: 10 <nil>
}

func ExampleErrClosed() {
	rt := open()
	if err := rt.Close(); err != nil {
		log.Fatal(err)
	}
	_, err := rt.Eval(ctx, "1")
	fmt.Println(errors.Is(err, lariat.ErrClosed))
	// Output: true
}

func ExampleErrDeadlock() {
	rt := open()
	defer rt.Close()
	_, err := rt.Eval(ctx, `
		import { Mutex } from "lariat:lock";
		const m = new Mutex();
		await m.lock();
		await m.lock()`)
	fmt.Println(errors.Is(err, lariat.ErrDeadlock))
	_, err = rt.Eval(ctx, "await new Promise(() => {})")
	fmt.Println(errors.Is(err, lariat.ErrUnsettled))
	_, err = rt.Eval(ctx, `import { readFile } from "node:fs/promises"; await readFile("/etc/passwd")`)
	fmt.Println(errors.Is(err, lariat.ErrPermission))
	// Output:
	// true
	// true
	// true
}

func ExampleProgram() {
	program, err := lariat.Compile(ctx, scripts(`console.log("once compiled")`), "main.ts")
	if err != nil {
		log.Fatal(err)
	}
	for range 2 {
		rt := open(lariat.WithProgram(program), lariat.WithStdio(nil, os.Stdout, nil))
		if err := rt.Run(ctx, program.Entry()); err != nil {
			log.Fatal(err)
		}
		_ = rt.Close()
	}
	// Output:
	// once compiled
	// once compiled
}

func ExampleCallInfo() {
	rt := open()
	defer rt.Close()
	var seen atomic.Pointer[lariat.CallInfo]
	looked := make(chan struct{})
	go func() {
		defer close(looked)
		for seen.Load() == nil {
			s, err := rt.Snapshot(ctx)
			if err != nil {
				return
			}
			for _, c := range s.Calls {
				seen.Store(&c)
			}
		}
		_, _ = rt.Eval(ctx, "go()")
	}()
	_, err := rt.Eval(ctx, `await new Promise(go => { globalThis.go = go; setTimeout(go, 3_600_000) })`)
	<-looked
	fmt.Println(seen.Load().What, err)
	// Output: eval <nil>
}
