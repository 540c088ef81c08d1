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
	i.Dev, i.Ino, i.Nlink, i.Rdev = wide(st.Dev), st.Ino, wide(st.Nlink), wide(st.Rdev)
	i.UID, i.GID = st.Uid, st.Gid
	i.BlockSize, i.Blocks = int64(wide(st.Blksize)), st.Blocks
	i.Atime = time.Unix(st.Atimespec.Unix())
	i.Ctime = time.Unix(st.Ctimespec.Unix())
	i.Birthtime = time.Unix(st.Birthtimespec.Unix())
}
