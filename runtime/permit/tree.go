package permit

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// tree is a file, or a folder with all beneath it. Where it is is found out once, before any script runs, and kept: a
// script that may change the folders above must not move a grant to another place.
type tree struct {
	path string // as it was named
	real string // behind links
	// dir is the folder that is at real; its info is nil if there is none. Above is the nearest folder above it that was
	// there.
	dir, above anchor
}

// anchor is a folder that is known by what it is, not by its path.
type anchor struct {
	path string
	info os.FileInfo

	mu   sync.Mutex
	root *os.Root
}

// pin makes a tree of a clean and absolute path.
func pin(path string) *tree {
	t := &tree{path: path, real: follow(path, true)}
	t.dir.path, t.above.path = t.real, t.real
	if info, err := os.Lstat(t.real); err == nil && info.IsDir() {
		t.dir.info = info
	}
	for t.above.info == nil {
		up := filepath.Dir(t.above.path)
		if info, err := os.Lstat(up); err == nil && info.IsDir() {
			t.above.info = info
		}
		if up == t.above.path {
			break
		}
		t.above.path = up
	}
	return t
}

// pinResolved is pin for a path that has no links, or had none. Whoever could make one since gets nothing by it.
func pinResolved(path string) *tree {
	t := &tree{path: path, real: path}
	t.dir.path, t.above.path = path, path
	root, err := os.OpenRoot(filepath.VolumeName(path) + string(os.PathSeparator))
	if err != nil {
		return t
	}
	defer func() { _ = root.Close() }()
	look := func(path string) os.FileInfo {
		name, err := filepath.Rel(root.Name(), path)
		if err != nil {
			return nil
		}
		in, name, err := walk(root, name, nil)
		if err != nil {
			return nil
		}
		if in != root {
			defer func() { _ = in.Close() }()
		}
		if info, err := in.Lstat(name); err == nil && info.IsDir() {
			return info
		}
		return nil
	}
	t.dir.info = look(path)
	for t.above.info == nil && t.above.path != filepath.Dir(t.above.path) {
		t.above.path = filepath.Dir(t.above.path)
		t.above.info = look(t.above.path)
	}
	return t
}

// holds reports whether a path is in the tree, by where links lead or as the tree was named.
func (t *tree) holds(path string) bool {
	return t.path == Any || within(t.path, path) || within(t.real, path)
}

// blocks is holds for a denial, on a system that may not tell upper case from lower.
func (t *tree) blocks(path string) bool {
	if t.holds(path) || !foldsCase {
		return t.holds(path)
	}
	path = strings.ToLower(path)
	return within(strings.ToLower(t.path), path) || within(strings.ToLower(t.real), path)
}

// leads follows a path that begins with the tree; false says that it does not.
func (t *tree) leads(path string, last bool) (string, bool) {
	for _, dir := range []string{t.path, t.real} {
		if t.dir.info != nil && len(path) > len(dir) && within(dir, path) {
			return walkLinks(t.real, parts(path[len(dir):]), last), true
		}
	}
	return "", false
}

// there reports whether the folder of the tree is still at its path.
func (t *tree) there() bool {
	if t.dir.info == nil {
		return false
	}
	info, err := os.Lstat(t.real)
	return err == nil && os.SameFile(info, t.dir.info)
}

// open returns the folder, which stays open.
func (a *anchor) open() (*os.Root, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.root != nil {
		return a.root, nil
	}
	if a.info == nil {
		return nil, errMoved
	}
	root, err := os.OpenRoot(a.path)
	if err != nil {
		return nil, err
	}
	info, err := root.Stat(".")
	if err != nil || !os.SameFile(info, a.info) {
		_ = root.Close()
		return nil, errMoved
	}
	a.root = root
	return root, nil
}

func (a *anchor) close() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.root != nil {
		_ = a.root.Close()
		a.root = nil
	}
}
