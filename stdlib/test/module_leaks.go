package test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

// alive names what keeps the loop alive.
func (r *runner) alive() map[string]int {
	counts := map[string]int{}
	for _, a := range r.rt.Loop().Alive() {
		name := a.Kind
		if a.Name != "" {
			name += " " + a.Name
		}
		if a.At != nil && a.At.String() != "" {
			name += fmt.Sprintf(" (%s)", a.At)
		}
		counts[name]++
	}
	return counts
}

const (
	// patience is how long Go may take to end a stream: one that a script closes without a promise that it could wait for, as
	// an EventSource, is over a moment later. Another operation has a promise, and somebody has forgotten to await it.
	patience = 500 * time.Millisecond
	lookTime = time.Millisecond
)

// settle calls then when Go is at no stream that was not there before, or after a while of real time.
func (r *runner) settle(before map[string]int, then func()) {
	began := time.Now()
	var look func()
	look = func() {
		left := more(r.alive(), before)
		if !slices.ContainsFunc(left, func(name string) bool { return strings.HasPrefix(name, "stream") }) || time.Since(began) > patience {
			then()
			return
		}
		hold := r.rt.Loop().Hold("test", "")
		time.AfterFunc(lookTime, func() {
			r.rt.Loop().Post(func() {
				hold.Release()
				look()
			})
		})
	}
	look()
}

// leaked reports what the test left behind.
func (r *runner) leaked(e *entry, before map[string]int) error {
	left := more(r.alive(), before)
	r.tell(e.group, left)
	if len(left) == 0 || e.leaks == "off" {
		return nil
	}
	err := fault.Unsettled.New("the test left behind: %s", strings.Join(left, ", "))
	if e.leaks == "warn" {
		r.suite.warn(e.name + ": " + err.Error())
		return nil
	}
	return err
}

// more lists the names of which there are more now than before.
func more(now, before map[string]int) (names []string) {
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if now[name] > before[name] {
			names = append(names, name)
		}
	}
	return names
}

// end ends the program when the last test is over, if something is left that would keep it alive: an interval, a worker
// in a loop without end. While the file itself has not been evaluated to its end, there is more to come.
func (r *runner) end() {
	left := more(r.alive(), nil)
	if len(left) == 0 || !r.rt.MainSettled() {
		return
	}
	if r.leaks != "off" {
		r.suite.warn("ended what would keep the program alive: " + strings.Join(left, ", "))
	}
	r.rt.Exit(r.rt.ExitCode())
}
