package inspect

import "strings"

// FormatStack brings goja's text of a stack into Node's form, which tools and people know:
//
//	Error: message
//	    at f (file.js:1:2)
//
// A stack in any other form stays as it is.
func FormatStack(stack string) string {
	head, frames, ok := strings.Cut(stack, "\n\tat ")
	if !ok {
		if strings.Count(stack, "\n") == 1 { // no frames at all
			return strings.TrimSuffix(stack, "\n")
		}
		return stack
	}
	var b strings.Builder
	b.WriteString(head)
	for line := range strings.SplitSeq(strings.TrimSuffix(frames, "\n"), "\n") {
		b.WriteString(frame + " " + withoutCounter(strings.TrimPrefix(line, "\tat ")))
	}
	return b.String()
}

// withoutCounter removes goja's program counter: "file.js:1:2(34)" and "f (file.js:1:2(34))".
func withoutCounter(line string) string {
	open := strings.LastIndexByte(line, '(')
	if open < 1 || line[open-1] < '0' || line[open-1] > '9' {
		return line
	}
	shut := open + 1
	for shut < len(line) && line[shut] >= '0' && line[shut] <= '9' {
		shut++
	}
	if shut == open+1 || shut == len(line) || line[shut] != ')' {
		return line
	}
	return line[:open] + line[shut+1:]
}

// paintFrame greys what is not the user's: frames of the runtime; and underlines the names of packages.
func (p *printer) paintFrame(line string) string {
	if !p.o.Colors {
		return line
	}
	place := line[strings.LastIndexAny(line, " (")+1:]
	for _, own := range []string{"native", "node:", "lariat:", "<native>"} {
		if strings.HasPrefix(place, own) {
			return p.paint(line, undefined)
		}
	}
	const packages = "/node_modules/"
	var b strings.Builder
	for {
		before, after, ok := strings.Cut(line, packages)
		if !ok {
			b.WriteString(line)
			return b.String()
		}
		name, rest, _ := strings.Cut(after, "/")
		if strings.HasPrefix(name, "@") {
			scoped, more, _ := strings.Cut(rest, "/")
			name, rest = name+"/"+scoped, more
		}
		b.WriteString(before + packages + p.paint(name, module))
		line = "/" + rest
	}
}
