package loader

import "strings"

// operand leaves an operand that ends before i.
func (r *reader) operand(i int) {
	r.pos, r.prev, r.class, r.name = i, afterOperand, 0, false
}

// readString skips a string. It ends at the end of the line at the latest: there the parser stops too.
func (s *scan) readString(r *reader, quote byte) {
	j := r.pos + 1
	for j < len(s.src) && s.src[j] != quote && s.src[j] != '\n' && s.src[j] != '\r' {
		if s.src[j] == '\\' {
			j = s.skipEscape(j)
			continue
		}
		j++
	}
	r.operand(min(j+1, len(s.src)))
}

// skipEscape returns the place after the backslash at i and the character (or the line end) after it.
func (s *scan) skipEscape(i int) int {
	if strings.HasPrefix(s.src[i+1:], "\r\n") {
		return i + 3
	}
	return i + 2
}

// readTemplate reads the text of a template from i, up to its end or to a substitution.
func (s *scan) readTemplate(r *reader, i int) {
	for i < len(s.src) {
		switch s.src[i] {
		case '\\':
			i += 2
			continue
		case '`':
			r.operand(i + 1)
			return
		case '$':
			if i+1 < len(s.src) && s.src[i+1] == '{' {
				r.pos, r.class, r.name = i+2, 0, false
				s.open(r, level{kind: templateLevel})
				return
			}
		}
		i++
	}
	r.operand(len(s.src))
}

// readSlash reads a division or a regular expression, or both where it cannot know.
func (s *scan) readSlash(r *reader) {
	switch {
	case s.jsx && r.prev == afterOperator && r.pos > 0 && s.src[r.pos-1] == '<':
		s.readOperator(r, '/') // </tag>
		return
	case r.prev == afterOperator || r.prev == afterControl:
		if end := s.regexpEnd(r.pos); end > 0 {
			r.operand(end)
			return
		}
	case r.prev == afterOperand && !r.newline:
	default:
		if end := s.regexpEnd(r.pos); end > 0 {
			f := s.fork(r)
			f.operand(end)
			f.newline = false
		}
	}
	s.readOperator(r, '/')
}

// regexpEnd returns the place after the regular expression and its flags that begin at i, or 0 if the
// line ends first.
func (s *scan) regexpEnd(i int) int {
	end, class := s.lineEnd(i), false
	j := i + 1
	for ; j < end && (class || s.src[j] != '/'); j++ {
		switch s.src[j] {
		case '\\':
			j++
		case '[':
			class = true
		case ']':
			class = false
		}
	}
	if j >= end {
		return 0
	}
	for j++; j < len(s.src) && isWordByte(s.src[j]) && s.src[j] < 0x80; j++ {
	}
	return j
}

func (s *scan) readOpen(r *reader, c byte) {
	var l level
	called := (r.prev == afterOperand) && !r.newline
	switch c {
	case '(':
		l.list = called
		switch {
		case r.class&controls != 0:
			l = level{kind: controlLevel}
		case r.class&awaits != 0:
			l = level{kind: awaitLevel}
		case r.class&declaring != 0:
			l.imports = r.pos
		}
	case '[':
		l.list = r.prev == afterOperator || r.prev == afterControl
	case '{':
		l.kind = braceLevel
		l.list = r.class&declaring != 0
	}
	s.open(r, l)
	r.pos++
	r.class, r.name = 0, false
}

func (s *scan) readClose(r *reader, c byte) {
	l := s.close(r)
	r.class, r.name = 0, false
	if c == '}' && l.kind == templateLevel {
		r.top().parameters = max(r.top().parameters, l.parameters)
		s.readTemplate(r, r.pos+1)
		return
	}
	r.pos++
	r.prev = afterOperand
	if c == ')' {
		r.group = l.parameters
		s.imported(l.imports, s.src[r.pos:])
	} else {
		r.top().parameters = max(r.top().parameters, l.parameters)
	}
	switch {
	case c == '}':
		r.prev, r.closed = afterBrace, '}'
	case c == ')' && l.kind == controlLevel:
		r.prev = afterControl
	case c == ')' && l.kind == awaitLevel:
		r.prev = afterEither
	}
}

// imported notes an import(…), unless what follows is the body of a method.
func (s *scan) imported(at int, rest string) {
	const word = "import"
	if at >= len(word) && s.src[at-len(word):at] == word && !strings.HasPrefix(strings.TrimLeft(rest, " \t\r\n"), "{") {
		s.imports = append(s.imports, at-len(word))
	}
}

// closeGroup is called at the token after a ( ): before => it was the parameters of an arrow function.
func (s *scan) closeGroup(r *reader) {
	n := r.group
	if strings.HasPrefix(s.src[r.pos:], "=>") {
		n++
		s.raise(r, &s.max.Parameters, n, s.limit.Parameters, "parameter lists of arrow functions in each other")
	}
	r.top().parameters = max(r.top().parameters, n)
	r.group = -1
}

// readOperator reads punctuation. A pair of signs counts twice at worst.
func (s *scan) readOperator(r *reader, c byte) {
	rest, t := s.src[r.pos:], r.top()
	before := r.prev
	r.class, r.name, r.prev = 0, false, afterOperator
	size := 1
	switch {
	case c == ';':
		r.closed, t.comma, t.block = ';', 0, t.kind == braceLevel
		r.endOperand()
		r.pos++
		return
	case c == ',':
		s.comma(r, t)
		r.pos++
		return
	case strings.HasPrefix(rest, "=>"):
		size = 2
		t.arrows++
		s.enter(r)
	case strings.HasPrefix(rest, "..."):
		size = 3
	case c == '.' || c == '#' || strings.HasPrefix(rest, "?."):
		r.name = true
		if c == '?' {
			size = 2
		}
	case strings.HasPrefix(rest, "++") || strings.HasPrefix(rest, "--"):
		size = 2
		if (before == afterOperand || before == afterEither) && !r.newline {
			r.prev = before // a postfix operator ends an operand
		}
	case strings.HasPrefix(rest, "??") || strings.HasPrefix(rest, "!="):
		size = 2
	case s.ts && (c == '!' && before != afterOperator || c == '>'):
		r.prev = afterEither
	case c == '?':
		t.ternaries++
	case c == ':' && t.ternaries > 0:
		t.ternaries--
	case c == ':':
		block := t.block
		s.wrap(r)
		t.property, t.block = true, block
		r.pos++
		return
	}
	s.bump(r)
	r.pos += size
}

// comma counts operands. The properties of an object are no operands, nor are the elements of a list.
func (s *scan) comma(r *reader, l *level) {
	property := l.property && l.kind == braceLevel && !l.block
	l.property = false
	if property {
		r.endStatement()
	}
	if !l.list && !property {
		l.comma++
		s.raise(r, &s.max.Commas, l.comma, s.limit.Commas, "operands between commas")
	}
	r.endOperand()
}
