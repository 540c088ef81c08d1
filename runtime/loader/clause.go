package loader

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// importClause is what an import or export declaration says in the source. esbuild drops the names that are
// never used and the attributes, so they are read from the text, at the place that its source map gives.
type importClause struct {
	specifier string
	names     []wanted
	// namespace: "* as x" is among the bindings, so that a read of x.name may be of a name that is not there.
	namespace bool
	// kind is the type attribute.
	kind string
	// binds: the declaration has names at all, rather than being for its effects.
	binds bool
	// locals are the names that the declaration binds, each with what it imports ("*" for the namespace).
	locals map[string]string
}

// parseClause reads the declaration at offset. It is false when there is none.
func parseClause(source string, offset int) (importClause, bool) {
	c := clauseReader{text: source, at: offset}
	if offset < 0 || offset >= len(source) {
		return importClause{}, false
	}
	switch c.word() {
	case "import":
		c.bindings()
	case "export":
		if !c.take("{") {
			return importClause{}, false
		}
		c.named()
		c.out.locals = nil
	default:
		return importClause{}, false
	}
	if c.failed {
		return importClause{}, false
	}
	c.attributes()
	return c.out, true
}

type clauseReader struct {
	text   string
	at     int
	failed bool
	out    importClause
}

// space skips white space and comments.
func (c *clauseReader) space() {
	for c.at < len(c.text) {
		rest := c.text[c.at:]
		switch r, n := utf8.DecodeRuneInString(rest); {
		case unicode.IsSpace(r) || r == '\ufeff':
			c.at += n
		case strings.HasPrefix(rest, "//"):
			c.at += endOf(rest, "\n")
		case strings.HasPrefix(rest, "/*"):
			c.at += endOf(rest, "*/")
		default:
			return
		}
	}
}

func endOf(s, mark string) int {
	if i := strings.Index(s, mark); i >= 0 {
		return i + len(mark)
	}
	return len(s)
}

func (c *clauseReader) take(sign string) bool {
	c.space()
	if !strings.HasPrefix(c.text[c.at:], sign) {
		return false
	}
	c.at += len(sign)
	return true
}

// word reads a name; "" if there is none.
func (c *clauseReader) word() string {
	c.space()
	start := c.at
	for c.at < len(c.text) {
		r, n := utf8.DecodeRuneInString(c.text[c.at:])
		if r != '_' && r != '$' && r != '\u200c' && r != '\u200d' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) {
			break
		}
		c.at += n
	}
	return c.text[start:c.at]
}

// quoted reads a string literal without escapes; "" if there is none.
func (c *clauseReader) quoted() string {
	c.space()
	if c.at >= len(c.text) || c.text[c.at] != '"' && c.text[c.at] != '\'' {
		return ""
	}
	end := strings.IndexByte(c.text[c.at+1:], c.text[c.at])
	if end < 0 || strings.ContainsAny(c.text[c.at+1:c.at+1+end], "\\\n") {
		c.failed = true
		return ""
	}
	s := c.text[c.at+1 : c.at+1+end]
	c.at += end + 2
	return s
}

// bindings reads what stands between import and from.
func (c *clauseReader) bindings() {
	if c.out.specifier = c.quoted(); c.out.specifier != "" || c.failed {
		return
	}
	c.out.binds = true
	c.space()
	at := c.at
	if name := c.word(); name != "" {
		c.want("default", name, at)
		if !c.take(",") {
			c.from()
			return
		}
	}
	switch {
	case c.take("*"):
		c.failed = c.word() != "as"
		c.out.namespace = true
		c.bind("*", c.word())
		c.from()
	case c.take("{"):
		c.named()
	default:
		c.failed = true
	}
}

// named reads { a, b as c } and what follows.
func (c *clauseReader) named() {
	for !c.take("}") {
		c.space()
		at := c.at
		name := c.word()
		if name == "" {
			name = c.quoted()
		}
		local := name
		if c.space(); strings.HasPrefix(c.text[c.at:], "as") {
			c.word()
			if local = c.word(); local == "" {
				local = c.quoted()
			}
		}
		if name == "" || local == "" || c.failed {
			c.failed = true
			return
		}
		c.want(name, local, at)
		if !c.take(",") {
			if c.take("}") {
				break
			}
			c.failed = true
			return
		}
	}
	c.from()
}

func (c *clauseReader) want(name, local string, at int) {
	c.out.names = append(c.out.names, wanted{name, at})
	c.bind(name, local)
}

func (c *clauseReader) bind(name, local string) {
	if c.out.locals == nil {
		c.out.locals = map[string]string{}
	}
	c.out.locals[local] = name
}

func (c *clauseReader) from() {
	if c.failed || c.word() != "from" {
		c.failed = true
		return
	}
	c.out.specifier = c.quoted()
	c.failed = c.failed || c.out.specifier == ""
}

// attributes reads with { type: "json" }.
func (c *clauseReader) attributes() {
	if w := c.word(); w != "with" && w != "assert" || !c.take("{") {
		return
	}
	for !c.take("}") && !c.failed {
		key := c.word()
		if key == "" {
			key = c.quoted()
		}
		if !c.take(":") {
			return
		}
		if value := c.quoted(); key == "type" {
			c.out.kind = value
		}
		c.take(",")
	}
}
