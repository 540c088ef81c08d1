package permit

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	goruntime "runtime"
)

// Place is where an operation on a granted path has to take place, so that nothing that happens meanwhile, such as that
// a folder becomes a link, leads it astray.
type Place struct {
	// Path is where the name leads, behind links.
	Path string
	// Root is the folder that the operation must not leave, and Name the name in it. A nil Root is none: all is granted,
	// and Path can be used as it is.
	Root *os.Root
	Name string
	// Exact says that Name lies in Root itself, and that it must not be followed if it has become a link.
	Exact bool
	// Processes says that a file of the system's folder of processes is granted by name.
	Processes bool

	// Top says that Path is what was granted by name, and not something beneath it.
	Top bool

	own bool // Close closes Root
}

// Close gives back what Locate has opened.
func (p Place) Close() {
	if p.own {
		_ = p.Root.Close()
	}
}

// Locate finds the place of a clean and absolute path, if the access is granted. It follows a link at the end of the path
// if last says so.
func (s *Set) Locate(ctx context.Context, k Kind, path string, last bool) (Place, error) {
	for tries := 0; ; tries++ {
		v, err := s.judge(ctx, k, path, last)
		if err != nil {
			return Place{}, err
		}
		if v.whole {
			return Place{Path: v.actual, Processes: within(processFolder, v.actual)}, nil
		}
		p, err := s.enter(k, v, last)
		if !errors.Is(err, errMoved) {
			return p, err
		}
		if tries == maxTries {
			r := Request{Kind: k, Resource: v.actual}
			return Place{}, r.error("%s access to %s is not granted: it is not what it was when it was granted", r.Kind, r.described())
		}
	}
}

// maxTries is how often a path that changes while it is looked at is looked at again.
const maxTries = 3

// verdict is what granted a path.
type verdict struct {
	actual string
	// tree is what the operation must not leave. If several sets have to grant the path it is that of the outermost that
	// has one: scripts may have been there before the others.
	tree *tree
	// exact says that nothing but the path itself was granted.
	exact bool
	// whole says that nothing is refused.
	whole bool
}

// enter opens the folder that an operation takes place in.
func (s *Set) enter(k Kind, v verdict, last bool) (Place, error) {
	t, forbidden := v.tree, s.forbidden(k)
	from := &t.above
	if t.there() && (last || v.actual != t.real) {
		from = &t.dir
	}
	root, err := from.open()
	if err != nil {
		return Place{}, err
	}
	name, err := filepath.Rel(from.path, v.actual)
	if err != nil || !filepath.IsLocal(name) {
		return Place{}, errMoved
	}
	if from == &t.dir && len(forbidden) == 0 && !v.exact {
		return Place{Path: v.actual, Root: root, Name: name, Top: v.actual == t.real}, nil
	}
	inner, name, err := walk(root, name, forbidden)
	if err != nil {
		return Place{}, err
	}
	return Place{Path: v.actual, Root: inner, Name: name, Exact: true, Top: v.actual == t.real, own: inner != root}, nil
}

// judge finds where a path leads and whether the access is granted.
func (s *Set) judge(ctx context.Context, k Kind, path string, last bool) (verdict, error) {
	if s.Open() {
		return verdict{actual: path, whole: true}, nil
	}
	v := verdict{actual: s.leads(k, path, last), whole: s.Unrestricted(k)}
	r := Request{Kind: k, Resource: v.actual}
	if v.actual != path {
		r.Name = path
	}
	for at := s; at != nil && !at.open; at = at.parent {
		if by := at.denies(k, path, v.actual); by != "" {
			return v, at.refused(r, by)
		}
		found, all := at.allows(k, v.actual)
		switch {
		case found != nil:
			v.tree = found
		case all:
		case at.asked(ctx, r):
			v.tree, v.exact, v.whole = nil, true, false
		default:
			return v, at.denied(r)
		}
	}
	if v.tree == nil {
		v.tree = s.volume(v.actual)
	}
	return v, nil
}

// Beside finds the place of a file in the folder of a file that is granted for writing: a new version of that, which is to
// take its place.
func (s *Set) Beside(path string) (Place, bool) {
	for _, t := range s.trees(Write) {
		if t.dir.info != nil || filepath.Dir(t.real) != filepath.Dir(path) {
			continue
		}
		if p, err := s.Locate(Quietly(context.Background()), Write, t.real, false); err == nil {
			p.Name, p.Path = filepath.Base(path), path
			return p, true
		}
	}
	return Place{}, false
}

// volume is all of the volume of a path.
func (s *Set) volume(path string) *tree {
	root := filepath.VolumeName(path) + string(os.PathSeparator)
	if t, ok := s.volumes.Load(root); ok {
		return t.(*tree)
	}
	t, _ := s.volumes.LoadOrStore(root, pin(root))
	return t.(*tree)
}

// leads finds where a path leads. The way to a folder that is granted is known already, as a rule.
func (s *Set) leads(k Kind, path string, last bool) string {
	for _, t := range s.trees(k) {
		if actual, ok := t.leads(path, last); ok {
			return actual
		}
	}
	return follow(path, last)
}

// denies returns the pattern that denies a path, empty if none does.
func (s *Set) denies(k Kind, path, actual string) string {
	for _, t := range s.denials(k) {
		if t.blocks(actual) || t.blocks(path) {
			return t.path
		}
	}
	return ""
}

// denials are what is denied of a kind: what must not be read must not be imported either.
func (s *Set) denials(k Kind) (list []*tree) {
	if paths := s.paths[k]; paths != nil {
		list = paths.deny
	}
	if paths := s.paths[Read]; k == Import && paths != nil {
		list = append(list[:len(list):len(list)], paths.deny...)
	}
	return list
}

// allows returns the narrowest tree that grants a path, and whether everything is granted.
func (s *Set) allows(k Kind, actual string) (best *tree, all bool) {
	for _, t := range s.trees(k) {
		if (best == nil || len(t.real) > len(best.real)) && within(t.real, actual) && !processes(t.path, actual) {
			best = t
		}
	}
	list := s.paths[k]
	return best, list != nil && list.all && !processes("", actual)
}

// processes reports whether a path is in the system's folder of processes and what grants it is not: there are the
// memory and the environment of this process, so that it has to be granted by name.
func processes(granted, path string) bool {
	return goruntime.GOOS == "linux" && within(processFolder, path) && !within(processFolder, granted)
}

const processFolder = "/proc"

// Whole says why a folder must not be moved or removed with all that is in it: something beneath it is denied.
func (s *Set) Whole(path string) error {
	actual := follow(path, false)
	for at := s; at != nil && !at.open; at = at.parent {
		for _, k := range []Kind{Write, Read} {
			for _, t := range at.denials(k) {
				if within(actual, t.path) || within(actual, t.real) {
					return at.refused(Request{Kind: k, Resource: t.path}, t.path)
				}
			}
		}
	}
	return nil
}

// Close gives back the folders that are held open. The set can still be used.
func (s *Set) Close() {
	for _, k := range []Kind{Read, Write, Import} {
		for _, t := range s.trees(k) {
			t.dir.close()
			t.above.close()
		}
	}
}
