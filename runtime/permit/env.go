package permit

import (
	"context"
	goruntime "runtime"
	"strings"
)

// nameList is what is granted and denied of the environment.
type nameList struct {
	all         bool
	allow, deny []string
}

func newNames(allow, deny []string) (l nameList, err error) {
	for _, list := range [][]string{allow, deny} {
		for _, name := range list {
			if name == "" || strings.ContainsAny(name, "=\x00") || strings.Contains(strings.TrimSuffix(name, "*"), "*") {
				return l, wrong(Env, name, `the name of a variable, or its beginning as "APP_*"`)
			}
			l.all = l.all || name == Any
		}
	}
	l.all = false
	for _, name := range allow {
		l.all = l.all || name == Any
	}
	l.allow, l.deny = allow, deny
	return l, nil
}

func matchName(list []string, name string) string {
	for _, pattern := range list {
		p, n := pattern, name
		if goruntime.GOOS == "windows" {
			p, n = strings.ToUpper(p), strings.ToUpper(n)
		}
		if begin, ok := strings.CutSuffix(p, "*"); p == n || ok && strings.HasPrefix(n, begin) {
			return pattern
		}
	}
	return ""
}

// Env says why a variable of the environment must not be seen; nil if it may.
func (s *Set) Env(ctx context.Context, name string) error {
	r := Request{Kind: Env, Resource: name}
	for at := s; at != nil && !at.open; at = at.parent {
		if by := matchName(at.env.deny, name); by != "" {
			return at.refused(r, by)
		}
		if !at.env.all && matchName(at.env.allow, name) == "" && !at.asked(ctx, r) {
			return at.denied(r)
		}
	}
	return nil
}

// Visible returns the variables that are granted; nobody is asked.
func (s *Set) Visible(variables map[string]string) map[string]string {
	seen := make(map[string]string, len(variables))
	for name, value := range variables {
		if s.sees(name) {
			seen[name] = value
		}
	}
	return seen
}

func (s *Set) sees(name string) bool {
	for at := s; at != nil && !at.open; at = at.parent {
		if matchName(at.env.deny, name) != "" {
			return false
		}
		granted := false
		if at.answers != nil && at.parent == nil {
			granted, _ = at.answers.known(Request{Kind: Env, Resource: name})
		}
		if !granted && !at.env.all && matchName(at.env.allow, name) == "" {
			return false
		}
	}
	return true
}
