package fs

import "os"

// openNonblock is nothing here: opening a pipe or a device of Windows does not wait.
const openNonblock = 0

func accessPath(name string, mode uint32) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	return permits(info, mode)
}

func accessRoot(root *os.Root, rel string, mode uint32) error {
	info, err := root.Stat(rel)
	if err != nil {
		return err
	}
	return permits(info, mode)
}

// permits knows of one bit only: a file that is marked read-only cannot be written.
func permits(info os.FileInfo, mode uint32) error {
	if mode&accessWrite != 0 && !info.IsDir() && info.Mode().Perm()&0o200 == 0 {
		return errNotPermitted
	}
	return nil
}

// keepOwner does nothing: a new file has the owner that its folder hands down.
func keepOwner(handle, os.FileInfo) {}

// syncFolder does nothing: folders of Windows cannot be synced.
func syncFolder(*os.File) error { return nil }
