//go:build unix

package node

import (
	"errors"
	goruntime "runtime"
	"strings"
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

// signalNames are the names that Node has, in its order. A system does not have all of them.
const signalNames = `SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGABRT SIGIOT SIGBUS SIGFPE SIGKILL SIGUSR1 SIGSEGV SIGUSR2 SIGPIPE SIGALRM
	SIGTERM SIGCHLD SIGSTKFLT SIGCONT SIGSTOP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGXCPU SIGXFSZ SIGVTALRM SIGPROF SIGWINCH
	SIGIO SIGPOLL SIGPWR SIGSYS`

// signals are the numbers of the signals.
func signals() (list []constant) {
	aliases := map[string]string{"SIGIOT": "SIGABRT", "SIGPOLL": "SIGIO"}
	for name := range strings.FieldsSeq(signalNames) {
		number := unix.SignalNum(name)
		if number == 0 {
			number = unix.SignalNum(aliases[name])
		}
		if number != 0 {
			list = append(list, constant{name, int(number)})
		}
	}
	return list
}

// errorNames are the names of errors that Node has, in its order.
const errorNames = `E2BIG EACCES EADDRINUSE EADDRNOTAVAIL EAFNOSUPPORT EAGAIN EALREADY EBADF EBADMSG EBUSY ECANCELED ECHILD ECONNABORTED
	ECONNREFUSED ECONNRESET EDEADLK EDESTADDRREQ EDOM EDQUOT EEXIST EFAULT EFBIG EHOSTUNREACH EIDRM EILSEQ EINPROGRESS EINTR
	EINVAL EIO EISCONN EISDIR ELOOP EMFILE EMLINK EMSGSIZE EMULTIHOP ENAMETOOLONG ENETDOWN ENETRESET ENETUNREACH ENFILE
	ENOBUFS ENODATA ENODEV ENOENT ENOEXEC ENOLCK ENOLINK ENOMEM ENOMSG ENOPROTOOPT ENOSPC ENOSR ENOSTR ENOSYS ENOTCONN
	ENOTDIR ENOTEMPTY ENOTSOCK ENOTSUP ENOTTY ENXIO EOPNOTSUPP EOVERFLOW EPERM EPIPE EPROTO EPROTONOSUPPORT EPROTOTYPE
	ERANGE EROFS ESPIPE ESRCH ESTALE ETIME ETIMEDOUT ETXTBSY EWOULDBLOCK EXDEV`

// moreErrors are those that os.constants does not have, but util.getSystemErrorMap does.
const moreErrors = " EHOSTDOWN ENONET EREMOTEIO ESHUTDOWN ESOCKTNOSUPPORT EUNATCH"

// errorNumbers are the numbers of errors of the system.
func errorNumbers(names string) (list []constant) {
	known := map[string]int{}
	for number := range 256 {
		known[unix.ErrnoName(syscall.Errno(number))] = number
	}
	aliases := map[string]string{
		"EAGAIN": "EWOULDBLOCK", "EDEADLK": "EDEADLOCK", "ENOTSUP": "EOPNOTSUPP", "EOPNOTSUPP": "ENOTSUP", "EWOULDBLOCK": "EAGAIN",
	}
	for name := range strings.FieldsSeq(names) {
		number := known[name]
		if number == 0 {
			number = known[aliases[name]]
		}
		if number != 0 {
			list = append(list, constant{name, number})
		}
	}
	return list
}

// priority is the nice value of a process; 0 is this one.
func priority(pid int) (nice int, number syscall.Errno) {
	nice, err := unix.Getpriority(unix.PRIO_PROCESS, pid)
	if errors.As(err, &number) {
		return 0, number
	}
	if goruntime.GOOS == "linux" {
		nice = 20 - nice // as the system call gives it
	}
	return nice, 0
}
