package es

import (
	"fmt"
	"slices"
	"strings"
)

// namedGroup is where a pattern gives a group its name.
type namedGroup struct {
	name    string
	at, end int   // of the name
	path    []alt // the groups that it is in, from the outside
}

// alt is an alternative of a group, which the place of its parenthesis names.
type alt struct{ group, number int }

// scanPattern tells the named groups of a pattern, and where it refers to one: \k<name>.
func scanPattern(pattern string) (groups, references []namedGroup) {
	path := []alt{{-1, 0}}
	class := false
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\':
			if end := strings.IndexByte(pattern[i:], '>'); !class && end > 0 && strings.HasPrefix(pattern[i:], `\k<`) {
				references = append(references, namedGroup{name: pattern[i+3 : i+end], at: i, end: i + end + 1})
			}
			i++
		case class:
			class = c != ']'
		case c == '[':
			class = true
		case c == '|':
			path[len(path)-1].number++
		case c == ')' && len(path) > 1:
			path = path[:len(path)-1]
		case c == '(':
			if rest := pattern[i:]; strings.HasPrefix(rest, "(?<") && !strings.HasPrefix(rest, "(?<=") && !strings.HasPrefix(rest, "(?<!") {
				if end := strings.IndexByte(rest, '>'); end > 0 {
					groups = append(groups, namedGroup{rest[3:end], i + 3, i + end, slices.Clone(path)})
				}
			}
			path = append(path, alt{i, 0})
		}
	}
	return groups, references
}

// excludes reports whether the groups are in different alternatives, so that one of them has matched nothing.
func (g namedGroup) excludes(other namedGroup) bool {
	for i := range min(len(g.path), len(other.path)) {
		if g.path[i].group != other.path[i].group {
			return false
		}
		if g.path[i].number != other.path[i].number {
			return true
		}
	}
	return false
}

// groupAliases renames the groups of a pattern that have the name of an earlier one, which goja's engines do not have,
// and tells what they are called. A reference to such a name is one to all of them: those that have not matched match
// nothing. Names that are twice in one alternative are left, and refused by the second engine.
func groupAliases(pattern string) (string, map[string]string) {
	if strings.Count(pattern, "(?<") < 2 {
		return pattern, nil
	}
	groups, references := scanPattern(pattern)
	byName := map[string][]namedGroup{}
	for _, g := range groups {
		byName[g.name] = append(byName[g.name], g)
	}
	if len(byName) == len(groups) {
		return pattern, nil
	}
	type edit struct {
		at, end int
		text    string
	}
	var edits []edit
	aliases, calls := map[string]string{}, map[string]string{}
	for name, same := range byName {
		calls[name] = `\k<` + name + `>`
		for i, g := range same {
			if i == 0 {
				continue
			}
			if slices.ContainsFunc(same[:i], func(o namedGroup) bool { return !g.excludes(o) }) {
				return pattern, map[string]string{}
			}
			alias := fmt.Sprintf("%s__%d", name, i+1)
			for byName[alias] != nil {
				alias += "_"
			}
			aliases[alias] = name
			calls[name] += `\k<` + alias + `>`
			edits = append(edits, edit{g.at, g.end, alias})
		}
	}
	for _, r := range references {
		if len(byName[r.name]) > 1 {
			edits = append(edits, edit{r.at, r.end, "(?:" + calls[r.name] + ")"})
		}
	}
	slices.SortFunc(edits, func(a, b edit) int { return b.at - a.at })
	for _, e := range edits {
		pattern = pattern[:e.at] + e.text + pattern[e.end:]
	}
	return pattern, aliases
}

// hasNames reports whether a pattern has a named group, or what looks like one.
func hasNames(pattern string) bool {
	for rest := pattern; ; rest = rest[3:] {
		i := strings.Index(rest, "(?<")
		if i < 0 {
			return false
		}
		if rest = rest[i:]; !strings.HasPrefix(rest, "(?<=") && !strings.HasPrefix(rest, "(?<!") {
			return true
		}
	}
}
