package bench

import (
	"math"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime"
)

// BenchmarkGuarded runs the workloads of the other benchmarks with limits of time, of a turn, of memory and of all that is
// counted, against the same without limits: what a host pays who does not trust its scripts.
func BenchmarkGuarded(b *testing.B) {
	limits := runtime.WithLimits(runtime.Limits{
		Time: time.Hour, Turn: time.Hour, Memory: 4 << 30, Timers: 1e6, Handles: 1e6, Queue: 1e6, Workers: 1e3, Output: 1 << 40,
	})
	for b.Loop() {
		sum, n, worst, worstOf := 0.0, 0, 0.0, ""
		for _, p := range append(append([]pair{}, pairs...), limitPairs...) {
			ratios := make([]float64, rounds)
			for i := range rounds {
				guarded := onLariat(b, p.ours, p.n, limits)
				ratios[i] = float64(guarded) / float64(onLariat(b, p.ours, p.n))
			}
			ratio := median(ratios)
			if sum, n = sum+math.Log(ratio), n+1; ratio > worst {
				worst, worstOf = ratio, p.name
			}
		}
		mean := math.Exp(sum / float64(n))
		b.Logf("%d workloads, the worst: %.3f, %s", n, worst, worstOf)
		b.ReportMetric(mean, "ratio")
		b.ReportMetric(worst, "worst")
		b.ReportMetric(0, "ns/op")
		if mean > 1.05 {
			b.Errorf("limits cost %.1f %%, more than 5", 100*(mean-1))
		}
	}
}
