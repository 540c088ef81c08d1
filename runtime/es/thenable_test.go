package es

import (
	"testing"

	"github.com/dop251/goja"
)

// TestThenableJobs checks what ThenableJobs knows of goja: where its queue is, and that these jobs are told from others.
func TestThenableJobs(t *testing.T) {
	vm := goja.New()
	r := Install(vm, newTestHost())
	jobs := r.ThenableJobs()
	if jobs.code == 0 {
		t.Fatal("goja's queue of jobs is not what it was")
	}
	if jobs.New() {
		t.Error("a job was left behind")
	}
	run(t, vm, `var log = [], thenable = { then(f) { log.push("then"); f(1) } }`)
	start, _ := goja.AssertFunction(run(t, vm, `(f) => { var wrap = f; Promise.resolve(2).then(() => log.push("reaction"));
			Promise.resolve(thenable); new Promise((resolve) => resolve(thenable)); (async () => { await thenable })();
			wrap(); wrap(); Promise.resolve(thenable) }`))
	wrapped := vm.ToValue(func(goja.FunctionCall) goja.Value {
		if jobs.New() {
			jobs.Wrap(func(job func()) func() {
				return func() {
					run(t, vm, `log.push("wrapped")`)
					job()
				}
			})
		}
		return goja.Undefined()
	})
	if _, err := start(goja.Undefined(), wrapped); err != nil {
		t.Fatal(err)
	}
	if got, want := run(t, vm, "log.join()").String(), "reaction,wrapped,then,wrapped,then,wrapped,then,then"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
