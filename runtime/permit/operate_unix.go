//go:build unix

package permit

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// Open opens the file.
func (p Place) Open(flag int, perm os.FileMode) (*os.File, error) {
	switch {
	case p.Root == nil:
		f, err := os.OpenFile(p.Path, flag, perm)
		if err == nil && !p.Processes && ofProcesses(f) {
			_ = f.Close()
			return nil, &os.PathError{Op: "open", Path: p.Path, Err: unix.EACCES}
		}
		return f, err
	case !p.Exact:
		return p.Root.OpenFile(p.Name, flag, perm)
	}
	var fd int
	err := p.in(func(dir int) (err error) {
		fd, err = unix.Openat(dir, p.Name, flag|unix.O_NOFOLLOW|unix.O_CLOEXEC, uint32(perm.Perm()))
		return err
	})
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: p.Path, Err: err}
	}
	return os.NewFile(uintptr(fd), p.Path), nil
}

// in calls f with the folder that holds the place, until no signal comes in between.
func (p Place) in(f func(dir int) error) error {
	dir, err := p.Root.Open(".")
	if err != nil {
		return err
	}
	defer func() { _ = dir.Close() }()
	for {
		if err := f(int(dir.Fd())); !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

// Chmod sets the mode.
func (p Place) Chmod(mode os.FileMode) error {
	switch {
	case p.Root == nil:
		return os.Chmod(p.Path, mode)
	case !p.Exact:
		return p.Root.Chmod(p.Name, mode)
	}
	f, err := p.Open(unix.O_NONBLOCK, 0)
	if errors.Is(err, os.ErrPermission) {
		f, err = p.Open(unix.O_NONBLOCK|unix.O_WRONLY, 0)
	}
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	return f.Chmod(mode)
}

// Chtimes sets the times of access and of modification; a zero time stays as it is.
func (p Place) Chtimes(accessed, modified time.Time) error {
	if p.Root == nil {
		return os.Chtimes(p.Path, accessed, modified)
	}
	return p.setTimes(accessed, modified)
}

// between runs an operation on the names in two folders. Names in roots that may be left at any depth are treated as if
// they were on two devices, which programs know how to handle.
func between(op string, from, to Place) error {
	err := error(unix.EXDEV)
	if from.Exact && to.Exact {
		err = from.in(func(a int) error {
			return to.in(func(b int) error {
				if op == "link" {
					return unix.Linkat(a, from.Name, b, to.Name, 0)
				}
				return unix.Renameat(a, from.Name, b, to.Name)
			})
		})
	}
	if err != nil {
		return &os.LinkError{Op: op, Old: from.Path, New: to.Path, Err: err}
	}
	return nil
}
