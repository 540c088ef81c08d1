package lock

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
)

func TestRWLockPreferences(t *testing.T) {
	for prefer, want := range map[Prefer][]string{
		PreferWriters: {"r1", "w1", "w2", "r2", "r3"},
		PreferReaders: {"r1", "r2", "r3", "w1", "w2"},
		PreferFIFO:    {"r1", "w1", "r2", "w2", "r3"},
	} {
		l, j := NewRWLock(RWLockOptions{Prefer: prefer}), newJournal(t)
		for _, name := range []string{"r1", "w1", "r2", "w2", "r3"} {
			if name[0] == 'r' {
				l.AcquireRead(bg, Party{}, j.token(name))
			} else {
				l.AcquireWrite(bg, Party{}, j.token(name))
			}
		}
		if reads := l.TryRead(Party{}); (reads != nil) != (prefer == PreferReaders) {
			t.Errorf("preference %d: TryRead gave %v", prefer, reads)
		} else if reads != nil {
			reads.Release()
		}
		for i := 0; i < len(j.log); i++ {
			j.release(j.log[i])
		}
		j.want(want...)
		if l.Readers() != 0 || l.Writing() || l.Waiting() != 0 {
			t.Error("the lock is not free")
		}
	}
}

func TestRWLockCounts(t *testing.T) {
	l := NewRWLock(RWLockOptions{})
	a, b := l.TryRead(task(1)), l.TryRead(task(2))
	if l.Readers() != 2 || l.Writing() || l.TryWrite(task(3)) != nil || len(l.Holders()) != 2 {
		t.Errorf("%d readers, writing %v", l.Readers(), l.Writing())
	}
	a.Release()
	b.Release()
	w := l.TryWrite(task(3))
	if l.Readers() != 0 || !l.Writing() || l.TryRead(task(1)) != nil || l.Holders()[0] != task(3) {
		t.Errorf("%d readers, writing %v", l.Readers(), l.Writing())
	}
	if n := l.ReleaseDead(3); n != 1 || w.Held() || l.Writing() {
		t.Errorf("%d tokens of a dead writer", n)
	}
}

func TestRWLockDowngradeLetsNoWriterBetween(t *testing.T) {
	l, j := NewRWLock(RWLockOptions{Prefer: PreferFIFO}), newJournal(t)
	w := l.TryWrite(task(1))
	l.AcquireRead(bg, Party{}, j.token("r"))
	l.AcquireWrite(bg, Party{}, j.token("w"))
	r, err := l.Downgrade(w)
	if err != nil || w.Held() || w.Release() || !r.Held() || r.Party() != task(1) {
		t.Fatalf("downgrade: %v, old held %v", err, w.Held())
	}
	j.want("r")
	if l.Readers() != 2 {
		t.Errorf("%d readers, want 2", l.Readers())
	}
	for _, bad := range []*Token{nil, {}, w, r, NewRWLock(RWLockOptions{}).TryWrite(Party{}), NewMutex(MutexOptions{}).TryAcquire(Party{})} {
		if got, err := l.Downgrade(bad); got != nil {
			t.Error("a token that does not write was downgraded")
		} else {
			wantKind(t, err, fault.NotOwner)
		}
	}
	r.Release()
	j.release("r")
	j.want("r", "w")
}

func TestRWLockReadersGoOnWhenAWriterLeaves(t *testing.T) {
	l, j := NewRWLock(RWLockOptions{}), newJournal(t)
	l.AcquireRead(bg, Party{}, j.token("r1"))
	s := newScope()
	l.AcquireWrite(s, Party{}, j.token("w"))
	l.AcquireRead(bg, Party{}, j.token("r2"))
	j.want("r1")
	s.end()
	j.want("r1", "w!", "r2")
}

// rwModel is what an RWLock should do, in the simplest words.
type rwModel struct {
	prefer  Prefer
	readers int
	writing bool
	queue   []string // names begin with r or w
	log     []string
}

