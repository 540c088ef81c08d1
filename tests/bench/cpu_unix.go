//go:build unix

package bench

import (
	"syscall"
	"time"
)

// cpuTime is the processor time that the process has used, in all threads: on a shared machine the wall
// clock says little.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
