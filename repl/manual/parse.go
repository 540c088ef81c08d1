package manual

import (
	"regexp"
	"strings"
	"sync"
)

// reader reads one .d.ts file. It knows as much TypeScript as the manuals use.
type reader struct {
	text string
	at   int
	out  *Manual
}

func (m *Manual) read(text string) {
	r := &reader{text: text, out: m}
	r.block("", "")
}

// block reads declarations up to the bracket that closes them.
func (r *reader) block(module, owner string) {
	doc := ""
	for {
		r.at += len(r.text[r.at:]) - len(strings.TrimLeft(r.text[r.at:], " \t\r\n;"))
		rest := r.text[r.at:]
		switch {
		case rest == "":
			return
		case rest[0] == '}':
			r.at++
			return
		case strings.HasPrefix(rest, "/*"):
			end := endOf(rest, "*/")
			if strings.HasPrefix(rest, "/**") {
				doc = comment(rest[:end])
			}
			r.at += end
			continue
		case strings.HasPrefix(rest, "//"):
			r.at += endOf(rest, "\n")
			continue
		}
		r.statement(module, owner, doc)
		doc = ""
	}
}

func endOf(s, mark string) int {
	if i := strings.Index(s, mark); i >= 0 {
		return i + len(mark)
	}
	return len(s)
}

// comment is the text of a comment without its frame.
func comment(text string) string {
	lines := strings.Split(strings.TrimSuffix(strings.TrimPrefix(text, "/**"), "*/"), "\n")
	for i, line := range lines {
		line = strings.TrimLeft(line, " \t")
		line = strings.TrimPrefix(line, "*")
		lines[i] = strings.TrimRight(strings.TrimPrefix(line, " "), " \t")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n ")
}

// The heads of declarations and of members. Each is compiled at its first use.
var (
	scope = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:(?:export|declare|default|abstract) )*(module|global|namespace|class|interface|enum)\b *("[^"]*"|[\w$.]*)`)
	})
	extends = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\bextends\s+([\w$]+)[^{]*$`) })
	named   = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:export\s+|declare\s+|default\s+|async\s+)*(?:function\*?|const|let|var|type|class|interface)\s+([\w$]+)`)
	})
	// A variable has the members of the interface that is its type.
	typed = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:export |declare )*(?:var|const|let) [\w$]+: (\w+);$`)
	})
	member = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:(?:static|readonly|get|set|protected|private|public|abstract|async)\s+)*(\[?[\w$.]+\]?)\s*[?]?\s*[(:;<]`)
	})
)

// statement reads one declaration and what is inside of it.
func (r *reader) statement(module, owner, doc string) {
	start := r.at
	depth := 0
	for r.at < len(r.text) {
		switch c := r.text[r.at]; {
		case c == '"' || c == '\'' || c == '`':
			r.at += endOf(r.text[r.at+1:], string(c))
		case strings.HasPrefix(r.text[r.at:], "//"):
			r.at += endOf(r.text[r.at:], "\n") - 1
		case strings.HasPrefix(r.text[r.at:], "/*"):
			r.at += endOf(r.text[r.at:], "*/") - 1
		case c == '{' && depth == 0:
			head := strings.TrimSpace(r.text[start:r.at])
			if m := scope().FindStringSubmatch(head); m != nil {
				r.at++
				r.scope(m[1], strings.Trim(m[2], `"`), head, doc, module, owner)
				return
			}
			depth++
		case c == '(' || c == '[' || c == '{':
			depth++
		case (c == ')' || c == ']' || c == '}') && depth > 0:
			depth--
		case c == ';' && depth == 0, c == '}':
			r.declare(strings.TrimSpace(r.text[start:r.at])+";", doc, module, owner)
			return
		}
		r.at++
	}
}

// scope reads a declaration that has others inside of it.
func (r *reader) scope(kind, name, head, doc, module, owner string) {
	switch kind {
	case "module":
		r.out.modules = append(r.out.modules, Entry{Name: name, Doc: doc})
		r.block(name, "")
		return
	case "global":
		r.block("", "")
		return
	}
	e := Entry{Module: module, Owner: owner, Name: name, Signature: oneLine(head), Doc: doc}
	if m := extends().FindStringSubmatch(head); m != nil {
		e.Extends = m[1]
	}
	r.out.entries = append(r.out.entries, e)
	r.block(module, name)
}

func (r *reader) declare(text, doc, module, owner string) {
	m := named().FindStringSubmatch(text)
	if m == nil && owner != "" {
		m = member().FindStringSubmatch(text)
	}
	if m == nil {
		return
	}
	e := Entry{Module: module, Owner: owner, Name: m[1], Signature: oneLine(text), Doc: doc}
	if t := typed().FindStringSubmatch(text); t != nil && owner == "" {
		e.Extends = t[1]
	}
	r.out.entries = append(r.out.entries, e)
}

// oneLine takes the indentation of the file off a declaration of several lines.
func oneLine(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines[1:] {
		lines[i+1] = "  " + strings.TrimSpace(lines[i+1])
	}
	if n := len(lines); n > 1 && strings.IndexAny(strings.TrimSpace(lines[n-1]), ")}]") == 0 {
		lines[n-1] = strings.TrimSpace(lines[n-1])
	}
	return strings.TrimPrefix(strings.Join(lines, "\n"), "export ")
}
