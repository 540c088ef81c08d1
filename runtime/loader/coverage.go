package loader

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/es"
)

// nameCount is the native that counts: (file, point). Only code that is compiled for coverage says it.
const nameCount = "%count"

// Coverage counts how often the statements, functions and branches of files run, in all isolates of a process. It counts what was
// compiled with it: a call of a native stands in front of each statement, so that what runs is what was written and no other
// code pays for it. It is safe for concurrent use.
type Coverage struct {
	// wanted says which files count.
	wanted func(path string) bool

	mu     sync.Mutex
	byPath map[string]*covered
	files  atomic.Pointer[[]*covered]
}

// covered are the points of one file.
type covered struct {
	number int
	points []Point
	counts []atomic.Uint64
	known  map[pointKey]int
	// branches are the numbers of branches, by the key of their points without the way.
	branches map[pointKey]int
}

// pointKey tells points apart: a function may begin where a statement does.
type pointKey struct {
	offset int
	kind   kind
	way    int // of a branch
}

// kind is what a point is.
type kind int

const (
	statement kind = iota
	function
)

// Point is a statement or a function of a file, or a way to go on at a branch.
type Point struct {
	// Line is where it begins, from 1.
	Line int
	// Function is set for functions, Name is theirs, if they have one.
	Function bool
	Name     string
	// Branch is the number of the branch that it is a way of, from 1, and Way which of them, from 0; 0 is no branch.
	Branch, Way int
	// Count is how often it has run.
	Count uint64
}

// CoveredFile is what is known of a file.
type CoveredFile struct {
	Path   string
	Points []Point // in the order of the source
}

// NewCoverage counts the files that wanted takes, of those that are loaded.
func NewCoverage(wanted func(path string) bool) *Coverage {
	c := &Coverage{wanted: wanted, byPath: map[string]*covered{}}
	c.files.Store(&[]*covered{})
	return c
}

// Files returns the counts so far, sorted by path.
func (c *Coverage) Files() (list []CoveredFile) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, path := range slices.Sorted(maps.Keys(c.byPath)) {
		f := c.byPath[path]
		points := slices.Clone(f.points)
		for i := range points {
			points[i].Count = f.counts[i].Load()
		}
		list = append(list, CoveredFile{path, points})
	}
	return list
}

// declare gives a VM the native.
func (c *Coverage) declare(vm *goja.Runtime) {
	count := es.Function(vm, nameCount, 2, func(call goja.FunctionCall) goja.Value {
		files := *c.files.Load()
		files[call.Argument(0).ToInteger()].counts[call.Argument(1).ToInteger()].Add(1)
		return goja.Undefined()
	})
	_ = vm.GlobalObject().DefineDataProperty(nameCount, count, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
}

// mark puts the counting into the tree of a file, or of a function that was taken out of one. The tree stands at its original
// places in the shadow of the source. The first tree of a file is all of it; another one has the points of the first.
func (c *Coverage) mark(path string, s *shadow, tree func(v visitor)) {
	if c == nil || path == "" || inPackage(path) || !c.wanted(path) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	f := c.byPath[path]
	v := &coverPass{file: f, names: map[any]string{}, used: map[pointKey]bool{}, text: s.text}
	if f == nil {
		files := *c.files.Load()
		f = &covered{number: len(files), known: map[pointKey]int{}, branches: map[pointKey]int{}}
		v.file, v.first, v.lines = f, true, lineStarts(s.text)
	}
	tree(v)
	if v.first {
		f.counts = make([]atomic.Uint64, len(f.points))
		files := append(slices.Clone(*c.files.Load()), f)
		c.files.Store(&files)
		c.byPath[path] = f
	}
}

// lineStarts are the offsets at which lines begin.
func lineStarts(text string) []int {
	starts := []int{0}
	for i := strings.IndexByte(text, '\n'); i >= 0; {
		starts = append(starts, i+1)
		next := strings.IndexByte(text[i+1:], '\n')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return starts
}
