package manual

import (
	"fmt"
	"strings"
)

// text is what the manual says of declarations, overloads of one name for the most part.
func (m *Manual) text(found []Entry) string {
	var out strings.Builder
	doc := ""
	for i, e := range found {
		if i == 0 || e.place() != found[i-1].place() {
			if i > 0 {
				out.WriteString("\n")
			}
			out.WriteString(e.place() + "\n\n")
		}
		out.WriteString("    " + strings.ReplaceAll(e.Signature, "\n", "\n    ") + "\n")
		if e.Doc != "" {
			doc = e.Doc
		}
		// Overloads share the comment of the first.
		more := i+1 < len(found) && found[i+1].place() == e.place()
		if doc != "" && !(more && found[i+1].Doc == "") {
			fmt.Fprintf(&out, "\n%s\n", doc)
			if doc = ""; more {
				out.WriteString("\n")
			}
		}
	}
	if e := found[0]; e.Owner == "" && len(found) < maxNear {
		m.members(&out, e)
	}
	return out.String()
}

// place says where a declaration is to be had.
func (e Entry) place() string {
	name := e.Name
	if e.Owner != "" {
		name = e.Owner + "." + name
	}
	if e.Module == "" {
		return name + ", a global"
	}
	return fmt.Sprintf("%s of %s", name, e.Module)
}

// members lists those of a class or interface.
func (m *Manual) members(out *strings.Builder, e Entry) {
	first := true
	for _, member := range m.entries {
		if member.Owner != e.Name || member.Module != e.Module || member.Name == "constructor" && member.Doc == "" && first {
			continue
		}
		if first {
			out.WriteString("\nMembers\n")
			first = false
		}
		item(out, strings.SplitN(member.Signature, "\n", 2)[0], member.Doc)
	}
	if e.Extends != "" {
		fmt.Fprintf(out, "\nand those of %s.\n", e.Extends)
	}
}

// item writes one line of a list, with the first sentence on a line of its own.
func item(out *strings.Builder, name, doc string) {
	fmt.Fprintf(out, "    %s\n", name)
	if s := Sentence(doc); s != "" {
		fmt.Fprintf(out, "        %s\n", s)
	}
}

// module is what the manual says of a module, with a list of what it exports.
func (m *Manual) module(e Entry) string {
	var out strings.Builder
	out.WriteString(e.Name + "\n")
	if e.Doc != "" {
		fmt.Fprintf(&out, "\n%s\n", e.Doc)
	}
	first := true
	last := ""
	for _, x := range m.entries {
		if x.Module != e.Name || x.Owner != "" || x.Name == last {
			continue
		}
		if first {
			out.WriteString("\nDeclares\n")
			first = false
		}
		last = x.Name
		item(&out, x.Name, x.Doc)
	}
	return out.String()
}

// Sentence is the first sentence of a text, on one line.
func Sentence(doc string) string {
	doc, _, _ = strings.Cut(doc, "\n```")
	doc, _, _ = strings.Cut(doc, "\n@")
	doc, _, _ = strings.Cut(doc, "\n\n")
	doc = strings.Join(strings.Fields(doc), " ")
	for i := range doc {
		if strings.HasPrefix(doc[i:], ". ") && i > 1 && doc[i-2] != '.' {
			return doc[:i+1]
		}
	}
	return doc
}
