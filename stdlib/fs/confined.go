package fs

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

func (c *confined) open(name string, flag int, perm os.FileMode) (handle, error) {
	access := Reading
	if flag&(os.O_WRONLY|os.O_RDWR|os.O_CREATE|os.O_TRUNC|os.O_APPEND) != 0 {
		access = Writing
	}
	root, rel, err := c.locate(access, name)
	if err != nil {
		return nil, err
	}
	if flag&os.O_RDWR != 0 {
		if err := c.allows(Reading, name); err != nil {
			return nil, err
		}
	}
	f, err := root.OpenFile(rel, flag, perm)
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (c *confined) stat(name string) (os.FileInfo, error) {
	root, rel, err := c.either(name)
	if err != nil {
		return nil, err
	}
	return root.Stat(rel)
}

func (c *confined) lstat(name string) (os.FileInfo, error) {
	root, rel, err := c.either(name)
	if err != nil {
		return nil, err
	}
	return root.Lstat(rel)
}

// change runs one operation that writes to a single name.
func (c *confined) change(name string, do func(root *os.Root, rel string) error) error {
	root, rel, err := c.locate(Writing, name)
	if err != nil {
		return err
	}
	return do(root, rel)
}

func (c *confined) mkdir(name string, perm os.FileMode) error {
	return c.change(name, func(r *os.Root, rel string) error { return r.Mkdir(rel, perm) })
}

func (c *confined) remove(name string) error {
	return c.change(name, func(r *os.Root, rel string) error { return r.Remove(rel) })
}

func (c *confined) removeAll(name string) error {
	return c.change(name, func(r *os.Root, rel string) error { return r.RemoveAll(rel) })
}

func (c *confined) symlink(target, name string) error {
	g, rels := c.find(Writing, name)
	if g == nil || g.only != "" {
		return denied(Writing, name)
	}
	return g.root.Symlink(target, rels[0])
}

func (c *confined) chmod(name string, mode os.FileMode) error {
	return c.change(name, func(r *os.Root, rel string) error { return r.Chmod(rel, mode) })
}

func (c *confined) chtimes(name string, atime, mtime time.Time) error {
	return c.change(name, func(r *os.Root, rel string) error { return r.Chtimes(rel, atime, mtime) })
}

func (c *confined) rename(from, to string) error {
	return c.pair(from, to, func(r *os.Root, a, b string) error { return r.Rename(a, b) })
}

func (c *confined) link(from, to string) error {
	return c.pair(from, to, func(r *os.Root, a, b string) error { return r.Link(a, b) })
}

// pair runs an operation on two names. Two names that only different grants cover are treated as
// two devices, which programs know how to handle.
func (c *confined) pair(from, to string, do func(root *os.Root, from, to string) error) error {
	if g, rels := c.find(Writing, from, to); g != nil {
		return do(g.root, rels[0], rels[1])
	}
	for _, name := range []string{from, to} {
		if err := c.allows(Writing, name); err != nil {
			return err
		}
	}
	return &os.LinkError{Op: "rename", Old: from, New: to, Err: errCrossDevice}
}

func (c *confined) readlink(name string) (string, error) {
	root, rel, err := c.locate(Reading, name)
	if err != nil {
		return "", err
	}
	return root.Readlink(rel)
}

// realpath follows links by hand, since a Root has no call for it. The answer is beneath the grant.
func (c *confined) realpath(name string) (string, error) {
	g, rels := c.find(Reading, name)
	if g == nil {
		g, rels = c.find(Writing, name)
	}
	if g == nil {
		return "", denied(Reading, name)
	}
	todo := strings.Split(rels[0], string(os.PathSeparator))
	done := "."
	for hops := 0; len(todo) > 0; {
		next := filepath.Join(done, todo[0])
		if !filepath.IsLocal(next) {
			return "", denied(Reading, name)
		}
		info, err := g.root.Lstat(next)
		if err != nil {
			return "", err
		}
		todo = todo[1:]
		if info.Mode()&os.ModeSymlink == 0 {
			done = next
			continue
		}
		if hops++; hops > 255 {
			return "", &os.PathError{Op: "realpath", Path: name, Err: errLoop}
		}
		target, err := g.root.Readlink(next)
		if err != nil {
			return "", err
		}
		if filepath.IsAbs(target) {
			return "", denied(Reading, name)
		}
		todo = append(strings.Split(filepath.FromSlash(target), string(os.PathSeparator)), todo...)
	}
	return filepath.Join(g.real, done), nil
}

func (c *confined) access(name string, mode uint32) error {
	if mode&accessWrite != 0 {
		if err := c.allows(Writing, name); err != nil {
			return err
		}
	}
	root, rel, err := c.either(name)
	if err != nil {
		return err
	}
	return accessRoot(root, rel, mode)
}

func (c *confined) settle(name string) error {
	return c.change(name, func(r *os.Root, rel string) error { return settle(r.Open(filepath.Dir(rel))) })
}
