package main

import (
	"os"
	"syscall"
	"time"
)

// ending are the signals that end a program which does not listen to them, after its finally blocks.
var ending = []os.Signal{syscall.SIGINT, syscall.SIGTERM}

// harmless tells whether a signal does nothing to a program that does not listen to it: Windows has none of these.
func harmless(syscall.Signal) bool { return false }

// processorTime is what the process has spent.
func processorTime() time.Duration {
	var began, ended, kernel, user syscall.Filetime
	process, err := syscall.GetCurrentProcess()
	if err != nil || syscall.GetProcessTimes(process, &began, &ended, &kernel, &user) != nil {
		return 0
	}
	ticks := func(t syscall.Filetime) int64 { return int64(t.HighDateTime)<<32 | int64(t.LowDateTime) } // of 100 ns
	return time.Duration(ticks(kernel)+ticks(user)) * 100
}
