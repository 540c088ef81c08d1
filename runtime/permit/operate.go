package permit

import (
	"os"
	"path/filepath"
)

// The operations of a Place work as those of package os do. None follows a link: where the name leads is known.

// Stat looks at what is there.
func (p Place) Stat() (os.FileInfo, error) {
	if p.Root == nil {
		return os.Stat(p.Path)
	}
	if p.Exact {
		return p.Root.Lstat(p.Name)
	}
	return p.Root.Stat(p.Name)
}

// Lstat looks at what is there, which may be a link.
func (p Place) Lstat() (os.FileInfo, error) {
	if p.Root == nil {
		return os.Lstat(p.Path)
	}
	return p.Root.Lstat(p.Name)
}

// Readlink reads a link.
func (p Place) Readlink() (string, error) {
	if p.Root == nil {
		return os.Readlink(p.Path)
	}
	return p.Root.Readlink(p.Name)
}

// Mkdir makes a folder.
func (p Place) Mkdir(perm os.FileMode) error {
	if p.Root == nil {
		return os.Mkdir(p.Path, perm)
	}
	return p.Root.Mkdir(p.Name, perm)
}

// Remove removes a file, a link or an empty folder.
func (p Place) Remove() error {
	if p.Root == nil {
		return os.Remove(p.Path)
	}
	return p.Root.Remove(p.Name)
}

// RemoveAll removes what is there with all that is in it.
func (p Place) RemoveAll() error {
	if p.Root == nil {
		return os.RemoveAll(p.Path)
	}
	return p.Root.RemoveAll(p.Name)
}

// Symlink makes a link. Where it leads is looked at when it is followed.
func (p Place) Symlink(target string) error {
	if p.Root == nil {
		return os.Symlink(target, p.Path)
	}
	return p.Root.Symlink(target, p.Name)
}

// Folder opens the folder that holds the place.
func (p Place) Folder() (*os.File, error) {
	if p.Root == nil {
		return os.Open(filepath.Dir(p.Path))
	}
	return p.Root.Open(filepath.Dir(p.Name))
}

// Rename moves what is at p to another place.
func (p Place) Rename(to Place) error {
	switch {
	case p.Root == nil && to.Root == nil:
		return os.Rename(p.Path, to.Path)
	case p.Root == to.Root:
		return p.Root.Rename(p.Name, to.Name)
	}
	return between("rename", p, to)
}

// Link makes another name for what is at p.
func (p Place) Link(to Place) error {
	switch {
	case p.Root == nil && to.Root == nil:
		return os.Link(p.Path, to.Path)
	case p.Root == to.Root:
		return p.Root.Link(p.Name, to.Name)
	}
	return between("link", p, to)
}
