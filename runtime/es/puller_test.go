package es

import (
	"slices"
	"testing"

	"github.com/dop251/goja"
)

// TestPuller pulls iterators of every kind to their end.
func TestPuller(t *testing.T) {
	for source, want := range map[string][]string{
		`({ i: 0, async next() { return { value: this.i, done: this.i++ === 2 } } })`:                                          {"0", "1", "end"},
		`({ i: 0, next() { return { value: this.i, done: this.i++ === 1 } } })`:                                                {"0", "end"},
		`generate(undefined, null, function* () { yield wait(0); yield "a"; yield wait(Promise.resolve()); yield "b" })`:       {"a", "b", "end"},
		`generate(undefined, null, function* () { yield "a"; throw "b" })`:                                                     {"a", "thrown b", "end"},
		`Object.assign(generate(undefined, null, function* () {}), { next: async () => ({ get done() { throw "getter" } }) })`: {"thrown getter"},
		`({ async next() { return 5 } })`:           {"thrown TypeError: an iterator result is not an object"},
		`({ next() { throw "at once" } })`:          {"at once: at once"},
		`({ next: async () => { throw "later" } })`: {"thrown later"},
		`({ next: 5 })`:                             {"at once: TypeError: the iterator's next is not a function"},
	} {
		vm := goja.New()
		r := Install(vm, contextHost{&tracker{}})
		_ = vm.Set("wait", vm.ToValue(r.async.mark(r.async.awaitMark)))
		_ = vm.Set("generate", vm.ToValue(r.async.generate))
		var got []string
		over := false
		p := r.NewPuller(run(t, vm, source).(*goja.Object), func(v goja.Value, done bool, thrown goja.Value) {
			switch {
			case thrown != nil:
				got = append(got, "thrown "+thrown.String())
				over = len(want) == len(got)
			case done:
				got, over = append(got, "end"), true
			default:
				got = append(got, v.String())
			}
		})
		for i := 0; i < 5 && !over; i++ {
			if thrown := p.Pull(); thrown != nil {
				got, over = append(got, "at once: "+thrown.String()), true
			}
			run(t, vm, "") // the jobs
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s\n got %q\nwant %q", source, got, want)
		}
	}
}
