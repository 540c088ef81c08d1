package permit

import (
	"path/filepath"
	"strings"
	"sync"
)

// program is the entry file of a program, with what belongs to it: its folder, and the packages that lie in folders
// named node_modules beside and above it. Links are followed first: what belongs to a link is what belongs to the file.
type program struct {
	file string

	once     sync.Once
	folder   *tree
	mu       sync.Mutex
	packages map[string]*tree
}

// dir is the folder of the program.
func (p *program) dir() *tree {
	p.once.Do(func() {
		path := filepath.Dir(p.file)
		if actual, whole := follow(p.file, true); whole && filepath.Dir(actual) != followed(path) {
			path = filepath.Dir(actual)
		}
		p.folder = &tree{path: path}
	})
	return p.folder
}

func followed(path string) string {
	actual, _ := follow(path, true)
	return actual
}

const packageFolder = "node_modules"

// holds finds the tree that belongs to the program and holds a path; nil if there is none.
func (p *program) holds(k Kind, path string) *tree {
	if p == nil || k != Read && k != Import {
		return nil
	}
	dir := p.dir()
	if dir.holds(path) {
		return dir
	}
	if k != Import {
		return nil
	}
	sep := string(filepath.Separator)
	i := strings.Index(path+sep, sep+packageFolder+sep)
	if i < 0 {
		return nil
	}
	above := path[:i]
	if above == "" {
		above = sep
	}
	if !within(above, dir.path) && !within(above, dir.actual()) {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	name := filepath.Join(above, packageFolder)
	if p.packages[name] == nil {
		if p.packages == nil {
			p.packages = map[string]*tree{}
		}
		p.packages[name] = &tree{path: name}
	}
	return p.packages[name]
}

// Above reports whether a folder is above the program, or above what may be imported: where the loader looks
// for the package.json that a file belongs to.
func (s *Set) Above(dir string) bool {
	if p := s.program; p != nil && (within(dir, p.dir().path) || within(dir, p.dir().actual())) {
		return true
	}
	if list := s.paths[Import]; list != nil {
		for _, t := range list.allow {
			if within(dir, t.path) || within(dir, t.actual()) {
				return true
			}
		}
	}
	return s.parent != nil && s.parent.Above(dir)
}
