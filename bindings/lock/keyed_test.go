package lock

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
)

func TestKeyedMutexKeepsKeysApartAndFreesThem(t *testing.T) {
	k, j := NewKeyedMutex[string](Options{Name: "k"}), newJournal(t)
	k.Acquire(bg, task(1), "x", j.token("a"))
	k.Acquire(bg, task(2), "x", j.token("b"))
	k.Acquire(bg, task(3), "y", j.token("c"))
	j.want("a", "c")
	if k.TryAcquire(Party{}, "x") != nil || k.Size() != 2 || k.Waiting() != 1 || len(k.Holders()) != 2 || len(k.Waiters()) != 1 {
		t.Errorf("size %d, waiting %d", k.Size(), k.Waiting())
	}
	if r := k.Key("x"); r.Waiting() != 1 || r.Holders()[0] != task(1) {
		t.Errorf("report of x: %d waiting, held by %v", r.Waiting(), r.Holders())
	}
	j.release("a")
	j.release("c")
	j.want("a", "c", "b")
	if k.Size() != 1 {
		t.Errorf("size %d, want 1", k.Size())
	}
	j.release("b")
	if r := k.Key("x"); k.Size() != 0 || r.Waiting() != 0 || r.Holders() != nil {
		t.Errorf("size %d, want 0", k.Size())
	}
}

func TestKeyedMutexCancelledWaitFreesItsKey(t *testing.T) {
	k, j := NewKeyedMutex[int](Options{}), newJournal(t)
	k.Acquire(bg, Party{}, 1, j.token("a"))
	s := newScope()
	k.Acquire(s, Party{}, 1, j.token("b"))
	late := newScope()
	k.Acquire(late, Party{}, 1, j.token("c"))
	s.end()
	late.ended.Store(true) // its grant comes in the instant of its end, and is given back
	j.release("a")
	j.want("a", "b!", "c!")
	if k.Size() != 0 {
		t.Errorf("size %d, want 0", k.Size())
	}
}

func TestKeyedMutexAll(t *testing.T) {
	k, j := NewKeyedMutex[string](Options{}), newJournal(t)
	k.Acquire(bg, Party{}, "b", j.token("one"))
	k.AcquireAll(bg, Party{}, []string{"c", "b", "a", "b"}, j.token("all"))
	j.want("one")
	j.release("one")
	j.want("one", "all")
	if k.Size() != 3 || k.TryAcquire(Party{}, "a") != nil {
		t.Errorf("size %d, want 3 locked keys", k.Size())
	}
	j.release("all")
	k.AcquireAll(bg, Party{}, nil, j.token("none"))
	j.release("none")
	j.want("one", "all", "none")
	if k.Size() != 0 {
		t.Errorf("size %d, want 0", k.Size())
	}
}

func TestKeyedMutexAllGivesEverythingBackWhenCancelled(t *testing.T) {
	k, j := NewKeyedMutex[string](Options{}), newJournal(t)
	k.AcquireAll(bg, Party{}, []string{"a", "b"}, j.token("first"))
	s := newScope()
	k.Acquire(bg, Party{}, "c", j.token("c"))
	k.AcquireAll(s, Party{}, []string{"d", "c", "e", "a"}, j.token("second"))
	s.end()
	j.want("first", "c", "second!")
	j.release("c")
	if k.Size() != 2 {
		t.Errorf("size %d, want the 2 keys of the first", k.Size())
	}
}

func TestKeyedMutexOfADeadTask(t *testing.T) {
	k, j := NewKeyedMutex[string](Options{}), newJournal(t)
	k.Acquire(bg, task(1), "a", j.token("a"))
	k.AcquireAll(bg, task(1), []string{"b", "c"}, j.token("bc"))
	k.Acquire(bg, task(2), "c", j.token("wait"))
	if n := k.ReleaseDead(1); n != 3 {
		t.Errorf("%d mutexes, want 3", n)
	}
	j.want("a", "bc", "wait")
	j.release("wait")
	if k.Size() != 0 {
		t.Errorf("size %d, want 0", k.Size())
	}
}

func TestKeyedMutexHammer(t *testing.T) {
	const keys = 6
	k := NewKeyedMutex[string](Options{})
	var counts [keys]int // each guarded by its key alone: the race detector watches
	var want [keys]int
	var mu sync.Mutex
	var wg sync.WaitGroup
	for g := range 16 {
		wg.Go(func() {
			rnd := rand.New(rand.NewPCG(uint64(g), 9))
			for range 300 {
				ctx, cancel := context.WithCancel(bg)
				if rnd.IntN(2) == 0 {
					go cancel()
				}
				picked := rnd.Perm(keys)[:1+rnd.IntN(3)]
				var names []string
				for _, i := range picked {
					names = append(names, fmt.Sprint(i))
				}
				var token *Token
				var err error
				if len(names) == 1 {
					token, err = k.Lock(ctx, names[0])
				} else {
					token, err = k.LockAll(ctx, names...)
				}
				if err == nil {
					for _, i := range picked {
						counts[i]++
					}
					token.Release()
					mu.Lock()
					for _, i := range picked {
						want[i]++
					}
					mu.Unlock()
				}
				cancel()
			}
		})
	}
	wg.Wait()
	if counts != want || k.Size() != 0 || want[0] == 0 {
		t.Fatalf("counted %v of %v, size %d", counts, want, k.Size())
	}
}
