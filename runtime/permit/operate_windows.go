package permit

import (
	"os"
	"syscall"
	"time"
)

// Open opens the file.
func (p Place) Open(flag int, perm os.FileMode) (*os.File, error) {
	if p.Root == nil {
		return os.OpenFile(p.Path, flag, perm)
	}
	return p.Root.OpenFile(p.Name, flag, perm)
}

// Chmod sets the mode.
func (p Place) Chmod(mode os.FileMode) error {
	if p.Root == nil {
		return os.Chmod(p.Path, mode)
	}
	return p.Root.Chmod(p.Name, mode)
}

// Chtimes sets the times of access and of modification; a zero time stays as it is.
func (p Place) Chtimes(accessed, modified time.Time) error {
	if p.Root == nil {
		return os.Chtimes(p.Path, accessed, modified)
	}
	return p.Root.Chtimes(p.Name, accessed, modified)
}

// between treats names in two roots as if they were on two devices, which programs know how to handle.
func between(op string, from, to Place) error {
	return &os.LinkError{Op: op, Old: from.Path, New: to.Path, Err: syscall.Errno(17)} // ERROR_NOT_SAME_DEVICE
}
