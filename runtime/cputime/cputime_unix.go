//go:build unix

package cputime

import (
	"syscall"
	"time"
)

// Times are what the process has used of processors: in its own code, and in that of the system for it.
func Times() (user, system time.Duration) {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0, 0
	}
	return time.Duration(u.Utime.Nano()), time.Duration(u.Stime.Nano())
}
