package loader

import (
	"sort"
	"strings"
)

// Nearest returns the candidate that a mistyped name most likely meant, or "".
func Nearest(name string, candidates []string) string {
	best, distance := "", 1+max(1, len(name)/3)
	sort.Strings(candidates)
	for _, c := range candidates {
		if c == name || len(c) > len(name)+distance || len(name) > len(c)+distance {
			continue
		}
		if d := editDistance(strings.ToLower(name), strings.ToLower(c)); d < distance {
			best, distance = c, d
		}
	}
	return best
}

// didYouMean is the end of a message that hints at a near name.
func didYouMean(name string, candidates []string) string {
	if n := Nearest(name, candidates); n != "" {
		return "; did you mean " + quote(n) + "?"
	}
	return ""
}

// editDistance counts the bytes to insert, delete, change or swap with their neighbour.
func editDistance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(row[j]+1, last[j+1]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

func quote(s string) string { return `"` + s + `"` }
