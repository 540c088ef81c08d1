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

// asker is an FS that can be asked to grant what it has refused; true says that it has. referrer is the file that wants
// it, or a folder that ends in a separator.
type asker interface {
	Ask(refused error, referrer string) bool
}

// Disk is the file system of the host.
type Disk struct{}

// ReadFile reads a regular file. Opening does not wait, so that a named pipe cannot stop the program.
func (Disk) ReadFile(name string) ([]byte, error) {
	f, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadSource(name, f)
}

// ReadSource reads the text of a file that was opened, unless it is none.
func ReadSource(name string, f fs.File) ([]byte, error) {
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

// Stat follows links.
func (Disk) Stat(name string) (fs.FileInfo, error) { return os.Stat(name) }

// EvalSymlinks finds where links lead.
func (Disk) EvalSymlinks(name string) (string, error) { return filepath.EvalSymlinks(name) }

// ReadDir lists a folder.
func (Disk) ReadDir(name string) ([]fs.DirEntry, error) { return os.ReadDir(name) }
