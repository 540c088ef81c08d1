package queue

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

func channel(t *testing.T, o Options[int]) *Channel[int] {
	t.Helper()
	c, err := NewChannel(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func contents(c *Channel[int]) (list []int) {
	for {
		r, now := c.ReceiveNow()
		if !now || !r.OK {
			return list
		}
		list = append(list, r.Value)
	}
}

// keep notes what a receiver got, and never takes it.
func keep(into *[]Received[int]) func(Received[int], error) {
	return func(r Received[int], err error) {
		if err == nil {
			*into = append(*into, r)
		}
	}
}

func TestStoresAgainstAModel(t *testing.T) {
	for _, order := range []Order{FIFO, LIFO, ByPriority} {
		c := channel(t, Options[int]{Capacity: Unbounded, Order: order})
		var model []int
		rnd := rand.New(rand.NewPCG(uint64(order), 1))
		for i := range 20_000 {
			switch k := rnd.IntN(5); {
			case k < 2 || len(model) == 0:
				item := i
				if order == ByPriority {
					item = rnd.IntN(50) * 100_000
				}
				c.TrySend(item, float64(item))
				model = append(model, item)
			default:
				at := 0
				switch order {
				case LIFO:
					at = len(model) - 1
				case ByPriority:
					at = slices.Index(model, slices.Max(model))
				case FIFO:
				}
				r, _ := c.ReceiveNow()
				if r.Value != model[at] {
					t.Fatalf("order %d: got %d, want %d", order, r.Value, model[at])
				}
				if k == 4 {
					r.Release() // and it is as if nothing had been
					continue
				}
				model = slices.Delete(model, at, at+1)
			}
			if c.Len() != len(model) {
				t.Fatalf("order %d: %d items, want %d", order, c.Len(), len(model))
			}
		}
	}
}

func TestBadOptionsAreRefused(t *testing.T) {
	if _, err := NewChannel(Options[int]{Capacity: -2}); !errors.Is(err, fault.Range) {
		t.Errorf("got %v", err)
	}
	if _, err := NewPubSub[int](PubSubOptions{Replay: -1}); !errors.Is(err, fault.Range) {
		t.Errorf("got %v", err)
	}
}

func TestADeadIsolateGivesBackWhatFlewToIt(t *testing.T) {
	c := channel(t, Options[int]{Capacity: 2})
	var got []Received[int]
	for range 3 {
		c.Receive(t.Context(), Party{Isolate: 7}, keep(&got))
	}
	for i := range 2 {
		c.TrySend(i, 0)
	}
	c.Send(t.Context(), Party{Isolate: 7}, 9, 0, func(struct{}, error) {})
	c.TrySend(2, 0)
	c.TrySend(3, 0)
	sent := false
	c.Send(t.Context(), Party{Isolate: 7}, 4, 0, func(_ struct{}, err error) { sent = err == nil })
	c.Send(t.Context(), Party{Isolate: 8}, 5, 0, func(struct{}, error) {})
	got[0].TakeIn(7) // the first had arrived
	if n := c.ReleaseDead(7); n != 2 {
		t.Errorf("%d items came back, want 2", n)
	}
	for _, r := range got {
		if r.Release() {
			t.Error("an item came back twice")
		}
	}
	if list := contents(c); !slices.Equal(list, []int{1, 9, 2, 3, 5}) || sent {
		t.Errorf("left: %v, the dead one has sent: %v", list, sent)
	}
}

func TestAnItemThatCameBackToARendezvousIsNotDropped(t *testing.T) {
	for _, overflow := range []Overflow{DropOldest, DropNewest} {
		var dropped []int
		c := channel(t, Options[int]{Overflow: overflow, OnDrop: func(i int) { dropped = append(dropped, i) }})
		var got []Received[int]
		c.Receive(t.Context(), Party{}, keep(&got))
		c.TrySend(1, 0)
		got[0].Release()
		if c.TrySend(2, 0); c.Len() != 1 || !slices.Equal(dropped, []int{2}) || !slices.Equal(contents(c), []int{1}) {
			t.Errorf("%v: dropped %v", overflow, dropped)
		}
	}
}

func TestAnItemThatWasDoneBeforeItWasDroppedCountsOnce(t *testing.T) {
	c := channel(t, Options[int]{Capacity: 1, Overflow: DropOldest})
	c.TrySend(1, 0)
	if err := c.TaskDone(); err != nil {
		t.Fatal(err)
	}
	if c.TrySend(2, 0); c.Unfinished() != 1 {
		t.Errorf("%d unfinished items, want 1", c.Unfinished())
	}
}

func TestSenderIsNotCancelledAfterItsItemIsIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for range 200 {
			c := channel(t, Options[int]{})
			ctx, cancel := context.WithCancel(t.Context())
			result := make(chan error, 1)
			c.Send(ctx, Party{}, 1, 0, func(_ struct{}, err error) { result <- err })
			go cancel()
			item, ok := 0, false
			if r, now := c.ReceiveNow(); now {
				item, ok = r.Value, r.OK
			}
			if err := <-result; (err == nil) != ok || ok && item != 1 {
				t.Fatalf("the sender got %v, the receiver %v", err, ok)
			}
		}
	})
}

