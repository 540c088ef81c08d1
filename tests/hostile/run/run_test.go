package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A bar that cannot fail is none.
func TestEndsThatAreNotAsTheyHaveToBe(t *testing.T) {
	o := &options{timeout: 4 * time.Second, memory: 256 << 20}
	for name, c := range map[string]struct {
		expect string
		end    *end
		want   string
	}{
		"well":              {"ok", &end{How: well}, ""},
		"an error":          {"error", &end{How: failed, Words: "why"}, ""},
		"a limit":           {"timeout", &end{How: late, Words: "why", Took: 4900 * time.Millisecond}, ""},
		"memory":            {"limit", &end{How: beyond, Words: "why", Memory: 380 << 20}, ""},
		"not at all":        {"ok", nil, "it was not run"},
		"a crash":           {"limit", &end{How: crashed, Words: "panic"}, "not in order"},
		"a hang":            {"limit", &end{How: hung}, "not in order"},
		"a lost error":      {"error", &end{How: well}, "it should not have ended well"},
		"an error too many": {"ok", &end{How: failed, Words: "why"}, "it should have ended well"},
		"without a word":    {"limit", &end{How: beyond}, "no word of why"},
		"late":              {"limit", &end{How: late, Words: "why", Took: 6 * time.Second}, "more than 5s"},
		"large":             {"limit", &end{How: beyond, Words: "why", Memory: 400 << 20}, "more than 1.5 of the limit of memory"},
	} {
		if got := o.problem(script{name: name, expect: c.expect}, c.end); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	doubling := script{name: "mem_double.js", expect: "limit"}
	if got := o.problem(doubling, &end{How: beyond, Words: "why", Memory: 800 << 20}); got != "" {
		t.Error(got)
	}
	if got := o.problem(doubling, &end{How: beyond, Words: "why", Memory: 900 << 20}); !strings.HasPrefix(got, "more than 3.5") {
		t.Error(got)
	}
}

func TestScriptsSayWhatToExpect(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a.js": "// expect: ok\n1", "b.mjs": "// expect: limit", "readme.md": "no script"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	scripts, err := find([]string{dir}, "")
	if err != nil || len(scripts) != 2 || scripts[0].expect != "ok" || scripts[1].expect != "limit" {
		t.Error(scripts, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "c.js"), []byte("for (;;);"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err = find([]string{dir}, ""); err == nil {
		t.Error("a script that does not say it")
	}
	if _, err = find([]string{dir}, "nothing"); err == nil {
		t.Error("no scripts")
	}
}
