package url

import (
	"slices"
	"strings"
)

// state is a state of the basic URL parser (https://url.spec.whatwg.org/#concept-basic-url-parser).
type state uint8

const (
	stateStart state = iota // none of the standard's: there is no state override
	stateSchemeStart
	stateScheme
	stateNoScheme
	stateSpecialRelativeOrAuthority
	statePathOrAuthority
	stateRelative
	stateRelativeSlash
	stateSpecialAuthoritySlashes
	stateSpecialAuthorityIgnoreSlashes
	stateAuthority
	stateHost
	stateHostname
	statePort
	stateFile
	stateFileSlash
	stateFileHost
	statePathStart
	statePath
	stateOpaquePath
	stateQuery
	stateFragment
)

// outcome is what a step of the parser says: to go on, that the URL is not valid, or that a setter is done.
type outcome uint8

const (
	goOn outcome = iota
	failed
	done
)

const end = rune(-1)

type parser struct {
	in       []rune
	at       int
	base, u  *URL
	state    state
	override state
	buf      []rune
	out      []byte // the path segment, query or fragment, percent-encoded
	brackets bool   // inside of [ ]
	// The credentials so far; behind a colon it is the password.
	seenAt, seenColon  bool
	username, password []byte
}

// steps are the states; a step sees one character, or the end.
var steps [stateFragment + 1]func(p *parser, c rune) outcome

func init() {
	steps = [...]func(p *parser, c rune) outcome{
		nil, (*parser).schemeStart, (*parser).scheme, (*parser).noScheme, (*parser).specialRelativeOrAuthority,
		(*parser).pathOrAuthority, (*parser).relative, (*parser).relativeSlash, (*parser).specialAuthoritySlashes,
		(*parser).specialAuthorityIgnoreSlashes, (*parser).authority, (*parser).host, (*parser).host, (*parser).port,
		(*parser).file, (*parser).fileSlash, (*parser).fileHost, (*parser).pathStart, (*parser).path,
		(*parser).opaquePath, (*parser).query, (*parser).fragment,
	}
}

// parse runs the parser on text and reports whether that is valid. With an override it is a setter: it
// begins in that state and changes one part of u.
func parse(text string, base, u *URL, override state) bool {
	if override == stateStart {
		return run(strings.TrimFunc(text, isControlOrSpace), base, u, override, stateSchemeStart)
	}
	return run(text, base, u, override, override)
}

func isControlOrSpace(r rune) bool { return r <= ' ' }

// run begins in a state.
func run(text string, base, u *URL, override, first state) bool {
	p := parsers.Get().(*parser)
	defer p.giveBack()
	p.base, p.u, p.override, p.state = base, u, override, first
	if strings.ContainsAny(text, "\t\n\r") {
		text = removed.Replace(text)
	}
	for _, c := range text {
		p.in = append(p.in, c)
	}
	for ; p.at <= len(p.in); p.at++ {
		switch steps[p.state](p, p.peek(0)) {
		case failed:
			return false
		case done:
			return true
		}
	}
	return true
}

// removed are the characters that have no meaning anywhere in a URL.
var removed = strings.NewReplacer("\t", "", "\n", "", "\r", "")

// peek returns the character n places on.
func (p *parser) peek(n int) rune {
	if p.at+n >= len(p.in) {
		return end
	}
	return p.in[p.at+n]
}

func (p *parser) set() bool { return p.override != stateStart }

// again goes to a state that sees the same character.
func (p *parser) again(s state) outcome {
	p.state = s
	p.at--
	return goOn
}

func (p *parser) to(s state) outcome {
	p.state = s
	return goOn
}

func (p *parser) toQuery() outcome {
	p.u.query = new(string)
	return p.to(stateQuery)
}

func (p *parser) toFragment() outcome {
	p.u.fragment = new(string)
	return p.to(stateFragment)
}

// slash reports whether c divides segments: for special schemes a backslash does, too.
func (p *parser) slash(c rune) bool { return c == '/' || c == '\\' && p.u.special() }

// ends reports whether c ends the authority.
func (p *parser) ends(c rune) bool { return c == end || c == '?' || c == '#' || p.slash(c) }

func (p *parser) schemeStart(c rune) outcome {
	switch {
	case isLetter(c):
		p.buf = append(p.buf, c|0x20)
		return p.to(stateScheme)
	case p.set():
		return failed
	}
	return p.again(stateNoScheme)
}

