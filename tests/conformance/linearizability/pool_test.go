package linearizability

import (
	"context"
	"sync"
	"testing"

	"github.com/anishathalye/porcupine"

	"github.com/lariatjs/lariat/bindings/resource"
	"github.com/lariatjs/lariat/runtime/fault"
)

// errNoLuck is why a resource could not be made.
var errNoLuck = fault.System.New("no luck today")

// pond is a pool with what it does by itself: it makes resources and ends them, on whatever goroutine.
type pond struct {
	*resource.Pool[int]
	history *history
	limit   int
	lifo    bool

	mu    sync.Mutex
	own   []*porcupine.Operation
	made  int
	luck  func(n int) bool
	wrong func(r int) int // what the pool is given in place of a resource
}

func newPond(h *history) *pond {
	p := &pond{history: h, limit: 1 + h.rnd.IntN(4), lifo: h.rnd.IntN(2) == 0, wrong: func(r int) int { return r }}
	unlucky := 2 + h.rnd.IntN(8)
	p.luck = func(n int) bool { return n%unlucky != 0 }
	pool, err := resource.New(resource.Options[int]{Max: p.limit, LIFO: p.lifo, Create: p.create, Destroy: p.destroy})
	if err != nil {
		h.t.Fatal(err)
	}
	p.Pool = pool
	return p
}

// create makes a resource at once, or on a goroutine of its own.
func (p *pond) create(done func(int, error)) func(error) {
	p.mu.Lock()
	p.made++
	n := p.made
	p.mu.Unlock()
	answer := func() {
		if p.luck(n) {
			p.note(created{n}, func() { done(p.wrong(n), nil) })
			return
		}
		p.note(failure{}, func() { done(0, errNoLuck) })
	}
	if n%3 == 0 {
		go answer()
	} else {
		answer()
	}
	return nil
}

func (p *pond) destroy(r int, done func(error)) { p.note(destroyed{r}, func() { done(nil) }) }

// note records what the pool does by itself.
func (p *pond) note(in any, call func()) {
	op := &porcupine.Operation{ClientId: -1, Input: in, Call: p.history.clock.Add(1)}
	p.mu.Lock()
	p.own = append(p.own, op)
	p.mu.Unlock()
	call()
	p.mu.Lock()
	op.Return = p.history.clock.Add(1)
	p.mu.Unlock()
}

func (p *pond) use(a *actor) {
	for range 2 + a.rnd.IntN(12) {
		a.pause()
		id := a.next()
		var lease *resource.Lease[int]
		switch a.rnd.IntN(8) {
		case 0:
			do(a, waiting{}, func() int { return p.Stats().Waiting })
		case 1:
			do(a, idle{}, func() int { return p.Stats().Idle })
		case 2, 3:
			do(a, tryBorrow{id}, func() int {
				if lease = p.TryAcquire(resource.Party{}); lease == nil {
					return 0
				}
				return lease.Value()
			})
		default:
			lease, _, _ = wait(a, a.chance(2), any(borrow{id}), any(borrowed{id}), func(ctx context.Context, done func(*resource.Lease[int], error)) {
				p.Acquire(ctx, resource.Party{}, 0, done)
			}, func(l *resource.Lease[int], err error) any {
				switch {
				case err == nil:
					return l.Value()
				case err == errNoLuck:
					return cannot{}
				}
				return resultOf(err)
			})
		}
		if lease == nil {
			continue
		}
		a.pause()
		if a.chance(6) {
			do(a, scrap{id}, func() bool { return lease.Destroy(nil) })
			continue
		}
		do(a, restore{id}, lease.Release)
	}
}

// audit waits for what the pool does by itself, and finds everything in its place.
func (p *pond) audit(a *actor) {
	for s := p.Stats(); s.Creating > 0 || s.Size > s.Idle; s = p.Stats() {
		a.pause()
	}
	for p.unfinished() {
		a.pause()
	}
	p.mu.Lock()
	a.ops = append(a.ops, p.own...)
	p.own = nil
	p.mu.Unlock()
	do(a, idle{}, func() int { return p.Stats().Idle })
	do(a, waiting{}, func() int { return p.Stats().Waiting })
}

func (p *pond) unfinished() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, op := range p.own {
		if op.Return == 0 {
			return true
		}
	}
	return false
}

// run makes the whole history of one pool. Each round begins with the resources that the last one has left, whose
// order is not known: they are all taken, and given back by number.
func (p *pond) run(h *history) bool {
	for h.total < *operations && !h.t.Failed() {
		state := lending{limit: p.limit, lifo: p.lifo}
		var leases []*resource.Lease[int]
		for l := p.TryAcquire(resource.Party{}); l != nil; l = p.TryAcquire(resource.Party{}) {
			leases = append(leases, l)
		}
		for _, l := range leases {
			state.idle, state.size = append(state.idle, l.Value()), state.size+1
			l.Release()
		}
		if !h.round(state, p.use, p.audit) {
			return false
		}
	}
	p.Shut(false)
	if s := p.Stats(); s.Size != 0 || s.Created != s.Destroyed {
		h.t.Errorf("in the end: %+v", s)
	}
	return true
}

func TestResourcePool(t *testing.T) {
	histories(t, func(t *testing.T, seed uint64) {
		h := newHistory(t, seed, poolModel)
		newPond(h).run(h)
	})
}
