package inspect

import (
	"fmt"
	exp "regexp" // a style has that name
	"strings"
	"sync"
	"unicode"
)

// Color is a way to paint text on a terminal.
type Color struct{ on, off string }

// The colors that reports are painted with.
var (
	Red    = Color{"31", "39"}
	Green  = Color{"32", "39"}
	Yellow = Color{"33", "39"}
	Faint  = Color{"2", "22"}
)

// Paint returns the text with the codes that color it and those that end that.
func (c Color) Paint(text string) string {
	if text == "" {
		return ""
	}
	return "\x1b[" + c.on + "m" + text + "\x1b[" + c.off + "m"
}

// reportLines find what is painted in a report: the margin of a code frame, the line that says what went wrong, where the
// stack is, and the head of a difference.
var reportLines = sync.OnceValue(func() (re struct{ margin, mark, head, at, diff *exp.Regexp }) {
	re.margin = exp.MustCompile(`^\s*(> +| +)\d+ \|( |$)`)
	re.mark = exp.MustCompile(`^ +\| \s*\^$`)
	re.head = exp.MustCompile(`^ *(Uncaught( \(in promise\))?|error|[A-Z]\w*(Error|Exception)( \[\w+\])?)(:|$| )`)
	re.at = exp.MustCompile(`^\s+at .`)
	re.diff = exp.MustCompile(`^\s*\+ actual - expected`)
	return re
})

// PaintReport colors what tells of an error: what went wrong and where, the stack less than the rest, a difference in two
// colors. The text is that for a stream which is no terminal, so both say the same.
func PaintReport(text string) string {
	lines := strings.Split(text, "\n")
	headed, differs := false, false
	for i, line := range lines {
		lines[i] = paintLine(line, &headed, &differs)
	}
	return strings.Join(lines, "\n")
}

func paintLine(line string, headed, differs *bool) string {
	re := reportLines()
	switch {
	case re.at.MatchString(line):
		*headed, *differs = false, false
		return Faint.Paint(line)
	case re.diff.MatchString(line):
		*differs = true
		return strings.Replace(strings.Replace(line, "+ actual", Green.Paint("+ actual"), 1), "- expected", Red.Paint("- expected"), 1)
	case *differs:
		return paintDifference(line)
	case re.mark.MatchString(line):
		return strings.TrimSuffix(line, "^") + Red.Paint("^")
	}
	if margin := re.margin.FindString(line); margin != "" {
		if strings.Contains(margin, ">") {
			return strings.Replace(line, ">", Red.Paint(">"), 1)
		}
		return Faint.Paint(margin) + line[len(margin):]
	}
	if m := re.head.FindStringSubmatchIndex(line); m != nil && !*headed {
		*headed = true
		return line[:m[2]] + Red.Paint(line[m[2]:m[3]]) + line[m[3]:]
	}
	return line
}

// paintDifference paints a line that only one of the two has.
func paintDifference(line string) string {
	switch rest := strings.TrimLeft(line, " "); {
	case strings.HasPrefix(rest, "+"):
		return Green.Paint(line)
	case strings.HasPrefix(rest, "-"):
		return Red.Paint(line)
	}
	return line
}

// Visible replaces what would move the cursor of a terminal, or break a line in two, by the escapes of JavaScript.
func Visible(text string) string {
	if !strings.ContainsFunc(text, unicode.IsControl) {
		return text
	}
	var b strings.Builder
	for _, c := range text {
		switch {
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\t':
			b.WriteString(`\t`)
		case c == '\r':
			b.WriteString(`\r`)
		case unicode.IsControl(c):
			fmt.Fprintf(&b, `\x%02X`, c)
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}
