package process

import (
	"os"
	"syscall"

	"golang.org/x/sys/windows"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
)

// windowSize returns the columns and rows of a console, zero for anything else.
func windowSize(stream any) (columns, rows int) {
	f, ok := runtime.Raw(stream).(*os.File)
	if !ok {
		return 0, 0
	}
	var info windows.ConsoleScreenBufferInfo
	if err := windows.GetConsoleScreenBufferInfo(windows.Handle(f.Fd()), &info); err != nil {
		return 0, 0
	}
	return int(info.Window.Right-info.Window.Left) + 1, int(info.Window.Bottom-info.Window.Top) + 1
}

// signalNumber is the number of a signal, 0 for none.
func signalNumber(name string) int {
	return map[string]int{"SIGHUP": 1, "SIGINT": 2, "SIGTERM": 15, "SIGBREAK": 21}[name]
}

// ErrorName is the name that an error of the operating system has elsewhere, "" if it has none.
func ErrorName(number syscall.Errno) string {
	return map[syscall.Errno]string{
		windows.ERROR_DISK_FULL: "ENOSPC", windows.ERROR_BROKEN_PIPE: "EPIPE", windows.ERROR_NO_DATA: "EPIPE",
		windows.ERROR_INVALID_HANDLE: "EBADF",
	}[number]
}

// resources are zero: Windows counts in other ways.
func resources() (used [14]int64) { return used }

// Signal ends a process, whatever the signal, or with 0 asks whether there is one.
func Signal(pid, signal int) error {
	failed := func(code string) error {
		return fault.System.New("kill %s", code).With("code", code).With("syscall", "kill")
	}
	p, err := os.FindProcess(pid)
	if err != nil {
		return failed("ESRCH")
	}
	defer func() { _ = p.Release() }()
	if signal != 0 && p.Kill() != nil {
		return failed("EPERM")
	}
	return nil
}
