// Package manual answers what a name is, from the .d.ts files of the modules: for .help of the REPL and for lariat help.
package manual

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/loader"
)

// Entry is one declaration of a manual.
type Entry struct {
	// Module is the specifier of the module, "" for a global.
	Module string
	// Owner is the class, interface or namespace that it is a member of, "" at the top of a module.
	Owner string
	Name  string
	// Signature is the declaration without a body.
	Signature string
	// Doc is the text of the comment before it.
	Doc string
	// Extends is the class or interface that it builds on.
	Extends string
}

// Manual holds the declarations of a list of modules in their order.
type Manual struct {
	entries []Entry
	modules []Entry // Name is the specifier
	absent  []string
}

// New reads the manuals of modules. Modules may share one.
func New(modules []runtime.Module) *Manual {
	m := &Manual{}
	seen := map[string]bool{}
	for i := range modules {
		if text := modules[i].Types; !seen[text] {
			seen[text] = true
			m.read(text)
		}
	}
	for i := range modules {
		if !slices.ContainsFunc(m.modules, func(e Entry) bool { return e.Name == modules[i].Name }) {
			m.modules = append(m.modules, Entry{Name: modules[i].Name})
		}
		if modules[i].Absent != "" {
			m.absent = append(m.absent, modules[i].Name)
		}
	}
	slices.SortFunc(m.modules, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
	return m
}

// Modules lists the modules that can be imported with what their manuals say. Those that hold what is global anyway, and names
// that are short for others, are left out.
func (m *Manual) Modules() []Entry {
	return slices.DeleteFunc(slices.Clone(m.modules), func(e Entry) bool {
		return slices.Contains(m.absent, e.Name) || e.Doc == "" && !strings.HasPrefix(e.Name, "node:")
	})
}

// Find returns the text about a name: a module ("lariat:lock", "lock"), a declaration ("Mutex", "lock.Mutex") or a member
// ("Mutex.lock"). Where a module is named like what it declares, progress() of lariat:progress, that is meant. It is false when
// there is none.
func (m *Manual) Find(name string) (string, bool) {
	for _, e := range m.modules {
		short := strings.TrimPrefix(e.Name, "lariat:") == name
		if found := m.find(name); short && len(found) > 0 && found[0].Module == e.Name && found[0].Owner == "" {
			return m.text(found) + "\nThere is more in the module: ask for " + e.Name + ".\n", true
		}
		if e.Name == name || short {
			return m.module(e), true
		}
	}
	if found := m.meant(name); len(found) > 0 {
		return m.text(found), true
	}
	// The exports of a module by the module's short name: lock.Mutex.
	if module, rest, ok := strings.Cut(name, "."); ok {
		found := slices.DeleteFunc(m.find(rest), func(e Entry) bool { return e.short() != module })
		if len(found) > 0 {
			return m.text(found), true
		}
	}
	return "", false
}

// meant is find, but where only members are named like that without their owner, and what a module exports is but for capitals,
// that is meant: Mutex, and not Condition.mutex.
func (m *Manual) meant(name string) []Entry {
	found := m.find(name)
	if strings.Contains(name, ".") || len(found) > 0 && found[0].Owner == "" {
		return found
	}
	var exports []Entry
	for _, e := range m.entries {
		if e.Owner == "" && strings.EqualFold(e.Name, name) {
			exports = append(exports, e)
		}
	}
	if len(exports) > 0 {
		return exports
	}
	return found
}

// find returns the declarations of a name, or of Owner.member, a member that is inherited too.
func (m *Manual) find(name string) (found []Entry) {
	owner, member, ok := cutLast(name)
	if !ok {
		owner, member = "", name
	}
	for owner := range m.ancestors(owner) {
		for _, e := range m.entries {
			if e.Name == member && e.Owner == owner {
				found = append(found, e)
			}
		}
		if len(found) > 0 {
			return withoutEchoes(found)
		}
	}
	if ok {
		return nil
	}
	for _, e := range m.entries { // a member whose owner was not said
		if e.Name == name {
			found = append(found, e)
		}
	}
	return found
}

// withoutEchoes leaves out the exports that say no more than that they are a global which is there, too.
func withoutEchoes(found []Entry) []Entry {
	echo := func(e Entry) bool { return e.Doc == "" && strings.Contains(e.Signature, "typeof globalThis."+e.Name) }
	rest := slices.DeleteFunc(slices.Clone(found), echo)
	if len(rest) == 0 {
		return found
	}
	return rest
}

func cutLast(name string) (before, after string, ok bool) {
	i := strings.LastIndexByte(name, '.')
	if i < 1 {
		return name, "", false
	}
	return name[:i], name[i+1:], true
}

// ancestors yields a name and what it extends.
func (m *Manual) ancestors(name string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for range 10 { // a circle is a mistake of the manual
			if !yield(name) || name == "" {
				return
			}
			next := ""
			for _, e := range m.entries {
				if e.Owner == "" && e.Name == name && e.Extends != "" {
					next = e.Extends
				}
			}
			if next == "" {
				return
			}
			name = next
		}
	}
}

// short is the name of the module without its scheme.
func (e Entry) short() string {
	_, short, ok := strings.Cut(e.Module, ":")
	if !ok {
		return e.Module
	}
	return short
}

// Near returns names that may have been meant.
func (m *Manual) Near(name string) []string {
	var near []string
	add := func(s string) {
		if s != "" && !slices.Contains(near, s) && len(near) < maxNear {
			near = append(near, s)
		}
	}
	add(loader.Nearest(name, m.Names()))
	lower := strings.ToLower(name)
	_, last, _ := cutLast(lower)
	for _, n := range m.Names() {
		if l := strings.ToLower(n); l == lower || len(lower) > 2 && strings.Contains(l, lower) || last != "" && strings.HasSuffix(l, "."+last) {
			add(n)
		}
	}
	return near
}

// Exports lists the values that a module exports; "" stands for all modules of lariat.
func (m *Manual) Exports(module string) (names []string) {
	for i := range m.entries {
		if e := &m.entries[i]; e.Owner == "" && e.value() && (e.Module == module || module == "" && strings.HasPrefix(e.Module, "lariat:")) {
			names = append(names, e.Name)
		}
	}
	return names
}

// value reports whether there is something of the name at run time.
func (e *Entry) value() bool {
	return !strings.HasPrefix(e.Signature, "interface ") && !strings.HasPrefix(e.Signature, "type ")
}

// Exporter returns the module of lariat that exports a name, "" if there is none.
func (m *Manual) Exporter(name string) string {
	for i := range m.entries {
		if e := &m.entries[i]; e.Name == name && e.Owner == "" && strings.HasPrefix(e.Module, "lariat:") && e.value() {
			return e.Module
		}
	}
	return ""
}

// Unknown says that the manual does not know a name, and which ones are near.
func (m *Manual) Unknown(name string) string {
	text := fmt.Sprintf("the manual does not know %q", name)
	if near := m.Near(name); len(near) > 0 {
		return text + "; did you mean " + strings.Join(near, ", ") + "?"
	}
	return text + "; try the name of a module, such as lariat:lock, or of what it exports"
}

// maxNear is how many names Near returns at most.
const maxNear = 6

// Names lists all names that Find knows, each once, sorted.
func (m *Manual) Names() []string {
	var names []string
	for _, e := range m.modules {
		names = append(names, e.Name)
	}
	for _, e := range m.entries {
		name := e.Name
		if e.Owner != "" {
			name = e.Owner + "." + name
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
