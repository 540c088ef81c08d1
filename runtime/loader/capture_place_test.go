package loader

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/dop251/goja"
)

// placesSource throws in functions of every kind, each at a mark of its own.
const placesSource = `import { thrower } from "./lib.ts";
type Number_ = number; // gone after lowering
interface Long { a: Number_; b: Number_ }

export const list = () => [
  (x: Long): never => { throw new Error("0") },
  async (x: Long) => {
    await null;
    throw new Error("1");
  },
  function* (x?: Long) { yield (null as any)!.property },
  async function* deep(x: Long) {
    for await (const y of [1]) { yield await ((): never => { throw new Error("3") })() }
  },
  { method(x: Long) { return (x as any).b.c.d } }.method,
  /* 😀 */ async (x: Long) => { const f = () => { thrower("5") }; f() },
  class A { static s = (x: Long) => { class B { #p = x; m() { return (this.#p as any).q.r } } return new B().m() } }.s,
];
`

// Errors of a function that has travelled are at the places of its own file.
func TestPlacesOfTravelledFunctions(t *testing.T) {
	p := newPair(t, map[string]string{
		"main.ts": placesSource,
		"lib.ts":  "export type T = 1;\nexport function thrower(s: string) {\n  throw new Error(s);\n}",
	})
	space, err := p.settled(p.l.Import("./main.ts", ""))
	if err != nil {
		t.Fatal(err)
	}
	list := call(rawOf(space.(*goja.Object).Get("list")), goja.Undefined()).(*goja.Object)
	here := &pair{nil, p.world, p.dir}
	for i, line := range []string{"6", "9", "11", "13", "15", "16", "17"} {
		fn := list.Get(fmt.Sprint(i)).(*goja.Object)
		portable, err := p.l.Portable(fn, nil)
		if err != nil {
			t.Fatal(i, err)
		}
		_, err = p.run(portable, nil, must(p.other.vm.RunString("[{ a: 1 }]")))
		got := shownStack(t, err)
		_, err = here.call(fn, must(p.vm.RunString("[{ a: 1 }]")))
		if want := shownStack(t, err); got != want || !strings.Contains(got, "main.ts:"+line+":") {
			t.Errorf("%d: got  %s\nwant %s", i, got, want)
		}
	}
}

// shownStack is the stack of what was thrown, without the frames of the harness.
func shownStack(t *testing.T, err error) string {
	t.Helper()
	r, ok := err.(*rejection)
	if !ok {
		t.Fatal(err)
	}
	var got []string
	for _, f := range ParseStack(r.value.(*goja.Object).Get("stack").String()) {
		if f.File != "harness.mjs" && f.File != "" {
			got = append(got, f.String())
		}
	}
	return strings.Join(got, "\n")
}

// A function of a function that has travelled travels on, and its places stay.
func TestFunctionsTravelOn(t *testing.T) {
	p := newPair(t, map[string]string{"main.mjs": "import { one } from './lib.mjs'\nexport const make = (n) => () => (x) => x + one\nexport const bad = (n) => () => (x) => x + n", "lib.mjs": "export const one = 1"})
	space, err := p.settled(p.l.Import("./main.mjs", ""))
	if err != nil {
		t.Fatal(err)
	}
	inner := func(name string) *goja.Object {
		outer := call(rawOf(space.(*goja.Object).Get(name)), goja.Undefined()).(*goja.Object)
		portable, err := p.l.Portable(outer, nil)
		if err != nil {
			t.Fatal(err)
		}
		fn, promise := p.other.l.Function(portable, nil)
		if promise != nil {
			fn = must(p.other.settled(promise))
		}
		return call(rawOf(fn), goja.Undefined()).(*goja.Object)
	}
	third := newWorld(t, p.l.Store())
	on := &pair{p.other, third, p.dir}
	if got, err := on.task(inner("make"), must(p.other.vm.RunString("[5]")), nil); err != nil || got != "/1: 6" {
		t.Errorf("%q %v", got, err)
	}
	outer := call(rawOf(space.(*goja.Object).Get("bad")), goja.Undefined()).(*goja.Object)
	portable, err := p.l.Portable(outer, []string{"n"})
	if err != nil {
		t.Fatal(err)
	}
	fn, _ := p.other.l.Function(portable, map[string]goja.Value{"n": p.other.vm.ToValue(1)})
	_, err = p.other.l.Portable(call(rawOf(fn), goja.Undefined()).(*goja.Object), nil)
	if err == nil || !strings.HasPrefix(err.Error(), "'n' (main.mjs:3:44) is not available in a worker") {
		t.Error(err)
	}
}

