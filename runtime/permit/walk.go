package permit

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
)

// errMoved says that a path has changed while it was looked at.
var errMoved error = fault.System.New("the path has changed meanwhile")

// forbidden are the files and folders that are denied, as far as they are there: one can have several names.
func (s *Set) forbidden(k Kind) (list []os.FileInfo) {
	for at := s; at != nil && !at.open; at = at.parent {
		for _, t := range at.denials(k) {
			if info, err := os.Stat(t.path); err == nil {
				list = append(list, info)
			}
		}
	}
	return list
}

// walk goes down from a root to the folder of a name, one part at a time, and makes sure that none of them is a link or
// is forbidden. It returns the root itself if the name lies in it; any other is the caller's to close.
func walk(root *os.Root, name string, forbidden []os.FileInfo) (*os.Root, string, error) {
	todo := strings.Split(filepath.Clean(name), string(os.PathSeparator))
	at := root
	leave := func(err error) (*os.Root, string, error) {
		if at != root {
			_ = at.Close()
		}
		return nil, "", err
	}
	for ; len(todo) > 1; todo = todo[1:] {
		next, err := at.OpenRoot(todo[0])
		if err != nil {
			return leave(err)
		}
		err = same(at, todo[0], next, forbidden)
		if at != root {
			_ = at.Close()
		}
		if at = next; err != nil {
			return leave(err)
		}
	}
	if info, err := at.Lstat(todo[0]); err == nil && isOne(info, forbidden) {
		return leave(errMoved)
	}
	return at, todo[0], nil
}

// same makes sure that a folder that was opened is what its name stands for, and not what a link led to.
func same(dir *os.Root, name string, opened *os.Root, forbidden []os.FileInfo) error {
	named, err := dir.Lstat(name)
	if err != nil {
		return err
	}
	info, err := opened.Stat(".")
	if err != nil {
		return err
	}
	if !os.SameFile(named, info) || isOne(info, forbidden) {
		return errMoved
	}
	return nil
}

func isOne(info os.FileInfo, list []os.FileInfo) bool {
	for _, other := range list {
		if os.SameFile(info, other) {
			return true
		}
	}
	return false
}
