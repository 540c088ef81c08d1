package tests

import (
	"fmt"
	"path"
	"strings"
	"testing"
)

// graph says which package may import which. It is parsed from a table in the form of Go's own
// go/build/deps_test.go: "a, b < c, d;" lets c and d import a and b, and all that those may import. A
// name with a * stands for every package that path.Match finds, which may not import one another.
type graph map[string]map[string]bool

// parseGraph reads a table. It refuses a table that says nothing or that goes round in a circle.
func parseGraph(table string) (graph, error) {
	g := graph{}
	for rule := range strings.SplitSeq(stripComments(table), ";") {
		if strings.TrimSpace(rule) == "" {
			continue
		}
		if err := g.addRule(rule); err != nil {
			return nil, err
		}
	}
	g.close()
	for name, below := range g {
		if below[name] {
			return nil, fmt.Errorf("%s stands above itself", name)
		}
	}
	return g, nil
}

// addRule adds the arrows of "a, b < c < d", each list pointing at the one before it.
func (g graph) addRule(rule string) error {
	var before []string
	for i, list := range strings.Split(rule, "<") {
		var names []string
		for name := range strings.SplitSeq(list, ",") {
			name = strings.TrimSpace(name)
			if name == "" || strings.ContainsAny(name, " \t\n") {
				return fmt.Errorf("rule %q: %q is not a package", strings.TrimSpace(rule), name)
			}
			names = append(names, name)
			if g[name] == nil {
				g[name] = map[string]bool{}
			}
			for _, b := range before {
				g[name][b] = true
			}
		}
		if before = names; i == 0 && !strings.Contains(rule, "<") {
			return fmt.Errorf("rule %q has no <", strings.TrimSpace(rule))
		}
	}
	return nil
}

// close adds what follows: who may import b may import whatever b may.
func (g graph) close() {
	for mid := range g {
		for from := range g {
			if !g[from][mid] {
				continue
			}
			for to := range g[mid] {
				g[from][to] = true
			}
		}
	}
}

// knows reports whether a row of the table is about the package.
func (g graph) knows(pkg string) bool { return len(g.rows(pkg)) > 0 }

// allows reports whether from may import to.
func (g graph) allows(from, to string) bool {
	for _, f := range g.rows(from) {
		for _, t := range g.rows(to) {
			if g[f][t] {
				return true
			}
		}
	}
	return false
}

// rows are the names of the table that stand for the package: its own and the patterns that match it.
func (g graph) rows(pkg string) []string {
	var rows []string
	for name := range g {
		if ok, _ := path.Match(name, pkg); ok {
			rows = append(rows, name)
		}
	}
	return rows
}

// stripComments drops what follows a # on each line.
func stripComments(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		text, _, _ := strings.Cut(line, "#")
		b.WriteString(text + "\n")
	}
	return b.String()
}

func TestGraphAllowsWhatTheTableSays(t *testing.T) {
	g, err := parseGraph(`
		low < mid;          # a comment; with a semicolon
		mid, other
		< x/*
		< top;
		x/one < x/two;
	`)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		from, to string
		want     bool
	}{
		{"mid", "low", true},
		{"low", "mid", false},
		{"top", "low", true},
		{"x/any", "low", true},
		{"x/any", "other", true},
		{"top", "x/any", true},
		{"x/any", "x/other", false},
		{"x/two", "x/one", true},
		{"x/one", "x/two", false},
		{"x/two", "low", true},
		{"mid", "other", false},
		{"unknown", "low", false},
	} {
		if got := g.allows(c.from, c.to); got != c.want {
			t.Errorf("allows(%q, %q) = %v, want %v", c.from, c.to, got, c.want)
		}
	}
	if !g.knows("x/any") || g.knows("x/any/deeper") || g.knows("y") {
		t.Error("knows must follow the patterns, one element a star")
	}
}

func TestGraphRefusesBadTables(t *testing.T) {
	for _, table := range []string{"a < b < a;", "a < b; b < c; c < a;", "a b < c;", "a < ;", "a, b;"} {
		if _, err := parseGraph(table); err == nil {
			t.Errorf("parseGraph(%q) accepted the table", table)
		}
	}
}
