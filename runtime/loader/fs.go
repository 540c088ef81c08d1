package loader

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/lariatjs/lariat/runtime/fault"
)

// FS is where sources come from. Names are absolute paths of the host. A name that may not be seen gives a
// fault.Permission: the loader goes on looking elsewhere, and reports that error if it finds nothing.
// Implementations are called from several goroutines at once.
//
// An FS that also has ReadDir(name string) ([]fs.DirEntry, error) lets errors hint at names that are near.
type FS interface {
	ReadFile(name string) ([]byte, error)
	Stat(name string) (fs.FileInfo, error)
	EvalSymlinks(name string) (string, error)
}

type dirReader interface {
	ReadDir(name string) ([]fs.DirEntry, error)
}

// disk is the file system of the host.
type disk struct{}

// ReadFile reads a regular file. Opening does not wait, so that a named pipe cannot stop the program.
func (disk) ReadFile(name string) ([]byte, error) {
	f, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fault.Module.New("%s is not a regular file", name)
	}
	if info.Size() > maxSource {
		return nil, fault.Limit.New("%s is too long: %d bytes, at most %d are allowed", name, info.Size(), maxSource)
	}
	return io.ReadAll(io.LimitReader(f, maxSource+1))
}

func (disk) Stat(name string) (fs.FileInfo, error) { return os.Stat(name) }

func (disk) EvalSymlinks(name string) (string, error) { return filepath.EvalSymlinks(name) }

func (disk) ReadDir(name string) ([]fs.DirEntry, error) { return os.ReadDir(name) }
