package es

import (
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// tracker is the simplest tracker there can be: the context is a string.
type tracker struct{ now string }

func (t *tracker) Grab() any       { return t.now }
func (t *tracker) Resumed(ctx any) { t.now, _ = ctx.(string) }
func (t *tracker) Exited()         { t.now = "" }

// contextHost is a host that tracks contexts.
type contextHost struct{ tracker *tracker }

func (contextHost) Post(func()) {}

func (h contextHost) Tracker() goja.AsyncContextTracker { return h.tracker }

// TestContext runs an async generator by hand, as lowered code has it, and logs the context at each step: a part of
// the body sees the context of the caller it works for, also when that caller had to queue.
func TestContext(t *testing.T) {
	vm := goja.New()
	host := contextHost{&tracker{}}
	vm.SetAsyncContextTracker(host.tracker)
	r := Install(vm, host)
	var log []string
	_ = vm.Set("log", func(c goja.FunctionCall) goja.Value {
		log = append(log, c.Argument(0).String()+" in "+host.tracker.now)
		return goja.Undefined()
	})
	_ = vm.Set("as", func(c goja.FunctionCall) goja.Value {
		host.tracker.now = c.Argument(0).String()
		v := call(r.callable(c.Argument(1)), goja.Undefined())
		host.tracker.now = ""
		return v
	})
	_ = vm.Set("wait", vm.ToValue(r.async.mark(r.async.awaitMark)))
	_ = vm.Set("generate", vm.ToValue(r.async.generate))
	_, err := vm.RunString(`
		const it = generate(undefined, null, function* () {
			log("start"); yield wait(0); log("after await"); yield 1;
			log("second"); yield wait(Promise.resolve()); log("after second await"); yield 2;
			log("third"); yield 3; log("fourth"); yield wait(new Promise(r => { later = r })); log("fifth");
		});
		let later;
		as("A", () => it.next());
		as("B", () => it.next());
		as("C", () => it.next().then(() => as("D", () => it.next())));
	`)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := vm.RunString(`as("E", () => later())`); err != nil {
		t.Fatal(err)
	}
	want := "start in A|after await in A|second in B|after second await in B|third in C|fourth in D|fifth in D"
	if got := strings.Join(log, "|"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
