package loader

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var record = flag.Bool("record", false, "write the expected outputs of testdata/semantics anew, with node")

// TestSemantics runs every folder of testdata/semantics and compares what main prints with what Node 20 prints.
func TestSemantics(t *testing.T) {
	mains, err := filepath.Glob("testdata/semantics/*/main.*")
	if err != nil || len(mains) == 0 {
		t.Fatal("no programs", err)
	}
	for _, main := range mains {
		t.Run(filepath.Base(filepath.Dir(main)), func(t *testing.T) {
			path, err := filepath.Abs(main)
			if err != nil {
				t.Fatal(err)
			}
			expected := filepath.Join(filepath.Dir(path), "expected")
			if *record {
				out, err := exec.Command("node", path).Output()
				if err != nil {
					t.Fatalf("node: %v\n%s", err, out)
				}
				if err := os.WriteFile(expected, out, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(expected)
			if err != nil {
				t.Fatal(err)
			}
			w := newWorld(t, NewStore(Config{}))
			if _, err := w.settled(w.l.Main(path)); err != nil {
				t.Errorf("ended with %v", err)
			}
			if got := w.out.String(); got != strings.ReplaceAll(string(want), "\r", "") {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}
