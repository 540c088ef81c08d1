package node

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// numbered are n lines, some replaced.
func numbered(n int, replaced ...int) string {
	lines := make([]string, n)
	for i := range lines {
		lines[i] = strconv.Itoa(i)
		if slices.Contains(replaced, i) {
			lines[i] = "new " + lines[i]
		}
	}
	return strings.Join(lines, "\n")
}

func TestDiff(t *testing.T) {
	for _, c := range []struct {
		what, actual, expected, want string
		skipped                      bool
	}{
		{"one line", "a", "b", "+ a\n- b", false},
		{"a line more", "[\n  1,\n  2\n]", "[\n  1\n]", "  [\n    1,\n+   2\n  ]", false},
		{"a line less", "[\n  1\n]", "[\n  1,\n  2\n]", "  [\n    1,\n-   2\n  ]", false},
		{"in front", "a\nb\nc", "b\nc", "+ a\n  b\n  c", false},
		{"two changes", "a\nb\nc\nd", "x\nb\nc\ny", "+ a\n- x\n  b\n  c\n+ d\n- y", false},
		{"moved", "a\nb\nc", "c\na\nb", "- c\n  a\n  b\n+ c", false},
		{"far apart", numbered(12, 0, 11), numbered(12), "+ new 0\n- 0\n  1\n  2\n...\n  9\n  10\n+ new 11\n- 11", true},
		{"not far apart", numbered(7, 0, 6), numbered(7), "+ new 0\n- 0\n  1\n  2\n  3\n  4\n  5\n+ new 6\n- 6", false},
		{"a long end", numbered(8, 0), numbered(8), "+ new 0\n- 0\n  1\n...\n  5\n  6\n  7", true},
		{"an end", numbered(5, 0), numbered(5), "+ new 0\n- 0\n  1\n  2\n  3\n  4", false},
	} {
		if got, skipped := Diff(c.actual, c.expected); got != c.want || skipped != c.skipped {
			t.Errorf("%s: skipped %v\n%s\nwant:\n%s", c.what, skipped, got, c.want)
		}
	}
}

func TestDiffOfMuchStaysShort(t *testing.T) {
	got, skipped := Diff(numbered(3000, 1), strings.ReplaceAll(numbered(3000), "1", "one"))
	if lines := strings.Count(got, "\n") + 1; lines != diffRows+1 || !skipped || !strings.HasSuffix(got, "\n...") {
		t.Errorf("%d lines, skipped %v", lines, skipped)
	}
}
