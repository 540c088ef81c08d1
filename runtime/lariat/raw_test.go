package lariat_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"sync"
	"testing"

	"github.com/lariatjs/lariat/runtime/lariat"
	"github.com/lariatjs/lariat/runtime/memory"
)

func TestRawFunctions(t *testing.T) {
	type key struct{}
	m := lariat.NewModule("app:raw").
		Func("add", lariat.Raw(func(c *lariat.Invocation) error {
			a, err := c.Float(0)
			if err != nil {
				return err
			}
			b, err := c.Float(1)
			if err != nil {
				return err
			}
			return c.Return(a + b)
		})).Params("a", "b").
		Func("all", lariat.Raw(func(c *lariat.Invocation) error {
			s, err1 := c.String(0)
			n, err2 := c.Int(1)
			b, err3 := c.Bool(2)
			data, err4 := c.Bytes(3)
			if err := errors.Join(err1, err2, err3, err4); err != nil {
				return err
			}
			var list []string
			if c.Has(4) {
				if err := c.Decode(4, &list); err != nil {
					return err
				}
			}
			return c.Return(map[string]any{"s": s, "n": n, "b": b, "data": data, "list": list, "len": c.Len()})
		})).
		Func("who", lariat.Raw(func(c *lariat.Invocation) error { return c.Return(c.Context().Value(key{})) })).
		Func("nothing", lariat.Raw(func(*lariat.Invocation) error { return nil })).
		Func("fails", lariat.Raw(func(*lariat.Invocation) error { return io.ErrNoProgress })).
		Func("panics", lariat.Raw(func(*lariat.Invocation) error { panic("raw") })).
		Func("odd", lariat.Raw(func(c *lariat.Invocation) error { return c.Return(make(chan int)) })).
		Func("nowhere", lariat.Raw(func(c *lariat.Invocation) error { return c.Decode(0, 5) }))
	rt := start(t, lariat.WithModules(m))
	expect(t, rt, `import * as r from "app:raw"; [r.add(1, 2.5), r.add.length, r.add.name, r.nothing(), Number.isNaN(r.add(NaN, 1))]`, "[ 3.5, 2, 'add', undefined, true ]")
	expect(t, rt, `import { all } from "app:raw"; const a = all("x", 2n ** 60n, true, new Uint8Array([1, 2]), ["l"]); [a.s, a.n, a.b, [...a.data], a.list, a.len]`,
		"[ 'x', 1152921504606846976n, true, [ 1, 2 ], [ 'l' ], 5 ]")
	if who, err := lariat.Eval[string](context.WithValue(t.Context(), key{}, "me"), rt, `import { who } from "app:raw"; who()`); who != "me" || err != nil {
		t.Error(who, err)
	}
	for source, want := range map[string]string{
		`add(1)`:               `add of app:raw: "b": must be a number, got undefined`,
		`add("1", 2)`:          `add of app:raw: "a": must be a number, got '1'`,
		`add({}, 2)`:           `add of app:raw: "a": must be a number, got {}`,
		`add(Symbol.iterator)`: `add of app:raw: "a": must be a number, got Symbol(Symbol.iterator)`,
		`all(1)`:               `all of app:raw: argument 1: must be a string, got 1`,
		`all("", 1.5)`:         `argument 2: must be an integer, got 1.5`,
		`all("", 1, 1)`:        `argument 3: must be true or false, got 1`,
		`all("", 1, true, 5)`:  `argument 4: must be a Uint8Array, got 5`,
		`panics()`:             `panics of app:raw panicked: raw`,
		`odd()`:                `odd of app:raw: result: the Go type chan int has no values in JavaScript`,
		`nowhere()`:            `nowhere of app:raw: Decode takes a pointer that is not nil, got an int`,
		`add(() => 1, 2)`:      `must be a number, got [Function`,
	} {
		_, err := rt.Eval(t.Context(), `import { add, all, panics, odd, nowhere } from "app:raw"; `+source)
		is(t, err, err, want)
	}
	_, err := rt.Eval(t.Context(), `import { fails } from "app:raw"; fails()`)
	is(t, err, io.ErrNoProgress, "")
	_, err = lariat.New(lariat.WithModules(lariat.NewModule("app:nil").Func("f", lariat.Raw(nil))))
	is(t, err, err, "f of app:nil: must be a function, got a nil function")
	var text bytes.Buffer
	if err := lariat.DTS(&text, lariat.NewModule("app:d").Func("f", lariat.Raw(nil)).Func("g", lariat.Raw(func(*lariat.Invocation) error { return nil })).Params("a", "b").
		Func("h", func(context.Context, *lariat.SharedBytes, *lariat.Signal) (*lariat.SharedBytes, error) {
			return nil, nil
		})); err == nil {
		t.Error("a nil function was declared")
	}
}

