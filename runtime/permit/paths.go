package permit

import (
	"os"
	"path/filepath"
	goruntime "runtime"
	"strings"
)

// pathList is what is granted and denied of one kind of access to files.
type pathList struct {
	all   bool
	allow []*tree
	deny  []*tree
}

func newPaths(k Kind, dir string, allow, deny []string, resolved bool) (*pathList, error) {
	l, pin := &pathList{}, pin
	if resolved {
		pin = pinResolved
	}
	for i, list := range [][]string{allow, deny} {
		for _, path := range list {
			if path == "" || strings.ContainsRune(path, 0) {
				return nil, wrong(k, path, "a path")
			}
			switch {
			case path == Any && i == 0:
				l.all = true
			case path == Any:
				l.deny = append(l.deny, &tree{path: Any})
			case i == 0:
				l.allow = append(l.allow, pin(absolute(dir, path)))
			default:
				l.deny = append(l.deny, pin(absolute(dir, path)))
			}
		}
	}
	return l, nil
}

func (l *pathList) unrestricted() bool { return l != nil && l.all && len(l.deny) == 0 }

// Within reports whether a path is a folder or beneath it, by its name. Both are clean and absolute.
func Within(dir, path string) bool { return within(dir, path) }

func within(dir, path string) bool {
	if !strings.HasPrefix(path, dir) {
		return false
	}
	return len(path) == len(dir) || os.IsPathSeparator(path[len(dir)]) || os.IsPathSeparator(dir[len(dir)-1])
}

const foldsCase = goruntime.GOOS == "darwin" || goruntime.GOOS == "windows"

// maxLinks is how many symbolic links a path may lead through.
const maxLinks = 255

// follow finds where a clean and absolute path leads, through symbolic links; the last part is followed if last says so.
// From the first part that is not there on, the path stays as it is.
func follow(path string, last bool) string {
	volume := filepath.VolumeName(path)
	return walkLinks(volume+string(os.PathSeparator), parts(path[len(volume):]), last)
}

// walkLinks follows the parts of a path from a folder whose own path has no links.
func walkLinks(done string, todo []string, last bool) string {
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
			return filepath.Join(append([]string{next}, todo...)...)
		}
		if info.Mode()&os.ModeSymlink == 0 || len(todo) == 0 && !last {
			done = next
			continue
		}
		target, err := os.Readlink(next)
		if links++; err != nil || links > maxLinks {
			return filepath.Join(append([]string{next}, todo...)...)
		}
		if filepath.IsAbs(target) {
			volume := filepath.VolumeName(target)
			done, target = volume+string(os.PathSeparator), target[len(volume):]
		}
		todo = append(parts(target), todo...)
	}
	return done
}

func parts(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r < 0x80 && os.IsPathSeparator(uint8(r)) })
}
