package fs

import (
	"os"
	"syscall"
	"time"
)

// addSystemInfo adds what the system knows.
func addSystemInfo(i *Info, info os.FileInfo) {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return
	}
	i.Dev, i.Ino, i.Nlink, i.Rdev = uint64(st.Dev), st.Ino, uint64(st.Nlink), uint64(st.Rdev)
	i.UID, i.GID = st.Uid, st.Gid
	i.BlockSize, i.Blocks = int64(st.Blksize), st.Blocks
	i.Atime = time.Unix(st.Atimespec.Sec, st.Atimespec.Nsec)
	i.Ctime = time.Unix(st.Ctimespec.Sec, st.Ctimespec.Nsec)
	i.Birthtime = time.Unix(st.Birthtimespec.Sec, st.Birthtimespec.Nsec)
}
