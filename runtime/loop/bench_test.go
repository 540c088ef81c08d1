package loop

import (
	"sync"
	"testing"
	"time"
)

// BenchmarkPost is the delivery of jobs from another goroutine, with the loop running beside it.
func BenchmarkPost(b *testing.B) {
	for _, posters := range []int{1, 4} {
		b.Run(map[int]string{1: "one", 4: "four"}[posters], func(b *testing.B) {
			b.ReportAllocs()
			l := New(Options{})
			defer l.Close()
			n := 0
			job := func() { n++ }
			h := l.Hold("bench", "")
			var wg sync.WaitGroup
			for range posters {
				wg.Go(func() {
					for range b.N / posters {
						l.Post(job)
					}
				})
			}
			go func() { wg.Wait(); h.Release() }()
			_ = l.Run(b.Context())
		})
	}
}

// BenchmarkPingPong is the round trip between two loops that park each time.
func BenchmarkPingPong(b *testing.B) {
	for name, clock := range map[string]Clock{"real": Real(), "virtual": NewVirtual(time.Now(), true)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			here, there := New(Options{Clock: clock}), New(Options{Clock: clock})
			defer here.Close()
			defer there.Close()
			h, ht := here.Hold("bench", ""), there.Hold("bench", "")
			left := b.N
			var ping, pong func()
			pong = func() { here.Post(ping) }
			ping = func() {
				if left--; left < 0 {
					h.Release()
					ht.Release()
					return
				}
				there.Post(pong)
			}
			here.Post(ping)
			go func() { _ = there.Run(b.Context()) }()
			_ = here.Run(b.Context())
		})
	}
}

// BenchmarkTimers100k sets 100,000 timers over a second of virtual time and lets them all fire.
func BenchmarkTimers100k(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		l := New(Options{Clock: NewVirtual(time.Now(), true)})
		n := 0
		f := func() { n++ }
		for i := range 100_000 {
			l.SetTimer(time.Duration(i*7919%1_000_000)*time.Microsecond, false, f)
		}
		_ = l.Run(b.Context())
		if n != 100_000 {
			b.Fatal(n)
		}
		l.Close()
	}
}

// BenchmarkTimerSetStop is what a timeout costs that does not fire, among 100,000 others.
func BenchmarkTimerSetStop(b *testing.B) {
	b.ReportAllocs()
	l := New(Options{})
	defer l.Close()
	for i := range 100_000 {
		l.SetTimer(time.Duration(i)*time.Second, false, func() {})
	}
	for b.Loop() {
		l.SetTimer(time.Hour, false, func() {}).Stop()
	}
}
