package lariat_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"testing"

	"github.com/lariatjs/lariat/runtime/lariat"
)

// missing is a Go error with a type of its own.
type missing struct{ id int }

func (m *missing) Error() string { return fmt.Sprint("no row ", m.id) }

func failing() *lariat.Module {
	return lariat.NewModule("app:e").
		Func("later", func(_ context.Context, id int) error { return fmt.Errorf("query: %w", &missing{id}) }).
		Func("now", func() error { return sql.ErrNoRows }).
		Func("passes", func(f func() (any, error)) (any, error) { return f() }).
		Func("wraps", func(f func() (any, error)) (any, error) {
			v, err := f()
			return v, fmt.Errorf("wrapped in Go: %w", err)
		})
}

func TestGoErrorsAreFoundBeneathThoseOfScripts(t *testing.T) {
	rt := start(t, lariat.WithModules(failing()))
	for _, source := range []string{
		`throw caught`,
		`throw new Error("a", { cause: caught })`,
		`throw new Error("a", { cause: new TypeError("b", { cause: new RangeError("c", { cause: caught }) }) })`,
		`const e = new TypeError("late"); e.cause = caught; throw e`,
		`await Promise.any([Promise.reject(new Error("x")), Promise.reject(new Error("y", { cause: caught }))])`,
		`throw new AggregateError([new AggregateError([caught])])`,
		`{ using a = { [Symbol.dispose]() { throw new Error("first") } }; throw caught }`,
		`throw structuredClone(new Error("a", { cause: caught }))`,
		`passes(() => { throw new Error("in a callback", { cause: caught }) })`,
		`wraps(() => { throw new Error("in a callback", { cause: caught }) })`,
		`throw new Error("around", { cause: (() => { try { wraps(() => { throw caught }) } catch (e) { return e } })() })`,
	} {
		_, err := rt.Eval(t.Context(), `import { later, now, passes, wraps } from "app:e"; let caught; try { await later(7) } catch (e) { caught = e }; `+source)
		var m *missing
		var js *lariat.JSError
		if !errors.As(err, &m) || m.id != 7 || !errors.As(err, &js) {
			t.Errorf("%s: %v", source, err)
		}
	}
	_, err := rt.Eval(t.Context(), `import { now, passes } from "app:e"; passes(() => { try { now() } catch (cause) { throw new Error("mine", { cause }) } })`)
	var js *lariat.JSError
	if !errors.As(err, &js) || js.Message != "mine" || !errors.Is(err, sql.ErrNoRows) || errors.Is(err, sql.ErrConnDone) {
		t.Errorf("%v %+v", err, js)
	}
}

func TestErrorsOfGoCrossIsolates(t *testing.T) {
	rt := start(t, lariat.WithModules(failing()))
	for _, task := range []string{
		`await (await import("app:e")).later(7)`,
		`try { await (await import("app:e")).later(7) } catch (cause) { throw new RangeError("in a worker", { cause }) }`,
	} {
		_, err := rt.Eval(t.Context(), `import { WorkerPool } from "lariat:worker"; await using p = new WorkerPool({ max: 1 }); await p.run(async () => { `+task+` })`)
		var m *missing
		if !errors.As(err, &m) || m.id != 7 {
			t.Errorf("%s: %v", task, err)
		}
	}
	for task, target := range map[string]error{
		`const { Channel } = await import("lariat:queue"); const c = new Channel(); c.close(); await c.send(1)`: lariat.ErrClosed,
		`await fetch("http://a.test/")`: lariat.ErrPermission,
		`await import("app:none")`:      lariat.ErrModule,
	} {
		_, err := rt.Eval(t.Context(), `import { WorkerPool } from "lariat:worker"; await using p = new WorkerPool({ max: 1 }); await p.run(async () => { `+task+` })`)
		if !errors.Is(err, target) {
			t.Errorf("%s: %v", task, err)
		}
	}
}

func TestAnErrorClassOfAScriptInGo(t *testing.T) {
	rt := start(t, lariat.WithModules(failing()))
	_, err := rt.Eval(t.Context(), `
		class NotFound extends Error {
			code = "E_NOT_FOUND";
			get name() { return "NotFoundError" }
		}
		throw new NotFound("no such page", { cause: new TypeError("inner", { cause: "text" }) });`)
	var js, inner, text *lariat.JSError
	if !errors.As(err, &js) || js.Name != "NotFoundError" || js.Class != "NotFound" || js.Code != "E_NOT_FOUND" || len(js.Stack) == 0 {
		t.Fatalf("%v %+v", err, js)
	}
	if !errors.As(js.Cause, &inner) || inner.Class != "TypeError" || inner.Message != "inner" || inner.Stack[0].Line != js.Stack[len(js.Stack)-1].Line {
		t.Fatalf("%+v", inner)
	}
	if !errors.As(inner.Cause, &text) || text.Text != "'text'" || text.Cause != nil {
		t.Fatalf("%+v", text)
	}
	list, err := lariat.Eval[[]error](t.Context(), rt, `
		import { now } from "app:e";
		const list = [];
		try { now() } catch (cause) { list.push(cause, Object.assign(new RangeError("r", { cause }), { code: "C" })) }
		list`)
	if err != nil || len(list) != 2 || !errors.Is(list[0], sql.ErrNoRows) || !errors.Is(list[1], sql.ErrNoRows) || !errors.As(list[1], &js) || js.Code != "C" ||
		js.Name != "RangeError" || len(js.Stack) == 0 {
		t.Error(list, err)
	}
}

// TestErrorsThatAreMeant throws what is made to break whoever reads it.
func TestErrorsThatAreMeant(t *testing.T) {
	rt := start(t)
	for _, source := range []string{
		`const e = new Error("self"); e.cause = e; throw e`,
		`let e = new Error("deep"); for (let i = 0; i < 5_000; i++) e = new Error("deep", { cause: e }); throw e`,
		`const list = []; const e = new AggregateError(list, "wide"); e.errors = Array.from({ length: 1e4 }, () => e); throw e`,
		`const e = new Error("getter"); Object.defineProperty(e, "cause", { get() { throw 1 } }); throw e`,
		`const e = new Error("endless"); Object.defineProperty(e, "cause", { get() { const f = new Error("f"); Object.defineProperty(f, "cause", Object.getOwnPropertyDescriptor(e, "cause")); return f } }); throw e`,
		`const e = new Error("odd"); e.constructor = null; e.code = { toString() { throw 1 } }; e.stack = Symbol(); throw e`,
		`throw new Proxy(new Error("proxy"), { get() { throw 1 } })`,
		`const e = new Error("self"); e.errors = e; e.error = e; throw e`,
	} {
		_, err := rt.Eval(t.Context(), source)
		var js *lariat.JSError
		if !errors.As(err, &js) || errors.Is(err, sql.ErrNoRows) || err.Error() == "" {
			t.Errorf("%s: %v", source, err)
		}
		e, err := lariat.Eval[error](t.Context(), rt, `let thrown; try { (() => { `+source+` })() } catch (e) { thrown = e }; thrown`)
		if (e == nil) == (err == nil) || errors.Is(e, sql.ErrNoRows) {
			t.Errorf("%s: %v %v", source, e, err)
		}
	}
	if n := eval[int](t, rt, "7"); n != 7 {
		t.Error(n)
	}
}
