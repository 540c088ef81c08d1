// Package simulation runs a world of timers, cancellations, retries, groups and queues for hours of virtual time: the
// same seed has to give the same trace, byte for byte, whatever else the process does meanwhile and on however many
// processors; another seed another one.
package simulation

import (
	"context"
	"flag"
	"fmt"
	"hash/maphash"
	goruntime "runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

var (
	seeds = flag.Int("seeds", 12, "how many worlds there are")
	first = flag.Uint64("first", 0, "the seed of the first world")
	hours = flag.Int("hours", 4, "how long each lives, in virtual time")
)

// simulate returns the trace of a world. It is a test of its own: what a test has made stays until the test is over.
func simulate(t *testing.T, seed uint64) (trace string) {
	t.Run(fmt.Sprint(seed), func(t *testing.T) { trace = live(t, seed) })
	return trace
}

func live(t *testing.T, seed uint64) string {
	var out runtimetest.Output
	rt := runtimetest.New(t, &out, runtime.WithModules(stdlib.All()...), runtime.WithSeed(seed),
		runtime.WithArgs("lariat", "simulation.js", fmt.Sprint(*hours)))
	defer func() { _ = rt.Close() }()
	if err := rt.Run(context.Background(), "simulation.js"); err != nil {
		t.Errorf("seed %d: %s\n%s", seed, runtimetest.Describe(err), tail(out.String()))
	}
	return out.String()
}

func tail(s string) string {
	lines := strings.Split(s, "\n")
	return strings.Join(lines[max(0, len(lines)-20):], "\n")
}

// difference is where two traces part.
func difference(a, b string) string {
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(as), len(bs)) {
		if as[i] != bs[i] {
			from := max(0, i-5)
			return fmt.Sprintf("line %d, after\n%s\nis\n%s\nor\n%s", i+1, strings.Join(as[from:i], "\n"), as[i], bs[i])
		}
	}
	return fmt.Sprintf("one has %d lines, the other %d", len(as), len(bs))
}

// traces are what is kept of the traces: their hashes. Those of a thousand worlds would be some GB.
type traces struct {
	hash maphash.Seed
	mu   sync.Mutex
	of   map[uint64]uint64 // by seed
	last int               // how many lines one had
}

// add notes the trace of a seed, and reports whether it is the first one or the same.
func (s *traces) add(seed uint64, trace string) bool {
	hash := maphash.String(s.hash, trace)
	s.mu.Lock()
	defer s.mu.Unlock()
	known, ok := s.of[seed]
	if !ok {
		s.of[seed], s.last = hash, strings.Count(trace, "\n")
	}
	return !ok || known == hash
}

// other runs a seed until its trace is another than the given one.
func other(t *testing.T, seed uint64, trace string) string {
	for range 10 {
		if again := simulate(t, seed); again != trace {
			return again
		}
	}
	return trace
}

func TestTheSameSeedGivesTheSameTrace(t *testing.T) {
	all := &traces{hash: maphash.MakeSeed(), of: map[uint64]uint64{}}
	for _, processors := range []int{2, 1} {
		before := goruntime.GOMAXPROCS(processors)
		var next atomic.Uint64
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				for n := next.Add(1) - 1; n < uint64(*seeds) && !t.Failed(); n = next.Add(1) - 1 {
					seed := *first + n
					for range 2 {
						trace := simulate(t, seed)
						if !all.add(seed, trace) {
							t.Errorf("seed %d, %d processors: the traces part at %s", seed, processors, difference(trace, other(t, seed, trace)))
						}
						if !strings.Contains(trace, "the end:") {
							t.Errorf("seed %d: the world did not come to its end\n%s", seed, tail(trace))
						}
					}
				}
			})
		}
		wg.Wait()
		goruntime.GOMAXPROCS(before)
	}
	seen := map[uint64]uint64{}
	for seed, hash := range all.of {
		if other, ok := seen[hash]; ok {
			t.Errorf("seeds %d and %d give the same trace", other, seed)
		}
		seen[hash] = seed
	}
	t.Logf("%d worlds, about %d lines each", len(all.of), all.last)
}
