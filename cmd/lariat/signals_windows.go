package main

import (
	"os"
	"syscall"
)

// ending are the signals that end a program which does not listen to them, after its finally blocks.
var ending = []os.Signal{syscall.SIGINT, syscall.SIGTERM}

// harmless tells whether a signal does nothing to a program that does not listen to it: Windows has none of these.
func harmless(syscall.Signal) bool { return false }
