package loop

import (
	"slices"
	"testing"
	"time"
)

// listener writes down what it hears.
type listener struct {
	name string
	told *[]string
}

func (l listener) Begin(int, time.Duration) { *l.told = append(*l.told, l.name+" begin") }
func (l listener) End()                     { *l.told = append(*l.told, l.name+" end") }

func TestObserversHearBesideEachOther(t *testing.T) {
	var told []string
	l := New(Options{})
	defer l.Close()
	l.Post(func() { l.Observe(listener{"a", &told}) })
	l.Post(func() { l.Observe(listener{"b", &told}) })
	l.SetTimer(0, false, func() { told = append(told, "heard") })
	runIdle(t, l)
	if want := []string{"a begin", "b begin", "heard", "a end", "b end"}; !slices.Equal(told, want) {
		t.Errorf("got %q", told)
	}
}
