package permit

import (
	"context"
	"errors"
	"io/fs"
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
	// Exact says that Name lies in Root itself, and that it must not be followed if it has become a link: something
	// beneath Root is denied.
	Exact bool
	// Processes says that a file of the system's folder of processes is granted by name.
	Processes bool

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
		actual, t, err := s.judge(ctx, k, path, last)
		if err != nil {
			return Place{}, err
		}
		if t == nil {
			return Place{Path: actual, Processes: within(processFolder, actual)}, nil
		}
		p, err := s.enter(k, t, actual)
		if errors.Is(err, errMoved) && tries < 3 {
			continue
		}
		if err != nil && !errors.As(err, new(*fs.PathError)) {
			return Place{}, s.top().denied(Request{Kind: k, Resource: actual, Name: path})
		}
		return p, err
	}
}

// enter opens the folder that an operation takes place in.
func (s *Set) enter(k Kind, t *tree, actual string) (Place, error) {
	root, dir, err := t.open()
	if err != nil {
		return Place{}, err
	}
	place := Place{Path: actual, Root: root, own: !t.kept(root)}
	if place.Name, err = filepath.Rel(dir, actual); err != nil || !filepath.IsLocal(place.Name) {
		place.Close()
		return Place{}, errMoved
	}
	forbidden := s.forbidden(k)
	if t.kept(root) && len(forbidden) == 0 {
		return place, nil
	}
	inner, name, err := walk(root, place.Name, forbidden)
	if inner == root && err == nil {
		place.Name, place.Exact = name, true
		return place, nil
	}
	place.Close()
	if err != nil {
		return Place{}, err
	}
	return Place{Path: actual, Root: inner, Name: name, Exact: true, own: true}, nil
}

// judge finds where a path leads and whether the access is granted, with the tree that grants it: nil if all is.
func (s *Set) judge(ctx context.Context, k Kind, path string, last bool) (actual string, t *tree, err error) {
	if s.Open() {
		return path, nil, nil
	}
	actual = s.leads(k, path, last)
	r := Request{Kind: k, Resource: actual}
	if actual != path {
		r.Name = path
	}
	unrestricted := true
	for at := s; at != nil && !at.open; at = at.parent {
		if by := at.denies(k, path, actual); by != "" {
			return "", nil, at.refused(r, by)
		}
		found, all := at.allows(k, actual)
		if found == nil && !at.asked(ctx, r) {
			return "", nil, at.denied(r)
		}
		if found == nil {
			found = &tree{path: actual}
		}
		if unrestricted = unrestricted && all; t == nil || len(found.path) > len(t.path) {
			t = found
		}
	}
	if unrestricted && s.Unrestricted(k) {
		t = nil
	}
	return actual, t, nil
}

// denies returns the pattern that denies a path, empty if none does.
func (s *Set) denies(k Kind, path, actual string) string {
	for _, kind := range deniedBy(k) {
		if list := s.paths[kind]; list != nil {
			for _, t := range list.deny {
				if t.blocks(actual) || t.blocks(path) {
					return t.path
				}
			}
		}
	}
	return ""
}

// deniedBy lists the kinds whose denials hold for a kind: what must not be read must not be imported either.
func deniedBy(k Kind) []Kind {
	if k == Import {
		return []Kind{Import, Read}
	}
	return []Kind{k}
}

// allows returns the narrowest tree that grants a path, and whether everything is granted anyway.
func (s *Set) allows(k Kind, actual string) (best *tree, all bool) {
	best = s.program.holds(k, actual)
	list := s.paths[k]
	if list == nil {
		return best, false
	}
	for _, t := range list.allow {
		if (best == nil || len(t.path) > len(best.path)) && t.holds(actual) && !processes(t.path, actual) {
			best = t
		}
	}
	if list.all && !processes("", actual) {
		if best == nil {
			best = &tree{path: filepath.VolumeName(actual) + string(os.PathSeparator)}
		}
		return best, true
	}
	return best, false
}

// processes reports whether a path is in the system's folder of processes and what grants it is not: there are the
// memory and the environment of this process, so that it has to be granted by name.
func processes(granted, path string) bool {
	return goruntime.GOOS == "linux" && within(processFolder, path) && !within(processFolder, granted)
}

const processFolder = "/proc"

// Whole says why a folder must not be moved or removed with all that is in it: something beneath it is denied.
func (s *Set) Whole(path string) error {
	actual, _ := follow(path, false)
	for at := s; at != nil && !at.open; at = at.parent {
		for _, k := range []Kind{Write, Read} {
			list := at.paths[k]
			if list == nil {
				continue
			}
			for _, t := range list.deny {
				if within(actual, t.path) || within(actual, t.actual()) {
					return at.refused(Request{Kind: k, Resource: t.path}, t.path)
				}
			}
		}
	}
	return nil
}

// Close gives back the folders that are held open. The set can still be used.
func (s *Set) Close() {
	for _, list := range s.paths {
		for _, t := range list.allow {
			t.close()
		}
	}
}

// top is the set that says why something moved away under a check is not granted.
func (s *Set) top() *Set {
	for s.parent != nil {
		s = s.parent
	}
	return s
}

// leads finds where a path leads. The way to a folder that is granted is known already, as a rule.
func (s *Set) leads(k Kind, path string, last bool) string {
	if list := s.paths[k]; list != nil {
		for _, t := range list.allow {
			if actual, ok := t.leads(path, last); ok {
				return actual
			}
		}
	}
	if p := s.program; p != nil && (k == Read || k == Import) {
		if actual, ok := p.dir().leads(path, last); ok {
			return actual
		}
	}
	actual, _ := follow(path, last)
	return actual
}

// leads follows a path that begins with the tree; false says that it does not.
func (t *tree) leads(path string, last bool) (string, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, dir := range []string{t.path, t.real} {
		if t.real != "" && within(dir, path) && path != dir {
			actual, _ := walkLinks(t.real, parts(path[len(dir):]), last)
			return actual, true
		}
	}
	return "", false
}
