package loader

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"
)

// Random functions do in another isolate what they do at home, given the same values: they return or throw the same,
// at the same places.
func TestTravelledFunctionsDoTheSame(t *testing.T) {
	const values = "let a = 1, b = [2, 3], c = { d: 4 }, d = 'text', e = null, f = 5;\n"
	var sources []string
	for seed := uint64(0); len(sources) < 150; seed++ {
		g := &functionWriter{r: rand.New(rand.NewPCG(seed, 7)), left: 30, finite: true}
		source := g.function()
		if _, _, ok := analysed(source, true); !ok {
			continue
		}
		c := &compiler{path: "x.mjs", source: values + "export default [" + source + "]", intent: intent{module: true}}
		if u, err := c.compile(); err == nil && !u.written.retry {
			sources = append(sources, source)
		}
	}
	p := newPair(t, map[string]string{"main.mjs": values + "export const list = [\n" + strings.Join(sources, ",\n") + "\n];" +
		"\nexport const reset = () => { a = 1; b = [2, 3]; c = { d: 4 }; d = 'text'; e = null; f = 5 };"})
	space, err := p.settled(p.l.Import("./main.mjs", ""))
	if err != nil {
		t.Fatal(err)
	}
	list, reset := space.(*goja.Object).Get("list").(*goja.Object), rawOf(space.(*goja.Object).Get("reset"))
	outcomes := map[string]int{}
	for i, source := range sources {
		fn := list.Get(fmt.Sprint(i)).(*goja.Object)
		call(reset, goja.Undefined())
		want, ok := outcome(p.world, fn)
		if !ok {
			continue
		}
		portable, err := p.l.Portable(fn, []string{"a", "b", "c", "d", "e", "f"})
		if err != nil {
			if !strings.HasPrefix(err.Error(), "'_") { // else esbuild has made up a variable and not declared it
				t.Errorf("%s\n%v", source, err)
			}
			continue
		}
		captured := map[string]goja.Value{}
		for name, text := range map[string]string{"a": "1", "b": "[2, 3]", "c": "({ d: 4 })", "d": "'text'", "e": "null", "f": "5"} {
			captured[name] = must(p.other.vm.RunString(text))
		}
		there, promise := p.other.l.Function(portable, captured)
		if promise != nil {
			_, err := p.other.settled(promise)
			t.Fatalf("%s\n%v", source, err)
		}
		if got, ok := outcome(p.other, there.(*goja.Object)); got != want && ok {
			t.Errorf("%s\ngot  %s\nwant %s", source, got, want)
		}
		kind, _, _ := strings.Cut(want, " ")
		outcomes[kind]++
	}
	if outcomes["returns"] < 30 || outcomes["throws"] < 15 {
		t.Errorf("the outcomes are %v", outcomes)
	}
}

// outcome calls a function, and lets a generator go to its end. ok is false if that takes too long: functions that call
// themselves twice hardly end.
func outcome(w *world, fn *goja.Object) (text string, ok bool) {
	w.vm.SetMaxCallStackSize(20)
	fired := make(chan struct{})
	stop := time.AfterFunc(20*time.Millisecond, func() {
		defer close(fired)
		w.vm.Interrupt("slow")
	})
	defer func() {
		if !stop.Stop() {
			<-fired // an interrupt must not come later, to what runs next
		}
		w.vm.ClearInterrupt()
	}()
	_ = w.vm.Set("theTask", fn)
	v, err := w.vm.RunString(`(() => {
	const show = (v) => { try { return typeof v + String(JSON.stringify(v)) } catch (e) { return e.name } }
	try {
		let r = theTask(7, [8, 9])
		if (r && typeof r.next === "function") { const all = []; for (let s; all.length < 10 && !(s = r.next()).done;) all.push(show(s.value)); r = all }
		return "returns " + theTask.name + theTask.length + show(r)
	} catch (e) { return "throws " + (e instanceof Error ? e.name + e.message + "\n" + e.stack : show(e)) }
})()`)
	if err != nil {
		return "", false
	}
	text, frames := splitStack(v.String())
	for _, f := range frames {
		if strings.HasSuffix(f.File, "main.mjs") {
			text += "\n" + f.String()
		}
	}
	return text, true
}
