package loader

import (
	"fmt"
	"testing"
	"time"

	"github.com/dop251/goja"
)

// What was taken out of a file is gone with the isolates that have it, but for the last of them.
func TestFunctionsThatTravelledAreGone(t *testing.T) {
	s := func() *Store {
		p := newPair(t, nil)
		s := p.l.Store()
		for i := range 3 * len(s.extracts.last) {
			fn := must(p.settled(p.l.Eval("a.mjs", fmt.Sprintf("export default (x) => x + %d", i)))).(*goja.Object).Get("default")
			if got, err := p.task(fn.(*goja.Object), p.vm.ToValue([]any{1}), nil); err != nil || got != fmt.Sprintf("default/1: %d", i+1) {
				t.Fatal(got, err)
			}
		}
		return s
	}()
	for late := time.Now().Add(20 * time.Second); ; {
		collect()
		s.origins.mu.Lock()
		n := len(s.origins.files)
		s.origins.mu.Unlock()
		if n <= len(s.extracts.last)+len(s.evals) {
			return
		}
		if time.Now().After(late) {
			t.Fatalf("%d files are known", n)
		}
	}
}

// A function whose text a store has forgotten is taken out of its file again.
func TestAFunctionTravelsAgain(t *testing.T) {
	p := newPair(t, map[string]string{"main.mjs": "export const make = () => (x) => x + 1"})
	factory := rawOf(must(p.settled(p.l.Import("./main.mjs", ""))).(*goja.Object).Get("make"))
	for range 3 {
		fn := call(factory, goja.Undefined()).(*goja.Object)
		if got, err := p.task(fn, p.vm.ToValue([]any{1}), nil); err != nil || got != "/1: 2" {
			t.Fatal(got, err)
		}
		clear(p.l.store.extracts.last[:])
		p.l.portables, p.other.l.made = portables{}, nil
		collect()
	}
}
