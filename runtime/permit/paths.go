package permit

import (
	"os"
	"path/filepath"
	goruntime "runtime"
	"strings"
	"sync"
)

// pathList is what is granted and denied of one kind of access to files.
type pathList struct {
	all   bool
	allow []*tree
	deny  []*tree
}

func newPaths(k Kind, dir string, allow, deny []string) (*pathList, error) {
	l := &pathList{}
	for i, list := range [][]string{allow, deny} {
		for _, path := range list {
			if path == "" || strings.ContainsRune(path, 0) {
				return nil, wrong(k, path, "a path")
			}
			t := &tree{path: absolute(dir, path)}
			switch {
			case path == Any && i == 0:
				l.all = true
			case path == Any:
				l.deny = append(l.deny, &tree{path: Any})
			case i == 0:
				l.allow = append(l.allow, t)
			default:
				l.deny = append(l.deny, t)
			}
		}
	}
	return l, nil
}

func (l *pathList) unrestricted() bool { return l != nil && l.all && len(l.deny) == 0 }

// tree is a file, or a folder with all beneath it. It is looked at when it is first asked about.
type tree struct {
	path string // as it was named

	mu   sync.Mutex
	real string // behind links, once all of it is there
	root *os.Root
}

// actual is the path behind links. What is not there yet stays as it is named.
func (t *tree) actual() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.locked()
}

// locked is actual. The caller holds t.mu.
func (t *tree) locked() string {
	if t.real != "" {
		return t.real
	}
	path, whole := follow(t.path, true)
	if whole {
		t.real = path
	}
	return path
}

// holds reports whether a path is in the tree, by where links lead or as the tree was named.
func (t *tree) holds(path string) bool {
	return t.path == Any || within(t.path, path) || within(t.actual(), path)
}

// blocks is holds for a denial, on a system that may not tell upper case from lower.
func (t *tree) blocks(path string) bool {
	return t.holds(path) || foldsCase && (t.path == Any ||
		within(strings.ToLower(t.path), strings.ToLower(path)) || within(strings.ToLower(t.actual()), strings.ToLower(path)))
}

const foldsCase = goruntime.GOOS == "darwin" || goruntime.GOOS == "windows"

// open returns the folder of the tree as a root, with the folder's path; for a file, or what is not there yet, it is the
// nearest folder above.
func (t *tree) open() (*os.Root, string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	dir := t.locked()
	if t.root != nil {
		return t.root, t.root.Name(), nil
	}
	for {
		root, err := os.OpenRoot(dir)
		if err == nil {
			if dir == t.real {
				t.root = root // for good
			}
			return root, dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return nil, "", err
		}
		dir = up
	}
}

// kept reports whether open returns the same root each time, which is not to be closed.
func (t *tree) kept(r *os.Root) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.root == r
}

func (t *tree) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.root != nil {
		_ = t.root.Close()
		t.root = nil
	}
}

// Within reports whether a path is a folder or beneath it, by its name. Both are clean and absolute.
func Within(dir, path string) bool { return within(dir, path) }

func within(dir, path string) bool {
	if !strings.HasPrefix(path, dir) {
		return false
	}
	return len(path) == len(dir) || os.IsPathSeparator(path[len(dir)]) || os.IsPathSeparator(dir[len(dir)-1])
}

// maxLinks is how many symbolic links a path may lead through.
const maxLinks = 255

// follow finds where a clean and absolute path leads, through symbolic links; the last part is followed if last says so.
// From the first part that is not there on, the path stays as it is, and whole is false.
func follow(path string, last bool) (actual string, whole bool) {
	volume := filepath.VolumeName(path)
	return walkLinks(volume+string(os.PathSeparator), parts(path[len(volume):]), last)
}

// walkLinks follows the parts of a path from a folder whose own path has no links.
func walkLinks(done string, todo []string, last bool) (actual string, whole bool) {
	for links := 0; len(todo) > 0; {
		part := todo[0]
		todo = todo[1:]
		if part == ".." {
			done = filepath.Dir(done)
			continue
		}
		next := filepath.Join(done, part)
		info, err := os.Lstat(next)
		if err != nil {
			return filepath.Join(append([]string{next}, todo...)...), false
		}
		if info.Mode()&os.ModeSymlink == 0 || len(todo) == 0 && !last {
			done = next
			continue
		}
		target, err := os.Readlink(next)
		if links++; err != nil || links > maxLinks {
			return filepath.Join(append([]string{next}, todo...)...), false
		}
		if filepath.IsAbs(target) {
			volume := filepath.VolumeName(target)
			done, target = volume+string(os.PathSeparator), target[len(volume):]
		}
		todo = append(parts(target), todo...)
	}
	return done, true
}

func parts(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r < 0x80 && os.IsPathSeparator(uint8(r)) })
}
