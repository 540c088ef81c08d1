package lariat

import (
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/loop"
)

// VirtualClock is time that stands still while any script on it runs or waits for Go, and jumps to the next timer when
// nothing does: an hour of retries takes milliseconds. Advance and RunUntilIdle move it.
type VirtualClock = loop.Virtual

// NewVirtualClock makes a clock that shows start. With auto, time jumps by itself; without, only Advance and RunUntilIdle
// move it. Several runtimes may have the same.
func NewVirtualClock(start time.Time, auto bool) *VirtualClock { return loop.NewVirtual(start, auto) }

// WithClock gives scripts another time than that of the machine.
func WithClock(c *VirtualClock) Option {
	return func(o *options) {
		if c == nil {
			o.mistake = append(o.mistake, errNil("WithClock", "c", "a *lariat.VirtualClock"))
			return
		}
		o.core = append(o.core, runtime.WithClock(c))
	}
}
