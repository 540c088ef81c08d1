package fs

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Rename moves a file or folder; a file in the place of the new name is replaced.
func (d *Disk) Rename(ctx context.Context, from, to string) error {
	return d.both(ctx, Writing, from, to, "rename", d.tree.rename)
}

// Link makes a second name for a file.
func (d *Disk) Link(ctx context.Context, from, to string) error {
	return d.both(ctx, Writing, from, to, "link", d.tree.link)
}

// both runs an operation on two paths.
func (d *Disk) both(ctx context.Context, first Access, from, to, call string, do func(from, to string) error) error {
	a, err := d.resolve(ctx, first, from, call)
	if err != nil {
		return err
	}
	if d.set != nil {
		// What must not be read must not get another name, under which it may be read.
		if _, err := d.resolve(ctx, Reading, from, call); err != nil {
			return err
		}
	}
	b, err := d.resolve(ctx, Writing, to, call)
	if err != nil {
		return err
	}
	return systemError(do(a, b), call, from, to)
}

// Symlink makes a symbolic link at path that leads to target, which is not looked at.
func (d *Disk) Symlink(ctx context.Context, target, path string) error {
	name, err := d.resolve(ctx, Writing, path, "symlink")
	if err != nil {
		return err
	}
	return systemError(d.tree.symlink(target, name), "symlink", target, path)
}

// Readlink tells where a symbolic link leads.
func (d *Disk) Readlink(ctx context.Context, path string) (string, error) {
	return d.where(ctx, path, "readlink", d.tree.readlink)
}

// Realpath gives the absolute path without symbolic links.
func (d *Disk) Realpath(ctx context.Context, path string) (string, error) {
	return d.where(ctx, path, "realpath", d.tree.realpath)
}

func (d *Disk) where(ctx context.Context, path, call string, ask func(string) (string, error)) (string, error) {
	name, err := d.resolve(ctx, Reading, path, call)
	if err != nil {
		return "", err
	}
	found, err := ask(name)
	return found, systemError(err, call, path)
}

// Chmod sets the permission bits, as the C library numbers them.
func (d *Disk) Chmod(ctx context.Context, path string, mode uint32) error {
	return d.change(ctx, path, "chmod", func(name string) error { return d.tree.chmod(name, goMode(mode)) })
}

// Utimes sets the times of last access and change; a zero time leaves the one it stands for.
func (d *Disk) Utimes(ctx context.Context, path string, atime, mtime time.Time) error {
	return d.change(ctx, path, "utime", func(name string) error { return d.tree.chtimes(name, atime, mtime) })
}

// Truncate makes a file exactly size bytes long.
func (d *Disk) Truncate(ctx context.Context, path string, size int64) error {
	h, _, err := d.openRegular(ctx, path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	err = systemError(h.Truncate(max(size, 0)), "ftruncate", path)
	if cerr := h.Close(); err == nil {
		err = systemError(cerr, "close", path)
	}
	return err
}

func (d *Disk) change(ctx context.Context, path, call string, do func(name string) error) error {
	name, err := d.resolve(ctx, Writing, path, call)
	if err != nil {
		return err
	}
	return systemError(do(name), call, path)
}

// Mkdir makes a folder; mode 0 stands for 0777. Recursive makes the folders above too, does not mind
// one that is there, and gives the first one made, or "".
func (d *Disk) Mkdir(ctx context.Context, path string, mode os.FileMode, recursive bool) (string, error) {
	if mode == 0 {
		mode = 0o777
	}
	name, err := d.resolve(ctx, Writing, path, "mkdir")
	if err != nil {
		return "", err
	}
	if recursive {
		made, err := d.mkdirAll(name, mode)
		return d.asGiven(made, path), systemError(err, "mkdir", path)
	}
	return "", systemError(d.tree.mkdir(name, mode), "mkdir", path)
}

// asGiven takes the folder of the Disk off a name again where the path that it stems from had none.
func (d *Disk) asGiven(name, path string) string {
	if d.folder == "" || filepath.IsAbs(path) {
		return name
	}
	return strings.TrimPrefix(name, d.folder+string(os.PathSeparator))
}

func (d *Disk) mkdirAll(name string, mode os.FileMode) (first string, err error) {
	err = d.tree.mkdir(name, mode)
	if err == nil {
		return name, nil
	}
	if errors.Is(err, os.ErrNotExist) {
		parent := filepath.Dir(name)
		if parent == name {
			return "", err
		}
		first, err = d.mkdirAll(parent, mode)
		if err != nil {
			return first, err
		}
		if err = d.tree.mkdir(name, mode); err == nil {
			if first == "" {
				first = name
			}
			return first, nil
		}
	}
	// Somebody else may have made it in between.
	if info, serr := d.tree.stat(name); serr == nil && info.IsDir() {
		return first, nil
	}
	return first, err
}

// MkdirTemp makes a folder, only for its owner, whose name is the prefix and six random characters.
func (d *Disk) MkdirTemp(ctx context.Context, prefix string) (string, error) {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	if d.set != nil { // if it is to be granted, then the folder and not a name that was made up
		if _, err := d.resolve(ctx, Writing, filepath.Dir(prefix+"x"), "open"); err != nil {
			return "", err
		}
	}
	for try := 0; ; try++ {
		tail := make([]byte, 6)
		for i := range tail {
			tail[i] = letters[rand.IntN(len(letters))]
		}
		path := prefix + string(tail)
		name, err := d.resolve(ctx, Writing, path, "mkdtemp")
		if err != nil {
			return "", err
		}
		err = d.tree.mkdir(name, 0o700)
		if err == nil {
			return path, nil
		}
		if !errors.Is(err, os.ErrExist) || try == 99 {
			return "", systemError(err, "mkdtemp", prefix+"XXXXXX")
		}
	}
}
