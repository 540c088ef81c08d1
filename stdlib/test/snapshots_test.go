package test

import (
	"slices"
	"strings"
	"testing"
)

func take(t *testing.T, s *snapshots, name, text string, m mode, want verdict) string {
	t.Helper()
	key, _, got := s.take(name, text, m)
	if got != want {
		t.Errorf("%s: %d, want %d", key, got, want)
	}
	return key
}

// again is the next run with what the one before has written.
func again(t *testing.T, s *snapshots) *snapshots {
	t.Helper()
	next, err := parseSnapshots(s.format("a.test.js"))
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func TestSnapshotsAreComparedAndKept(t *testing.T) {
	s, err := parseSnapshots("")
	if err != nil {
		t.Fatal(err)
	}
	take(t, s, "a", "1", readOnly, unknown)
	if s.changed() {
		t.Error("it wants to write what was not to be written")
	}
	if key := take(t, s, "a", "2", addNew, same); key != "a 2" {
		t.Error(key)
	}
	take(t, s, "b", "3", addNew, same)
	s = again(t, s)
	take(t, s, "a", "1", addNew, same)
	take(t, s, "a", "2", readOnly, same)
	take(t, s, "b", "4", addNew, different)
	if s.matched != 1 || s.added != 1 || s.updated != 0 {
		t.Errorf("%+v", s)
	}
	s = again(t, s)
	take(t, s, "b", "4", updateAll, same)
	take(t, s, "b", "5", updateAll, same)
	s.counts["b"] = 0 // the test runs again
	take(t, s, "b", "5", updateAll, unstable)
	if s.matched != 0 || s.added != 1 || s.updated != 1 {
		t.Errorf("%+v", s)
	}
}

func TestObsoleteSnapshots(t *testing.T) {
	s, err := parseSnapshots("")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"kept", "gone", "gone", "failed", "failed: hint", "failed > in it"} {
		take(t, s, name, "", addNew, same)
	}
	s = again(t, s)
	take(t, s, "kept", "", addNew, same)
	take(t, s, "gone", "", addNew, same)
	got := s.obsolete([]string{"failed"})
	if !slices.Equal(got, []string{"failed > in it 1", "gone 2"}) {
		t.Error(got)
	}
	s.remove(got)
	if s = again(t, s); len(s.texts) != 4 {
		t.Error(s.texts)
	}
}

func TestTheFileIsInOrderAndReadBack(t *testing.T) {
	texts := map[string]string{
		"b 2": "", "b 10": "\n", "a `x` ${y} \\ 1": "`${`\\`", "a\nb 1": "\r\n\r", "`; 1": "exports[`x`] = `\n`;\n// no", "ü 1": "`;", "x": "no number", `a\nb 1`: `\n\r`,
	}
	s := &snapshots{texts: texts}
	text := s.format("a.test.js")
	for range 3 {
		for _, ending := range []string{"\n", "\r\n"} {
			back, err := parseSnapshots(strings.ReplaceAll(text, "\n", ending))
			if err != nil {
				t.Fatal(err)
			}
			if len(back.texts) != len(texts) || back.format("a.test.js") != text {
				t.Errorf("%q\nis not\n%q", back.format("a.test.js"), text)
			}
			for key, want := range texts {
				if got := back.texts[key]; got != want {
					t.Errorf("%q: %q, want %q", key, got, want)
				}
			}
		}
	}
	if strings.Index(text, "`b 2`") > strings.Index(text, "`b 10`") {
		t.Error(text)
	}
	for _, wrong := range []string{"x", "exports[`a 1`] = `\nopen", "exports[`a 1] = `\n\n`;", "// a\n\nexports = 1"} {
		if s, err := parseSnapshots(wrong); err == nil || !strings.Contains(err.Error(), "is not as a snapshot begins") {
			t.Errorf("%q: %v, %v", wrong, s, err)
		}
	}
}

func FuzzSnapshots(f *testing.F) {
	f.Add("name", "text\n`;\n", "other", "\r${`\\")
	f.Fuzz(func(t *testing.T, a, textA, b, textB string) {
		s := &snapshots{texts: map[string]string{a + " 1": textA, b + " 2": textB}}
		text := s.format("a.test.js")
		back, err := parseSnapshots(text)
		if err != nil || back.format("a.test.js") != text || back.texts[a+" 1"] != textA || back.texts[b+" 2"] != textB {
			t.Errorf("%q: %v, %v", text, back, err)
		}
	})
}

func TestModeOf(t *testing.T) {
	for _, c := range []struct {
		said, ci string
		want     mode
	}{{"", "", addNew}, {"", "true", readOnly}, {"", "false", addNew}, {"", "0", addNew}, {"new", "1", addNew}, {"none", "", readOnly}, {"all", "1", updateAll}} {
		if got := modeOf(c.said, c.ci); got != c.want {
			t.Errorf("%q, %q: %d, want %d", c.said, c.ci, got, c.want)
		}
	}
}
