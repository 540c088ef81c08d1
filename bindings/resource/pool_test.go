package resource

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

var (
	bg  = context.Background()
	bad = fault.Module.New("bad")
)

// item is a resource of the tests.
type item struct{ id int }

// maker counts what it makes.
type maker struct{ made, ended int }

func (m *maker) create(done func(*item, error)) func(error) {
	m.made++
	done(&item{m.made}, nil)
	return nil
}

func (m *maker) destroy(_ *item, done func(error)) {
	m.ended++
	done(nil)
}

// newPool makes a pool whose resources a maker makes, unless the options say otherwise.
func newPool(t *testing.T, m *maker, o Options[*item]) *Pool[*item] {
	t.Helper()
	if o.Create == nil {
		o.Create = m.create
	}
	if o.Destroy == nil {
		o.Destroy = m.destroy
	}
	p, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// get is Acquire where the answer comes at once.
func get(t *testing.T, p *Pool[*item]) *Lease[*item] {
	t.Helper()
	var lease *Lease[*item]
	p.Acquire(bg, Party{}, 0, func(l *Lease[*item], err error) {
		if err != nil {
			t.Error(err)
		}
		lease = l
	})
	if lease == nil {
		t.Fatal("no lease at once")
	}
	return lease
}

// check compares the counts of a pool: size, idle, borrowed, waiting, creating.
func check(t *testing.T, p *Pool[*item], want ...int) {
	t.Helper()
	s := p.Stats()
	if got := []int{s.Size, s.Idle, s.Borrowed, s.Waiting, s.Creating}; !slices.Equal(got, want) {
		t.Errorf("size, idle, borrowed, waiting, creating: %v, want %v", got, want)
	}
}

func TestPoolLendsAndTakesBack(t *testing.T) {
	m := &maker{}
	p := newPool(t, m, Options[*item]{Max: 2})
	if p.TryAcquire(Party{}) != nil {
		t.Error("TryAcquire made a resource")
	}
	a, b := get(t, p), get(t, p)
	var served []int
	for range 2 {
		p.Acquire(bg, Party{}, 0, func(l *Lease[*item], _ error) { served = append(served, l.Value().id) })
	}
	check(t, p, 2, 0, 2, 2, 0)
	if !a.Release() || a.Release() || a.Held() || !b.Held() || !b.Release() {
		t.Error("a lease was not given back exactly once")
	}
	if !slices.Equal(served, []int{1, 2}) || m.made != 2 || len(p.Holders()) != 2 || p.Size()+p.Borrowed()+p.Idle()+p.Waiting() != 4 {
		t.Errorf("served %v, made %d", served, m.made)
	}
}

func TestNewRefuses(t *testing.T) {
	create := (&maker{}).create
	for name, o := range map[string]Options[*item]{
		"no create": {}, "max": {Create: create, Max: -1}, "min": {Create: create, Min: -1}, "min above max": {Create: create, Min: 11},
	} {
		if _, err := New(o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestAFailedCreateRejectsOneWaiter(t *testing.T) {
	var pending []func(*item, error)
	p := newPool(t, &maker{}, Options[*item]{Max: 1, Create: func(done func(*item, error)) func(error) {
		pending = append(pending, done)
		return nil
	}})
	var errs []error
	for range 3 {
		p.Acquire(bg, Party{}, 0, func(_ *Lease[*item], err error) { errs = append(errs, err) })
	}
	check(t, p, 0, 0, 0, 3, 1)
	pending[0](nil, bad)
	pending[0](&item{9}, nil) // a second answer does not count
	check(t, p, 0, 0, 0, 2, 1)
	pending[1](&item{1}, nil)
	check(t, p, 1, 0, 1, 1, 0)
	if len(pending) != 2 || len(errs) != 2 || !errors.Is(errs[0], bad) || errs[1] != nil {
		t.Errorf("%d creates, %v", len(pending), errs)
	}
}

func TestABlockingCreateHearsOfItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var causes []error
		p := newPool(t, &maker{}, Options[*item]{CreateTimeout: time.Second, Create: Blocking(func(ctx context.Context) (*item, error) {
			<-ctx.Done()
			causes = append(causes, context.Cause(ctx))
			return nil, bad
		})})
		start := time.Now()
		if _, err := p.Get(t.Context()); !errors.Is(err, fault.Timeout) || time.Since(start) != time.Second {
			t.Errorf("%v after %s", err, time.Since(start))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err := p.Get(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		p.Shut(false)
		synctest.Wait()
		if len(causes) != 2 || !errors.Is(causes[0], fault.Timeout) || !errors.Is(causes[1], fault.Closed) {
			t.Errorf("causes %v", causes)
		}
		p.Close(bg, Party{}, false, func(_ struct{}, err error) {
			if err != nil {
				t.Error(err)
			}
		})
		check(t, p, 0, 0, 0, 0, 0)
		if p.Stats().Timeouts != 2 {
			t.Errorf("%d timeouts", p.Stats().Timeouts)
		}
	})
}

func TestAGrantToACancelledCallerGoesOn(t *testing.T) {
	m := &maker{}
	p := newPool(t, m, Options[*item]{Max: 1, MaxUses: 2})
	lease := get(t, p)
	ctx, cancel := context.WithCancel(bg)
	var order []string
	// The first waiter cancels the second while it is being served itself and gives its resource back at once.
	p.Acquire(bg, Party{}, 0, func(l *Lease[*item], _ error) {
		order = append(order, "first")
		l.Release()
		cancel()
	})
	p.Acquire(ctx, Party{}, 0, func(_ *Lease[*item], err error) {
		order = append(order, "second")
		if !errors.Is(err, context.Canceled) {
			t.Errorf("second: %v", err)
		}
	})
	p.Acquire(bg, Party{}, 0, func(l *Lease[*item], err error) {
		order = append(order, "third")
		if err != nil || l.Value().id != 2 {
			t.Errorf("third: %v, %v", l, err)
		}
	})
	lease.Release()
	if want := []string{"first", "second", "third"}; !slices.Equal(order, want) {
		t.Errorf("order %v", order)
	}
	check(t, p, 1, 0, 1, 0, 0)
}

func TestIdleAndOldResourcesEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &maker{}
		p := newPool(t, m, Options[*item]{Min: 1, IdleTimeout: time.Minute, MaxLifetime: time.Hour})
		check(t, p, 1, 1, 0, 0, 0)
		leases := []*Lease[*item]{get(t, p), get(t, p), get(t, p)}
		for _, l := range leases {
			l.Release()
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		check(t, p, 1, 1, 0, 0, 0)
		time.Sleep(time.Hour)
		synctest.Wait()
		check(t, p, 1, 1, 0, 0, 0)
		if m.made != 4 || m.ended != 3 {
			t.Errorf("made %d, ended %d: the last one was not replaced", m.made, m.ended)
		}
		n := -1
		p.Evict(func(evicted int) { n = evicted })
		check(t, p, 1, 1, 0, 0, 0)
		if n != 1 || m.made != 5 {
			t.Errorf("evicted %d, made %d", n, m.made)
		}
		p.Shut(false)
	})
}

func TestHooksThatHangLoseNoPlace(t *testing.T) {
	for _, step := range []Step{Validating, Resetting, Destroying} {
		t.Run(string(step), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := &maker{}
				var told []Step
				o := Options[*item]{Max: 1, OnError: func(step Step, err error) {
					told = append(told, step)
					if !errors.Is(err, fault.Timeout) {
						t.Error(err)
					}
				}}
				switch step {
				case Validating:
					o.Validate = func(*item, func(bool, error)) {}
				case Resetting:
					o.Reset = func(*item, func(error)) {}
				default:
					o.MaxUses, o.Destroy = 1, func(*item, func(error)) {}
				}
				p := newPool(t, m, o)
				get(t, p).Release()
				start := time.Now()
				l, err := p.Get(bg)
				if err != nil || l.Value().id != 2 || time.Since(start) != hookTimeout || !slices.Equal(told, []Step{step}) {
					t.Errorf("%v, %v after %s, told %v", l, err, time.Since(start), told)
				}
				check(t, p, 1, 0, 1, 0, 0)
			})
		})
	}
}