// next is the index of the waiter whose turn it is, or -1.
func (m *rwModel) next() int {
	first := map[byte]int{'r': -1, 'w': -1}
	for i := len(m.queue) - 1; i >= 0; i-- {
		first[m.queue[i][0]] = i
	}
	r, w := first['r'], first['w']
	switch {
	case len(m.queue) == 0:
		return -1
	case m.prefer == PreferWriters && w >= 0, m.prefer == PreferReaders && r < 0:
		return w
	case m.prefer == PreferFIFO:
		return 0
	}
	return r
}

func (m *rwModel) serve() {
	for i := m.next(); i >= 0; i = m.next() {
		name := m.queue[i]
		if m.writing || name[0] == 'w' && m.readers > 0 {
			return
		}
		if name[0] == 'w' {
			m.writing = true
		} else {
			m.readers++
		}
		m.queue = append(m.queue[:i:i], m.queue[i+1:]...)
		m.log = append(m.log, name)
	}
}

func TestRWLockAgainstAModel(t *testing.T) {
	for seed := range uint64(300) {
		rnd := rand.New(rand.NewPCG(seed, 6))
		m := &rwModel{prefer: Prefer(seed % 3)}
		l, j := NewRWLock(RWLockOptions{Prefer: m.prefer}), newJournal(t)
		scopes := map[string]*scope{}
		var held []string
		for step := range 200 {
			switch op := rnd.IntN(10); {
			case op < 5:
				s := newScope()
				if op < 3 {
					name := fmt.Sprint("r", step)
					m.queue, scopes[name] = append(m.queue, name), s
					l.AcquireRead(s, Party{}, j.token(name))
				} else {
					name := fmt.Sprint("w", step)
					m.queue, scopes[name] = append(m.queue, name), s
					l.AcquireWrite(s, Party{}, j.token(name))
				}
			case op < 8 && len(held) > 0:
				i := rnd.IntN(len(held))
				name := held[i]
				if held = append(held[:i:i], held[i+1:]...); name[0] == 'r' {
					m.readers--
				} else {
					m.writing = false
				}
				j.release(name)
			case op == 8 && len(m.queue) > 0:
				i := rnd.IntN(len(m.queue))
				name := m.queue[i]
				m.queue = append(m.queue[:i:i], m.queue[i+1:]...)
				m.log = append(m.log, name+"!")
				scopes[name].end()
			case op == 9 && m.writing:
				lighter, err := l.Downgrade(j.tokens[held[0]])
				if err != nil {
					t.Fatal(err)
				}
				held[0] = "r" + held[0]
				j.tokens[held[0]] = lighter
				m.writing, m.readers = false, 1
			}
			before := len(m.log)
			m.serve()
			held = append(held, m.log[before:]...)
			j.want(m.log...)
			if l.Readers() != m.readers || l.Writing() != m.writing || l.Waiting() != len(m.queue) {
				t.Fatalf("seed %d step %d: %d readers, writing %v, %d waiting; want %d, %v, %d",
					seed, step, l.Readers(), l.Writing(), l.Waiting(), m.readers, m.writing, len(m.queue))
			}
		}
	}
}

func TestRWLockHammer(t *testing.T) {
	for _, prefer := range []Prefer{PreferWriters, PreferReaders, PreferFIFO} {
		l := NewRWLock(RWLockOptions{Prefer: prefer})
		value, writes := 0, 0 // guarded by l alone: the race detector watches
		var wg sync.WaitGroup
		for g := range 16 {
			wg.Go(func() {
				rnd := rand.New(rand.NewPCG(uint64(g), 4))
				for range 200 {
					ctx, cancel := context.WithCancel(bg)
					if rnd.IntN(2) == 0 {
						go cancel()
					}
					if rnd.IntN(3) > 0 {
						if token, err := l.RLock(ctx); err == nil {
							if value != writes {
								t.Error("a reader saw half a write")
							}
							token.Release()
						}
					} else if token, err := l.Lock(ctx); err == nil {
						value++
						writes++
						if rnd.IntN(2) == 0 {
							token, _ = l.Downgrade(token)
						}
						token.Release()
					}
					cancel()
				}
			})
		}
		wg.Wait()
		if l.Readers() != 0 || l.Writing() || l.Waiting() != 0 || len(l.Holders()) != 0 || value == 0 {
			t.Fatalf("%d readers, writing %v, %d waiting, %d writes", l.Readers(), l.Writing(), l.Waiting(), value)
		}
	}
}
