//go:build unix

package worker

import (
	"fmt"
	"os"
	goruntime "runtime"
	"syscall"
)

// canStartProcesses says why a pool cannot have processes, nil if it can.
func canStartProcesses() error { return servesChildren() }

// executable is the file of this program, also if another one has taken its place since.
func executable() string {
	if goruntime.GOOS == "linux" {
		return "/proc/self/exe"
	}
	path, err := os.Executable()
	if err != nil {
		return os.Args[0]
	}
	return path
}

// status says how a process ended.
func status(state *os.ProcessState) string {
	if s := signalOf(state); s != "" {
		return "it was killed by a signal: " + s
	}
	return fmt.Sprintf("it exited with status %d", state.ExitCode())
}

// signalOf is the signal that killed a process, "" if none did.
func signalOf(state *os.ProcessState) string {
	if w, ok := state.Sys().(syscall.WaitStatus); ok && w.Signaled() {
		return w.Signal().String()
	}
	return ""
}

// childPipes are the ends of the pipes that a child process was started with.
func childPipes() (in, out *os.File, ok bool) {
	const read, write = 3, 4
	for _, fd := range []int{read, write} {
		var info syscall.Stat_t
		if err := syscall.Fstat(fd, &info); err != nil || info.Mode&syscall.S_IFMT != syscall.S_IFIFO {
			return nil, nil, false
		}
		syscall.CloseOnExec(fd) // or a process that a script starts would keep the pipe open
		_ = syscall.SetNonblock(fd, true)
	}
	return os.NewFile(read, "tasks"), os.NewFile(write, "answers"), true
}
