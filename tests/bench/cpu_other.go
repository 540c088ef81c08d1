//go:build !unix

package bench

import "time"

var began = time.Now()

// cpuTime is the wall clock where the system has nothing better.
func cpuTime() time.Duration { return time.Since(began) }
