package bench

import (
	"context"
	_ "embed"
	"os"
	goruntime "runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/cputime"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib"
)

//go:embed testdata/worker.js
var workerSource string

// isolates is how many are made for one measurement.
const isolates = 1000

// BenchmarkIsolate is row 3: an isolate with every module that runs 8 KB of script, against a bare goja.Runtime that
// runs the same compiled program. The script uses what workers use of the language; no global of a module.
func BenchmarkIsolate(b *testing.B) {
	prg := goja.MustCompile("worker.js", workerSource, false)
	main, err := runtime.New(runtime.WithPermissions(permit.Everything()), runtime.WithModules(stdlib.All()...))
	if err != nil {
		b.Fatal(err)
	}
	defer main.Close()
	run := func(vm *goja.Runtime) {
		if v, err := vm.RunProgram(prg); err != nil || v.ToInteger() != 42 {
			b.Errorf("the script gave %v, %v", v, err)
		}
	}
	spawn := func() {
		ended := make(chan error, 1)
		main.Spawn(runtime.IsolateOptions{
			Start: func(rt *runtime.Runtime) {
				rt.Realm().UseRegExp() // as the loader does for a file with literals
				run(rt.VM())
			},
			Ended: func(err error) { ended <- err },
		})
		if err := <-ended; err != nil {
			b.Error(err)
		}
	}
	bare := func() {
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			run(goja.New())
		}()
		<-ended
	}
	b.Run("row 3: start and end", func(b *testing.B) {
		measure(b, 1.5, func() time.Duration { return spent(spawn) }, func() time.Duration { return spent(bare) })
	})
	b.Run("row 3: without a script", func(b *testing.B) {
		for b.Loop() {
			var before, after goruntime.MemStats
			goruntime.ReadMemStats(&before)
			cpu := spent(func() {
				ended := make(chan struct{})
				main.Spawn(runtime.IsolateOptions{Ended: func(error) { close(ended) }})
				<-ended
			})
			goruntime.ReadMemStats(&after)
			b.ReportMetric(float64(cpu.Microseconds())/isolates, "µs/isolate")
			b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/isolates/1000, "KB/isolate")
			b.ReportMetric(0, "ns/op")
		}
	})
	b.Run("row 3: a thousand at once", func(b *testing.B) { thousand(b, main, run) })
}

// spent is the processor time of many calls of f.
func spent(f func()) time.Duration {
	goruntime.GC()
	before := cputime.Used()
	for range isolates {
		f()
	}
	return cputime.Used() - before
}

// thousand has a thousand isolates answer, and stay, and looks at the clock and at the memory.
func thousand(b *testing.B, main *runtime.Runtime, run func(*goja.Runtime)) {
	for b.Loop() {
		debug.FreeOSMemory()
		before, began := resident(b), time.Now()
		var answers, ends sync.WaitGroup
		var all []*runtime.Isolate
		for range isolates {
			answers.Add(1)
			ends.Add(1)
			all = append(all, main.Spawn(runtime.IsolateOptions{
				Keep: true,
				Start: func(rt *runtime.Runtime) {
					rt.Realm().UseRegExp()
					run(rt.VM())
					answers.Done()
				},
				Ended: func(error) { ends.Done() },
			}))
		}
		answers.Wait()
		b.ReportMetric(time.Since(began).Seconds(), "s/thousand")
		debug.FreeOSMemory()
		b.ReportMetric((resident(b)-before)/isolates, "KB-RSS/isolate")
		b.ReportMetric(0, "ns/op")
		for _, i := range all {
			i.Close()
		}
		ends.Wait()
		debug.FreeOSMemory()
		before = resident(b)
		vms := make([]*goja.Runtime, isolates)
		for i := range vms {
			vms[i] = goja.New()
			run(vms[i])
		}
		debug.FreeOSMemory()
		b.ReportMetric((resident(b)-before)/isolates, "KB-RSS/base")
		goruntime.KeepAlive(vms)
	}
}

// resident is the memory of the process in KB, 0 where the system does not say.
func resident(b *testing.B) float64 {
	b.Helper()
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	pages, err := strconv.Atoi(strings.Fields(string(text))[1])
	if err != nil {
		b.Fatal(err)
	}
	return float64(pages) * float64(os.Getpagesize()) / 1000
}

// TestWorkerScript keeps the script of the benchmark what it says it is.
func TestWorkerScript(t *testing.T) {
	if n := len(workerSource); n < 7500 || n > 9000 {
		t.Errorf("the script has %d bytes", n)
	}
	rt, err := runtime.New()
	if err != nil {
		t.Fatal(err)
	}
	defer rt.Close()
	if err := rt.Do(context.Background(), func(vm *goja.Runtime) error {
		v, err := vm.RunString(workerSource)
		if err == nil && v.ToInteger() != 42 {
			t.Errorf("it gives %v", v)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
}
