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

// simulate returns the trace of a world.
func simulate(t *testing.T, seed uint64) string {
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

func TestTheSameSeedGivesTheSameTrace(t *testing.T) {
	traces := make([]string, *seeds)
	for _, processors := range []int{2, 1} {
		before := goruntime.GOMAXPROCS(processors)
		var next atomic.Int64
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				for seed := next.Add(1) - 1; seed < int64(*seeds) && !t.Failed(); seed = next.Add(1) - 1 {
					trace := simulate(t, *first+uint64(seed))
					again := simulate(t, *first+uint64(seed))
					if traces[seed] == "" {
						traces[seed] = trace
					}
					for _, other := range []string{trace, again} {
						if other != traces[seed] {
							t.Errorf("seed %d, %d processors: the traces part at %s", *first+uint64(seed), processors, difference(traces[seed], other))
						}
					}
				}
			})
		}
		wg.Wait()
		goruntime.GOMAXPROCS(before)
	}
	if t.Failed() {
		return
	}
	seen := map[uint64]int{}
	hash := maphash.MakeSeed()
	lines := 0
	for seed, trace := range traces {
		lines += strings.Count(trace, "\n")
		if other, ok := seen[maphash.String(hash, trace)]; ok {
			t.Errorf("seeds %d and %d give the same trace", other, seed)
		}
		seen[maphash.String(hash, trace)] = seed
		if !strings.Contains(trace, "the end:") {
			t.Errorf("seed %d: the world did not come to its end\n%s", seed, tail(trace))
		}
	}
	t.Logf("%d worlds, %d lines each", *seeds, lines / *seeds)
}
