package node

import (
	"fmt"
	"syscall"

	"golang.org/x/sys/windows"

	"github.com/lariatjs/lariat/stdlib/process"
)

// kernel is what Node tells of Windows: the name of the system, its release, version and machine.
func kernel() (system, release, version, machine string) {
	major, minor, build := windows.RtlGetNtVersionNumbers()
	release = fmt.Sprintf("%d.%d.%d", major, minor, build)
	machine = map[string]string{"x64": "x86_64", "ia32": "i686", "arm64": "aarch64"}[process.Arch()]
	return "Windows_NT", release, "Windows " + release, machine
}

// signals are the numbers of the signals that Node knows on Windows.
func signals() []constant {
	return []constant{
		{"SIGHUP", 1},
		{"SIGINT", 2},
		{"SIGILL", 4},
		{"SIGABRT", 22},
		{"SIGFPE", 8},
		{"SIGKILL", 9},
		{"SIGSEGV", 11},
		{"SIGTERM", 15},
		{"SIGBREAK", 21},
		{"SIGWINCH", 28},
	}
}

// errorNumbers is empty: the numbers of Windows are not those of the names.
func errorNumbers(string) []constant { return nil }

const errorNames, moreErrors = "", ""

// priority of a process is not told on Windows: it has classes.
func priority(int) (nice int, number syscall.Errno) { return 0, 0 }
