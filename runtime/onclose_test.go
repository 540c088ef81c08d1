package runtime_test

import (
	"testing"

	"github.com/lariatjs/lariat/runtime"
)

func TestOnClose(t *testing.T) {
	rt, err := runtime.New()
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	rt.Go(func() { <-ended }) // Close waits for it, so it has to end it first
	calls := 0
	forget := rt.OnClose(func() { calls += 10 })
	rt.OnClose(func() {
		calls++
		close(ended)
	})
	forget()
	if err := rt.Close(); err != nil {
		t.Fatal(err)
	}
	rt.OnClose(func() { calls += 100 })
	if calls != 101 {
		t.Errorf("calls: %d", calls)
	}
}
