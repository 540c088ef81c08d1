package governor

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unsafe"

	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime/fault"
)

var (
	bg     = context.Background()
	nobody waitlist.Party
)

// plain is a Governor without weights, counted is one with them.
type plain struct{ Permits }

type counted struct{ plain }

func newPlain() *plain {
	p := &plain{}
	p.Init(Setup{Kind: "Plain", Capacity: 1})
	return p
}

func newCounted(n int) *counted {
	c := &counted{}
	c.Init(Setup{Kind: "Counted", Capacity: n})
	return c
}

func (p *plain) Acquire(ctx context.Context, by waitlist.Party, done func(*Token, error)) {
	p.Permits.Acquire(ctx, by, Want{}, done)
}

func (p *plain) TryAcquire(by waitlist.Party) *Token { return p.Try(by, Want{}) }

func (c *counted) AcquireWith(ctx context.Context, by waitlist.Party, want Want, done func(*Token, error)) {
	c.Permits.Acquire(ctx, by, want, done)
}

func (c *counted) TryAcquireWith(by waitlist.Party, want Want) *Token { return c.Try(by, want) }

func lock(ctx context.Context, g Governor, want Want) (*Token, error) {
	return Block(func(done func(*Token, error)) { Acquire(ctx, g, nobody, want, done) })
}

func TestTokensCannotBeForged(t *testing.T) {
	var zero Token
	if zero.Held() || zero.Release() {
		t.Error("the zero token stands for something")
	}
	c := newCounted(1)
	granted := c.TryAcquire(nobody)
	copied := &Token{owner: c, weight: 1}
	if copied.Release() || c.Available() != 0 || granted.Owner() != Owner(&c.Permits) {
		t.Error("a made up token freed a permit")
	}
	if size := unsafe.Sizeof(zero); size > 96 {
		t.Errorf("a token has %d bytes: every acquire pays for that", size)
	}
}

func TestAllTakesEverythingInOneOrder(t *testing.T) {
	a, b, c := newPlain(), newPlain(), newPlain()
	both := All(c, All(a, b))
	token, err := lock(bg, both, Want{})
	if err != nil || a.TryAcquire(nobody) != nil || b.TryAcquire(nobody) != nil || c.TryAcquire(nobody) != nil {
		t.Fatalf("All left something free: %v", err)
	}
	if both.TryAcquire(nobody) != nil {
		t.Error("TryAcquire of All got what is taken")
	}
	var order []uint64
	for _, m := range both.(*all).members {
		order = append(order, m.ID())
	}
	if !slices.Equal(order, []uint64{a.ID(), b.ID(), c.ID()}) {
		t.Errorf("order %v", order)
	}
	if !token.Release() || token.Release() || a.Available()+b.Available()+c.Available() != 3 {
		t.Error("the token did not give everything back once")
	}
	if token := All().TryAcquire(nobody); !token.Release() {
		t.Error("nothing cannot be had")
	}
}

func TestAllHoldsNothingAfterAFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b, c := newPlain(), newPlain(), newCounted(2)
		taken := b.TryAcquire(nobody)
		ctx, cancel := context.WithCancelCause(t.Context())
		why := errors.New("why")
		go func() {
			synctest.Wait()
			if a.Available() != 1 || c.Available() != 2 || b.Waiting() != 1 {
				t.Error("All holds something while it waits")
			}
			cancel(why)
		}()
		if token, err := lock(ctx, All(a, b, c), Want{}); !errors.Is(err, why) || token != nil {
			t.Errorf("All = %v, %v, want the cause", token, err)
		}
		if All(a, b, c).TryAcquire(nobody) != nil || a.Available() != 1 || c.Available() != 2 {
			t.Error("something is held after a failure")
		}
		taken.Release()
	})
}

func TestAllAddsTheWeightsOfDoubles(t *testing.T) {
	c, p := newCounted(5), newPlain()
	token, err := lock(bg, All(c, c), Want{Weight: 2})
	if err != nil || c.Available() != 1 {
		t.Fatalf("All(c, c) with weight 2: %v, %d left of 5", err, c.Available())
	}
	token.Release()
	token = All(c, c, c).TryAcquire(nobody)
	if c.Available() != 2 {
		t.Errorf("TryAcquire of three left %d of 5", c.Available())
	}
	token.Release()
	for name, bad := range map[string]Weighted{"doubled": All(p, p), "too heavy": All(c, c, c, c, c, c)} {
		if _, err := lock(bg, bad, Want{}); !errors.Is(err, fault.Range) || bad.TryAcquire(nobody) != nil {
			t.Errorf("%s: %v, want fault.Range", name, err)
		}
	}
	if _, err := lock(bg, All(c), Want{Weight: -1}); !errors.Is(err, fault.Range) {
		t.Errorf("negative weight: %v", err)
	}
	if c.Available() != 5 || p.Available() != 1 {
		t.Error("a refused request holds something")
	}
}

