package lariat

import (
	"io/fs"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
)

// maxSource is the longest file that is taken for a source.
const maxSource = 64 << 20

// mount is where the root of a host's file system is for scripts, and in stacks.
var mount, _ = filepath.Abs(string(filepath.Separator))

// WithFS makes scripts come from a file system such as an embed.FS, an os.Root's or a zip.Reader, whose root is then the
// root of all that can be imported. It has only the sources: what scripts open themselves is not there.
func WithFS(fsys fs.FS) Option {
	return func(o *options) {
		if fsys == nil {
			o.mistake = append(o.mistake, errNil("WithFS", "fsys", "an fs.FS"))
			return
		}
		o.core = append(o.core, runtime.WithSources(mounted{fsys}), runtime.WithDir(mount))
	}
}

// mounted shows a file system beneath mount.
type mounted struct{ fsys fs.FS }

// inner is the name of a file in the file system.
func (m mounted) inner(op, name string) (string, error) {
	rest, err := filepath.Rel(mount, name)
	rest = filepath.ToSlash(rest)
	if err != nil || !fs.ValidPath(rest) || strings.Contains(rest, `\`) {
		return "", &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	}
	return rest, nil
}

// failed makes an error of a panic of the host's file system.
func failed(err *error) {
	if x := recover(); x != nil {
		*err = fault.Internal.New("WithFS: the file system panicked: %v", x).With("goStack", string(debug.Stack()))
	}
}

// ReadFile reads a source.
func (m mounted) ReadFile(name string) (_ []byte, err error) {
	defer failed(&err)
	inner, err := m.inner("open", name)
	if err != nil {
		return nil, err
	}
	info, err := fs.Stat(m.fsys, inner)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fault.Module.New("%s is not a regular file", name)
	case info.Size() > maxSource:
		return nil, fault.Limit.New("%s is too long: %d bytes, at most %d are allowed", name, info.Size(), maxSource)
	}
	return fs.ReadFile(m.fsys, inner)
}

// Stat describes a file.
func (m mounted) Stat(name string) (_ fs.FileInfo, err error) {
	defer failed(&err)
	inner, err := m.inner("stat", name)
	if err != nil {
		return nil, err
	}
	return fs.Stat(m.fsys, inner)
}

// EvalSymlinks returns the name: where links lead is the affair of the file system.
func (m mounted) EvalSymlinks(name string) (string, error) {
	if _, err := m.Stat(name); err != nil {
		return "", err
	}
	return filepath.Clean(name), nil
}

// ReadDir lists a folder.
func (m mounted) ReadDir(name string) (_ []fs.DirEntry, err error) {
	defer failed(&err)
	inner, err := m.inner("open", name)
	if err != nil {
		return nil, err
	}
	return fs.ReadDir(m.fsys, inner)
}
