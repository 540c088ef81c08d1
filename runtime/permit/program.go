package permit

import (
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// program is the entry file of a program, with what belongs to it: its folder, and the packages that lie in folders
// named node_modules beside and above it. Links are followed first: what belongs to a link is what belongs to the file.
// It is looked at when the entry file is loaded.
type program struct {
	file string

	once     sync.Once
	folder   *tree
	packages []*tree // those that were there when the program began
}

const packageFolder = "node_modules"

func (p *program) look() {
	p.once.Do(func() {
		dir := filepath.Dir(p.file)
		p.folder = pin(dir)
		if actual := filepath.Dir(follow(p.file, true)); actual != p.folder.real {
			p.folder = pin(actual)
		}
		for at := p.folder.real; ; at = filepath.Dir(at) {
			name := filepath.Join(at, packageFolder)
			if _, err := os.Lstat(name); err == nil && filepath.Base(at) != packageFolder {
				p.packages = append(p.packages, pin(name))
			}
			if at == filepath.Dir(at) {
				return
			}
		}
	})
}

// dir is the folder of the program.
func (p *program) dir() *tree {
	p.look()
	return p.folder
}

// trees are what belongs to the program for a kind of access.
func (p *program) trees(k Kind) []*tree {
	if p == nil || k != Read && k != Import {
		return nil
	}
	p.look()
	if k == Read {
		return []*tree{p.folder}
	}
	return append([]*tree{p.folder}, p.packages...)
}

// Above reports whether a folder is above the program, or above what may be imported: where the loader looks for the
// package.json that a file belongs to.
func (s *Set) Above(dir string) bool {
	for _, t := range s.trees(Import) {
		if within(dir, t.path) || within(dir, t.real) {
			return true
		}
	}
	return s.parent != nil && s.parent.Above(dir)
}

// NoPackage reports whether a path is in a node_modules folder above the program that was not there when that began: it is
// looked for there as in every one, and nothing is kept from the program.
func (s *Set) NoPackage(path string) bool {
	for ; s != nil; s = s.parent {
		for at := filepath.Dir(path); s.program != nil && at != filepath.Dir(at); at = filepath.Dir(at) {
			above := filepath.Dir(at)
			if filepath.Base(at) == packageFolder && (within(above, s.program.dir().path) || within(above, s.program.dir().real)) {
				return !slices.ContainsFunc(s.program.packages, func(t *tree) bool { return t.path == at })
			}
		}
	}
	return false
}

// trees lists what is granted of a kind, by path.
func (s *Set) trees(k Kind) []*tree {
	list := s.program.trees(k)
	if paths := s.paths[k]; paths != nil {
		list = append(list, paths.allow...)
	}
	return list
}
