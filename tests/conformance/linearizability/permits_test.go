package linearizability

import (
	"context"
	"math"
	"testing"

	"github.com/lariatjs/lariat/bindings/lock"
)

// permitted is what a lock and a semaphore have in common.
type permitted struct {
	capacity  int
	asks      []ask // what the actors choose from
	acquire   func(ctx context.Context, a ask, done func(*lock.Token, error))
	try       func(a ask) *lock.Token
	downgrade func(*lock.Token) (*lock.Token, error)
	resize    func(n int) error
	available func() int // of an RWLock: all but the readers
	writing   func() bool
	waiting   func() int
}

func mutex(h *history) permitted {
	m := lock.NewMutex(lock.MutexOptions{})
	return permitted{
		capacity: 1, asks: []ask{{weight: 1}, {weight: 1}, {weight: 1}, {weight: 1, priority: 1}},
		acquire: func(ctx context.Context, a ask, done func(*lock.Token, error)) {
			m.AcquireWith(ctx, lock.Party{}, lock.Want{Priority: a.priority}, done)
		},
		try: func(a ask) *lock.Token { return m.TryAcquireWith(lock.Party{}, lock.Want{Priority: a.priority}) },
		available: func() int {
			if m.Locked() {
				return 0
			}
			return 1
		},
		waiting: m.Waiting,
	}
}

func semaphore(h *history) permitted {
	capacity := 3 + h.rnd.IntN(3)
	s, err := lock.NewSemaphore(capacity, lock.SemaphoreOptions{})
	if err != nil {
		h.t.Fatal(err)
	}
	return permitted{
		capacity: capacity, asks: []ask{{weight: 1}, {weight: 1}, {weight: 2}, {weight: 3}, {weight: 1, priority: 1}, {weight: 2, priority: -1}},
		acquire: func(ctx context.Context, a ask, done func(*lock.Token, error)) {
			s.AcquireWith(ctx, lock.Party{}, lock.Want{Weight: a.weight, Priority: a.priority}, done)
		},
		try: func(a ask) *lock.Token {
			return s.TryAcquireWith(lock.Party{}, lock.Want{Weight: a.weight, Priority: a.priority})
		},
		resize: s.Resize, available: s.Available, waiting: s.Waiting,
	}
}

// everyone is the weight of a writer in the model, where readers come before nobody.
const everyone = math.MaxInt32

func rwlock(h *history) permitted {
	prefer := []lock.Prefer{lock.PreferWriters, lock.PreferReaders, lock.PreferFIFO}[h.rnd.IntN(3)]
	l := lock.NewRWLock(lock.RWLockOptions{Prefer: prefer})
	reader, writer := ask{weight: 1}, ask{weight: everyone}
	switch prefer {
	case lock.PreferWriters:
		reader.priority = -1
	case lock.PreferReaders:
		writer.priority = -1
	}
	return permitted{
		capacity: everyone, asks: []ask{reader, reader, reader, writer},
		acquire: func(ctx context.Context, a ask, done func(*lock.Token, error)) {
			if a.weight == everyone {
				l.AcquireWrite(ctx, lock.Party{}, done)
				return
			}
			l.AcquireRead(ctx, lock.Party{}, done)
		},
		try: func(a ask) *lock.Token {
			if a.weight == everyone {
				return l.TryWrite(lock.Party{})
			}
			return l.TryRead(lock.Party{})
		},
		downgrade: l.Downgrade,
		available: func() int { return everyone - l.Readers() },
		writing:   l.Writing, waiting: l.Waiting,
	}
}

// use has an actor take and give back for a while.
func (p permitted) use(a *actor) {
	for range 2 + a.rnd.IntN(16) {
		a.pause()
		want := p.asks[a.rnd.IntN(len(p.asks))]
		want.id = a.next()
		var token *lock.Token
		switch a.rnd.IntN(9) {
		case 8:
			if p.resize != nil {
				capacity := 3 + a.rnd.IntN(3)
				do(a, resize{capacity}, func() bool { return p.resize(capacity) == nil })
			}
			continue
		case 0:
			do(a, waiting{}, p.waiting)
			continue
		case 1:
			p.look(a)
			continue
		case 2, 3:
			do(a, try{want}, func() bool {
				token = p.try(want)
				return token != nil
			})
		default:
			token, _, _ = wait[any](a, a.chance(2), request{want}, answer{want.id},
				func(ctx context.Context, done func(*lock.Token, error)) { p.acquire(ctx, want, done) },
				func(_ *lock.Token, err error) result { return resultOf(err) })
		}
		if token == nil {
			continue
		}
		a.pause()
		if p.downgrade != nil && want.weight == everyone && a.chance(2) {
			do(a, downgrade{want.id, 1}, func() bool {
				lighter, err := p.downgrade(token)
				token = lighter
				return err == nil
			})
			a.pause()
		}
		do(a, release{want.id}, token.Release)
	}
}

// look asks how many permits are free.
func (p permitted) look(a *actor) {
	if p.writing != nil && a.chance(2) {
		do(a, writing{}, p.writing)
		return
	}
	do(a, available{p.writing != nil}, p.available)
}

// audit finds everything in its place: all permits can be had together.
func (p permitted) audit(a *actor) {
	if p.resize != nil {
		do(a, resize{p.capacity}, func() bool { return p.resize(p.capacity) == nil })
	}
	do(a, waiting{}, p.waiting)
	p.look(a)
	all := ask{id: a.next(), weight: p.capacity}
	var token *lock.Token
	if do(a, try{all}, func() bool {
		token = p.try(all)
		return token != nil
	}) {
		do(a, release{all.id}, token.Release)
	}
}

// run makes the whole history of one object.
func (p permitted) run(h *history) bool {
	for h.total < *operations && !h.t.Failed() {
		if !h.round(permits{free: p.capacity, capacity: p.capacity}, p.use, p.audit) {
			return false
		}
	}
	return true
}

func TestMutex(t *testing.T) {
	histories(t, func(t *testing.T, seed uint64) {
		h := newHistory(t, seed, permitsModel)
		mutex(h).run(h)
	})
}

func TestRWLock(t *testing.T) {
	histories(t, func(t *testing.T, seed uint64) {
		h := newHistory(t, seed, permitsModel)
		rwlock(h).run(h)
	})
}

func TestSemaphore(t *testing.T) {
	histories(t, func(t *testing.T, seed uint64) {
		h := newHistory(t, seed, permitsModel)
		semaphore(h).run(h)
	})
}