func TestCloseWaitsForTheLeases(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &maker{}
		p := newPool(t, m, Options[*item]{Max: 2})
		lease, other := get(t, p), get(t, p)
		closed := make(chan error, 3)
		done := func(_ struct{}, err error) { closed <- err }
		ctx, cancel := context.WithCancel(bg)
		p.Close(ctx, Party{}, false, done)
		p.Close(bg, Party{}, false, done)
		cancel()
		if err := <-closed; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		lease.Release()
		if p.Close(bg, Party{}, true, done); other.Held() || other.Release() {
			t.Error("drop left a lease")
		}
		if err := errors.Join(<-closed, <-closed); err != nil || m.ended != 2 {
			t.Errorf("%v, ended %d", err, m.ended)
		}
		if _, err := p.Get(bg); !errors.Is(err, fault.Closed) {
			t.Error(err)
		}
		if _, err := p.Get(ctx); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		p.Wait(ctx, Party{}, done)
		if err := <-closed; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

func TestLeaksAreTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		told := make(chan Holding, 10)
		p := newPool(t, &maker{}, Options[*item]{LeakWarning: time.Second, OnLeak: func(h Holding) { told <- h }})
		get(t, p)
		time.Sleep(time.Second / 2)
		p.Acquire(bg, Party{Task: 7, Name: "x"}, 0, func(*Lease[*item], error) {})
		get(t, p).Release()
		time.Sleep(time.Hour)
		synctest.Wait()
		if first, second := <-told, <-told; first.By.Task != 0 || second.By.Task != 7 || second.For != time.Second || len(told) > 0 {
			t.Errorf("told %v, %v", first, second)
		}
	})
}
