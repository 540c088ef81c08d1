package permit

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// commandList is what is granted and denied of other programs.
type commandList struct {
	all         bool
	allow, deny []*command
}

// command is a program, by name or by path.
type command struct {
	text string
	path string // absolute, if it is known by path

	once  sync.Once
	found string // where it is, behind links; empty if it is nowhere
}

func newCommands(dir string, allow, deny []string) (*commandList, error) {
	l := &commandList{}
	for i, list := range [][]string{allow, deny} {
		for _, text := range list {
			if text == "" || strings.ContainsRune(text, 0) {
				return nil, wrong(Run, text, "a program by name or by path")
			}
			c := &command{text: text}
			if strings.ContainsAny(text, `/\`) {
				c.path = absolute(dir, text)
			}
			switch {
			case i == 1:
				l.deny = append(l.deny, c)
			case text == Any:
				l.all = true
			default:
				l.allow = append(l.allow, c)
			}
		}
	}
	return l, nil
}

// texts are patterns that mean the same from any folder.
func (l *commandList) texts(list []*command) (texts []string) {
	for _, c := range list {
		if c.path != "" {
			texts = append(texts, c.path)
		} else {
			texts = append(texts, c.text)
		}
	}
	return texts
}

func (l *commandList) unrestricted() bool { return l != nil && l.all && len(l.deny) == 0 }

// is reports whether a path, behind links, is the command.
func (c *command) is(path string) bool {
	if c.text == Any {
		return true
	}
	found, ok := c.where()
	return ok && found == path
}

// where is the file of the command, behind links; false if there is none.
func (c *command) where() (string, bool) {
	c.once.Do(func() {
		c.found = c.path
		if c.found == "" {
			found, err := exec.LookPath(c.text)
			if err != nil {
				return
			}
			if c.found, err = filepath.Abs(found); err != nil {
				c.found = ""
				return
			}
		}
		c.found = follow(c.found, true)
	})
	return c.found, c.found != ""
}

// Run says why a program must not be started; nil if it may. Name is what the script calls it, path the file that will be
// started, and env its environment as "NAME=value": with some variables a program that is granted would run code that is
// not, so that they need all of run. A program is not bound by the permissions of the script that starts it.
func (s *Set) Run(ctx context.Context, name, path string, env ...string) error {
	if s.Open() {
		return nil
	}
	actual, err := filepath.Abs(path)
	if err != nil {
		return wrong(Run, path, "a program by name or by path")
	}
	actual = follow(actual, true)
	r := Request{Kind: Run, Resource: name}
	if filepath.Base(name) != name || name != filepath.Base(actual) {
		r.Resource, r.Name = actual, name
	}
	for at := s; at != nil && !at.open; at = at.parent {
		if err := at.runs(ctx, r, actual, env); err != nil {
			return err
		}
	}
	return nil
}

// Runs reports whether any program at all may be started. Where none may, a script must not learn which there are.
func (s *Set) Runs() bool {
	for at := s; at != nil && !at.open; at = at.parent {
		if !at.Asks() && (at.run == nil || !at.run.all && len(at.run.allow) == 0) {
			return false
		}
	}
	return true
}

func (s *Set) runs(ctx context.Context, r Request, actual string, env []string) error {
	if s.run != nil {
		for _, c := range s.run.deny {
			if c.is(actual) {
				return s.refused(r, c.text)
			}
		}
		if s.run.all {
			return nil
		}
	}
	granted := false
	if s.run != nil {
		for _, c := range s.run.allow {
			granted = granted || c.is(actual)
		}
	}
	if !granted && !s.asked(ctx, r) {
		return s.denied(r)
	}
	for _, pair := range env {
		name, _, _ := strings.Cut(pair, "=")
		if loads(name) && !s.asked(ctx, Request{Kind: Run, Resource: Any, Name: name}) {
			return s.denied(Request{Kind: Run, Resource: Any, Name: name})
		}
	}
	return nil
}

// loads reports whether a variable makes a program load other code.
func loads(name string) bool {
	name = strings.ToUpper(name)
	return strings.HasPrefix(name, "LD_") || strings.HasPrefix(name, "DYLD_")
}
