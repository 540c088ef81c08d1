//go:build unix

package child

import (
	"io/fs"
	"os"
	"os/exec"
	"syscall"
)

func detach(cmd *exec.Cmd, yes bool) {
	if yes {
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	}
}

// signalOf is the signal that has ended a process, 0 if none has.
func signalOf(state *os.ProcessState) syscall.Signal {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return status.Signal()
	}
	return 0
}

// program says whether a path is one.
func program(path string) (string, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return "", err
	case info.IsDir(), info.Mode()&0o111 == 0:
		return "", fs.ErrPermission
	}
	return path, nil
}

// shell is the program that runs a command line, with its arguments before that.
func shell(name string) (string, []string) {
	if name == "" {
		name = "/bin/sh"
	}
	return name, []string{"-c"}
}
