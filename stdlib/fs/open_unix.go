//go:build unix

package fs

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// openNonblock makes opening a pipe or a device return at once, and keeps a terminal from becoming ours.
const openNonblock = syscall.O_NONBLOCK | syscall.O_NOCTTY

func accessPath(name string, mode uint32) error {
	return eintr(func() error { return unix.Access(name, mode) })
}

// accessRoot asks about a name beneath a root through the folder that holds it.
func accessRoot(root *os.Root, rel string, mode uint32) error {
	if info, err := root.Lstat(rel); err != nil {
		return err
	} else if info.Mode()&os.ModeSymlink != 0 {
		// What the link leads to is for Stat to find, which stays within the root.
		info, err = root.Stat(rel)
		if err != nil {
			return err
		}
		return permits(info, mode)
	}
	dir, err := root.Open(filepath.Dir(rel))
	if err != nil {
		return err
	}
	defer func() { _ = dir.Close() }()
	return eintr(func() error {
		return unix.Faccessat(int(dir.Fd()), filepath.Base(rel), mode, 0)
	})
}

// permits judges by the mode bits of the file for the class that the process falls in.
func permits(info os.FileInfo, mode uint32) error {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	bits := uint32(info.Mode().Perm())
	switch uid := os.Geteuid(); {
	case uid == 0:
		// The superuser may all but run what nobody may run.
		bits = accessRead | accessWrite | (bits|bits>>3|bits>>6)&accessRun
	case uint32(uid) == st.Uid:
		bits >>= 6
	case inGroup(int(st.Gid)):
		bits >>= 3
	}
	if mode&^bits&(accessRead|accessWrite|accessRun) != 0 {
		return syscall.EACCES
	}
	return nil
}

// wide widens what has another width on every machine.
func wide[T ~int32 | ~int64 | ~uint16 | ~uint32 | ~uint64](n T) uint64 { return uint64(n) }

func inGroup(gid int) bool {
	if os.Getegid() == gid {
		return true
	}
	groups, err := os.Getgroups()
	for _, g := range groups {
		if err == nil && g == gid {
			return true
		}
	}
	return false
}

func eintr(call func() error) error {
	for {
		if err := call(); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

// keepOwner gives a replacement the owner of what it replaces, as far as the process may.
func keepOwner(h handle, info os.FileInfo) {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return
	}
	if uid, gid := int(st.Uid), int(st.Gid); uid != os.Geteuid() || gid != os.Getegid() {
		_ = h.Chown(uid, gid)
	}
}

// syncFolder makes a rename in the folder durable. File systems without that say so; that is no failure.
func syncFolder(dir *os.File) error {
	err := dir.Sync()
	if number, ok := errnoOf(err); ok && (number == syscall.EINVAL || number == syscall.ENOTSUP) {
		return nil
	}
	return err
}