// judge notes whether the tokens that come back have failed.
type judge struct {
	counted
	failed []bool
}

func (j *judge) Free(t *Token) { j.failed = append(j.failed, t.Failed()) }

func TestAFailureReachesTheOwner(t *testing.T) {
	j := &judge{}
	j.Init(Setup{Kind: "Judge", Capacity: 3, Owner: j})
	all := All(j, newPlain())
	bad, good := all.TryAcquire(nobody), j.TryAcquire(nobody)
	if !bad.Fail() || bad.Fail() || bad.Release() || bad.Held() || !bad.Failed() || !good.Release() || good.Failed() {
		t.Error("a token was not given back exactly once")
	}
	if !slices.Equal(j.failed, []bool{true, false}) {
		t.Errorf("failed: %v", j.failed)
	}
}

func TestPermitsAge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p Permits
		p.Init(Setup{Kind: "Pool", Capacity: 1, Aging: time.Minute, Now: time.Now})
		token := p.Try(nobody, Want{})
		var log []string
		wait := func(name string, priority int) {
			p.Acquire(bg, nobody, Want{Priority: priority}, func(t *Token, _ error) { log = append(log, name); token = t })
		}
		wait("old", 0)
		time.Sleep(90 * time.Second)
		wait("higher", 1)
		wait("highest", 2)
		for range 3 {
			token.Release()
		}
		if !slices.Equal(log, []string{"highest", "old", "higher"}) {
			t.Errorf("order %q", log)
		}
		token.Release()
	})
}

func TestReports(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCounted(3)
		var traced Traced = c
		heavy, light := waitlist.Party{Task: 1, Name: "heavy"}, waitlist.Party{Task: 2}
		c.TryAcquireWith(heavy, Want{Weight: 2})
		time.Sleep(time.Minute)
		c.TryAcquire(light)
		c.Acquire(bg, light, func(*Token, error) {})
		want := []Holding{{heavy, 2, time.Minute}, {light, 1, 0}}
		if got := c.Held(); !slices.Equal(got, want) {
			t.Errorf("Held = %v, want %v", got, want)
		}
		if got := traced.Holders(); !slices.Equal(got, []waitlist.Party{heavy, light}) || traced.Waiting() != 1 {
			t.Errorf("Holders = %v, Waiting = %d", got, traced.Waiting())
		}
		if first := c.First(); first.Party() != heavy || first.Age() != time.Minute {
			t.Errorf("First = %v, %v", first.Party(), first.Age())
		}
	})
}

// TestAllHammer has everybody want several of the same things, named in any order. Without the
// common order it would deadlock within milliseconds.
func TestAllHammer(t *testing.T) {
	governors := []Governor{newPlain(), newPlain(), newCounted(2), newCounted(3)}
	var inside [2]int // guarded by the first two: the race detector watches
	var wg sync.WaitGroup
	for g := range 16 {
		wg.Go(func() {
			rnd := rand.New(rand.NewPCG(uint64(g), 8))
			for range 400 {
				ctx, cancel := context.WithCancel(bg)
				if rnd.IntN(2) == 0 {
					go cancel()
				}
				order := rnd.Perm(len(governors))[:2+rnd.IntN(3)]
				var picked []Governor
				for _, i := range order {
					picked = append(picked, governors[i])
				}
				if token, err := lock(ctx, All(picked...), Want{}); err == nil {
					for _, i := range order {
						if i < 2 {
							inside[i]++
						}
					}
					token.Release()
				}
				cancel()
			}
		})
	}
	wg.Wait()
	if all := All(governors[2], governors[3]); all.TryAcquire(nobody) == nil || inside[0] == 0 {
		t.Fatal("nothing happened, or something is still held")
	}
	for _, g := range governors[:2] {
		if token := g.TryAcquire(nobody); token == nil || !token.Release() {
			t.Error("something is still held")
		}
	}
	if n := governors[2].(*counted).Available() + governors[3].(*counted).Available(); n != 3 {
		t.Errorf("%d permits are free, want 3", n)
	}
}
