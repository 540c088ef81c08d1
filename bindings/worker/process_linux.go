package worker

import (
	"os"
	"syscall"
)

// pipeSize is the length of a pipe. With the usual 64 KiB two processes change places sixteen times for a message of a
// megabyte. All pipes of a user may have 64 MiB before the system makes new ones short.
const pipeSize = 256 << 10

// growPipe makes a pipe longer, if the system lets us.
func growPipe(f *os.File) {
	if conn, err := f.SyscallConn(); err == nil {
		_ = conn.Control(func(fd uintptr) {
			_, _, _ = syscall.Syscall(syscall.SYS_FCNTL, fd, syscall.F_SETPIPE_SZ, pipeSize)
		})
	}
}

// spareData is what a process may map beside twice its limit: Go maps memory in large pieces ahead of its use, and a
// collection is under way while the heap grows.
const spareData = 512 << 20

// limitData makes an allocation that is far beyond the limit fail at once. RLIMIT_AS would count the address space
// that Go reserves and never uses.
func limitData(memory int64) {
	limit := syscall.Rlimit{Cur: 2*uint64(memory) + spareData}
	var now syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_DATA, &now) != nil || now.Cur < limit.Cur {
		return
	}
	limit.Max = now.Max
	_ = syscall.Setrlimit(syscall.RLIMIT_DATA, &limit)
}
