package url

import (
	"slices"
	"strings"
)

func (p *parser) host(c rune) outcome {
	switch {
	case p.set() && p.u.scheme == "file":
		return p.again(stateFileHost)
	case c == ':' && !p.brackets:
		if len(p.buf) == 0 || p.override == stateHostname || !p.takeHost() {
			return failed
		}
		return p.to(statePort)
	case p.ends(c):
		empty := len(p.buf) == 0
		if empty && (p.u.special() || p.set() && (p.u.credentials() || p.u.port >= 0)) || !p.takeHost() {
			return failed
		}
		if p.set() {
			return done
		}
		return p.again(statePathStart)
	case c == '[':
		p.brackets = true
	case c == ']':
		p.brackets = false
	}
	p.buf = append(p.buf, c)
	return goOn
}

// takeHost parses the host in the buffer.
func (p *parser) takeHost() bool {
	host, ok := parseHost(string(p.buf), !p.u.special())
	if ok {
		p.u.host, p.u.hasHost = host, true
	}
	p.buf = p.buf[:0]
	return ok
}

func (p *parser) file(c rune) outcome {
	p.u.scheme, p.u.host, p.u.hasHost = "file", "", true
	switch {
	case c == '/' || c == '\\':
		return p.to(stateFileSlash)
	case p.base != nil && p.base.scheme == "file":
		p.u.host = p.base.host
		return p.takePath(c)
	}
	return p.again(statePath)
}

func (p *parser) fileSlash(c rune) outcome {
	if c == '/' || c == '\\' {
		return p.to(stateFileHost)
	}
	if p.base != nil && p.base.scheme == "file" {
		p.u.host = p.base.host
		if !p.startsWithDrive() && len(p.base.path) > 0 && normalDrive(p.base.path[0]) {
			p.u.path = append(p.u.path, p.base.path[0])
		}
	}
	return p.again(statePath)
}

func (p *parser) fileHost(c rune) outcome {
	if c != end && c != '/' && c != '\\' && c != '?' && c != '#' {
		p.buf = append(p.buf, c)
		return goOn
	}
	text := string(p.buf)
	switch {
	case !p.set() && isDrive(text):
		// It is no host but the first segment of the path.
		p.out, p.buf = append(p.out[:0], text...), p.buf[:0]
		return p.again(statePath)
	case text == "":
		p.u.host, p.u.hasHost = "", true
	case !p.takeHost():
		return failed
	case p.u.host == "localhost":
		p.u.host = ""
	}
	if p.set() {
		return done
	}
	return p.again(statePathStart)
}

// isDrive reports whether s is a Windows drive letter: C: or C|.
func isDrive(s string) bool {
	return len(s) == 2 && isLetter(rune(s[0])) && (s[1] == ':' || s[1] == '|')
}

func normalDrive(s string) bool { return isDrive(s) && s[1] == ':' }

// startsWithDrive reports whether a Windows drive letter, as a segment of its own, comes next.
func (p *parser) startsWithDrive() bool {
	a, b, c := p.peek(0), p.peek(1), p.peek(2)
	return isLetter(a) && (b == ':' || b == '|') && (c == end || c == '/' || c == '\\' || c == '?' || c == '#')
}

// shorten drops the last segment of the path, but never a drive.
func (p *parser) shorten() {
	n := len(p.u.path)
	if n == 0 || n == 1 && p.u.scheme == "file" && normalDrive(p.u.path[0]) {
		return
	}
	p.u.path = p.u.path[:n-1]
}

func (p *parser) pathStart(c rune) outcome {
	switch {
	case p.u.special():
		if !p.slash(c) {
			return p.again(statePath)
		}
		return p.to(statePath)
	case !p.set() && c == '?':
		return p.toQuery()
	case !p.set() && c == '#':
		return p.toFragment()
	case c == '/':
		return p.to(statePath)
	case c != end:
		return p.again(statePath)
	case p.set() && !p.u.hasHost:
		p.u.path = append(p.u.path, "")
	}
	return goOn
}

func (p *parser) path(c rune) outcome {
	if c != end && !p.slash(c) && (p.set() || c != '?' && c != '#') {
		p.out = appendEncoded(p.out, c, &inPath)
		return goOn
	}
	segment := string(p.out)
	p.out = p.out[:0]
	switch {
	case isDots(segment, 2):
		p.shorten()
		if !p.slash(c) {
			p.u.path = append(p.u.path, "")
		}
	case isDots(segment, 1):
		if !p.slash(c) {
			p.u.path = append(p.u.path, "")
		}
	default:
		if p.u.scheme == "file" && len(p.u.path) == 0 && isDrive(segment) {
			segment = segment[:1] + ":"
		}
		p.u.path = append(p.u.path, segment)
	}
	switch c {
	case '?':
		return p.toQuery()
	case '#':
		return p.toFragment()
	}
	return goOn
}

// isDots reports whether a segment is n dots, each of which may be percent-encoded.
func isDots(segment string, n int) bool {
	if len(segment) > 3*n {
		return false
	}
	plain := strings.ReplaceAll(strings.ToLower(segment), "%2e", ".")
	return plain == "..."[:n]
}

func (p *parser) opaquePath(c rune) outcome {
	switch c {
	case '?', '#', end:
		p.u.path = []string{string(p.out)}
		p.out = p.out[:0]
		if c == '?' {
			return p.toQuery()
		}
		if c == '#' {
			return p.toFragment()
		}
		return goOn
	}
	p.out = appendEncoded(p.out, c, &controls)
	return goOn
}

func (p *parser) query(c rune) outcome {
	if c != end && (c != '#' || p.set()) {
		s := &inQuery
		if p.u.special() {
			s = &inSpecialQuery
		}
		p.out = appendEncoded(p.out, c, s)
		return goOn
	}
	text := string(p.out)
	p.u.query, p.out = &text, p.out[:0]
	if c == '#' {
		return p.toFragment()
	}
	return goOn
}

func (p *parser) fragment(c rune) outcome {
	if c != end {
		p.out = appendEncoded(p.out, c, &inFragment)
		return goOn
	}
	text := string(p.out)
	p.u.fragment = &text
	return goOn
}

// Clone returns a URL of its own.
func (u *URL) Clone() *URL {
	c := *u
	c.path = slices.Clone(u.path)
	return &c
}
