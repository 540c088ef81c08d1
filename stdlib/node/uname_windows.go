package node

import (
	"fmt"

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
func signals() map[string]int {
	return map[string]int{
		"SIGHUP": 1, "SIGINT": 2, "SIGILL": 4, "SIGABRT": 22, "SIGFPE": 8, "SIGKILL": 9, "SIGSEGV": 11, "SIGTERM": 15,
		"SIGBREAK": 21, "SIGWINCH": 28,
	}
}
