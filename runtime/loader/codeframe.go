package loader

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// frameContext is how many lines a code frame shows before and after.
const frameContext = 2

// maxFrameWidth cuts lines of code that no one wrote by hand.
const maxFrameWidth = 160

// CodeFrame shows a place in a source, both counted from 1, with the lines around it and a mark below:
//
//	  1 | const a = 1;
//	> 2 | const b = ;
//	    |           ^
//
// It is empty when the place is not in the source.
func CodeFrame(source string, line, column int) string {
	l := newLines(source)
	if line < 1 || line > len(l.starts) {
		return ""
	}
	first, last := max(1, line-frameContext), min(len(l.starts), line+frameContext)
	width := len(fmt.Sprint(last))
	var b strings.Builder
	for n := first; n <= last; n++ {
		text := lineText(source, n)
		if n == last && n > line && text == "" {
			break
		}
		sign := " "
		cut := 0
		if n == line {
			sign = ">"
			if mark := min(max(column-1, 0), len(text)); mark > maxFrameWidth-20 {
				cut = cutBefore(text, mark-maxFrameWidth/2)
			}
		}
		shown := shorten(text[cut:])
		fmt.Fprintf(&b, "%s %*d | %s\n", sign, width, n, printable(shown))
		if n == line && column > 0 {
			at := l.offset(line-1, column-1) - l.starts[line-1]
			if at >= cut && at <= cut+len(shown) {
				fmt.Fprintf(&b, "  %*s | %s^\n", width, "", blank(text[cut:at]))
			}
		}
	}
	return b.String()
}

// lineText is one line of a source, counted from 1, without its end.
func lineText(source string, line int) string {
	l := newLines(source)
	if line < 1 || line > len(l.starts) {
		return ""
	}
	end := len(source)
	if line < len(l.starts) {
		end = l.starts[line]
	}
	return strings.TrimRight(source[l.starts[line-1]:end], "\r\n\u2028\u2029")
}

// printable replaces what could move the cursor of a terminal, or worse.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && unicode.IsControl(r) {
			return utf8.RuneError
		}
		return r
	}, s)
}

// blank replaces text by the white space that is as wide.
func blank(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, s)
}

func shorten(s string) string {
	if len(s) <= maxFrameWidth {
		return s
	}
	return s[:cutBefore(s, maxFrameWidth)]
}

// cutBefore is the start of the character that i falls into.
func cutBefore(s string, i int) int {
	i = min(max(i, 0), len(s))
	for i > 0 && i < len(s) && !utf8.RuneStart(s[i]) {
		i--
	}
	return i
}
