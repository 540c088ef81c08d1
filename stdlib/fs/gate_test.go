package fs

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
)

func TestCallsBeyondTheBoundWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := disk(t, Options{Calls: 2})
		for range 2 {
			if err := d.enter(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		entered := make(chan error, 1)
		go func() { entered <- d.enter(t.Context()) }()
		ctx, cancel := context.WithCancelCause(t.Context())
		cancelled := make(chan error, 1)
		go func() { cancelled <- d.enter(ctx) }()
		synctest.Wait()
		if len(entered)+len(cancelled) > 0 {
			t.Fatal("three calls at once")
		}
		reason := errors.New("enough")
		cancel(reason)
		if err := <-cancelled; !errors.Is(err, reason) {
			t.Fatal(err)
		}
		d.leave()
		if err := <-entered; err != nil {
			t.Fatal(err)
		}
	})
}
