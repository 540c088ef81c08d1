package tests

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/stdlib"
)

// TestNonsense has all that our modules export called with nonsense: each error has to say who refuses what.
func TestNonsense(t *testing.T) {
	args := []string{"run", "testdata/nonsense.test.mjs"}
	for _, m := range stdlib.All() {
		switch {
		case m.Name == "lariat:test": // whose functions register tests
		case strings.HasPrefix(m.Name, "lariat:"):
			args = append(args, m.Name)
		}
	}
	out, err := exec.Command(lariat(t), args...).Output()
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
