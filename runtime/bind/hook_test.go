package bind

import (
	"context"
	"testing"
)

// TestHooks takes hooks off one by one: none takes off another's, and each is called once.
func TestHooks(t *testing.T) {
	a := &awaiting[int]{state: waiting}
	called := [3]int{}
	hook := func(i int) func() { return func() { called[i]++ } }
	first := a.AfterFunc(hook(0))
	if !first() || first() {
		t.Error("the first hook comes off once")
	}
	second, third := a.AfterFunc(hook(1)), a.AfterFunc(hook(2))
	if first() {
		t.Error("the first hook has taken off another one")
	}
	a.Break(context.Canceled)
	if called != [3]int{0, 1, 1} {
		t.Errorf("called %v", called)
	}
	if !second() || !third() || second() || third() {
		t.Error("a hook that was called may still be taken off, once")
	}
	a.ended = true
	if a.AfterFunc(hook(0))() || called[0] != 1 {
		t.Error("a hook that comes after the end is called at once")
	}
}
