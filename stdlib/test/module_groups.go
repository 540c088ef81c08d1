package test

import (
	"maps"
	"slices"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
)

// move goes from the group of the test before to that of the next one: it ends those that this is not in, and begins those
// that it is in. What keeps the test from being run is told to then.
func (r *runner) move(e *entry, then func(failures)) {
	common := r.group
	for !common.holds(e.group) {
		common = common.parent
	}
	next := func() { r.open(e.group.around(), then) }
	for g := r.group; g != common; g = g.parent {
		if g.parent == common {
			r.close(g, next)
			return
		}
	}
	next()
}

// open begins groups, the outermost first, unless they have begun.
func (r *runner) open(groups []*group, then func(failures)) {
	if len(groups) == 0 {
		then(nil)
		return
	}
	g := groups[0]
	r.group = g
	next := func() {
		if g.failed != nil {
			then(g.failed)
			return
		}
		r.open(groups[1:], then)
	}
	if g.begun {
		next()
		return
	}
	g.begun, g.known = true, r.alive()
	r.hooks(g.of(beforeAll), g.part(), &g.failed, next)
}

// part is what the hooks around a whole group have in common.
func (g *group) part() part { return part{name: g.name, cleanups: &g.cleanups} }

// close ends the group that is open and those around it, up to and with g. What goes wrong in that is a failure of its own.
func (r *runner) close(g *group, then func()) {
	at := r.group
	next := func() {
		at.begun, at.failed, at.known = false, nil, nil
		if at == g {
			if at.parent != nil {
				r.group = at.parent
			}
			then()
			return
		}
		r.group = at.parent
		r.close(g, then)
	}
	if !at.begun {
		next()
		return
	}
	var f failures
	r.hooks(at.of(afterAll), at.part(), &f, func() {
		r.clean(&at.cleanups, at.timeout, &f, func() { r.settle(at.known, func() { r.closed(at, f, next) }) })
	})
}

// closed reports what went wrong when a group was closed.
func (r *runner) closed(g *group, f failures, then func()) {
	if f == nil && g.hooked() && r.rt.Root().Err() == nil {
		f.add("", r.leftBy(g))
	}
	if f != nil {
		e := &entry{name: strings.TrimSpace(g.name + " " + afterAll)}
		r.suite.report(e, r.text(e, f))
	}
	then()
}

// leftBy is what the hooks of a group have left behind.
func (r *runner) leftBy(g *group) error {
	left := more(r.alive(), g.known)
	r.tell(g.parent, left)
	if len(left) == 0 || g.leaks == "off" {
		return nil
	}
	err := fault.Unsettled.New("the hooks left behind: %s", strings.Join(left, ", "))
	if g.leaks == "warn" {
		r.suite.warn(strings.TrimSpace(g.name + ": " + err.Error()))
		return nil
	}
	return err
}

// tell has the groups around know of what is left behind, so that it is not told again.
func (r *runner) tell(g *group, left []string) {
	if len(left) == 0 {
		return
	}
	now := r.alive()
	maps.DeleteFunc(now, func(name string, _ int) bool { return !slices.Contains(left, name) })
	for ; g != nil; g = g.parent {
		maps.Copy(g.known, now)
	}
}