func TestRawAndSharedAreDeclared(t *testing.T) {
	var text bytes.Buffer
	m := lariat.NewModule("app:d").
		Func("f", lariat.Raw(func(*lariat.Invocation) error { return nil })).
		Func("g", lariat.Raw(func(*lariat.Invocation) error { return nil })).Params("a", "b").
		Func("h", func(context.Context, *lariat.SharedBytes, *lariat.Signal) (*lariat.SharedBytes, error) {
			return nil, nil
		})
	if err := lariat.DTS(&text, m); err != nil {
		t.Fatal(err)
	}
	const want = `declare module "app:d" {
  export function f(...args: any[]): any;
  export function g(a: any, b: any): any;
  export function h(arg1?: SharedArrayBuffer | null, arg2?: AbortSignal | null): Promise<SharedArrayBuffer | null>;
}
`
	if text.String() != want {
		t.Errorf("got\n%s\nwant\n%s", text.String(), want)
	}
}

func TestSharedBytesAreTheSameMemory(t *testing.T) {
	block, err := lariat.NewSharedBytes(8)
	if err != nil {
		t.Fatal(err)
	}
	var got *lariat.SharedBytes
	m := lariat.NewModule("app:mem").
		Func("block", func() *lariat.SharedBytes { return block }).
		Func("take", func(b *lariat.SharedBytes) int { got = b; return len(b.Bytes()) }).
		Value("constant", block)
	rt := start(t, lariat.WithModules(m))
	expect(t, rt, `import { block, constant, take } from "app:mem";
		const view = new Int32Array(block());
		Atomics.add(view, 0, 40);
		new Int32Array(constant)[0] += 2;
		[block() instanceof SharedArrayBuffer, view.length, take(block()), take(new SharedArrayBuffer(3))]`, "[ true, 2, 8, 3 ]")
	cell := memory.At(block.Bytes(), 0, 4)
	if cell.Load() != 42 || len(got.Bytes()) != 3 {
		t.Error(cell.Load(), got.Bytes())
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for range 1000 {
			cell.Add(1)
		}
	})
	eval[any](t, rt, `import { block } from "app:mem"; const v = new Int32Array(block()); for (let i = 0; i < 1000; i++) Atomics.add(v, 0, 1); 0`)
	wg.Wait()
	if cell.Load() != 2042 {
		t.Error(cell.Load())
	}
	expect(t, rt, `import { WorkerPool } from "lariat:worker"; import { block } from "app:mem"; const p = new WorkerPool({ max: 1 });
		const n = await p.run(b => Atomics.add(new Int32Array(b), 1, 7), block()); await p.close(); [n, new Int32Array(block())[1]]`, "[ 0, 7 ]")
	shared, err := lariat.Eval[*lariat.SharedBytes](t.Context(), rt, `import { block } from "app:mem"; block()`)
	if err != nil || &shared.Bytes()[0] != &block.Bytes()[0] {
		t.Error(shared, err)
	}
	for source, want := range map[string]string{
		"new Uint8Array(2)":               "must be a SharedArrayBuffer, got a Uint8Array",
		"new Uint8Array(block())":         "must be a SharedArrayBuffer, got a Uint8Array",
		`"x"`:                             `must be a SharedArrayBuffer, got "x"`,
		"new ArrayBuffer(2)":              "must be a SharedArrayBuffer, got a",
		"{ [Symbol.toStringTag]: 'Sha' }": "must be a SharedArrayBuffer, got an object",
	} {
		_, err := rt.Eval(t.Context(), `import { take, block } from "app:mem"; take(`+source+`)`)
		is(t, err, err, "take of app:mem: argument 1: "+want)
	}
	_, err = lariat.NewSharedBytes(-1)
	is(t, err, err, "NewSharedBytes: must be from 0 to")
}

