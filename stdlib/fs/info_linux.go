package fs

import (
	"os"
	"syscall"
	"time"
)

// addSystemInfo adds what the system knows. Linux tells the time of birth by another call; the time of
// the last change stands in for it.
func addSystemInfo(i *Info, info os.FileInfo) {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return
	}
	i.Dev, i.Ino, i.Nlink, i.Rdev = uint64(st.Dev), st.Ino, uint64(st.Nlink), uint64(st.Rdev)
	i.UID, i.GID = st.Uid, st.Gid
	i.BlockSize, i.Blocks = int64(st.Blksize), st.Blocks
	i.Atime = time.Unix(int64(st.Atim.Sec), int64(st.Atim.Nsec))
	i.Ctime = time.Unix(int64(st.Ctim.Sec), int64(st.Ctim.Nsec))
	i.Birthtime = i.Ctime
}
