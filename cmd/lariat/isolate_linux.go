package main

import (
	"os"
	"strconv"
	"strings"
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

// confine bounds the memory of this process for good: what it has already, among that the stacks of its threads and the
// shadow memory of the race detector, is not the program's. Address space that is only reserved does not count.
func confine(memory int64) {
	limit := inUse() + uint64(memory)*3 + room
	_ = syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: limit, Max: limit})
}

// inUse is how much of what the limit counts the process has; 0 if the system does not tell.
func inUse() uint64 {
	const dataField = 5 // of statm(5), in pages
	b, _ := os.ReadFile("/proc/self/statm")
	fields := strings.Fields(string(b))
	if len(fields) <= dataField {
		return 0
	}
	pages, _ := strconv.ParseUint(fields[dataField], 10, 64)
	return pages * uint64(os.Getpagesize())
}