// transport is a host's own: it answers without a network.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestFetchGoesThroughTheClientOfTheHost(t *testing.T) {
	var log []string
	answer := transport(func(r *http.Request) (*http.Response, error) {
		var body string
		if r.Body != nil {
			b, _ := io.ReadAll(r.Body)
			body = string(b)
		}
		log = append(log, strings.TrimSpace(r.Method+" "+r.URL.Host+r.URL.Path+" "+body+r.Header.Get("Cookie")))
		resp := &http.Response{StatusCode: 200, Status: "200 OK", Header: http.Header{}, Body: io.NopCloser(strings.NewReader("hello")), Request: r, ContentLength: 5}
		switch r.URL.Path {
		case "/moved":
			resp.StatusCode, resp.Status = 302, "302 Found"
			resp.Header.Set("Location", "/new")
		case "/away":
			resp.StatusCode, resp.Status = 302, "302 Found"
			resp.Header.Set("Location", "http://other.test/")
		case "/sets":
			resp.Header.Set("Set-Cookie", "a=1")
		case "/fails":
			return nil, io.ErrUnexpectedEOF
		}
		return resp, nil
	})
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	rt := start(t, lariat.WithHTTPClient(&http.Client{Transport: answer, Jar: jar}),
		lariat.WithPermissions(lariat.Permissions{Grants: lariat.Grants{Net: []string{"api.test:80"}}}))
	expect(t, rt, `const r = await fetch("http://api.test/a%20b?q=1", { method: "POST", body: "data" }); [r.status, await r.text()]`, "[ 200, 'hello' ]")
	expect(t, rt, `const r = await fetch("http://api.test/moved"); [r.redirected, r.url]`, "[ true, 'http://api.test/new' ]")
	expect(t, rt, `(await fetch("http://api.test/moved", { redirect: "manual" })).status`, "302")
	expect(t, rt, `await fetch("http://api.test/sets"); (await fetch("http://api.test/")).status`, "200")
	if got := strings.Join(log, "; "); got != "POST api.test/a b data; GET api.test/moved; GET api.test/new; GET api.test/moved; GET api.test/sets; GET api.test/ a=1" {
		t.Error(got)
	}
	log = nil
	_, err = rt.Eval(t.Context(), `await fetch("http://other.test/")`)
	is(t, err, lariat.ErrPermission, "fetch failed")
	_, err = rt.Eval(t.Context(), `await fetch("http://api.test/away")`)
	is(t, err, lariat.ErrPermission, "fetch failed")
	_, err = rt.Eval(t.Context(), `await fetch("https://api.test/")`)
	is(t, err, lariat.ErrPermission, "fetch failed")
	if got := strings.Join(log, "; "); got != "GET api.test/away a=1" {
		t.Error(got)
	}
	_, err = rt.Eval(t.Context(), `await fetch("http://api.test/fails")`)
	is(t, err, err, "fetch failed")
	expect(t, rt, `import { WorkerPool } from "lariat:worker"; const p = new WorkerPool({ max: 1 });
		const text = await p.run(async () => (await fetch("http://api.test/w")).text()); await p.close(); text`, "'hello'")
}
