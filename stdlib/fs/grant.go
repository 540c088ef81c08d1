package fs

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
)

// confined is the part of the disk that grants give. Each grant is an os.Root, so neither "..", nor
// an absolute path, nor a symbolic link leads out of it. Hard links do: who may make those inside a
// granted folder decides what the script sees. Names come in clean and absolute.
type confined struct{ grants []*grant }

type grant struct {
	root *os.Root
	// dir is the folder as it was named, and real the same behind symbolic links.
	dir, real string
	// only is set where one file was granted: its name in dir.
	only        string
	read, write bool
}

func confine(list []Grant) (*confined, error) {
	c := &confined{}
	for _, g := range list {
		made, err := newGrant(g)
		if err != nil {
			_ = c.close()
			return nil, err
		}
		c.grants = append(c.grants, made)
	}
	return c, nil
}

func newGrant(g Grant) (*grant, error) {
	dir, err := filepath.Abs(g.Path)
	if err != nil {
		return nil, systemError(err, "open", g.Path)
	}
	only := ""
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		dir, only = filepath.Split(dir)
		dir = filepath.Clean(dir)
	}
	actual, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, systemError(err, "open", g.Path)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, systemError(err, "open", g.Path)
	}
	return &grant{root: root, dir: dir, real: actual, only: only, read: g.Read, write: g.Write}, nil
}

func (c *confined) close() error {
	for _, g := range c.grants {
		_ = g.root.Close()
	}
	return nil
}

// within gives the name relative to the grant, if the grant covers it for that access.
func (g *grant) within(access Access, name string) (string, bool) {
	if access == Writing && !g.write || access == Reading && !g.read {
		return "", false
	}
	for _, dir := range []string{g.dir, g.real} {
		rel, err := filepath.Rel(dir, name)
		if err != nil || !filepath.IsLocal(rel) {
			continue
		}
		// Where one file is granted, so is the file that takes its place in an atomic write.
		temp := access == Writing && strings.HasPrefix(rel, tempPrefix) && strings.HasSuffix(rel, tempSuffix)
		if g.only == "" || temp && filepath.Base(rel) == rel {
			return rel, true
		}
		if rel != g.only && !strings.HasPrefix(rel, g.only+string(os.PathSeparator)) {
			continue
		}
		// A link in the place of the granted file would lead to its neighbours.
		if info, err := g.root.Lstat(g.only); err != nil || info.Mode()&os.ModeSymlink == 0 {
			return rel, true
		}
	}
	return "", false
}

// find gives the narrowest grant that covers every one of the names.
func (c *confined) find(access Access, names ...string) (*grant, []string) {
	var best *grant
	var rels []string
	for _, g := range c.grants {
		if best != nil && len(g.dir) <= len(best.dir) {
			continue
		}
		var found []string
		for _, name := range names {
			if rel, ok := g.within(access, name); ok {
				found = append(found, rel)
			}
		}
		if len(found) == len(names) {
			best, rels = g, found
		}
	}
	return best, rels
}

// allows tells whether the access to the name is granted.
func (c *confined) allows(access Access, name string) error {
	_, _, err := c.locate(access, name)
	return err
}

// either finds a name for a question that reading and writing both have to ask, such as whether it exists.
func (c *confined) either(name string) (*os.Root, string, error) {
	if root, rel, err := c.locate(Reading, name); err == nil {
		return root, rel, nil
	}
	return c.locate(Writing, name)
}

func (c *confined) locate(access Access, name string) (*os.Root, string, error) {
	g, rels := c.find(access, name)
	if g == nil {
		return nil, "", denied(access, name)
	}
	return g.root, rels[0], nil
}

// escapes tells whether a Root refused a name because it leads outside.
func escapes(err error) bool {
	return fault.KindOf(err) == nil && strings.HasSuffix(err.Error(), "path escapes from parent")
}
