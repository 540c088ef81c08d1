package fs

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// CopyOptions say what Copy does with folders and with what is there.
type CopyOptions struct {
	// Recursive copies folders with all in them; symbolic links are copied as links.
	Recursive bool
	// Exclusive fails where the target is there, instead of writing over it.
	Exclusive bool
}

// Copy copies a file, with its mode. A copy that fails leaves no new file.
func (d *Disk) Copy(ctx context.Context, from, to string, o CopyOptions) error {
	a, err := d.resolve(ctx, Reading, from, "copyfile")
	if err != nil {
		return err
	}
	b, err := d.resolve(ctx, Writing, to, "copyfile")
	if err != nil {
		return err
	}
	if !o.Recursive {
		return d.copyFile(ctx, from, to, a, b, o)
	}
	if inside(a, b) {
		return failure("EINVAL", nodeErrno(errInvalid, "EINVAL"), "cannot copy a folder into itself", errInvalid, "cp", from, to)
	}
	return d.copyTree(ctx, from, to, o)
}

// inside tells whether a path is a folder's own or leads beneath it, by name.
func inside(folder, path string) bool {
	f, err := filepath.Abs(folder)
	if err != nil {
		return false
	}
	p, err := filepath.Abs(path)
	return err == nil && (f == p || strings.HasPrefix(p, f+string(os.PathSeparator)))
}

func (d *Disk) copyTree(ctx context.Context, from, to string, o CopyOptions) error {
	info, err := d.LStat(ctx, from)
	if err != nil {
		return err
	}
	switch {
	case info.IsSymbolicLink():
		target, err := d.Readlink(ctx, from)
		if err != nil {
			return err
		}
		if !o.Exclusive {
			if err := d.Remove(ctx, to, RemoveOptions{Force: true}); err != nil {
				return err
			}
		}
		return d.Symlink(ctx, target, to)
	case !info.IsDirectory():
		o.Recursive = false
		return d.Copy(ctx, from, to, o)
	}
	if _, err := d.Mkdir(ctx, to, 0o777, true); err != nil {
		return err
	}
	inside, err := d.entries(from)
	if err != nil {
		return err
	}
	for _, e := range inside {
		if err := d.copyTree(ctx, e.Path, filepath.Join(to, e.Name), o); err != nil {
			return err
		}
	}
	// Last, so that a folder without write permission can be filled first.
	return d.Chmod(ctx, to, info.Mode&0o7777)
}

func (d *Disk) copyFile(ctx context.Context, from, to, a, b string, o CopyOptions) (err error) {
	in, err := d.tree.open(a, os.O_RDONLY|openNonblock, 0)
	if err != nil {
		return systemError(err, "copyfile", from, to)
	}
	defer func() { _ = in.Close() }()
	info, err := in.Stat()
	if err == nil {
		err = requireRegular(info, from)
	}
	if err != nil {
		return systemError(err, "copyfile", from, to)
	}
	out, made, err := d.copyTarget(b, info.Mode().Perm(), o.Exclusive)
	if err != nil {
		return systemError(err, "copyfile", from, to)
	}
	defer func() {
		if cerr := out.Close(); err == nil {
			err = systemError(cerr, "copyfile", from, to)
		}
		if err != nil && made {
			_ = d.tree.remove(b)
		}
	}()
	there, err := out.Stat()
	if err == nil {
		err = requireRegular(there, to)
	}
	if err != nil || os.SameFile(info, there) {
		return systemError(err, "copyfile", from, to)
	}
	if err = pour(ctx, out, in, there.Mode().IsRegular()); err == nil && there.Mode().IsRegular() {
		err = out.Chmod(info.Mode())
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return systemError(err, "copyfile", from, to)
}

// copyTarget opens the target without emptying it: it might be the source under another name.
func (d *Disk) copyTarget(name string, mode os.FileMode, exclusive bool) (h handle, made bool, err error) {
	h, err = d.tree.open(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL|openNonblock, mode|0o200)
	if err == nil {
		return h, true, nil
	}
	if exclusive || !errors.Is(err, os.ErrExist) {
		return nil, false, err
	}
	h, err = d.tree.open(name, os.O_WRONLY|os.O_CREATE|openNonblock, mode|0o200)
	return h, false, err
}

// pour copies all of in, in pieces between which cancelling shows. The system copies where it can.
func pour(ctx context.Context, out, in handle, empty bool) error {
	if empty {
		if err := out.Truncate(0); err != nil {
			return err
		}
	}
	for ctx.Err() == nil {
		n, err := io.Copy(out, io.LimitReader(in, 16<<20))
		if err != nil || n == 0 {
			return err
		}
	}
	return nil
}
