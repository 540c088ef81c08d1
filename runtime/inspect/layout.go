package inspect

import (
	"math"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// join puts the parts of an object between its braces: on one line if they are few, short and not too deep, several to
// a line if they are many items of an array, else on a line each.
func (p *printer) join(s *subject, parts []string) string {
	if p.o.Compact == Compact {
		return p.joinCompact(s, parts)
	}
	base := s.base
	if base != "" {
		base += " "
	}
	if p.o.Compact > 0 {
		entries := len(parts)
		if s.list && entries > 6 {
			parts = p.group(parts, s)
		}
		if p.deepest-s.depth-1 < p.o.Compact && entries == len(parts) {
			// Ten is Node's allowance for what may stand around.
			start := len(parts) + p.indent + units(s.open) + units(s.base) + 10
			if p.fits(parts, start, s.base) {
				if line := strings.Join(parts, ", "); !strings.Contains(line, "\n") {
					return base + s.open + " " + line + " " + s.shut
				}
			}
		}
	}
	lines := "\n" + spaces(p.indent)
	return base + s.open + lines + "  " + strings.Join(parts, ","+lines+"  ") + lines + s.shut
}

// joinCompact is the layout of compact: true.
func (p *printer) joinCompact(s *subject, parts []string) string {
	base := s.base
	if base != "" {
		base = " " + base
	}
	if p.fits(parts, 0, s.base) {
		return s.open + base + " " + strings.Join(parts, ", ") + " " + s.shut
	}
	lines := "\n" + spaces(p.indent) + "  "
	first := base + lines
	if base == "" && len(s.open) == 1 {
		first = " "
	}
	return s.open + first + strings.Join(parts, ","+lines) + " " + s.shut
}

// fits reports whether the parts fit into the break length.
func (p *printer) fits(parts []string, start int, base string) bool {
	total := len(parts) + start
	if total+len(parts) > p.o.BreakLength {
		return false
	}
	for _, part := range parts {
		if p.o.Colors {
			part = plain(part)
		}
		if longer(part, p.o.BreakLength-total) {
			return false
		}
		total += units(part)
	}
	return !strings.Contains(base, "\n")
}

// group sets the items of an array in columns, if they are of similar length: about a square in all, at most 15 columns.
// Numbers stand to the right.
func (p *printer) group(parts []string, s *subject) []string {
	const gap = 2 // a comma and a space
	count, total, widest := len(parts), 0, 0
	if p.o.MaxArrayLength < len(parts) {
		count-- // the last part says how many more there are
	}
	widths := make([]int, count)
	for i := range widths {
		widths[i] = columns(parts[i], p.o.Colors)
		total += widths[i] + gap
		widest = max(widest, widths[i])
	}
	column := widest + gap
	if column*3+p.indent >= p.o.BreakLength || float64(total)/float64(column) <= 5 && widest > 6 {
		return parts
	}
	// A character is about 2.5 times as high as wide, and short entries may have more columns.
	bias := math.Max(float64(column)-3-math.Sqrt(float64(column)-float64(total)/float64(len(parts))), 1)
	square := math.Floor(math.Sqrt(2.5*bias*float64(count))/bias + 0.5)
	n := min(int(square), (p.o.BreakLength-p.indent)/column, p.o.Compact*4, 15)
	if n <= 1 {
		return parts
	}
	lines := p.rows(parts[:count], widths, n, p.numeric(s, len(parts)))
	if p.o.MaxArrayLength < len(parts) {
		lines = append(lines, parts[count])
	}
	return lines
}

// rows writes n parts to a line, each column as wide as its widest part.
func (p *printer) rows(parts []string, widths []int, n int, right bool) []string {
	widest := make([]int, n)
	for i, w := range widths {
		widest[i%n] = max(widest[i%n], w)
	}
	lines := make([]string, 0, len(parts)/n+1)
	for i := 0; i < len(parts); i += n {
		var b strings.Builder
		last := min(i+n, len(parts)) - 1
		for j := i; j <= last; j++ {
			pad := spaces(widest[j-i] - widths[j])
			switch {
			case j < last && right:
				b.WriteString(pad + parts[j] + ", ")
			case j < last:
				b.WriteString(parts[j] + ", " + pad)
			case right:
				b.WriteString(pad + parts[j])
			default:
				b.WriteString(parts[j])
			}
		}
		lines = append(lines, b.String())
	}
	return lines
}

// numeric reports whether the first n items of an array are numbers. A list that is no array counts as numbers.
func (p *printer) numeric(s *subject, n int) bool {
	if s.o == nil || s.kind == slots.TypedArray {
		return true
	}
	items, _, ok := slots.Items(s.o)
	for i := range n {
		var v goja.Value
		switch {
		case !ok:
			own, _ := p.Own(s.o, itoa(i))
			v = own.Value
		case i < len(items):
			v = items[i]
		}
		if v == nil || !goja.IsNumber(v) && !goja.IsBigInt(v) {
			return false
		}
	}
	return true
}
