// Package executed writes what of some files has run: a table for people, and a tracefile for tools.
package executed

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/lariatjs/lariat/runtime/loader"
)

// ratio is how many of some points have run.
type ratio struct{ ran, of int }

func (r *ratio) add(ran bool) {
	r.of++
	if ran {
		r.ran++
	}
}

// String is "80.0 % (4/5)". Where there is nothing to run there is no share of it.
func (r ratio) String() string {
	if r.of == 0 {
		return "- (0/0)"
	}
	return fmt.Sprintf("%.1f %% (%d/%d)", 100*float64(r.ran)/float64(r.of), r.ran, r.of)
}

// Table writes a line a file: how many of its statements, ways of branches and functions have run, and the lines of statements
// that have not.
func Table(w io.Writer, dir string, files []loader.CoveredFile) {
	rows := [][]string{{"file", "statements", "branches", "functions", "lines not run"}}
	var statements, branches, functions ratio
	for i := range files {
		var s, b, f ratio
		for _, p := range files[i].Points {
			of, all := &s, &statements
			switch {
			case p.Function:
				of, all = &f, &functions
			case p.Branch > 0:
				of, all = &b, &branches
			}
			of.add(p.Count > 0)
			all.add(p.Count > 0)
		}
		rows = append(rows, []string{relative(dir, files[i].Path), s.String(), b.String(), f.String(), ranges(files[i].Points)})
	}
	rows = append(rows, []string{"all", statements.String(), branches.String(), functions.String(), ""})
	widths := make([]int, 4)
	for _, row := range rows {
		for i := range widths {
			widths[i] = max(widths[i], len(row[i]))
		}
	}
	for _, row := range rows {
		line := fmt.Sprintf("%-*s  %*s  %*s  %*s  %s", widths[0], row[0], widths[1], row[1], widths[2], row[2], widths[3], row[3], row[4])
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
}

func relative(dir, path string) string {
	if name, err := filepath.Rel(dir, path); err == nil {
		return name
	}
	return path
}

// ranges are the lines on which a statement begins that has not run: "3, 7-9". Two are joined if none between them has run.
func ranges(points []loader.Point) string {
	ran := map[int]bool{}
	for _, p := range points {
		if !p.Function && p.Branch == 0 {
			before, seen := ran[p.Line]
			ran[p.Line] = p.Count > 0 && (before || !seen)
		}
	}
	var parts []string
	first, last := 0, 0
	flush := func() {
		switch {
		case first == 0:
		case first == last:
			parts = append(parts, strconv.Itoa(first))
		default:
			parts = append(parts, fmt.Sprintf("%d-%d", first, last))
		}
		first = 0
	}
	for _, line := range sorted(ran) {
		if ran[line] {
			flush()
			continue
		}
		if first == 0 {
			first = line
		}
		last = line
	}
	flush()
	return strings.Join(parts, ", ")
}

func sorted[V any](lines map[int]V) []int {
	list := make([]int, 0, len(lines))
	for line := range lines {
		list = append(list, line)
	}
	slices.Sort(list)
	return list
}

// Tracefile writes the form of lcov, which genhtml and services read. The count of a line is the highest of its statements.
func Tracefile(w io.Writer, files []loader.CoveredFile) error {
	var out strings.Builder
	for i := range files {
		record(&out, &files[i])
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func record(out *strings.Builder, file *loader.CoveredFile) {
	fmt.Fprintf(out, "TN:\nSF:%s\n", file.Path)
	lines, names := map[int]uint64{}, map[string]int{}
	var calls strings.Builder
	functions, hit := 0, 0
	for _, p := range file.Points {
		if p.Branch > 0 {
			continue
		}
		if !p.Function {
			lines[p.Line] = max(lines[p.Line], p.Count)
			continue
		}
		name := strings.Map(printable, p.Name)
		if name == "" {
			name = "anonymous_" + strconv.Itoa(p.Line)
		}
		if names[name]++; names[name] > 1 {
			name += "_" + strconv.Itoa(names[name])
		}
		fmt.Fprintf(out, "FN:%d,%s\n", p.Line, name)
		fmt.Fprintf(&calls, "FNDA:%d,%s\n", p.Count, name)
		if functions++; p.Count > 0 {
			hit++
		}
	}
	fmt.Fprintf(out, "%sFNF:%d\nFNH:%d\n", calls.String(), functions, hit)
	writeBranches(out, file.Points)
	hit = 0
	for _, line := range sorted(lines) {
		fmt.Fprintf(out, "DA:%d,%d\n", line, lines[line])
		if lines[line] > 0 {
			hit++
		}
	}
	fmt.Fprintf(out, "LF:%d\nLH:%d\nend_of_record\n", len(lines), hit)
}

// writeBranches writes the ways of the branches, each branch a block at the line on which it begins, as istanbul does.
func writeBranches(out *strings.Builder, points []loader.Point) {
	ways := slices.DeleteFunc(slices.Clone(points), func(p loader.Point) bool { return p.Branch == 0 })
	slices.SortFunc(ways, func(a, b loader.Point) int { return cmp.Or(a.Branch-b.Branch, a.Way-b.Way) })
	hit := 0
	for _, p := range ways {
		fmt.Fprintf(out, "BRDA:%d,%d,%d,%d\n", p.Line, p.Branch-1, p.Way, p.Count)
		if p.Count > 0 {
			hit++
		}
	}
	fmt.Fprintf(out, "BRF:%d\nBRH:%d\n", len(ways), hit)
}

// printable keeps a name on its line, and a name.
func printable(r rune) rune {
	if r < ' ' || r == ',' {
		return '_'
	}
	return r
}
