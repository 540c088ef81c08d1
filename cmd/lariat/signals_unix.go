//go:build unix

package main

import (
	"os"
	"syscall"
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
