package cputime

import (
	"syscall"
	"time"
)

// Times are what the process has used of processors: in its own code, and in that of the system for it.
func Times() (user, system time.Duration) {
	var began, ended, kernel, own syscall.Filetime
	process, err := syscall.GetCurrentProcess()
	if err != nil || syscall.GetProcessTimes(process, &began, &ended, &kernel, &own) != nil {
		return 0, 0
	}
	span := func(t syscall.Filetime) time.Duration { // in steps of 100 ns
		return time.Duration(int64(t.HighDateTime)<<32|int64(t.LowDateTime)) * 100
	}
	return span(own), span(kernel)
}
