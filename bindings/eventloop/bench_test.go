package eventloop

import (
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/loop"
)

// BenchmarkTurn is a turn of a loop without a meter and with one.
func BenchmarkTurn(b *testing.B) {
	for _, measured := range []bool{false, true} {
		b.Run(map[bool]string{false: "plain", true: "measured"}[measured], func(b *testing.B) {
			l := loop.New(loop.Options{})
			defer l.Close()
			left := b.N
			var again func()
			again = func() {
				if left--; left > 0 {
					l.Post(again)
				}
			}
			l.Post(func() {
				if measured {
					m := newMeter(func() runtime.Site { return runtime.Site{} })
					b.Cleanup(m.Close)
					l.Observe(m)
				}
				again()
			})
			if err := l.Run(b.Context()); err != nil {
				b.Error(err)
			}
		})
	}
}
