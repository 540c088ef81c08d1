package loader

import (
	"path/filepath"
	"testing"

	"github.com/dop251/goja"
)

// Global says which globals the worlds of the tests have.
func (w *world) Global(name string) bool { return name == "console" || name == "setTimeout" }

// pair is a program and an isolate that its functions go to. send(fn, capture) gives what they need; it is what a
// script calls: task(fn, args, capture) runs a function in the other isolate and returns what it returned, as text.
type pair struct {
	*world
	other *world
	dir   string
}

func newPair(t testing.TB, tree map[string]string) *pair {
	t.Helper()
	dir := files(t, tree)
	s := NewStore(Config{Dir: dir, Builtin: demoNames, Names: []string{"host:demo"}})
	p := &pair{newWorld(t, s), newWorld(t, s), dir}
	_ = p.vm.Set("task", func(c goja.FunctionCall) goja.Value {
		fn, ok := c.Argument(0).(*goja.Object)
		if !ok {
			panic(p.vm.ToValue("no function"))
		}
		v, err := p.task(fn, c.Argument(1), c.Argument(2))
		if err != nil {
			panic(p.l.errorValue(err))
		}
		return p.vm.ToValue(v)
	})
	return p
}

// task moves a function and calls it there. Arguments and captured values are JSON.
func (p *pair) task(fn *goja.Object, args, capture goja.Value) (string, error) {
	var names []string
	captured := map[string]goja.Value{}
	if obj, ok := capture.(*goja.Object); ok {
		for _, name := range obj.Keys() {
			names = append(names, name)
			captured[name] = p.copied(obj.Get(name))
		}
	}
	portable, err := p.l.Portable(fn, names)
	if err != nil {
		return "", err
	}
	return p.run(portable, captured, p.copied(args))
}

func (p *pair) copied(v goja.Value) goja.Value {
	if v == nil || goja.IsUndefined(v) {
		return goja.Undefined()
	}
	stringify := rawOf(p.vm.Get("JSON").(*goja.Object).Get("stringify"))
	text := call(stringify, goja.Undefined(), v).String()
	return call(p.other.l.in.parse, goja.Undefined(), p.other.vm.ToValue(text))
}

// run calls a function in the other isolate and waits for what it returns.
func (p *pair) run(portable *Portable, captured map[string]goja.Value, args goja.Value) (string, error) {
	fn, promise := p.other.l.Function(portable, captured)
	if promise != nil {
		var err error
		if fn, err = p.other.settled(promise); err != nil {
			return "", err
		}
	}
	var list []goja.Value
	if obj, ok := args.(*goja.Object); ok {
		for _, k := range obj.Keys() {
			list = append(list, obj.Get(k))
		}
	}
	_ = p.other.vm.Set("theTask", fn)
	_ = p.other.vm.Set("theArgs", p.other.vm.ToValue(list))
	v, err := p.other.settled(p.other.l.Eval("harness.mjs", `
const f = globalThis.theTask, args = globalThis.theArgs
let r = await f(...args)
if (r && typeof r === "object" && typeof r.next === "function") { const all = []; for await (const x of r) all.push(x); r = all }
export default f.name + "/" + f.length + ": " + (typeof r === "string" ? r : JSON.stringify(r))`))
	if err != nil {
		return "", err
	}
	return v.(*goja.Object).Get("default").String(), nil
}

// main runs the program.
func (p *pair) main(name string) error {
	_, err := p.settled(p.l.Main(filepath.Join(p.dir, name)))
	return err
}

func TestTryCapture(t *testing.T) {
	p := newPair(t, map[string]string{"main.ts": `
import { parse as read, type T } from "./parse.ts";
import * as all from "./parse.ts";
import one from "./parse.ts";
const rate = 3;
const fib = (n: number): number => n < 2 ? n : fib(n - 1) + fib(n - 2);
console.log(task((a: number, b = 2) => a + b, [1]));
console.log(task(fib, [10]));
console.log(task(function fact(n) { return n ? n * fact(n - 1) : 1 }, [5]));
console.log(task((x) => read(x) + all.parse(x) + one, ["x"]));
console.log(task((x) => x * rate, [2], { rate }));
console.log(task(async function* g(n) { for (let i = 0; i < n; i++) yield i }, [3]));
console.log(task({ m(x) { return x } }.m, [3]));
console.log(task(() => import.meta.url.split("/").pop() + import.meta.main, []));
try { task((x) => x * rate, [2]) } catch (e) { console.log(e.message) }
`, "parse.ts": `export type T = 1; export function parse(x) { return "<" + x + ">" }; export default "one"`})
	if err := p.main("main.ts"); err != nil {
		t.Error(err)
	}
	t.Log(p.out.String())
}