// Any number of isolates may make one function at once, and send others meanwhile.
func TestManyIsolatesMakeOneFunction(t *testing.T) {
	p := newPair(t, map[string]string{
		"main.ts": "import { one } from './lib.ts'; export const list = (n: number) => [(x: number) => x + one, async function* (x: number) { yield x + n }, (x) => x]; export const same = (x) => x",
		"lib.ts":  "export const one: number = 1",
		"use.mjs": "import { list, same } from './main.ts'; export default [...list(2), same]",
	})
	space, err := p.settled(p.l.Import("./use.mjs", ""))
	if err != nil {
		t.Fatal(err)
	}
	list := space.(*goja.Object).Get("default").(*goja.Object)
	var portables []*Portable
	for _, k := range list.Keys() {
		portable, err := p.l.Portable(list.Get(k).(*goja.Object), []string{"n"})
		if err != nil {
			t.Fatal(err)
		}
		portables = append(portables, portable)
	}
	want := []string{"/1: 6", "/1: [7]", "/1: 5", "same/1: 5"}
	var all sync.WaitGroup
	for i := range 16 {
		r := rand.New(rand.NewPCG(uint64(i), 2))
		there := &pair{nil, newWorld(t, p.l.Store()), p.dir}
		all.Go(func() {
			for range 20 {
				k := r.IntN(len(portables))
				args := there.other.vm.ToValue([]any{5})
				got, err := there.run(portables[k], map[string]goja.Value{"n": there.other.vm.ToValue(2)}, args)
				if err != nil || got != want[k] {
					t.Errorf("%d: %q %v", k, got, err)
				}
				local := must(there.other.vm.RunString("(x) => [x]")).(*goja.Object)
				if _, err := there.other.l.Portable(local, nil); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}

// The same function object is looked at once; objects of one text share what is compiled; nothing is kept for those
// that are gone.
func TestPortablesAreRemembered(t *testing.T) {
	p := newPair(t, map[string]string{"main.mjs": "export const make = (n) => (x) => x + 1"})
	space, err := p.settled(p.l.Import("./main.mjs", ""))
	if err != nil {
		t.Fatal(err)
	}
	factory := rawOf(space.(*goja.Object).Get("make"))
	fresh := func() *goja.Object { return call(factory, goja.Undefined()).(*goja.Object) }
	first, err := p.l.Portable(fresh(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for range 5000 {
		if again, err := p.l.Portable(fresh(), nil); err != nil || again != first {
			t.Fatal(again, err)
		}
	}
	collect()
	p.l.portables.sweepAt = 0
	if _, err := p.l.Portable(fresh(), nil); err != nil {
		t.Fatal(err)
	}
	if n := len(p.l.portables.known); n > 100 {
		t.Errorf("%d objects are remembered", n)
	}
}

// TestFunctionObjects fails if an upgrade of goja moves what readFunction reads.
func TestFunctionObjects(t *testing.T) {
	vm := goja.New()
	for text, want := range map[string]functionObject{
		"(function f() { 'use strict' })": {kind: scriptFunction, text: "function f() { 'use strict' }", strict: true},
		"(async function () {})":          {kind: scriptFunction, text: "async function () {}"},
		"(function* () {})":               {kind: scriptFunction, text: "function* () {}"},
		"((a) => a)":                      {kind: arrowFunction, text: "(a) => a"},
		"(async a => a)":                  {kind: arrowFunction, text: "async a => a"},
		"({ m() {} }).m":                  {kind: methodFunction, text: "m() {}"},
		"({ async m() {} }).m":            {kind: methodFunction, text: "async m() {}"},
		"({ *m() {} }).m":                 {kind: methodFunction, text: "*m() {}"},
		"(class A {})":                    {kind: classFunction, text: "class A {}", strict: true},
		"(class A { static #m() {} static take = this.#m }).take": {kind: methodFunction, text: "#m() {}", strict: true},
		"(() => 1).bind()":                     {kind: boundFunction},
		"Math.max":                             {kind: nativeFunction},
		"Function.prototype":                   {kind: nativeFunction},
		"Array":                                {kind: nativeFunction},
		"new Proxy(() => 1, {})":               {kind: proxyObject},
		"({})":                                 {kind: noFunction},
		"[]":                                   {kind: noFunction},
		"new Map":                              {kind: noFunction},
		"globalThis":                           {kind: noFunction},
		"Object(Symbol.iterator)":              {kind: noFunction},
		"(() => 1).constructor":                {kind: nativeFunction},
		"JSON":                                 {kind: noFunction},
		"new Date":                             {kind: noFunction},
		"(function () { return arguments })()": {kind: noFunction},
	} {
		got := readFunction(must(vm.RunString(text)).(*goja.Object))
		if want.text != "" && want.kind != classFunction && (got.file == nil || got.file.Name() != "") {
			t.Errorf("%s: the file is %v", text, got.file)
		}
		got.file = nil
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v", text, got)
		}
	}
	for _, v := range []any{struct{ A int }{1}, map[string]any{}, []int{1}, func(int) int { return 1 }, strings.NewReader("")} {
		if got := readFunction(vm.ToValue(v).(*goja.Object)); got.text != "" || got.file != nil {
			t.Errorf("%T: %+v", v, got)
		}
	}
}
