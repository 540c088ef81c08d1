// Package embedding holds Go programs that embed scripts, as a whole.
package embedding

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTheHostOfTheReadme compiles and runs the first program of the README, which says in a comment what it prints.
func TestTheHostOfTheReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```go\n(package main.*?)```").FindSubmatch(readme)
	if block == nil {
		t.Fatal("the README has no program")
	}
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, block[1], 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "run", file).CombinedOutput()
	want := regexp.MustCompile(`// (hello .*)\n`).FindSubmatch(block[1])
	if err != nil || want == nil || strings.TrimSpace(string(out)) != string(want[1]) {
		t.Errorf("%v\n%s", err, out)
	}
}
