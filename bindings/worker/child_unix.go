//go:build unix

package worker

import (
	"syscall"
	"time"
)

// cpuTime is the processor time that the process has used. RLIMIT_CPU would do for a process that runs one task,
// but it counts whole seconds, from the start of the process.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
