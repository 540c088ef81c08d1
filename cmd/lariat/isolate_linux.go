package main

import (
	"os"
	"syscall"
)

// canConfine says that the system bounds the memory of a process.
const canConfine = true

// passedOn are the signals that go on to the child.
var passedOn = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGUSR1, syscall.SIGUSR2}

// confined has the child end with the command.
func confined() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }

// room is how much more than its limit a process may have: Go's own, what is garbage, and a text that doubles before
// anybody sees it.
const room = 256 << 20

// confine bounds the memory of this process for good. Address space that is only reserved does not count.
func confine(memory int64) {
	limit := uint64(memory)*3 + room
	_ = syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: limit, Max: limit})
}
