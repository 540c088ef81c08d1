package loader

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// step reads one token, or one piece of white space.
func (s *scan) step(r *reader) {
	c := s.src[r.pos]
	if c >= 0x80 {
		if n, line := s.space(r.pos); n > 0 {
			r.pos, r.newline = r.pos+n, r.newline || line
			return
		}
	}
	switch {
	case c == ' ' || c == '\t' || c == '\v' || c == '\f':
		r.pos++
		return
	case c == '\n' || c == '\r':
		r.pos++
		r.newline = true
		return
	case c == '/' && s.comment(r):
		return
	case isWordByte(c):
		s.readWord(r)
		return
	}
	s.htmlComment(r)
	s.settle(r, c, 0)
	switch c {
	case '"', '\'':
		s.readString(r, c)
	case '`':
		if r.prev != afterOperator {
			s.bump(r) // a tagged template is a call
		}
		s.readTemplate(r, r.pos+1)
	case '/':
		s.readSlash(r)
	case '(', '[', '{':
		s.readOpen(r, c)
	case ')', ']', '}':
		s.readClose(r, c)
	default:
		s.readOperator(r, c)
	}
	r.newline = false
}

// settle decides, when the next token is known, whether a statement ended before it: then nothing of it is
// open any more. class is that of the next token if it is a word.
func (s *scan) settle(r *reader, c byte, class wordClass) {
	if r.group >= 0 {
		s.closeGroup(r)
	}
	word := class != 0
	goesOn := class&continues != 0 || !word && r.closed == '}' && strings.IndexByte(".([?+-*/%&|^<>=!`:,;", c) >= 0
	switch {
	case r.closed == 0 && !(word && r.newline && r.prev == afterOperand && r.class&prefixes == 0):
		// Two operands on two lines have a semicolon between them; anything else may go on.
	case !goesOn:
		r.endStatement()
		r.top().comma = 0
	case class&elseWord != 0:
		r.endOperand()
	}
	r.closed = 0
}

// wordClass says what matters about a word. Any word has one: plain at least.
type wordClass uint16

const (
	plain     wordClass = 1 << iota
	continues           // carries on what stands before it
	prefixes            // may stand before an operand on the next line
	operates            // is followed by an expression, so that / after it begins a regular expression
	either              // is an operator or a name, which only the grammar around it knows
	nests               // counts as a prefix or an operator
	wraps               // is a statement around a statement
	bodies              // has a body in braces
	declaring           // is import or export
	caseWord
	elseWord
	controls // ( after it holds the head of a statement
	awaits
)

// classOf returns what a word may be besides a name.
func classOf(word string) wordClass {
	switch word {
	case "else":
		return continues | operates | wraps | elseWord
	case "in", "instanceof":
		return continues | operates | nests
	case "of":
		return continues | either | nests
	case "as", "satisfies":
		return continues | nests
	case "catch", "finally":
		return continues
	case "is":
		return continues | prefixes | nests
	case "extends":
		return continues | prefixes | operates | nests
	case "implements":
		return continues | prefixes
	case "while":
		return continues | controls
	case "keyof", "readonly", "unique", "infer", "asserts", "async":
		return prefixes | nests
	case "abstract", "static", "type", "declare", "let", "const", "var", "enum", "interface", "namespace", "module", "accessor", "get", "set":
		return prefixes
	case "export", "import":
		return prefixes | declaring
	case "function", "class":
		return prefixes | bodies
	case "return", "typeof", "delete", "void", "throw", "new":
		return operates | nests
	case "case":
		return operates | caseWord
	case "do":
		return operates | wraps
	case "default":
		return operates
	case "yield":
		return either | nests
	case "await":
		return either | nests | awaits
	case "if", "for", "with":
		return controls
	}
	return 0
}

