//go:build unix

package node

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// kernel is what uname tells: the name of the system, its release, version and machine.
func kernel() (system, release, version, machine string) {
	var u unix.Utsname
	if err := unix.Uname(&u); err != nil {
		return "", "", "", ""
	}
	return unix.ByteSliceToString(u.Sysname[:]), unix.ByteSliceToString(u.Release[:]), unix.ByteSliceToString(u.Version[:]),
		unix.ByteSliceToString(u.Machine[:])
}

// signals are the numbers of the signals by name.
func signals() map[string]int {
	numbers := map[string]int{}
	for n := range 65 {
		if name := unix.SignalName(syscall.Signal(n)); name != "" {
			numbers[name] = n
		}
	}
	return numbers
}
