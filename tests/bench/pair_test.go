package bench

import (
	"context"
	"fmt"
	"os"
	goruntime "runtime"
	"runtime/debug"
	"slices"
	"testing"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/cputime"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib"
)

const (
	// rounds is how many times both sides are measured, in turn.
	rounds = 7
	// tolerance is what a ratio may exceed its bar by before the benchmark fails: machines are noisy.
	tolerance = 1.15
)

// pair is one workload on lariat and what it is held against on bare goja.
type pair struct {
	name string
	// ours and theirs are bodies of an async function with n in scope.
	ours, theirs string
	n            int
	bar          float64
	// lariat runs theirs on lariat too, when it needs lariat's modules or syntax.
	lariat bool
}

// TestMain sets the garbage collector as the lariat command does, for both sides.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	floor := make([]byte, 8<<20)
	code := m.Run()
	goruntime.KeepAlive(floor)
	os.Exit(code)
}

// measure runs both sides in turn and reports the median of the ratios.
func measure(b *testing.B, bar float64, ours, theirs func() time.Duration) {
	b.Helper()
	for b.Loop() {
		ratios := make([]float64, rounds)
		var mine, base []time.Duration
		for i := range rounds {
			x, y := ours(), theirs()
			mine, base = append(mine, x), append(base, y)
			ratios[i] = float64(x) / float64(y)
		}
		ratio := median(ratios)
		b.ReportMetric(ratio, "ratio")
		b.ReportMetric(bar, "bar")
		b.ReportMetric(float64(median(mine).Microseconds())/1000, "ms/ours")
		b.ReportMetric(float64(median(base).Microseconds())/1000, "ms/base")
		b.ReportMetric(0, "ns/op")
		if ratio > bar*tolerance {
			b.Errorf("ratio %.2f is above the bar of %.2f", ratio, bar)
		}
	}
}

func median[T float64 | time.Duration](v []T) T {
	v = slices.Clone(v)
	slices.Sort(v)
	return v[len(v)/2]
}

// onLariat runs a body in a fresh runtime and returns its processor time.
func onLariat(b *testing.B, body string, n int, options ...runtime.Option) time.Duration {
	b.Helper()
	options = append(options, runtime.WithPermissions(permit.Everything()), runtime.WithModules(stdlib.All()...))
	rt, err := runtime.New(options...)
	if err != nil {
		b.Fatal(err)
	}
	defer rt.Close()
	goruntime.GC()
	before := cputime.Used()
	if err := rt.Eval(context.Background(), "bench.js", fmt.Sprintf("await (async (n) => {\n%s\n})(%d)", body, n)); err != nil {
		b.Fatal(err)
	}
	return cputime.Used() - before
}

// onGoja runs a body on bare goja, whose own queue drains the microtasks.
func onGoja(b *testing.B, body string, n int) time.Duration {
	b.Helper()
	vm := goja.New()
	native := func(goja.FunctionCall) goja.Value { return goja.Undefined() }
	promise := func(goja.FunctionCall) goja.Value {
		p, resolve, _ := vm.NewPromise()
		_ = resolve(nil)
		return vm.ToValue(p)
	}
	for name, f := range map[string]func(goja.FunctionCall) goja.Value{"native": native, "promise": promise} {
		if err := vm.Set(name, f); err != nil {
			b.Fatal(err)
		}
	}
	goruntime.GC()
	before := cputime.Used()
	v, err := vm.RunString(fmt.Sprintf("(async (n) => {\n%s\n})(%d)", body, n))
	if err != nil {
		b.Fatal(err)
	}
	spent := cputime.Used() - before
	if p, ok := v.Export().(*goja.Promise); !ok || p.State() != goja.PromiseStateFulfilled {
		b.Fatalf("the body did not end well: %v", v)
	}
	return spent
}

func (p pair) run(b *testing.B) {
	theirs := onGoja
	if p.lariat {
		theirs = func(b *testing.B, body string, n int) time.Duration { b.Helper(); return onLariat(b, body, n) }
	}
	measure(b, p.bar, func() time.Duration { return onLariat(b, p.ours, p.n) }, func() time.Duration { return theirs(b, p.theirs, p.n) })
}
