//go:build unix

package process

import (
	"errors"
	"os"
	goruntime "runtime"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
)

// windowSize returns the columns and rows of a terminal, zero for anything else.
func windowSize(stream any) (columns, rows int) {
	f, ok := runtime.Raw(stream).(*os.File)
	if !ok {
		return 0, 0
	}
	size, err := unix.IoctlGetWinsize(int(f.Fd()), unix.TIOCGWINSZ)
	if err != nil {
		return 0, 0
	}
	return int(size.Col), int(size.Row)
}

// signalNumber is the number of a signal, 0 for none.
func signalNumber(name string) int { return int(unix.SignalNum(name)) }

// ErrorName is the name of an error of the operating system, "ENOSPC".
func ErrorName(number syscall.Errno) string { return unix.ErrnoName(number) }

// resources are what getrusage tells, from the most memory in kilobytes to the switches between threads.
func resources() (used [14]int64) {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		return used
	}
	most := u.Maxrss
	if goruntime.GOOS == "darwin" {
		most /= 1024
	}
	return [14]int64{
		most, u.Ixrss, u.Idrss, u.Isrss, u.Minflt, u.Majflt, u.Nswap, u.Inblock,
		u.Oublock, u.Msgsnd, u.Msgrcv, u.Nsignals, u.Nvcsw, u.Nivcsw,
	}
}

// Signal sends a signal to a process, or with 0 asks whether there is one.
func Signal(pid, signal int) error {
	err := syscall.Kill(pid, syscall.Signal(signal))
	var number syscall.Errno
	if !errors.As(err, &number) {
		return err
	}
	name := ErrorName(number)
	return fault.System.New("kill %s", name).With("code", name).With("errno", -int(number)).With("syscall", "kill")
}
