package test

import (
	"time"

	"github.com/lariatjs/lariat/runtime"
)

// WatchTime is the watch over virtual time, with a limit of its own.
func WatchTime(rt *runtime.Runtime, d time.Duration, late func(error)) {
	(&runner{rt: rt}).watchTime(d, late)
}

// Abridge is abridge.
var Abridge = abridge
