package lock

import (
	"testing"
)

func nop(*Token, error) {}

func BenchmarkMutexFree(b *testing.B) {
	b.ReportAllocs()
	m := NewMutex(MutexOptions{})
	var token *Token
	done := func(t *Token, _ error) { token = t }
	for b.Loop() {
		m.Acquire(bg, Party{}, done)
		token.Release()
	}
}

func BenchmarkMutexTry(b *testing.B) {
	b.ReportAllocs()
	m := NewMutex(MutexOptions{})
	for b.Loop() {
		m.TryAcquire(Party{}).Release()
	}
}

// BenchmarkMutex100Waiters is one lock and unlock with 100 others in line.
func BenchmarkMutex100Waiters(b *testing.B) {
	b.ReportAllocs()
	m := NewMutex(MutexOptions{})
	var token *Token
	done := func(t *Token, _ error) { token = t }
	for range 101 {
		m.Acquire(bg, Party{}, done)
	}
	for b.Loop() {
		token.Release()
		m.Acquire(bg, Party{}, done)
	}
}

// BenchmarkMutexCancel is a wait that is cancelled in the middle of 100 others.
func BenchmarkMutexCancel(b *testing.B) {
	b.ReportAllocs()
	m := NewMutex(MutexOptions{})
	for range 100 {
		m.Acquire(bg, Party{}, nop)
	}
	for b.Loop() {
		s := newScope()
		m.Acquire(s, Party{}, nop)
		s.end()
	}
}

func BenchmarkMutexContended(b *testing.B) {
	b.ReportAllocs()
	m := NewMutex(MutexOptions{})
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			token, err := m.Lock(bg)
			if err != nil {
				b.Error(err)
			}
			token.Release()
		}
	})
}

func BenchmarkSemaphoreFree(b *testing.B) {
	b.ReportAllocs()
	s, _ := NewSemaphore(10, SemaphoreOptions{})
	var token *Token
	done := func(t *Token, _ error) { token = t }
	for b.Loop() {
		s.AcquireWith(bg, Party{}, Want{Weight: 2}, done)
		token.Release()
	}
}

func BenchmarkRWLockRead(b *testing.B) {
	b.ReportAllocs()
	l := NewRWLock(RWLockOptions{})
	for b.Loop() {
		l.TryRead(Party{}).Release()
	}
}

func BenchmarkKeyedMutexFree(b *testing.B) {
	b.ReportAllocs()
	k := NewKeyedMutex[string](Options{})
	var token *Token
	done := func(t *Token, _ error) { token = t }
	for b.Loop() {
		k.Acquire(bg, Party{}, "key", done)
		token.Release()
	}
}
