package fs

import (
	"errors"
	"os"
	"syscall"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/lariatjs/lariat/runtime/fault"
)

// systemError gives a failure of package os the shape that Node gives it: the message
// "ENOENT: no such file or directory, open 'x'" and the properties errno, code, syscall, path and
// dest. Errors that are ours already, nil included, pass. The cause is the error number, so that
// errors.Is(err, os.ErrNotExist) holds for Go hosts.
func systemError(err error, call, path string, dest ...string) error {
	if err == nil {
		return nil
	}
	var ours *fault.Error
	if errors.As(err, &ours) {
		return err
	}
	if errors.Is(err, os.ErrClosed) {
		return fault.Closed.New("the file '%s' is closed", path)
	}
	if escapes(err) {
		return denied(Reading, path)
	}
	number, ok := errnoOf(err)
	if !ok {
		return failure("UNKNOWN", -4094, err.Error(), err, call, path, dest...)
	}
	code := codeOf(number)
	text, ok := messages.Get()[code]
	if !ok {
		text = number.Error()
	}
	return failure(code, nodeErrno(number, code), text, number, call, path, dest...)
}

// refusal is a system error that no system call gave: a rule of this package in the same dress.
func refusal(code string, number syscall.Errno, text, call, path string) error {
	return failure(code, nodeErrno(number, code), text, number, call, path)
}

func failure(code string, errno int, text string, cause error, call, path string, dest ...string) error {
	message := code + ": " + text + ", " + call + " '" + path + "'"
	e := &fault.Error{Kind: fault.System, Cause: cause, Props: map[string]any{
		"errno": errno, "code": code, "syscall": call, "path": path,
	}}
	if len(dest) > 0 {
		message += " -> '" + dest[0] + "'"
		e.Props["dest"] = dest[0]
	}
	e.Message = message
	return e
}

// errnoOf digs the error number out of what package os wraps around it.
func errnoOf(err error) (syscall.Errno, bool) {
	var number syscall.Errno
	if errors.As(err, &number) {
		return number, true
	}
	switch {
	case errors.Is(err, os.ErrNotExist):
		return errNoEntry, true
	case errors.Is(err, os.ErrExist):
		return errExists, true
	case errors.Is(err, os.ErrInvalid):
		return errInvalid, true
	case errors.Is(err, os.ErrPermission):
		return errNotPermitted, true
	}
	return 0, false
}

// isCode tells whether an error is the system error with that code.
func isCode(err error, code string) bool {
	var e *fault.Error
	return errors.As(err, &e) && e.Kind == fault.System && e.Props["code"] == code
}

// messages are the texts that Node shows for the codes (those of libuv, which differ from the C
// library's). A code that is missing here has the text of the operating system.
var messages = lazy.Value[map[string]string]{Make: func() map[string]string {
	return map[string]string{
		"E2BIG":        "argument list too long",
		"EACCES":       "permission denied",
		"EAGAIN":       "resource temporarily unavailable",
		"EBADF":        "bad file descriptor",
		"EBUSY":        "resource busy or locked",
		"ECANCELED":    "operation canceled",
		"ECHARSET":     "invalid Unicode character",
		"EEXIST":       "file already exists",
		"EFAULT":       "bad address in system call argument",
		"EFBIG":        "file too large",
		"EINTR":        "interrupted system call",
		"EINVAL":       "invalid argument",
		"EIO":          "i/o error",
		"EISDIR":       "illegal operation on a directory",
		"ELOOP":        "too many symbolic links encountered",
		"EMFILE":       "too many open files",
		"EMLINK":       "too many links",
		"ENAMETOOLONG": "name too long",
		"ENFILE":       "file table overflow",
		"ENODEV":       "no such device",
		"ENOENT":       "no such file or directory",
		"ENOMEM":       "not enough memory",
		"ENOSPC":       "no space left on device",
		"ENOSYS":       "function not implemented",
		"ENOTDIR":      "not a directory",
		"ENOTEMPTY":    "directory not empty",
		"ENOTSUP":      "operation not supported on socket",
		"ENOTTY":       "inappropriate ioctl for device",
		"ENXIO":        "no such device or address",
		"EOF":          "end of file",
		"EOVERFLOW":    "value too large for defined data type",
		"EPERM":        "operation not permitted",
		"EPIPE":        "broken pipe",
		"ERANGE":       "result too large",
		"EROFS":        "read-only file system",
		"ESPIPE":       "invalid seek",
		"ESRCH":        "no such process",
		"ETIMEDOUT":    "connection timed out",
		"ETXTBSY":      "text file is busy",
		"EXDEV":        "cross-device link not permitted",
		"UNKNOWN":      "unknown error",
	}
}}
