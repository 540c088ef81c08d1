package permit

import (
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// ofProcesses reports whether an open file is one of the system's folder of processes.
func ofProcesses(f *os.File) bool {
	var info unix.Statfs_t
	return unix.Fstatfs(int(f.Fd()), &info) != nil || info.Type == unix.PROC_SUPER_MAGIC
}

// setTimes sets times beneath a root.
func (p Place) setTimes(accessed, modified time.Time) error {
	if !p.Exact {
		return p.Root.Chtimes(p.Name, accessed, modified)
	}
	times := make([]unix.Timespec, 2)
	for i, t := range []time.Time{accessed, modified} {
		times[i] = unix.Timespec{Nsec: unix.UTIME_OMIT}
		if !t.IsZero() {
			times[i] = unix.NsecToTimespec(t.UnixNano())
		}
	}
	err := p.in(func(dir int) error { return unix.UtimesNanoAt(dir, p.Name, times, unix.AT_SYMLINK_NOFOLLOW) })
	if err != nil {
		return &os.PathError{Op: "chtimes", Path: p.Path, Err: err}
	}
	return nil
}
