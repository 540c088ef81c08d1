package fs

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
)

// replace writes a file beside the target and renames it over the target. Until the rename nothing
// has happened to the target, and on any failure the file beside it is gone.
func (d *Disk) replace(ctx context.Context, path string, source Pull, mode os.FileMode) (total int64, err error) {
	target, old, err := d.target(ctx, path)
	if err != nil {
		return 0, err
	}
	if old != nil {
		mode = 0o600
	}
	h, temp, err := d.besides(target, mode)
	if err != nil {
		return 0, systemError(err, "open", path)
	}
	renamed := false
	defer func() {
		// Deferred, so that a source that panics leaves nothing either.
		if !renamed {
			_ = h.Close()
			_ = d.tree.remove(temp)
		}
	}()
	if total, err = drain(ctx, h, path, source); err != nil {
		return total, err
	}
	if err = seal(h, old, path); err != nil {
		return total, err
	}
	if ctx.Err() != nil {
		return total, context.Cause(ctx)
	}
	if err = d.tree.rename(temp, target); err != nil {
		return total, systemError(err, "rename", temp, path)
	}
	renamed = true
	return total, systemError(d.tree.settle(target), "fsync", path)
}

// target finds the file to replace: the one behind symbolic links, which stay. It may be missing.
func (d *Disk) target(ctx context.Context, path string) (name string, old os.FileInfo, err error) {
	if name, err = d.resolve(ctx, Writing, path, "open"); err != nil {
		return "", nil, err
	}
	info, err := d.tree.lstat(name)
	for hops := 0; err == nil && info.Mode()&os.ModeSymlink != 0; hops++ {
		if name, err = d.follow(name, hops); err == nil {
			info, err = d.tree.lstat(name)
		}
	}
	if errors.Is(err, os.ErrNotExist) {
		return name, nil, nil
	}
	if err != nil {
		return "", nil, systemError(err, "open", path)
	}
	switch mode := info.Mode(); {
	case mode.IsDir():
		return "", nil, refusal("EISDIR", errIsFolder, messages.Get()["EISDIR"], "open", path)
	case !mode.IsRegular():
		return "", nil, refusal("EINVAL", errInvalid, "cannot replace "+kindOf(mode), "open", path)
	}
	return name, info, nil
}

// follow takes one step through a symbolic link, which may lead to nothing yet.
func (d *Disk) follow(link string, hops int) (string, error) {
	if hops == 40 {
		return "", &os.PathError{Op: "open", Path: link, Err: errLoop}
	}
	to, err := d.tree.readlink(link)
	if err != nil {
		return "", err
	}
	if !filepath.IsAbs(to) {
		// Not Join: that would take ".." for the folder above the link's name, not above what it leads to.
		to = filepath.Dir(link) + string(os.PathSeparator) + to
	}
	if !d.strict {
		return to, nil
	}
	to = filepath.Clean(to)
	if d.set != nil {
		if err := d.set.Write(quiet, to); err != nil {
			return "", err
		}
	}
	if d.check != nil {
		err = d.ask(Writing, to)
	}
	return to, err
}

// The name of a file that is to take another's place.
const tempPrefix, tempSuffix = ".lariat-", ".tmp"

// besides makes a new file in the folder of the target, under a name that nobody has.
func (d *Disk) besides(target string, mode os.FileMode) (handle, string, error) {
	for try := 0; ; try++ {
		var random [8]byte
		_, _ = rand.Read(random[:])
		temp := filepath.Join(filepath.Dir(target), tempPrefix+hex.EncodeToString(random[:])+tempSuffix)
		h, err := d.tree.open(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if err == nil || !errors.Is(err, os.ErrExist) || try == 99 {
			return h, temp, err
		}
	}
}

// seal gives the new file the mode and owner of the old one, and has all of it on the disk.
func seal(h handle, old os.FileInfo, path string) error {
	if old != nil {
		keepOwner(h, old)
		// After the owner: changing that clears set-user-id bits.
		if err := h.Chmod(old.Mode()); err != nil {
			return systemError(err, "fchmod", path)
		}
	}
	if err := h.Sync(); err != nil {
		return systemError(err, "fsync", path)
	}
	return systemError(h.Close(), "close", path)
}
