//go:build unix

package main

import (
	"os"
	"syscall"
	"time"
)

// ending are the signals that end a program which does not listen to them, after its finally blocks.
var ending = []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGUSR2}

// harmless tells whether a signal does nothing to a program that does not listen to it.
func harmless(s syscall.Signal) bool {
	switch s {
	case syscall.SIGCHLD, syscall.SIGCONT, syscall.SIGPIPE, syscall.SIGURG, syscall.SIGWINCH:
		return true
	}
	return false
}

// processorTime is what the process has spent.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
