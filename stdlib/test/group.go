package test

import (
	"slices"
	"strings"
	"time"

	"github.com/lariatjs/lariat/runtime/bind"
)

// When a hook runs.
const (
	beforeAll  = "beforeAll"
	beforeEach = "beforeEach"
	afterEach  = "afterEach"
	afterAll   = "afterAll"
)

// hook is a function around the tests of a group.
type hook struct {
	kind    string
	at      string // where it was set
	fn      *bind.Function
	timeout time.Duration
}

// label is what reports call it.
func (h *hook) label() string {
	if h.at == "" {
		return h.kind
	}
	return h.kind + " (" + h.at + ")"
}

// group is what describe makes: tests that have hooks and options in common. The file itself is the outermost one.
type group struct {
	parent     *group
	name       string // with those around it, empty for the file
	hooks      []*hook
	only, skip bool
	timeout    time.Duration
	leaks      string

	begun    bool
	failed   failures       // of the hooks before it: no test of it can run
	cleanups []*cleanup     // of the hooks before it
	known    map[string]int // what was there before it, or was told already
}

// cleanup is a function that a test has left for its end.
type cleanup struct {
	at string
	fn *bind.Function
}

// full is the name of a test or a group in g.
func (g *group) full(name string) string {
	if g.name == "" {
		return name
	}
	return g.name + " > " + name
}

// around lists g and the groups around it, the outermost first.
func (g *group) around() (list []*group) {
	for ; g != nil; g = g.parent {
		list = append(list, g)
	}
	slices.Reverse(list)
	return list
}

// holds reports whether the other group is g or stands in it.
func (g *group) holds(other *group) bool {
	for ; other != nil; other = other.parent {
		if other == g {
			return true
		}
	}
	return false
}

// of lists the hooks of a kind in the order in which they run: what was set up last is taken down first.
func (g *group) of(kind string) (list []*hook) {
	for _, h := range g.hooks {
		if h.kind == kind {
			list = append(list, h)
		}
	}
	if strings.HasPrefix(kind, "after") {
		slices.Reverse(list)
	}
	return list
}

// each lists the hooks of a kind that run around a test of g: those of the outer groups stand outside.
func (g *group) each(kind string) (list []*hook) {
	groups := g.around()
	if kind == afterEach {
		slices.Reverse(groups)
	}
	for _, g := range groups {
		list = append(list, g.of(kind)...)
	}
	return list
}

// hooked reports whether something could outlive the tests of g by design.
func (g *group) hooked() bool {
	return slices.ContainsFunc(g.hooks, func(h *hook) bool { return h.kind == beforeAll || h.kind == afterAll })
}
