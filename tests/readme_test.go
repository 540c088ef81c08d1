package tests

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	goBlock   = regexp.MustCompile("(?s)\n```go\n(.*?\n)```\n")
	shBlock   = regexp.MustCompile("(?s)\n```sh\n(.*?\n)```\n")
	anchor    = regexp.MustCompile(`\]\(#([\w-]+)\)`)
	heading   = regexp.MustCompile(`(?m)^##* (.*)$`)
	fences    = regexp.MustCompile("(?m)^ *```(.*)$")
	spans     = regexp.MustCompile("`((?:lariat |--)[^`]*)`")
	neighbour = regexp.MustCompile(`\]\(([\w./-]+)\)`)
)

// fragments is a program around those blocks of Go that are none.
const fragments = `package main

import (
	"context"
	"os"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib"
)

var _ = []any{context.Background, os.Stdin, runtime.New, permit.New, stdlib.All}

func main() {}

`

// TestREADME holds the page against the tree: its programs in Go are built, and those that say what they print are run (the
// ones in JavaScript are examples, as in manuals); its commands are those of CI; its links lead somewhere.
func TestREADME(t *testing.T) {
	page := openTree(t, root).text("README.md")
	t.Run("go", func(t *testing.T) { readmeGo(t, goBlock.FindAllStringSubmatch(page, -1)) })
	commands := shBlock.FindAllStringSubmatch(page, 2)
	if len(commands) != 2 || commands[0][1] != "go run ./cmd/lariat run -R -W scripts/process-files.ts README.md\n" || commands[1][1] != "go test ./...\n" {
		t.Errorf("the first two commands of the page are %q: they are what a reader tries, and what CI runs", commands)
	}
	readmeCommands(t, page)
	headings := map[string]bool{}
	for _, m := range heading.FindAllStringSubmatch(page, -1) {
		headings[strings.ToLower(strings.ReplaceAll(m[1], " ", "-"))] = true
	}
	for _, m := range anchor.FindAllStringSubmatch(page, -1) {
		if !headings[m[1]] {
			t.Errorf("there is no heading #%s", m[1])
		}
	}
	for _, m := range neighbour.FindAllStringSubmatch(page, -1) {
		if _, err := os.Stat(filepath.Join("..", filepath.FromSlash(m[1]))); err != nil {
			t.Errorf("a link leads to %s: %v", m[1], err)
		}
	}
}

// readmeCommands runs the commands of lariat that the page shows, and looks up verbs and flags in its sentences in the help.
// Each block says what it is.
func readmeCommands(t *testing.T, page string) {
	for i, m := range fences.FindAllStringSubmatch(page, -1) {
		if i%2 == 0 && m[1] == "" {
			t.Errorf("the block before which %d lines with ``` stand does not say what it is", i)
		}
	}
	dir, ran := t.TempDir(), 0
	if err := os.WriteFile(filepath.Join(dir, "main.ts"), []byte("console.log('ran' as string);\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	output := func(args ...string) string {
		cmd := exec.Command(lariat(t), args...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("lariat %s: %v\n%s", strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	for _, block := range shBlock.FindAllStringSubmatch(page, -1)[2:] {
		for line := range strings.Lines(block[1]) {
			line, _, _ = strings.Cut(line, "#")
			words := strings.Fields(line)
			if len(words) < 2 || words[0] != "lariat" || words[len(words)-1] != "main.ts" {
				t.Errorf("%q is no command to run main.ts", line)
				continue
			}
			if out := output(words[1:]...); out != "ran\n" {
				t.Errorf("%s has printed %q", line, out)
			}
			ran++
		}
	}
	if ran == 0 {
		t.Error("no command was run")
	}
	help := output("--help") + output("test", "--help")
	for _, m := range spans.FindAllStringSubmatch(page, -1) {
		words := strings.Fields(m[1])
		if words[0] == "lariat" {
			words = words[1:]
		}
		if verb := words[0]; regexp.MustCompile(`^[a-z]+$`).MatchString(verb) && !regexp.MustCompile(`lariat \[?`+verb+`\b`).MatchString(help) {
			t.Errorf("`%s`: the help knows no such command", m[1])
		}
		for _, word := range words {
			flag, _, _ := strings.Cut(word, "=")
			if strings.HasPrefix(flag, "--") && !regexp.MustCompile(regexp.QuoteMeta(flag)+`\b`).MatchString(help) {
				t.Errorf("`%s`: the help knows no flag %s", m[1], flag)
			}
		}
	}
}

func readmeGo(t *testing.T, blocks [][]string) {
	rest, programs := fragments, 0
	for i, block := range blocks {
		text := block[1]
		if !strings.HasPrefix(text, "package main\n") {
			if strings.Contains(text, "set, err :=") {
				text += "_ = set\nreturn err\n"
			}
			rest += "func fragment" + string(rune('A'+i)) + "(ctx context.Context) error {\n" + text + "}\n\n"
			continue
		}
		programs++
		want := regexp.MustCompile(`// (hello .*)\n`).FindStringSubmatch(text)
		if want == nil {
			t.Error("the program does not say what it prints")
			continue
		}
		if out := goTool(t, "run", text); strings.TrimSpace(out) != want[1] {
			t.Errorf("the program prints %q, and says %q", out, want[1])
		}
	}
	if programs != 1 || rest == fragments {
		t.Errorf("the page has %d programs in Go, want 1, and fragments", programs)
	}
	goTool(t, "vet", rest)
}

// goTool has the go command work on a program that is not in the tree, with the packages that are.
func goTool(t *testing.T, verb, source string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", verb, file)
	cmd.Dir = ".."
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("go %s: %v\n%s\nof\n%s", verb, err, out, source)
	}
	return string(out)
}
