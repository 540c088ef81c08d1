//go:build !linux

package main

import (
	"os"
	"syscall"
)

// canConfine says that the system bounds the memory of a process.
const canConfine = false

// passedOn are the signals that go on to the child.
var passedOn = []os.Signal{os.Interrupt, syscall.SIGTERM}

// confined is what else there is to say of the child.
func confined() *syscall.SysProcAttr { return nil }

// confine does nothing here: the watch over the heap is all there is.
func confine(int64) {}
