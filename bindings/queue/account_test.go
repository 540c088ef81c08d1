package queue

import (
	"math/rand/v2"
	"testing"
)

// TestAccount lets isolates receive, report and die at random: join never waits for the dead, and never ends before what
// the living have is reported.
func TestAccount(t *testing.T) {
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 1))
		c := channel(t, Options[int]{Capacity: Unbounded, Account: true, Home: 1})
		has := map[uint64]int{1: 0, 2: 0, 3: 0}
		receive := func(isolate uint64) {
			if r, now := c.ReceiveNow(); now {
				r.TakeIn(isolate)
				has[isolate]++
			}
		}
		for i := range 100 {
			c.TrySend(i, 0)
			if random.IntN(2) == 0 {
				receive(1)
			}
			if random.IntN(3) == 0 && has[1] > 0 && c.TaskDoneIn(1) == nil {
				has[1]--
			}
		}
		if err := c.Cross(); err != nil {
			t.Fatal(err)
		}
		for range 300 {
			isolate := uint64(random.IntN(3) + 1)
			switch random.IntN(3) {
			case 0, 1:
				receive(isolate)
			default:
				if has[isolate] > 0 && c.TaskDoneIn(isolate) == nil {
					has[isolate]--
				}
			}
			if random.IntN(20) == 0 {
				if n := c.ReleaseDead(isolate); n != has[isolate] {
					t.Fatalf("seed %d: isolate %d had %d items, the account says %d", seed, isolate, has[isolate], n)
				}
				has[isolate] = 0
			}
			if got, want := c.Unfinished(), c.Len()+has[1]+has[2]+has[3]; got != want {
				t.Fatalf("seed %d: %d unfinished, want %d", seed, got, want)
			}
		}
	}
}

func TestWhatAnotherHasReportedDiesWithNobody(t *testing.T) {
	c := channel(t, Options[int]{Capacity: Unbounded, Account: true, Home: 1})
	if err := c.Cross(); err != nil {
		t.Fatal(err)
	}
	take := func(isolate uint64, n int) {
		for range n {
			c.TrySend(0, 0)
			r, _ := c.ReceiveNow()
			r.TakeIn(isolate)
		}
	}
	take(2, 5)
	take(3, 3)
	for range 5 { // the first isolate reports what the second has received
		if err := c.TaskDoneIn(1); err != nil {
			t.Fatal(err)
		}
	}
	if n := c.ReleaseDead(2); n != 0 || c.Unfinished() != 3 {
		t.Errorf("%d lost, %d unfinished", n, c.Unfinished())
	}
	if n := c.ReleaseDead(3); n != 3 || c.Unfinished() != 0 {
		t.Errorf("%d lost, %d unfinished", n, c.Unfinished())
	}
}