func (p *parser) scheme(c rune) outcome {
	switch {
	case isLetter(c):
		p.buf = append(p.buf, c|0x20)
		return goOn
	case isDigit(c) || c == '+' || c == '-' || c == '.':
		p.buf = append(p.buf, c)
		return goOn
	case c == ':' && p.set():
		return p.setScheme(string(p.buf))
	case c == ':':
		p.u.scheme, p.buf = string(p.buf), p.buf[:0]
		return p.behindScheme()
	case p.set():
		return failed
	}
	p.buf, p.at = p.buf[:0], -1
	return p.to(stateNoScheme)
}

func (p *parser) setScheme(scheme string) outcome {
	u := p.u
	if special(u.scheme) != special(scheme) || scheme == "file" && (u.credentials() || u.port >= 0) || u.scheme == "file" && u.host == "" {
		return done
	}
	u.scheme = scheme
	if u.port >= 0 && u.port == defaultPorts.Get()[scheme] {
		u.port = -1
	}
	return done
}

func (p *parser) behindScheme() outcome {
	switch {
	case p.u.scheme == "file":
		return p.to(stateFile)
	case p.u.special() && p.base != nil && p.base.scheme == p.u.scheme:
		return p.to(stateSpecialRelativeOrAuthority)
	case p.u.special():
		return p.to(stateSpecialAuthoritySlashes)
	case p.peek(1) == '/':
		p.at++
		return p.to(statePathOrAuthority)
	}
	p.u.opaque, p.u.path = true, []string{""}
	return p.to(stateOpaquePath)
}

func (p *parser) noScheme(c rune) outcome {
	switch {
	case p.base == nil || p.base.opaque && c != '#':
		return failed
	case p.base.opaque:
		p.u.scheme, p.u.path, p.u.opaque, p.u.query = p.base.scheme, slices.Clone(p.base.path), true, p.base.query
		return p.toFragment()
	case p.base.scheme == "file":
		return p.again(stateFile)
	}
	return p.again(stateRelative)
}

func (p *parser) specialRelativeOrAuthority(c rune) outcome {
	if c == '/' && p.peek(1) == '/' {
		p.at++
		return p.to(stateSpecialAuthorityIgnoreSlashes)
	}
	return p.again(stateRelative)
}

func (p *parser) pathOrAuthority(c rune) outcome {
	if c == '/' {
		return p.to(stateAuthority)
	}
	return p.again(statePath)
}

func (p *parser) relative(c rune) outcome {
	p.u.scheme = p.base.scheme
	if p.slash(c) {
		return p.to(stateRelativeSlash)
	}
	p.takeAuthority()
	return p.takePath(c)
}

// takeAuthority copies what stands before the path from the base.
func (p *parser) takeAuthority() {
	u, b := p.u, p.base
	u.username, u.password, u.host, u.hasHost, u.port = b.username, b.password, b.host, b.hasHost, b.port
}

// takePath begins with the path of the base.
func (p *parser) takePath(c rune) outcome {
	p.u.path, p.u.query = slices.Clone(p.base.path), p.base.query
	switch c {
	case '?':
		return p.toQuery()
	case '#':
		return p.toFragment()
	case end:
		return goOn
	}
	p.u.query = nil
	if p.u.scheme == "file" && p.startsWithDrive() {
		p.u.path = nil
	} else {
		p.shorten()
	}
	return p.again(statePath)
}

func (p *parser) relativeSlash(c rune) outcome {
	switch {
	case p.u.special() && p.slash(c):
		return p.to(stateSpecialAuthorityIgnoreSlashes)
	case c == '/':
		return p.to(stateAuthority)
	}
	p.takeAuthority()
	return p.again(statePath)
}

func (p *parser) specialAuthoritySlashes(c rune) outcome {
	if c == '/' && p.peek(1) == '/' {
		p.at++
		return p.to(stateSpecialAuthorityIgnoreSlashes)
	}
	return p.again(stateSpecialAuthorityIgnoreSlashes)
}

func (p *parser) specialAuthorityIgnoreSlashes(c rune) outcome {
	if c != '/' && c != '\\' {
		return p.again(stateAuthority)
	}
	return goOn
}