func TestBlockingForms(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := channel(t, Options[int]{Name: "c"})
		go func() {
			time.Sleep(time.Second)
			_ = c.Put(t.Context(), 5)
			c.Fail(fault.Limit.New("enough"))
		}()
		if item, ok, err := c.Get(t.Context()); item != 5 || !ok || err != nil {
			t.Errorf("got %d, %v, %v", item, ok, err)
		}
		if _, ok, err := c.Get(t.Context()); ok || !errors.Is(err, fault.Limit) {
			t.Errorf("got %v, %v", ok, err)
		}
		if err := c.Put(t.Context(), 6); !errors.Is(err, fault.Closed) {
			t.Errorf("got %v", err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, _, err := channel(t, Options[int]{}).Get(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

// TestHammer sends from many goroutines to many, with cancellation at any moment, batches and selects over two channels.
// Each item arrives exactly once; when nobody is cancelled, in the order of its sender.
func TestHammer(t *testing.T) {
	for _, capacity := range []int{0, 1, 7, Unbounded} {
		for _, calm := range []bool{true, false} {
			t.Run(fmt.Sprint(capacity, calm), func(t *testing.T) { hammer(t, capacity, calm) })
		}
	}
}

func hammer(t *testing.T, capacity int, calm bool) {
	const producers, consumers, n = 6, 6, 400
	channels := []*Channel[int]{channel(t, Options[int]{Capacity: capacity}), channel(t, Options[int]{Capacity: capacity})}
	seen := make([]atomic.Int32, producers*n)
	var sending, receiving sync.WaitGroup
	within := func(rnd *rand.Rand) (context.Context, context.CancelFunc) {
		if calm || rnd.IntN(2) == 0 {
			return context.WithCancel(t.Context())
		}
		return context.WithTimeout(t.Context(), time.Duration(rnd.IntN(50))*time.Microsecond)
	}
	for p := range producers {
		sending.Go(func() {
			rnd := rand.New(rand.NewPCG(uint64(p), 2))
			for i := 0; i < n; {
				ctx, cancel := within(rnd)
				item, c := p*n+i, channels[p%2]
				result := make(chan error, 2)
				if rnd.IntN(3) == 0 {
					Select(ctx, Party{}, []Case{SendTo(c, item, 0)}, rnd.IntN, func(_ Case, err error) { result <- err })
				} else {
					c.Send(ctx, Party{}, item, 0, func(_ struct{}, err error) { result <- err })
				}
				if <-result == nil {
					i++
				}
				cancel()
			}
		})
	}
	for k := range consumers {
		receiving.Go(func() {
			rnd := rand.New(rand.NewPCG(uint64(k), 3))
			last := map[int]int{}
			for open := []*Channel[int]{channels[0], channels[1]}; len(open) > 0; {
				ctx, cancel := within(rnd)
				cases := make([]Case, len(open))
				for i, c := range open {
					cases[i] = Recv(c)
				}
				type answer struct {
					items []Received[int]
					ended *Channel[int]
				}
				result := make(chan answer, 2)
				if one := open[rnd.IntN(len(open))]; len(open) == 1 && rnd.IntN(3) == 0 {
					one.ReceiveMany(ctx, Party{Isolate: uint64(k)}, 3, nil, func(b Batch[int], err error) {
						if err == nil && len(b.Items) == 0 {
							result <- answer{ended: one}
							return
						}
						result <- answer{items: b.Items}
					})
				} else {
					Select(ctx, Party{Isolate: uint64(k)}, cases, rnd.IntN, func(done Case, err error) {
						switch i := slices.Index(cases, done); {
						case err != nil:
							result <- answer{}
						case !done.(*RecvCase[int]).Got.OK:
							result <- answer{ended: open[i]}
						default:
							result <- answer{items: []Received[int]{done.(*RecvCase[int]).Got}}
						}
					})
				}
				a := <-result
				cancel()
				if a.ended != nil {
					open = slices.DeleteFunc(open, func(c *Channel[int]) bool { return c == a.ended })
				}
				if !calm && rnd.IntN(4) == 0 {
					for _, r := range slices.Backward(a.items) {
						r.Release()
					}
					if len(a.items) > 0 {
						open = []*Channel[int]{channels[0], channels[1]} // what came back may be for nobody else
					}
					continue
				}
				for _, r := range a.items {
					r.Take()
					seen[r.Value].Add(1)
					p := r.Value / n
					if before, ok := last[p]; calm && ok && before >= r.Value {
						t.Errorf("%d came after %d", r.Value, before)
					}
					last[p] = r.Value
				}
			}
		})
	}
	sending.Wait()
	for _, c := range channels {
		c.Close()
	}
	receiving.Wait()
	for i := range seen {
		if got := seen[i].Load(); got != 1 {
			t.Fatalf("item %d came %d times", i, got)
		}
	}
	for _, c := range channels {
		if c.Waiting() != 0 || c.Len() != 0 || c.flights.first != nil || c.Unfinished() != producers*n/2 {
			t.Errorf("%d wait, %d items are left, flights: %v, unfinished: %d", c.Waiting(), c.Len(), c.flights.first != nil, c.Unfinished())
		}
	}
}

// TestSelectHammer has selects that offer to send and to receive on the same channels deal with each other: what one
// sends, exactly one receives.
func TestSelectHammer(t *testing.T) {
	a, b := channel(t, Options[int]{}), channel(t, Options[int]{})
	const goroutines, n = 8, 500
	var sent, got atomic.Int64
	var left atomic.Int64
	left.Store(goroutines)
	var wg sync.WaitGroup
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for g := range goroutines {
		wg.Go(func() {
			rnd := rand.New(rand.NewPCG(uint64(g), 4))
			for i := 0; i < n; i++ {
				cases := []Case{SendTo(a, 1, 0), Recv(a), SendTo(b, 1, 0), Recv(b)}
				result := make(chan error, 2)
				Select(ctx, Party{}, cases, rnd.IntN, func(done Case, err error) {
					if r, ok := done.(*RecvCase[int]); ok && err == nil {
						r.Got.Take()
						got.Add(int64(r.Got.Value))
					} else if err == nil {
						sent.Add(1)
					}
					result <- err
				})
				if <-result != nil {
					return
				}
			}
			if left.Add(-1) == 1 {
				cancel() // the last one would wait for ever
			}
		})
	}
	wg.Wait()
	if sent.Load() != got.Load() || sent.Load() < goroutines*n/4 || a.Waiting()+b.Waiting() != 0 {
		t.Errorf("sent %d, got %d, waiting %d", sent.Load(), got.Load(), a.Waiting()+b.Waiting())
	}
}
