package permit

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Narrow returns a set for a part of the program: of the kinds in keep it grants what this set does, of the others what
// is listed, if this set grants that too. Relative paths start at dir. More than this set grants is an error.
func (s *Set) Narrow(keep []Kind, list Grants, dir string) (*Set, error) {
	for _, k := range Kinds() {
		items := list.Of(k)
		if slices.Contains(keep, k) {
			*items = []string{Any}
			continue
		}
		for _, item := range *items {
			if err := s.includes(k, item, dir); err != nil {
				return nil, err
			}
		}
	}
	child, err := build(Options{Allow: list}, dir)
	if err != nil {
		return nil, err
	}
	child.parent = s
	return child, nil
}

// includes says why a set that narrows this one must not have an item.
func (s *Set) includes(k Kind, item, dir string) error {
	if s.Unrestricted(k) {
		return nil
	}
	more := func(why string) error {
		return fault.Permission.New("permissions can only be narrowed: %s", why).With("permission", string(k)).With("resource", item)
	}
	if item == Any {
		return more(fmt.Sprintf("all of %s is asked for, and the program has less", k))
	}
	var err error
	switch k {
	case Net:
		err = s.includesHost(item)
	case Env:
		err = s.includesName(item)
	case Run:
		err = s.includesCommand(item, dir)
	default:
		err = s.Allow(context.Background(), k, absolute(dir, item), true)
	}
	if err == nil || fault.KindOf(err) != fault.Permission {
		return err
	}
	return more(err.Error())
}

func (s *Set) includesHost(item string) error {
	want, err := parseHost(item)
	if err != nil {
		return err
	}
	for at := s; at != nil && !at.open; at = at.parent {
		if !at.net.all && !slices.ContainsFunc(at.net.allow, func(h host) bool { return h.includes(&want) }) {
			return at.denied(Request{Kind: Net, Resource: item})
		}
	}
	return nil
}

// includes reports whether all that a pattern stands for is in another.
func (h *host) includes(want *host) bool {
	switch {
	case h.any:
		return true
	case h.port != 0 && h.port != want.port:
		return false
	case h.name != "":
		return want.name == h.name && want.sub == h.sub || h.sub && strings.HasSuffix(want.name, "."+h.name)
	}
	return want.name == "" && h.prefix.Bits() <= want.prefix.Bits() && h.prefix.Contains(want.prefix.Addr())
}

func (s *Set) includesName(item string) error {
	for at := s; at != nil && !at.open; at = at.parent {
		ok := slices.ContainsFunc(at.env.allow, func(pattern string) bool {
			begin, open := strings.CutSuffix(pattern, "*")
			return pattern == item || open && strings.HasPrefix(item, begin)
		})
		if !ok && !at.env.all {
			return at.denied(Request{Kind: Env, Resource: item})
		}
	}
	return nil
}

func (s *Set) includesCommand(item, dir string) error {
	list, err := newCommands(dir, []string{item}, nil)
	if err != nil {
		return err
	}
	c := list.allow[0]
	path, ok := c.where()
	if !ok {
		return s.denied(Request{Kind: Run, Resource: item})
	}
	return s.Run(context.Background(), item, path)
}

// level is one set of a chain in transit.
type level struct {
	Everything  bool
	Allow, Deny Grants
}

// Encode writes the set for another process, which Decode reads. The environment that goes along is that of Visible; it
// is not restricted further. What was answered is granted, and nobody is asked there.
func (s *Set) Encode() string {
	var levels []level
	for at := s; at != nil; at = at.parent {
		l := level{Everything: at.open, Allow: at.options.Allow, Deny: at.options.Deny}
		l.Allow.Net = slices.Clone(l.Allow.Net)
		for _, k := range []Kind{Read, Write, Import} {
			allow := reals(at.trees(k))
			if list := at.paths[k]; list != nil && list.all {
				allow = append(allow, Any)
			}
			*l.Allow.Of(k), *l.Deny.Of(k) = allow, nil
			if list := at.paths[k]; list != nil {
				*l.Deny.Of(k) = reals(list.deny)
			}
		}
		l.Allow.Env, l.Deny.Env = []string{Any}, nil
		if at.run != nil {
			l.Allow.Run, l.Deny.Run = at.run.texts(at.run.allow), at.run.texts(at.run.deny)
			if at.run.all {
				l.Allow.Run = append(l.Allow.Run, Any)
			}
		}
		for _, k := range Kinds() {
			*l.Allow.Of(k) = append(*l.Allow.Of(k), at.answers.granted(k)...)
		}
		levels = append(levels, l)
	}
	b, _ := json.Marshal(levels) // texts alone: it cannot fail
	return string(b)
}

// reals are the paths of trees, both as they were named and behind links.
func reals(list []*tree) (paths []string) {
	for _, t := range list {
		if t.real != "" {
			paths = append(paths, t.real)
		} else {
			paths = append(paths, t.path)
		}
	}
	return paths
}

// Decode reads a set that Encode has written. A path that leads through a link by now is not granted.
func Decode(text string) (*Set, error) {
	var levels []level
	if err := json.Unmarshal([]byte(text), &levels); err != nil || len(levels) == 0 {
		return nil, fault.Internal.New("the permissions of the process cannot be read: %w", err)
	}
	var set *Set
	for _, l := range slices.Backward(levels) {
		next, err := build(Options{Everything: l.Everything, Allow: l.Allow, Deny: l.Deny, resolved: true}, string(filepath.Separator))
		if err != nil {
			return nil, err
		}
		next.parent = set
		set = next
	}
	return set, nil
}
