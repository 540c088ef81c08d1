package fs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
)

func flush(w *Writer) error {
	return one(await(func(done func(struct{}, error)) { w.Flush(context.Background(), done) }))
}

func TestWriterWritesInOrderAndBeforeWhatFollows(t *testing.T) {
	f := open(t, filepath.Join(t.TempDir(), "f"), "w+")
	w := f.Writer()
	if f.Writer() != w {
		t.Fatal("a file has one writer")
	}
	var want bytes.Buffer
	for i := range 5000 {
		b := fmt.Appendf(nil, "%d,", i)
		want.Write(b)
		if n, err := await(func(done func(int, error)) { w.Write(t.Context(), b, done) }); n != len(b) || err != nil {
			t.Fatal(n, err)
		}
		b[0] = 'X' // The writer has its own copy.
		if i%1000 == 0 {
			info, err := await(func(done func(Info, error)) { f.Stat(t.Context(), done) })
			if err != nil || info.Size != int64(want.Len()) {
				t.Fatal("an operation came before the writes ahead of it", info.Size, want.Len(), err)
			}
		}
	}
	if err := flush(w); err != nil || content(t, f.Path()) != want.String() {
		t.Fatal(err)
	}
	if _, err := w.TryWrite([]byte("last")); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil || content(t, f.Path()) != want.String()+"last" {
		t.Fatal(err)
	}
	_, err := w.TryWrite([]byte("late"))
	wantKind(t, err, fault.Closed)
}

// stuck is a handle whose writes wait to be let through.
type stuck struct {
	handle
	gate chan error
	came chan struct{} // hears of each write, if it is there
}

func (s stuck) Write(b []byte) (int, error) {
	if s.came != nil {
		s.came <- struct{}{}
	}
	if err := <-s.gate; err != nil {
		return 0, err
	}
	return s.handle.Write(b)
}

func TestWriterHoldsBackAndCancels(t *testing.T) {
	f := open(t, filepath.Join(t.TempDir(), "f"), "w")
	gate, came := make(chan error), make(chan struct{}, 10)
	letThrough := sync.OnceFunc(func() { close(gate) })
	t.Cleanup(letThrough) // before the file is closed, which waits for it
	f.h = stuck{f.h, gate, came}
	w := f.Writer()
	taken := 1
	if accepted, err := w.TryWrite(make([]byte, 64<<10)); err != nil || !accepted {
		t.Fatal(accepted, err)
	}
	<-came // it is under way: nothing more is taken out of the buffer
	for {
		accepted, err := w.TryWrite(make([]byte, 64<<10))
		if err != nil {
			t.Fatal(err)
		}
		if !accepted {
			break
		}
		if taken++; taken > 100 {
			t.Fatal("no bound")
		}
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	reason := errors.New("stop")
	gone, kept := make(chan error, 1), make(chan int, 1)
	w.Write(ctx, []byte("gone"), func(_ int, err error) { gone <- err })
	w.Write(t.Context(), []byte("kept"), func(n int, _ error) { kept <- n })
	cancel(reason)
	if err := <-gone; !errors.Is(err, reason) {
		t.Fatal(err)
	}
	w.Write(ctx, []byte("gone"), func(_ int, err error) { gone <- err })
	if err := <-gone; !errors.Is(err, reason) {
		t.Fatal(err)
	}
	letThrough()
	if n := <-kept; n != 4 {
		t.Fatal(n)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if got := content(t, f.Path()); len(got) != taken*64<<10+4 || !strings.HasSuffix(got, "\x00kept") {
		t.Fatal(len(got), taken)
	}
}

func TestWriterFailureIsTold(t *testing.T) {
	f := open(t, filepath.Join(t.TempDir(), "f"), "w")
	gate := make(chan error, 1)
	f.h = stuck{handle: f.h, gate: gate}
	w := f.Writer()
	if ok, err := w.TryWrite([]byte("x")); !ok || err != nil {
		t.Fatal(ok, err)
	}
	gate <- errInjected
	wantCode(t, flush(w), "EIO")
	_, err := w.TryWrite([]byte("y"))
	wantCode(t, err, "EIO")
	if err := f.Close(); err != nil {
		t.Fatal("told again:", err)
	}
}

func TestAFailureThatNobodyHeardOfIsToldByClose(t *testing.T) {
	f := open(t, filepath.Join(t.TempDir(), "f"), "w")
	gate := make(chan error, 1)
	f.h = stuck{handle: f.h, gate: gate}
	if ok, err := f.Writer().TryWrite([]byte("x")); !ok || err != nil {
		t.Fatal(ok, err)
	}
	gate <- errInjected
	wantCode(t, f.Close(), "EIO")
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestWriterHammer(t *testing.T) {
	f := open(t, filepath.Join(t.TempDir(), "f"), "w")
	w := f.Writer()
	const writers, each = 8, 500
	var wg sync.WaitGroup
	for i := range writers {
		wg.Go(func() {
			line := bytes.Repeat([]byte{byte('a' + i)}, 1023)
			line = append(line, '\n')
			for range each {
				if _, err := await(func(done func(int, error)) { w.Write(context.Background(), line, done) }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	got := strings.Split(strings.TrimSuffix(content(t, f.Path()), "\n"), "\n")
	if len(got) != writers*each {
		t.Fatal(len(got))
	}
	for _, line := range got {
		if len(line) != 1023 || strings.Trim(line, line[:1]) != "" {
			t.Fatalf("a torn line %q", line)
		}
	}
}
