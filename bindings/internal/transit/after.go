package transit

import (
	"time"

	"github.com/lariatjs/lariat/runtime"
)

// reserve is how much later than virtual time real time ends a worker: virtual time goes first, unless a script stops it by
// working for so long.
const reserve = time.Second

// Reserve is how much later than the clock of the runtime real time may act in its place.
func Reserve(rt *runtime.Runtime) time.Duration {
	if rt.VirtualClock() == nil {
		return 0
	}
	return reserve
}

// After calls f when the clock of the runtime says so, or in real time when its loop is busy or its virtual clock stands
// still, because a worker runs a loop without end. f may be called twice, on any goroutine.
func After(rt *runtime.Runtime, d time.Duration, f func()) (stop func()) {
	timer := rt.Loop().SetTimer(d, false, f)
	backstop := time.AfterFunc(d+Reserve(rt), f)
	return func() {
		timer.Stop()
		backstop.Stop()
	}
}
