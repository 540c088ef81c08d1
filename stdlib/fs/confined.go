package fs

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/permit"
)

// confined is the part of the disk that permissions give. Every operation finds its place anew, behind links, and keeps
// to a folder that it cannot leave. Hard links do lead out: who may make those inside a granted folder decides what the
// script sees. Names come in clean and absolute. Whoever is to be asked for more was asked before.
type confined struct{ set *permit.Set }

// quiet keeps the set from asking.
var quiet = permit.Quietly(context.Background())

// locate finds the place of a name. Where one file is granted, so is the file that takes its place in an atomic write.
func (c *confined) locate(access Access, name string, last bool) (permit.Place, error) {
	p, err := c.set.Locate(quiet, permit.Kind(access), name, last)
	if base := filepath.Base(name); err != nil && access == Writing &&
		strings.HasPrefix(base, tempPrefix) && strings.HasSuffix(base, tempSuffix) {
		if beside, ok := c.set.Beside(name); ok {
			return beside, nil
		}
	}
	return p, err
}

// either finds a name for a question that reading and writing both have to ask, such as whether it exists.
func (c *confined) either(name string, last bool) (permit.Place, error) {
	if p, err := c.locate(Reading, name, last); err == nil {
		return p, nil
	}
	return c.locate(Writing, name, last)
}

// in runs an operation in the place of a name.
func in[T any](p permit.Place, err error, do func(p permit.Place) (T, error)) (T, error) {
	if err != nil {
		var none T
		return none, err
	}
	defer p.Close()
	return do(p)
}

func (c *confined) open(name string, flag int, perm os.FileMode) (handle, error) {
	access := Reading
	if flag&(os.O_WRONLY|os.O_RDWR|os.O_CREATE|os.O_TRUNC|os.O_APPEND) != 0 {
		access = Writing
	}
	if flag&os.O_RDWR != 0 {
		if err := c.set.Read(quiet, name); err != nil {
			return nil, err
		}
	}
	p, err := c.locate(access, name, flag&os.O_EXCL == 0)
	return in(p, err, func(p permit.Place) (handle, error) {
		f, err := p.Open(flag, perm)
		if err != nil {
			return nil, err
		}
		return f, nil
	})
}

func (c *confined) stat(name string) (os.FileInfo, error) {
	p, err := c.either(name, true)
	return in(p, err, permit.Place.Stat)
}

func (c *confined) lstat(name string) (os.FileInfo, error) {
	p, err := c.either(name, false)
	return in(p, err, permit.Place.Lstat)
}

func (c *confined) readlink(name string) (string, error) {
	p, err := c.either(name, false)
	return in(p, err, permit.Place.Readlink)
}

func (c *confined) realpath(name string) (string, error) {
	p, err := c.either(name, true)
	return in(p, err, func(p permit.Place) (string, error) {
		info, err := p.Lstat()
		if err == nil && info.Mode()&os.ModeSymlink != 0 {
			err = &os.PathError{Op: "realpath", Path: name, Err: errLoop}
		}
		return p.Path, err
	})
}

// change runs an operation that writes to a single name.
func (c *confined) change(name string, last bool, do func(p permit.Place) error) error {
	p, err := c.locate(Writing, name, last)
	if err != nil {
		return err
	}
	defer p.Close()
	return do(p)
}

func (c *confined) mkdir(name string, perm os.FileMode) error {
	return c.change(name, false, func(p permit.Place) error { return p.Mkdir(perm) })
}

func (c *confined) remove(name string) error { return c.change(name, false, permit.Place.Remove) }

func (c *confined) removeAll(name string) error {
	if err := c.set.Whole(name); err != nil {
		return err
	}
	return c.change(name, false, permit.Place.RemoveAll)
}

// symlink makes a link, but not in the place of what is granted itself: the grant would not hold for where it leads.
func (c *confined) symlink(target, name string) error {
	return c.change(name, false, func(p permit.Place) error {
		if p.Top {
			return denied(Writing, name)
		}
		return p.Symlink(target)
	})
}

func (c *confined) chmod(name string, mode os.FileMode) error {
	return c.change(name, true, func(p permit.Place) error { return p.Chmod(mode) })
}

func (c *confined) chtimes(name string, atime, mtime time.Time) error {
	return c.change(name, true, func(p permit.Place) error { return p.Chtimes(atime, mtime) })
}

func (c *confined) settle(name string) error {
	return c.change(name, true, func(p permit.Place) error { return settle(p.Folder()) })
}

func (c *confined) rename(from, to string) error {
	if err := c.set.Whole(from); err != nil {
		return err
	}
	return c.pair(from, to, permit.Place.Rename)
}

func (c *confined) link(from, to string) error { return c.pair(from, to, permit.Place.Link) }

// pair runs an operation on two names. Two names that only different grants cover are treated as two devices, which
// programs know how to handle.
func (c *confined) pair(from, to string, do func(from, to permit.Place) error) error {
	return c.change(from, false, func(a permit.Place) error {
		return c.change(to, false, func(b permit.Place) error { return do(a, b) })
	})
}

func (c *confined) access(name string, mode uint32) error {
	if mode&accessWrite != 0 {
		if err := c.set.Write(quiet, name); err != nil {
			return err
		}
	}
	p, err := c.either(name, true)
	if err != nil {
		return err
	}
	defer p.Close()
	if p.Root == nil {
		return accessPath(p.Path, mode)
	}
	return accessRoot(p.Root, p.Name, mode)
}

// escapes tells whether a Root refused a name because it leads outside.
func escapes(err error) bool {
	return fault.KindOf(err) == nil && strings.HasSuffix(err.Error(), "path escapes from parent")
}
