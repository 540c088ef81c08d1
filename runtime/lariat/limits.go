package lariat

import (
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Limits bound what a script may use. Zero leaves a limit at its default. What reaches one ends with ErrLimit.
type Limits struct {
	// Turn is how long the script may keep its goroutine without a pause: code between two waits. It is real time, and ends
	// the runtime, or the worker. A built-in function that has begun is waited for. The default is no limit.
	Turn time.Duration
	// Stack is how many calls may be in one another; the default is 3,000. Beyond 4,000 it takes seconds to unwind them.
	Stack int
}

// WithLimits bounds what scripts may use.
func WithLimits(l Limits) Option {
	return func(o *options) {
		if l.Turn < 0 {
			o.mistake = append(o.mistake, fault.Range.New("WithLimits: Turn must not be negative, got %s", l.Turn))
		}
		if l.Stack < 0 || l.Stack > maxStack {
			o.mistake = append(o.mistake, fault.Range.New("WithLimits: Stack must be between 0 and %d, got %d", maxStack, l.Stack))
		}
		o.core = append(o.core, runtime.WithTurnLimit(l.Turn))
		if l.Stack > 0 {
			o.core = append(o.core, runtime.WithStack(l.Stack))
		}
	}
}

// maxStack is where a stack overflow of the engine could not be unwound in bearable time.
const maxStack = 10_000
