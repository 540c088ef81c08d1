//go:build unix

package fs

import (
	"fmt"
	goruntime "runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

const (
	errNoEntry      = syscall.ENOENT
	errExists       = syscall.EEXIST
	errInvalid      = syscall.EINVAL
	errIsFolder     = syscall.EISDIR
	errNotFolder    = syscall.ENOTDIR
	errNotPermitted = syscall.EPERM
	errCrossDevice  = syscall.EXDEV
	errLoop         = syscall.ELOOP
)

// errUnlinkFolder is what unlink says to a folder: Linux has its own word for it.
var errUnlinkFolder = map[bool]syscall.Errno{true: syscall.EISDIR, false: syscall.EPERM}[goruntime.GOOS == "linux"]

// codeOf names an error number as Node does: where a number has two names, by the one that libuv has.
func codeOf(number syscall.Errno) string {
	if number == syscall.ENOTSUP || number == syscall.EOPNOTSUPP {
		return "ENOTSUP"
	}
	if number == syscall.EAGAIN {
		return "EAGAIN"
	}
	if name := unix.ErrnoName(number); name != "" {
		return name
	}
	return fmt.Sprintf("E%d", int(number))
}

// nodeErrno is the value of the errno property: on Unix the negative error number.
func nodeErrno(number syscall.Errno, _ string) int { return -int(number) }
