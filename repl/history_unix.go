//go:build unix

package repl

import (
	"os"

	"golang.org/x/sys/unix"
)

// lockFile keeps other processes off the file until unlock is called. Where the system does not lock, appends of one
// line are whole all the same.
func lockFile(f *os.File) (unlock func()) {
	_ = unix.Flock(int(f.Fd()), unix.LOCK_EX)
	return func() { _ = unix.Flock(int(f.Fd()), unix.LOCK_UN) }
}
