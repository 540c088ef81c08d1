package lock

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
)

func barrier(t *testing.T, parties int, o BarrierOptions) *Barrier {
	t.Helper()
	b, err := NewBarrier(parties, o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// arrive notes the index with the name.
func arrive(ctx context.Context, b *Barrier, j *journal, name string) {
	b.Await(ctx, Party{}, func(i int, err error) {
		j.errs[name] = err
		j.note(fmt.Sprint(name, i), err)
	})
}

func TestBarrierLetsThemGoTogetherAgainAndAgain(t *testing.T) {
	b, j := barrier(t, 2, BarrierOptions{}), newJournal(t)
	arrive(bg, b, j, "a")
	if b.Waiting() != 1 || b.Parties() != 2 || len(b.Waiters()) != 1 || b.Holders() != nil {
		t.Errorf("%d wait", b.Waiting())
	}
	j.want()
	arrive(bg, b, j, "b")
	j.want("a0", "b1")
	arrive(bg, b, j, "c")
	arrive(bg, b, j, "d")
	j.want("a0", "b1", "c0", "d1")
	_, err := NewBarrier(0, BarrierOptions{})
	wantKind(t, err, fault.Range)
}

func TestBarrierBreaksWhenAPartyLeaves(t *testing.T) {
	b, j := barrier(t, 3, BarrierOptions{}), newJournal(t)
	s := newScope()
	arrive(bg, b, j, "a")
	arrive(s, b, j, "b")
	s.end()
	arrive(bg, b, j, "c")
	j.want("b0!", "a0!", "c0!")
	if !errors.Is(j.errs["b"], context.Canceled) || !b.Broken() || b.Waiting() != 0 {
		t.Errorf("b got %v, broken %v", j.errs["b"], b.Broken())
	}
	wantKind(t, j.errs["a"], fault.BrokenBarrier)
	wantKind(t, j.errs["c"], fault.BrokenBarrier)
	b.Reset()
	if b.Broken() {
		t.Error("broken after Reset")
	}
	for _, name := range []string{"d", "e", "f"} {
		arrive(bg, b, j, name)
	}
	arrive(bg, b, j, "g")
	ctx, why := ended()
	arrive(ctx, b, j, "h")
	j.want("b0!", "a0!", "c0!", "d0", "e1", "f2", "g0!", "h0!")
	if !errors.Is(j.errs["h"], why) || !b.Broken() {
		t.Errorf("h got %v, broken %v", j.errs["h"], b.Broken())
	}
}

func TestBarrierPartyCancelledInTheInstantOfTheLastArrival(t *testing.T) {
	b, j := barrier(t, 2, BarrierOptions{}), newJournal(t)
	s := newScope()
	arrive(s, b, j, "a")
	s.ended.Store(true) // ended, but its hook has not run
	arrive(bg, b, j, "b")
	j.want("a0!", "b1")
	if b.Broken() {
		t.Error("a barrier that all had passed broke")
	}
}

func TestBarrierAbortAndReset(t *testing.T) {
	b, j := barrier(t, 2, BarrierOptions{}), newJournal(t)
	why := errors.New("why")
	arrive(bg, b, j, "a")
	b.Abort(why)
	j.want("a0!")
	wantKind(t, j.errs["a"], fault.BrokenBarrier)
	if !errors.Is(j.errs["a"], why) || !b.Broken() {
		t.Errorf("error %v without the reason", j.errs["a"])
	}
	b.Reset()
	arrive(bg, b, j, "b")
	b.Reset()
	wantKind(t, j.errs["b"], fault.BrokenBarrier)
	arrive(bg, b, j, "c")
	arrive(bg, b, j, "d")
	j.want("a0!", "b0!", "c0", "d1")
}

func TestBarrierAction(t *testing.T) {
	var finish []func(error)
	b := barrier(t, 2, BarrierOptions{Action: func(done func(error)) { finish = append(finish, done) }})
	j := newJournal(t)
	for _, name := range []string{"a", "b", "c", "d"} { // c and d are early for the next round
		arrive(bg, b, j, name)
	}
	j.want()
	if len(finish) != 1 {
		t.Fatalf("%d actions run, want 1", len(finish))
	}
	finish[0](nil)
	finish[0](nil)
	j.want("a0", "b1")
	why := errors.New("why")
	finish[1](why)
	j.want("a0", "b1", "c0!", "d0!")
	wantKind(t, j.errs["c"], fault.BrokenBarrier)
	if !errors.Is(j.errs["c"], why) || len(finish) != 2 {
		t.Errorf("error %v, %d actions", j.errs["c"], len(finish))
	}
	b.Reset()
	arrive(bg, b, j, "e")
	arrive(bg, b, j, "f")
	b.Abort(nil)
	finish[2](nil) // too late
	j.want("a0", "b1", "c0!", "d0!", "e0!", "f0!")
	if !b.Broken() {
		t.Error("a late action mended the barrier")
	}
}

func TestBarrierHammer(t *testing.T) {
	const parties, rounds = 8, 300
	b := barrier(t, parties, BarrierOptions{})
	var arrived [rounds]atomic.Int64
	var indices [rounds]atomic.Uint64
	var wg sync.WaitGroup
	for range parties {
		wg.Go(func() {
			for r := range rounds {
				arrived[r].Add(1)
				i, err := b.Wait(bg)
				if err != nil || arrived[r].Load() != parties {
					t.Errorf("round %d: %v with %d there", r, err, arrived[r].Load())
					return
				}
				indices[r].Or(1 << i)
			}
		})
	}
	wg.Wait()
	for r := range rounds {
		if got := indices[r].Load(); got != 1<<parties-1 {
			t.Fatalf("round %d: indices %b", r, got)
		}
	}
}

// TestBarrierBreakHammer cancels at random: every party gets an answer, and never do only some of a
// round go on.
func TestBarrierBreakHammer(t *testing.T) {
	const parties = 5
	for range 300 {
		b := barrier(t, parties, BarrierOptions{})
		ctx, cancel := context.WithCancel(bg)
		results := make([]error, parties)
		var wg sync.WaitGroup
		for p := range parties {
			wg.Go(func() {
				if p == 0 {
					_, results[p] = b.Wait(ctx)
				} else {
					_, results[p] = b.Wait(bg)
				}
			})
		}
		wg.Go(cancel)
		wg.Wait()
		for _, err := range results[1:] {
			if err != nil != b.Broken() || err != nil && !errors.Is(err, fault.BrokenBarrier) {
				t.Fatalf("broken %v, results %v", b.Broken(), results)
			}
		}
	}
}
