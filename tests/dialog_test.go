//go:build linux || darwin

package tests

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"
)

// TestREPL has dialogues with lariat on a terminal: one script of repl/ a topic. testscript's own ttyin leaves standard
// output a pipe, with which there is no line editor, hence a pseudo-terminal of our own.
func TestREPL(t *testing.T) {
	path := filepath.Dir(lariat(t))
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("cli", "repl"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"dialog": dialog},
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", path+string(filepath.ListSeparator)+env.Getenv("PATH"))
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("XDG_STATE_HOME", filepath.Join(env.WorkDir, "state"))
			env.Setenv("LARIAT_CACHE", filepath.Join(env.WorkDir, "cache"))
			env.Setenv("TERM", "xterm")
			env.Setenv("NO_COLOR", "1")
			env.Setenv("GORACE", os.Getenv("GORACE"))
			return nil
		},
	})
}

// answerTime is far more than an answer needs: it ends a dialogue that hangs.
const answerTime = 30 * time.Second

// keys are what a dialogue calls them.
var keys = map[string]string{
	"enter": "\r", "tab": "\t", "up": "\x1b[A", "left": "\x1b[D", "backspace": "\x7f",
	"ctrl-a": "\x01", "ctrl-c": "\x03", "ctrl-d": "\x04", "ctrl-r": "\x12", "ctrl-u": "\x15",
}

// dialog is "dialog FILE CODE COMMAND [ARGS…]": it runs a command on a terminal of 100 columns and has the dialogue of the
// file with it, at the end of which the command has to end with the code. A line of the file is
//
//	> TEXT     to type the text and Enter
//	+ TEXT     to type the text
//	! KEY…     to press keys
//	p FILE     to paste the text of a file
//	c FROM TO  to copy a file
//	< REGEXP   to wait until that is on the terminal, after what was waited for before
//	- REGEXP   to say that it is not, between the last two that were
//	~ TEXT     to say that the terminal was sent that, where ␛ is the escape character
//	x          to say that nothing sent to it was colored
//
// and lines that begin with # are comments.
func dialog(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: dialog FILE CODE COMMAND [ARGS...]")
	}
	name, err := exec.LookPath(filepath.Join(strings.Split(ts.Getenv("PATH"), string(filepath.ListSeparator))[0], args[2]))
	ts.Check(err)
	cmd := exec.Command(name, args[3:]...)
	cmd.Dir = ts.MkAbs(".")
	for _, pair := range os.Environ() {
		if name, _, _ := strings.Cut(pair, "="); name != "FORCE_COLOR" { // which is heeded though it is empty
			cmd.Env = append(cmd.Env, pair)
		}
	}
	for _, name := range []string{"HOME", "XDG_STATE_HOME", "LARIAT_CACHE", "LARIAT_HISTORY", "TERM", "NO_COLOR", "FORCE_COLOR"} {
		if value := ts.Getenv(name); value != "" || name != "FORCE_COLOR" {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	file, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 40, Cols: 100})
	ts.Check(err)
	ts.Defer(func() { _ = cmd.Process.Kill(); _ = file.Close() })
	s := newScreen(file)
	for i, line := range strings.Split(strings.TrimSpace(ts.ReadFile(args[0])), "\n") {
		verb, rest, _ := strings.Cut(line, " ")
		text := ""
		switch verb {
		case ">":
			text = rest + "\r"
		case "+":
			text = rest
		case "!":
			for _, key := range strings.Fields(rest) {
				text += keys[key]
			}
		case "p":
			text = "\x1b[200~" + strings.ReplaceAll(ts.ReadFile(rest), "\n", "\r") + "\x1b[201~"
		case "c":
			from, to, _ := strings.Cut(rest, " ")
			ts.Check(os.WriteFile(ts.MkAbs(to), []byte(ts.ReadFile(from)), 0o600))
		case "<":
			if !s.wait(rest) {
				state := "the command goes on"
				select {
				case <-s.over:
					_ = cmd.Wait()
					state = cmd.ProcessState.String()
				default:
				}
				ts.Fatalf("%s:%d: no %q in\n%s\n(%s)", args[0], i+1, rest, s.left(), state)
			}
		case "-":
			if between := s.between(); regexp.MustCompile(rest).MatchString(between) {
				ts.Fatalf("%s:%d: %q is in\n%s", args[0], i+1, rest, between)
			}
		case "~":
			if raw := s.raw(); !strings.Contains(raw, rest) {
				ts.Fatalf("%s:%d: no %q in\n%s", args[0], i+1, rest, raw)
			}
		case "x":
			if raw := s.raw(); colored.MatchString(raw) {
				ts.Fatalf("%s:%d: there are colors in\n%s", args[0], i+1, raw)
			}
		case "", "#":
		default:
			ts.Fatalf("%s:%d: no such step", args[0], i+1)
		}
		_, err := file.WriteString(text)
		ts.Check(err)
	}
	<-s.over
	checkCode(ts, args[1], cmd.Wait())
}

// screen is what came from a command.
type screen struct {
	over chan struct{}

	mu        sync.Mutex
	came      *sync.Cond
	text      string
	last, now int // where the last two matches end
	closed    bool
}

func newScreen(file *os.File) *screen {
	s := &screen{over: make(chan struct{})}
	s.came = sync.NewCond(&s.mu)
	go func() {
		defer close(s.over)
		buf := make([]byte, 4096)
		for {
			n, err := file.Read(buf) // an error, once the command has ended
			if n == 0 && err != nil {
				n, err = file.Read(buf) // Linux may say so although the last of the output has just come
			}
			s.mu.Lock()
			s.text += string(buf[:n])
			s.closed = err != nil
			s.came.Broadcast()
			s.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	return s
}

// control finds what moves the cursor or colours text. A line that is drawn anew is a line of its own.
var control = regexp.MustCompile(`\x1b\[[0-9;?]*[A-Za-z]`)

// colored finds a color.
var colored = regexp.MustCompile(`␛\[[0-9;]*m`)

// raw is all that was sent, with ␛ for the escape character.
func (s *screen) raw() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.ReplaceAll(strings.ReplaceAll(s.text, "\r\n", "\n"), "\x1b", "␛")
}

// wait waits for a text after the last one.
func (s *screen) wait(pattern string) bool {
	re := regexp.MustCompile("(?m)" + pattern)
	s.mu.Lock()
	defer s.mu.Unlock()
	timer := time.AfterFunc(answerTime, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.closed = true
		s.came.Broadcast()
	})
	defer timer.Stop()
	for {
		if loc := re.FindStringIndex(s.plain()[s.now:]); loc != nil {
			s.last, s.now = s.now, s.now+loc[1]
			return true
		}
		if s.closed {
			return false
		}
		s.came.Wait()
	}
}

// plain is the text without control sequences; one that has not come to its end is left out. The caller holds s.mu.
func (s *screen) plain() string {
	text := s.text
	if i := strings.LastIndexByte(text, 0x1b); i >= 0 && !control.MatchString(text[i:]) {
		text = text[:i]
	}
	text = control.ReplaceAllStringFunc(text, func(c string) string {
		if c == "\x1b[1G" {
			return "\n"
		}
		return ""
	})
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

func (s *screen) left() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.plain()[s.now:]
}

// between is what came between the last two texts that were waited for.
func (s *screen) between() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.plain()[s.last:s.now]
}
