package fs

import (
	"syscall"

	"golang.org/x/sys/windows"
)

const (
	errNoEntry      = windows.ERROR_FILE_NOT_FOUND
	errExists       = windows.ERROR_FILE_EXISTS
	errInvalid      = windows.ERROR_INVALID_PARAMETER
	errIsFolder     = windows.ERROR_INVALID_FUNCTION
	errNotFolder    = syscall.ENOTDIR
	errUnlinkFolder = windows.ERROR_ACCESS_DENIED
	errNotPermitted = windows.ERROR_ACCESS_DENIED
	errCrossDevice  = windows.ERROR_NOT_SAME_DEVICE
	errLoop         = windows.ERROR_CANT_RESOLVE_FILENAME
)

// codeOf translates an error number of Windows into the code that Node shows for it. The second half
// are numbers that Go itself invents on Windows for errors of Unix.
func codeOf(number syscall.Errno) string {
	if code, ok := windowsCodes[number]; ok {
		return code
	}
	return "UNKNOWN"
}

var windowsCodes = map[syscall.Errno]string{
	windows.ERROR_ACCESS_DENIED:           "EPERM",
	windows.ERROR_ALREADY_EXISTS:          "EEXIST",
	windows.ERROR_BAD_PATHNAME:            "ENOENT",
	windows.ERROR_BROKEN_PIPE:             "EOF",
	windows.ERROR_BUFFER_OVERFLOW:         "EFAULT",
	windows.ERROR_CANNOT_MAKE:             "ENOSPC",
	windows.ERROR_CANT_RESOLVE_FILENAME:   "ELOOP",
	windows.ERROR_CRC:                     "EIO",
	windows.ERROR_DIRECTORY:               "ENOENT",
	windows.ERROR_DIR_NOT_EMPTY:           "ENOTEMPTY",
	windows.ERROR_DISK_FULL:               "ENOSPC",
	windows.ERROR_FILENAME_EXCED_RANGE:    "ENAMETOOLONG",
	windows.ERROR_FILE_EXISTS:             "EEXIST",
	windows.ERROR_FILE_NOT_FOUND:          "ENOENT",
	windows.ERROR_HANDLE_DISK_FULL:        "ENOSPC",
	windows.ERROR_INVALID_DRIVE:           "ENOENT",
	windows.ERROR_INVALID_FUNCTION:        "EISDIR",
	windows.ERROR_INVALID_HANDLE:          "EBADF",
	windows.ERROR_INVALID_NAME:            "ENOENT",
	windows.ERROR_INVALID_PARAMETER:       "EINVAL",
	windows.ERROR_IO_DEVICE:               "EIO",
	windows.ERROR_LOCK_VIOLATION:          "EBUSY",
	windows.ERROR_META_EXPANSION_TOO_LONG: "E2BIG",
	windows.ERROR_MOD_NOT_FOUND:           "ENOENT",
	windows.ERROR_NOT_A_REPARSE_POINT:     "EINVAL",
	windows.ERROR_NOT_ENOUGH_MEMORY:       "ENOMEM",
	windows.ERROR_NOT_SAME_DEVICE:         "EXDEV",
	windows.ERROR_NOT_SUPPORTED:           "ENOTSUP",
	windows.ERROR_NO_DATA:                 "EPIPE",
	windows.ERROR_OPERATION_ABORTED:       "ECANCELED",
	windows.ERROR_OUTOFMEMORY:             "ENOMEM",
	windows.ERROR_PATH_NOT_FOUND:          "ENOENT",
	windows.ERROR_PIPE_BUSY:               "EBUSY",
	windows.ERROR_PRIVILEGE_NOT_HELD:      "EPERM",
	windows.ERROR_SEM_TIMEOUT:             "ETIMEDOUT",
	windows.ERROR_SHARING_VIOLATION:       "EBUSY",
	windows.ERROR_SYMLINK_NOT_SUPPORTED:   "EINVAL",
	windows.ERROR_TOO_MANY_OPEN_FILES:     "EMFILE",
	windows.ERROR_WRITE_PROTECT:           "EROFS",

	syscall.EACCES:       "EACCES",
	syscall.EEXIST:       "EEXIST",
	syscall.EINVAL:       "EINVAL",
	syscall.EISDIR:       "EISDIR",
	syscall.ELOOP:        "ELOOP",
	syscall.ENAMETOOLONG: "ENAMETOOLONG",
	syscall.ENOSYS:       "ENOSYS",
	syscall.ENOTEMPTY:    "ENOTEMPTY",
	syscall.ENOTSUP:      "ENOTSUP",
	syscall.EPERM:        "EPERM",
	syscall.ESPIPE:       "ESPIPE",
	syscall.EXDEV:        "EXDEV",
}

// nodeErrno is the value of the errno property: libuv numbers the codes itself where the system has none.
func nodeErrno(_ syscall.Errno, code string) int {
	if n, ok := libuvNumbers[code]; ok {
		return n
	}
	return libuvNumbers["UNKNOWN"]
}

var libuvNumbers = map[string]int{
	"E2BIG": -4093, "EACCES": -4092, "EAGAIN": -4088, "EBADF": -4083, "EBUSY": -4082, "ECANCELED": -4081,
	"EEXIST": -4075, "EFAULT": -4074, "EFBIG": -4036, "EINTR": -4072, "EINVAL": -4071, "EIO": -4070,
	"EISDIR": -4068, "ELOOP": -4067, "EMFILE": -4066, "EMLINK": -4032, "ENAMETOOLONG": -4064, "ENFILE": -4061,
	"ENODEV": -4059, "ENOENT": -4058, "ENOMEM": -4057, "ENOSPC": -4055, "ENOSYS": -4054, "ENOTDIR": -4052,
	"ENOTEMPTY": -4051, "ENOTSUP": -4049, "ENXIO": -4033, "EOF": -4095, "EPERM": -4048, "EPIPE": -4047,
	"ERANGE": -4034, "EROFS": -4043, "ESPIPE": -4041, "ESRCH": -4040, "ETIMEDOUT": -4039, "ETXTBSY": -4038,
	"EXDEV": -4037, "UNKNOWN": -4094,
}
