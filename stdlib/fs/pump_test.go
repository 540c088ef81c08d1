package fs

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"testing/synctest"
)

// TestAPumpPausesItsProducer has a producer that puts until it is told to pause, as a script does.
func TestAPumpPausesItsProducer(t *testing.T) {
	synctest.Test(t, testPumpPauses)
}

func testPumpPauses(t *testing.T) {
	piece := bytes.Repeat([]byte("x"), 50<<10)
	left, asked := 10, 0
	begin := make(chan struct{}, 1)
	defer close(begin)
	p := newPump(func() {
		asked++
		begin <- struct{}{}
	})
	waiting := false
	p.waits = func(waits bool) {
		if waits == waiting {
			t.Error("told twice that it waits:", waits)
		}
		waiting = waits
	}
	go func() {
		for range begin {
			for more := true; more; left-- {
				if left == 0 {
					p.end(io.EOF)
					break
				}
				more = p.put(piece)
			}
		}
	}()
	total := 0
	for {
		synctest.Wait() // until the producer has paused
		data, err := p.pull(t.Context())
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || len(data) > pumpSize+len(piece) {
			t.Fatal(len(data), err)
		}
		total += len(data)
	}
	if total != 10*len(piece) || asked < 3 || waiting {
		t.Fatal(total, asked, waiting)
	}
	if p.put(piece) {
		t.Fatal("a pump that has ended takes more")
	}
}

func TestAPumpHandsOnWhatIsThereAndThenTheError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPump(func() {})
		got := make(chan string)
		go func() {
			for {
				data, err := p.pull(t.Context())
				if err != nil {
					got <- err.Error()
					return
				}
				got <- string(data)
			}
		}()
		synctest.Wait()
		p.put([]byte("a"))
		if s := <-got; s != "a" {
			t.Fatal(s)
		}
		synctest.Wait()
		p.put([]byte("b"))
		p.put([]byte("c"))
		p.end(errors.New("broken"))
		p.end(io.EOF)
		all := ""
		for s := range got {
			if s == "broken" {
				break
			}
			all += s
		}
		if all != "bc" {
			t.Fatal(all)
		}
	})
}

func TestAPumpThatWaitsCanBeCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		p := newPump(func() {})
		got := make(chan error)
		go func() {
			_, err := p.pull(ctx)
			got <- err
		}()
		synctest.Wait()
		reason := errors.New("enough")
		cancel(reason)
		if err := <-got; !errors.Is(err, reason) {
			t.Fatal(err)
		}
	})
}
