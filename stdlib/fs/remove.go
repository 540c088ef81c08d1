package fs

import (
	"context"
	"errors"
	"os"
)

// RemoveOptions are those of Node's rm.
type RemoveOptions struct {
	// Recursive removes folders with all in them. It cannot be cancelled once it has begun.
	Recursive bool
	// Force does not mind a path that is missing.
	Force bool
}

// Remove removes a file, a link or, with Recursive, a folder.
func (d *Disk) Remove(ctx context.Context, path string, o RemoveOptions) error {
	name, info, err := d.condemned(ctx, path, "rm")
	if err != nil {
		if o.Force && isCode(err, "ENOENT") {
			return nil
		}
		return err
	}
	switch {
	case o.Recursive:
		err = d.tree.removeAll(name)
	case info.IsDir():
		return refusal("EISDIR", errIsFolder, messages.Get()["EISDIR"], "rm", path)
	default:
		err = d.tree.remove(name)
	}
	if o.Force && errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return systemError(err, "rm", path)
}

// Unlink removes a file or link, and no folder.
func (d *Disk) Unlink(ctx context.Context, path string) error {
	name, info, err := d.condemned(ctx, path, "unlink")
	if err != nil {
		return err
	}
	if info.IsDir() {
		return refusal(codeOf(errUnlinkFolder), errUnlinkFolder, messages.Get()[codeOf(errUnlinkFolder)], "unlink", path)
	}
	return systemError(d.tree.remove(name), "unlink", path)
}

// Rmdir removes an empty folder.
func (d *Disk) Rmdir(ctx context.Context, path string) error {
	name, info, err := d.condemned(ctx, path, "rmdir")
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return refusal("ENOTDIR", errNotFolder, messages.Get()["ENOTDIR"], "rmdir", path)
	}
	return systemError(d.tree.remove(name), "rmdir", path)
}

// condemned looks at what is to be removed.
func (d *Disk) condemned(ctx context.Context, path, call string) (string, os.FileInfo, error) {
	name, err := d.resolve(ctx, Writing, path, call)
	if err != nil {
		return "", nil, err
	}
	info, err := d.tree.lstat(name)
	return name, info, systemError(err, call, path)
}