func isWordByte(c byte) bool {
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

func (s *scan) readWord(r *reader) {
	j := r.pos + 1
	for j < len(s.src) && isWordByte(s.src[j]) {
		if s.src[j] >= 0x80 {
			if n, _ := s.space(j); n > 0 {
				break
			}
		}
		j++
	}
	class := plain
	if n := j - r.pos; n > 1 && n < 11 && !r.name { // after a dot it merely spells like a keyword
		class |= classOf(s.src[r.pos:j])
	}
	s.settle(r, 'a', class)
	r.prev = afterOperand
	switch {
	case class == plain:
		if r.class != 0 {
			s.bump(r)
		}
	case class&wraps != 0:
		s.wrap(r)
	case class&caseWord != 0:
		r.endStatement()
	case class&nests != 0 || r.class != 0:
		s.bump(r)
	}
	switch {
	case class&operates != 0:
		r.prev = afterOperator
	case class&either != 0:
		r.prev = afterEither
	case class&bodies != 0:
		r.top().body = true
	case class&declaring != 0:
		s.declaration(s.src[r.pos:j], j, len(r.stack) == 1)
	}
	r.class, r.pos, r.newline, r.name = class, j, false, false
}

// declaration takes hints from an import or export.
func (s *scan) declaration(word string, after int, outermost bool) {
	rest := strings.TrimLeftFunc(s.src[after:], unicode.IsSpace)
	if word == "import" && strings.HasPrefix(rest, ".") {
		s.hints.module = true
	}
	if !outermost || rest == "" || strings.IndexByte("(.:,;)", rest[0]) >= 0 {
		return
	}
	if s.ts && (word == "export" && rest[0] == '=' || assignsImport(word, rest)) {
		s.hints.importEquals = true
		return
	}
	if word == "export" || rest[0] == '{' || rest[0] == '*' || rest[0] == '"' || rest[0] == '\'' || rest[0] == '/' || isWordByte(rest[0]) {
		s.hints.module = true
	}
}

// assignsImport recognises "import name =", "import type name =" and the same after export.
func assignsImport(word, rest string) bool {
	fields := strings.Fields(strings.Replace(rest[:min(len(rest), 200)], "=", " = ", 1))
	if word == "export" {
		if len(fields) == 0 || fields[0] != "import" {
			return false
		}
		fields = fields[1:]
	}
	if len(fields) > 2 && fields[0] == "type" && fields[1] != "=" {
		fields = fields[1:]
	}
	return len(fields) > 1 && fields[1] == "="
}

// space measures white space beyond ASCII at i.
func (s *scan) space(i int) (n int, newline bool) {
	c, n := utf8.DecodeRuneInString(s.src[i:])
	switch {
	case c == '\u2028' || c == '\u2029':
		return n, true
	case c == '\ufeff' || unicode.Is(unicode.Zs, c):
		return n, false
	}
	return 0, false
}

// lineEnd is where the line of i ends: before \n, \r or a line separator.
func (s *scan) lineEnd(i int) int {
	for ; i < len(s.src); i++ {
		switch s.src[i] {
		case '\n', '\r':
			return i
		case 0xe2:
			if strings.HasPrefix(s.src[i:], "\u2028") || strings.HasPrefix(s.src[i:], "\u2029") {
				return i
			}
		}
	}
	return i
}

// comment skips a comment.
func (s *scan) comment(r *reader) bool {
	switch rest := s.src[r.pos:]; {
	case strings.HasPrefix(rest, "//"):
		r.pos = s.lineEnd(r.pos)
	case strings.HasPrefix(rest, "/*"):
		end := strings.Index(rest[2:], "*/")
		if end < 0 {
			r.pos = len(s.src)
			return true
		}
		if s.lineEnd(r.pos) < r.pos+2+end {
			r.newline = true
		}
		r.pos += end + 4
	default:
		return false
	}
	return true
}

// htmlComment opens the second reading of <!-- and -->, which are comments in scripts only.
func (s *scan) htmlComment(r *reader) {
	rest := s.src[r.pos:]
	if strings.HasPrefix(rest, "<!--") || r.newline && strings.HasPrefix(rest, "-->") {
		f := s.fork(r)
		f.pos = s.lineEnd(f.pos)
	}
}
