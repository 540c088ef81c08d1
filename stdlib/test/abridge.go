package test

import (
	"fmt"
	"strings"
	"unicode/utf16"
)

const (
	// mostColumns is the width of a line in a report; mostLines is how many there are of one failure.
	mostColumns = 200
	mostLines   = 400
	// lastLines are those of them that are kept from the end, where the stack is.
	lastLines = 40
	// around is what is shown of a line before the place where two of them differ, and head of its beginning, which may be a key.
	around = 50
	head   = 20
)

// abridge makes a report of a failure fit for reading: lines that are far too long are cut, those of a difference to the
// place where they begin to differ, and what has far too many lines loses some in the middle.
func abridge(text string) string {
	lines := strings.Split(text, "\n")
	var kept []string
	for i := 0; i < len(lines); {
		ours, theirs := run(lines[i:], "+"), 0
		if ours > 0 {
			theirs = run(lines[i+ours:], "-")
		}
		if theirs == 0 {
			kept = append(kept, cut(lines[i]))
			i++
			continue
		}
		block := lines[i : i+ours+theirs]
		i += len(block)
		long := ours == 1 && theirs == 1 && max(len(block[0]), len(block[1])) > mostColumns
		if long && i < len(lines) && strings.TrimLeft(lines[i], " ") == "^" {
			i++ // it points at what is not shown there any more
		}
		kept = append(kept, narrow(block[:ours], block[ours:])...)
	}
	if len(kept) > mostLines {
		left := fmt.Sprintf("... %d more lines ...", len(kept)-mostLines)
		kept = append(append(kept[:mostLines-lastLines:mostLines-lastLines], left), kept[len(kept)-lastLines:]...)
	}
	return strings.Join(kept, "\n")
}

// run counts the lines of a difference that begin with a sign.
func run(lines []string, sign string) (n int) {
	for n < len(lines) && (lines[n] == sign || strings.HasPrefix(lines[n], sign+" ")) {
		n++
	}
	return n
}

// narrow cuts the lines that one side has and those of the other which may be meant by them, so that each shows where it
// begins to be another. A mark shows that between two single lines.
func narrow(ours, theirs []string) []string {
	cuts, marks := make([]string, 0, len(ours)+len(theirs)), ""
	for _, side := range [][2][]string{{ours, theirs}, {theirs, ours}} {
		for i, line := range side[0] {
			other := ""
			if i < len(side[1]) {
				other = side[1][i]
			}
			if max(len(line), len(other)) <= mostColumns {
				cuts = append(cuts, line)
				continue
			}
			text, mark := window(line, other)
			cuts, marks = append(cuts, text), mark
		}
	}
	if marks != "" && len(ours) == 1 && len(theirs) == 1 {
		cuts = append(cuts, marks)
	}
	return cuts
}

// window is the part of a line around the place from which on it is not the other one, and a mark below that place.
func window(line, other string) (text, mark string) {
	sign, a, b := line[:1], []rune(line[1:]), []rune(strings.TrimLeft(other, "+-"))
	at := 0
	for at < len(a) && at < len(b) && a[at] == b[at] {
		at++
	}
	from, start := 0, sign
	if at > head+around {
		from, start = at-around, sign+string(a[:head])+" ... "
	}
	to, end := len(a), ""
	if most := from + mostColumns*3/4; to > most {
		to, end = most, "..."
	}
	return start + string(a[from:to]) + end, strings.Repeat(" ", len([]rune(start))+at-from) + "^"
}

// cut takes the end off a line that is too long.
func cut(line string) string {
	if len(line) <= mostColumns {
		return line
	}
	text := []rune(line)
	if len(text) <= mostColumns {
		return line
	}
	return fmt.Sprintf("%s... %d more characters", string(text[:mostColumns]), len(text)-mostColumns)
}

// whereTextsDiffer tells from where on two texts differ, if they are so long that one does not see it.
func whereTextsDiffer(actual, expected string) string {
	if max(len(actual), len(expected)) < mostColumns {
		return ""
	}
	a, b := utf16.Encode([]rune(actual)), utf16.Encode([]rune(expected))
	at, line, column := 0, 1, 1
	for at < len(a) && at < len(b) && a[at] == b[at] {
		column++
		if a[at] == '\n' {
			line, column = line+1, 1
		}
		at++
	}
	place := ""
	if line > 1 {
		place = fmt.Sprintf(", in line %d, column %d", line, column)
	}
	return fmt.Sprintf("\nThe texts differ from index %d on%s; they are %d and %d characters long.", at, place, len(a), len(b))
}
