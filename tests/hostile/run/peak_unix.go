//go:build unix

package main

import (
	"os"
	goruntime "runtime"
	"syscall"
)

// peak is how much memory a process that has ended had at most, or one of its children.
func peak(p *os.ProcessState) int64 {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if goruntime.GOOS == "darwin" {
		return int64(usage.Maxrss) //nolint:unconvert // not everywhere
	}
	return int64(usage.Maxrss) << 10 //nolint:unconvert // not everywhere
}
