package fs

import (
	"os"
	"syscall"
	"time"
)

// addSystemInfo adds what the system knows.
func addSystemInfo(i *Info, info os.FileInfo) {
	st, ok := info.Sys().(*syscall.Win32FileAttributeData)
	if !ok {
		return
	}
	i.Atime = time.Unix(0, st.LastAccessTime.Nanoseconds())
	i.Birthtime = time.Unix(0, st.CreationTime.Nanoseconds())
}
