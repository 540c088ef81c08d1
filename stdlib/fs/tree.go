package fs

import (
	"io"
	"os"
	"path/filepath"
	"time"
)

// handle is what the package needs of an open file; *os.File is the one outside tests.
type handle interface {
	io.Reader
	io.Writer
	io.ReaderAt
	io.WriterAt
	io.Seeker
	io.Closer
	Stat() (os.FileInfo, error)
	Sync() error
	Truncate(size int64) error
	Chmod(mode os.FileMode) error
	Chown(uid, gid int) error
	ReadDir(n int) ([]os.DirEntry, error)
}

// tree is the set of raw operations on names. The whole disk and a confined one implement it, and
// tests wrap it to make single steps fail. Errors are those of package os.
type tree interface {
	open(name string, flag int, perm os.FileMode) (handle, error)
	stat(name string) (os.FileInfo, error)
	lstat(name string) (os.FileInfo, error)
	mkdir(name string, perm os.FileMode) error
	remove(name string) error
	removeAll(name string) error
	rename(from, to string) error
	link(from, to string) error
	symlink(target, name string) error
	readlink(name string) (string, error)
	realpath(name string) (string, error)
	chmod(name string, mode os.FileMode) error
	chtimes(name string, atime, mtime time.Time) error
	access(name string, mode uint32) error
	// settle makes the entry of a file in its folder durable.
	settle(name string) error
}

// host is the whole disk of the process.
type host struct{}

func (host) open(name string, flag int, perm os.FileMode) (handle, error) {
	f, err := os.OpenFile(name, flag, perm)
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (host) stat(name string) (os.FileInfo, error)     { return os.Stat(name) }
func (host) lstat(name string) (os.FileInfo, error)    { return os.Lstat(name) }
func (host) mkdir(name string, perm os.FileMode) error { return os.Mkdir(name, perm) }
func (host) remove(name string) error                  { return os.Remove(name) }
func (host) removeAll(name string) error               { return os.RemoveAll(name) }
func (host) rename(from, to string) error              { return os.Rename(from, to) }
func (host) link(from, to string) error                { return os.Link(from, to) }
func (host) symlink(target, name string) error         { return os.Symlink(target, name) }
func (host) readlink(name string) (string, error)      { return os.Readlink(name) }
func (host) chmod(name string, m os.FileMode) error    { return os.Chmod(name, m) }
func (host) chtimes(name string, a, m time.Time) error { return os.Chtimes(name, a, m) }
func (host) access(name string, mode uint32) error     { return accessPath(name, mode) }

func (host) settle(name string) error {
	return settle(os.Open(filepath.Dir(name)))
}

// settle syncs a folder that was just opened.
func settle(dir *os.File, err error) error {
	if err != nil {
		return err
	}
	defer func() { _ = dir.Close() }()
	return syncFolder(dir)
}

func (host) realpath(name string) (string, error) {
	actual, err := filepath.EvalSymlinks(name)
	if err != nil {
		if _, ok := errnoOf(err); !ok {
			// The one error of its own that it has is that there are too many links.
			err = &os.PathError{Op: "realpath", Path: name, Err: errLoop}
		}
		return "", err
	}
	return filepath.Abs(actual)
}
