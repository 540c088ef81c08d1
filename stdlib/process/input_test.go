package process

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/lariatjs/lariat/runtime/fault"
)

// next is Next for tests that wait.
func next(ctx context.Context, in *Input) (string, bool, error) {
	type answer struct {
		chunk []byte
		more  bool
		err   error
	}
	answers := make(chan answer, 1)
	in.Next(ctx, func(chunk []byte, more bool, err error) { answers <- answer{chunk, more, err} })
	a := <-answers
	return string(a.chunk), a.more, a.err
}

func TestInputReadsOnDemandToTheEnd(t *testing.T) {
	in := NewInput(io.MultiReader(strings.NewReader("one"), strings.NewReader("two")))
	for _, want := range []string{"one", "two"} {
		if chunk, more, err := next(t.Context(), in); chunk != want || !more || err != nil {
			t.Fatalf("%q %v %v, want %q", chunk, more, err, want)
		}
	}
	for range 2 {
		if chunk, more, err := next(t.Context(), in); chunk != "" || more || err != nil {
			t.Fatalf("%q %v %v at the end", chunk, more, err)
		}
	}
}

func TestInputDoesNotReadBeforeSomebodyAsks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, w := io.Pipe()
		in := NewInput(r)
		written := false
		go func() {
			_, _ = w.Write([]byte("x"))
			written = true
			_ = w.Close()
		}()
		synctest.Wait()
		if written {
			t.Fatal("it has read without being asked")
		}
		if chunk, _, _ := next(t.Context(), in); chunk != "x" {
			t.Fatalf("got %q", chunk)
		}
		synctest.Wait()
	})
}

func TestInputKeepsWhatACancelledWaitHasRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, w := io.Pipe()
		in := NewInput(r)
		ctx, cancel := context.WithCancel(t.Context())
		errs := make(chan error, 1)
		in.Next(ctx, func(_ []byte, _ bool, err error) { errs <- err })
		synctest.Wait()
		cancel()
		if err := <-errs; !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v", err)
		}
		_, _ = w.Write([]byte("kept"))
		synctest.Wait()
		if chunk, more, err := next(t.Context(), in); chunk != "kept" || !more || err != nil {
			t.Fatalf("%q %v %v", chunk, more, err)
		}
		_ = w.Close()
	})
}

// failing reads some bytes together with an error.
type failing struct{}

func (failing) Read(b []byte) (int, error) { return copy(b, "last"), fault.Closed.New("torn") }

func TestInputGivesTheDataBeforeTheError(t *testing.T) {
	in := NewInput(failing{})
	if chunk, more, err := next(t.Context(), in); chunk != "last" || !more || err != nil {
		t.Fatalf("%q %v %v", chunk, more, err)
	}
	if _, more, err := next(t.Context(), in); more || !errors.Is(err, fault.Closed) {
		t.Fatalf("%v %v", more, err)
	}
}

func TestWholeCutsBetweenCharacters(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "abc": 3, "é": 2, "a\xc3": 1, "a\xe2\x98": 1, "☃": 3, "\xf0\x9d\x84": 0, "𝄞": 4, "\xff": 1, "\x80\x80\x80\x80\x80": 5, "a\xff\xc3": 2,
	} {
		if got := whole([]byte(text)); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

func TestMemoryIsThere(t *testing.T) {
	if resident, heap, used := memory(); resident < heap || heap < used || used == 0 {
		t.Errorf("%d, %d, %d", resident, heap, used)
	}
}

func TestSignalsHaveNumbers(t *testing.T) {
	if signalNumber("SIGINT") != 2 || signalNumber("SIGTERM") != 15 || signalNumber("nothing") != 0 {
		t.Errorf("%d, %d, %d", signalNumber("SIGINT"), signalNumber("SIGTERM"), signalNumber("nothing"))
	}
}
