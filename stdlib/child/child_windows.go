package child

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
)

func detach(cmd *exec.Cmd, yes bool) {
	if yes {
		cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
	}
}

// signalOf is 0: no process ends by a signal here.
func signalOf(*os.ProcessState) syscall.Signal { return 0 }

// program finds a program by its path, with one of the usual endings.
func program(path string) (string, error) { return exec.LookPath(path) }

// shell is the program that runs a command line, with its arguments before that.
func shell(name string) (string, []string) {
	if name == "" {
		name = os.Getenv("ComSpec")
	}
	if strings.HasSuffix(strings.ToLower(name), "cmd.exe") || name == "" {
		return name, []string{"/d", "/s", "/c"}
	}
	return name, []string{"-c"}
}
