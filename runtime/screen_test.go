package runtime_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime"
)

// glass is a terminal: what a reader sees on it is what was written, with the few codes that a Screen uses carried out.
type glass struct {
	lines    []string
	row, col int
	typing   bool
}

func (*glass) IsTerminal() bool { return true }
func (*glass) Columns() int     { return 40 }
func (g *glass) Typing() bool   { return g.typing }

func (g *glass) Write(p []byte) (int, error) {
	for text := string(p); text != ""; {
		for len(g.lines) <= g.row {
			g.lines = append(g.lines, "")
		}
		line := g.lines[g.row]
		switch {
		case strings.HasPrefix(text, "\x1b[K"):
			g.lines[g.row], text = line[:min(g.col, len(line))], text[3:]
		case strings.HasPrefix(text, "\x1b[1A"):
			g.row, text = g.row-1, text[4:]
		case text[0] == '\r':
			g.col, text = 0, text[1:]
		case text[0] == '\n':
			g.row, g.col, text = g.row+1, 0, text[1:]
		default:
			g.lines[g.row] = line[:g.col] + text[:1] + line[min(g.col+1, len(line)):]
			g.col, text = g.col+1, text[1:]
		}
	}
	return len(p), nil
}

// sees are the lines that are there, without the empty ones at the end.
func (g *glass) sees() string { return strings.TrimRight(strings.Join(g.lines, "|"), "|") }

func TestLinesStayBelowWhatIsPrinted(t *testing.T) {
	g := &glass{}
	rt := newRuntime(t, runtime.WithStdio(strings.NewReader(""), g, g))
	screen := rt.Screen()
	if screen == nil || screen.Columns() != 40 {
		t.Fatalf("%v is not the terminal", screen)
	}
	one, two := screen.Line(), screen.Line()
	step := func(want string, do func()) {
		t.Helper()
		if do(); g.sees() != want {
			t.Errorf("the terminal shows %q, want %q", g.sees(), want)
		}
	}
	say := func(text string) func() { return func() { _, _ = rt.Stdout().Write([]byte(text)) } }
	step("first 1", func() { one.Show("first 1") })
	step("hello|first 1", say("hello\n"))
	step("hello|first 1|second 1", func() { two.Show("second 1") })
	step("hello|1|second 1", func() { one.Show("1") })
	step("hello|part", say("part"))
	step("hello|part", func() { one.Show("first 2") })
	step("hello|part of it|first 2|second 1", say(" of it\n"))
	step("hello|part of it|error|first 2|second 1", func() { _, _ = rt.Stderr().Write([]byte("error\n")) })
	step("hello|part of it|error|first: done|second 1", func() { one.End("first: done") })
	step("hello|part of it|error|first: done|second 1", func() { one.Show("late"); one.End("late") })
	step("hello|part of it|error|first: done", func() { two.End("") })
	step("hello|part of it|error|first: done|open", say("open"))
	third := screen.Line()
	step("hello|part of it|error|first: done|open|third: done", func() { third.End("third: done") })
	fourth := screen.Line()
	step("hello|part of it|error|first: done|open|third: done|4", func() { fourth.Show("4") })
	g.typing = true // who reads there has put the line away
	_, _ = g.Write([]byte("\r\x1b[K"))
	step("hello|part of it|error|first: done|open|third: done", func() { fourth.Show("5") })
	step("hello|part of it|error|first: done|open|third: done", func() { screen.Line().Show("not while somebody types") })
}

func TestAStreamThatIsNoTerminalHasNoScreen(t *testing.T) {
	g, pipe := &glass{}, &bytes.Buffer{}
	if rt := newRuntime(t, runtime.WithStdio(strings.NewReader(""), g, pipe)); rt.Screen() != nil {
		t.Error("errors go to a pipe, and there is a screen")
	}
	stdout := newRuntime(t, runtime.WithStdio(nil, os.Stdout, g)).Stdout()
	if _, ok := runtime.Raw(stdout).(*os.File); !ok {
		t.Error("a file is no file any more")
	}
	if raw := runtime.Raw(newRuntime(t, runtime.WithStdio(nil, g, g)).Stdout()); raw != g {
		t.Errorf("beneath the terminal there is %v", raw)
	}
}
