package node

import "strings"

// The shape of a diff: how many lines that are the same stand around a change, from how many on the others
// are left out, and how long it gets.
const (
	diffAround   = 2
	diffCollapse = 6
	diffTail     = 3
	diffRows     = 50
	// diffCells bounds the table of the comparison. Beyond it all lines between the first and the last
	// difference count as changed.
	diffCells = 1 << 22
)

// Diff compares two texts line by line. Lines of the actual text alone begin with +, those of the expected
// one with -; lines that differ in a comma at the end are the same. skipped says that lines were left out.
func Diff(actual, expected string) (text string, skipped bool) {
	a, b := strings.Split(actual, "\n"), strings.Split(expected, "\n")
	d := diffPrinter{}
	head := 0
	for head < len(a) && head < len(b) && sameLine(a[head], b[head]) {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && sameLine(a[len(a)-1-tail], b[len(b)-1-tail]) {
		tail++
	}
	for i := range head {
		d.same(a[i], b[i])
	}
	d.changes(a[head:len(a)-tail], b[head:len(b)-tail])
	d.flush(false)
	for i := range tail {
		d.same(a[len(a)-tail+i], b[len(b)-tail+i])
	}
	d.flush(true)
	if len(d.rows) > diffRows {
		d.rows, d.skipped = append(d.rows[:diffRows:diffRows], "..."), true
	}
	return strings.Join(d.rows, "\n"), d.skipped
}

func sameLine(a, b string) bool {
	return a == b || strings.TrimSuffix(a, ",") == strings.TrimSuffix(b, ",")
}

// diffPrinter collects the rows.
type diffPrinter struct {
	rows    []string
	removed []string // expected lines of the change so far: they come after the actual ones
	equal   []string // lines since the last change
	changed bool
	skipped bool
}

func (d *diffPrinter) same(a, b string) {
	d.rows = append(d.rows, d.removed...)
	d.removed = nil
	if len(b) > len(a) {
		a = b // the one with the comma
	}
	d.equal = append(d.equal, "  "+a)
}

func (d *diffPrinter) change(line string, actual bool) {
	d.flush(false)
	d.changed = true
	if actual {
		d.rows = append(d.rows, "+ "+line)
	} else {
		d.removed = append(d.removed, "- "+line)
	}
}

// flush writes the lines since the last change, before the next one or at the end.
func (d *diffPrinter) flush(end bool) {
	before, after := diffAround, diffAround
	most := diffCollapse
	if end {
		before, after, most = 1, diffTail, diffTail+2
	}
	if n := len(d.equal); n >= most {
		d.rows = append(append(d.rows, d.equal[:before]...), "...")
		d.equal, d.skipped = d.equal[n-after:], true
	}
	d.rows = append(d.rows, d.equal...)
	d.equal = nil
	if end {
		d.rows = append(d.rows, d.removed...)
		d.removed = nil
	}
}

// changes writes the part that begins and ends with a difference, by a longest common subsequence.
func (d *diffPrinter) changes(a, b []string) {
	if len(a)*len(b) > diffCells {
		for _, line := range a {
			d.change(line, true)
		}
		for _, line := range b {
			d.change(line, false)
		}
		return
	}
	// left[i][j] is the length of the longest common subsequence of a[i:] and b[j:].
	left := make([][]int32, len(a)+1)
	for i := range left {
		left[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if sameLine(a[i], b[j]) {
				left[i][j] = left[i+1][j+1] + 1
			} else {
				left[i][j] = max(left[i+1][j], left[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && sameLine(a[i], b[j]):
			d.same(a[i], b[j])
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && left[i+1][j] >= left[i][j+1]:
			d.change(a[i], true)
			i++
		default:
			d.change(b[j], false)
			j++
		}
	}
}
