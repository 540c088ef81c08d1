package worker

import "syscall"

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
