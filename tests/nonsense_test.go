package tests

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/stdlib"
)

// TestNonsense has all that our modules export called with nonsense, and the methods of what they make: each error has to say who
// refuses what.
func TestNonsense(t *testing.T) {
	var modules []string
	for _, m := range stdlib.All() {
		switch {
		case m.Name == "lariat:test": // whose functions register tests
		case strings.HasPrefix(m.Name, "lariat:"):
			modules = append(modules, m.Name)
		}
	}
	t.Run("exports", func(t *testing.T) {
		talkNonsense(t, "", append([]string{"run", "testdata/nonsense.test.mjs"}, modules...)...)
	})
	t.Run("instances", func(t *testing.T) {
		program, err := filepath.Abs("testdata/instances.test.mjs")
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir() // where they make files
		if err := os.WriteFile(filepath.Join(dir, "file.txt"), []byte("hello"), 0o600); err != nil {
			t.Fatal(err)
		}
		talkNonsense(t, dir, append([]string{"run", "-R", "-W", program, "file.txt"}, modules...)...)
	})
}

// talkNonsense runs a program that prints what was wrong, and "done" in the end.
func talkNonsense(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command(lariat(t), args...)
	cmd.Dir = dir
	out, err := cmd.Output()
	var said []string
	for line := range strings.Lines(string(out)) { // some of the functions print
		if text, ok := strings.CutPrefix(line, "nonsense: "); ok {
			said = append(said, text)
		}
	}
	if err != nil || len(said) != 1 || said[0] != "done\n" {
		t.Errorf("%v\n%s", err, strings.Join(said, ""))
	}
}
