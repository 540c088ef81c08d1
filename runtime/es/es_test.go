package es

import (
	"sync"
	"testing"

	"github.com/dop251/goja"
)

// testHost keeps the jobs that it is given until the test runs them.
type testHost struct{ jobs chan func() }

func (h *testHost) Post(job func()) { h.jobs <- job }

func newTestHost() *testHost { return &testHost{make(chan func(), 100)} }

func newVM(t testing.TB) *goja.Runtime {
	t.Helper()
	vm := goja.New()
	Install(vm, newTestHost())
	return vm
}

func run(t testing.TB, vm *goja.Runtime, source string) goja.Value {
	t.Helper()
	v, err := vm.RunString(source)
	if err != nil {
		t.Fatalf("%.500s\n%v", source, err)
	}
	return v
}

// check is an expression and what JSON.stringify makes of its value.
type check struct{ name, expression, want string }

// runChecks evaluates every expression on a VM of its own. A promise is waited for.
func runChecks(t *testing.T, checks []check) {
	t.Helper()
	for _, c := range checks {
		t.Run(c.name, func(t *testing.T) {
			vm := newVM(t)
			run(t, vm, prepare)
			run(t, vm, "evaluate(() => ("+c.expression+"\n))")
			if got := vm.Get("outcome").String(); got != c.want {
				t.Errorf("%s\n got %s\nwant %s", c.expression, got, c.want)
			}
		})
	}
}

// prepare gives the expressions a few functions.
const prepare = `
var outcome = "pending", log = [];
// name of what f throws
function thrown(f) { try { f(); return "nothing" } catch (e) { return e instanceof Error ? e.name : String(e) } }
// an iterator over the arguments that writes down what is done with it
function traced(...values) {
  let i = 0;
  return {
    __proto__: Iterator.prototype,
    next() { log.push("next"); return { value: values[i], done: i++ >= values.length } },
    return() { log.push("return"); return {} },
  };
}
async function evaluate(f) {
  try {
    const value = await f();
    outcome = JSON.stringify(value) ?? String(value);
  } catch (e) {
    outcome = "threw " + (e instanceof Error ? e.name : String(e));
  }
}
`

func TestInstallTwiceInOneProcess(t *testing.T) {
	a, b := newVM(t), newVM(t)
	run(t, a, "Promise.prototype.then = Iterator.prototype.map = null")
	if got := run(t, b, "typeof Promise.prototype.then + typeof Iterator.prototype.map").String(); got != "functionfunction" {
		t.Errorf("one VM sees what another one's script did: %s", got)
	}
}

// TestInstallInParallel has the program and the symbols that all VMs share used by several at once.
func TestInstallInParallel(t *testing.T) {
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			vm := goja.New()
			Install(vm, newTestHost())
			v, err := vm.RunString(`[1, 2].values().map((v) => v + 1).toArray().join() + new WeakRef({}) + String(Symbol.dispose) +
				new RegExp("\\p{L}", "u").test("ä") + thrown()
				function thrown() { try { "x".repeat(1e300) } catch (e) { return e.name } }`)
			if err != nil || v.String() != "2,3[object WeakRef]Symbol(Symbol.dispose)trueRangeError" {
				t.Errorf("got %v, %v", v, err)
			}
		})
	}
	group.Wait()
}

func BenchmarkInstall(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Install(goja.New(), newTestHost())
	}
}
