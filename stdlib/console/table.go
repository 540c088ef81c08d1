package console

import (
	"strings"

	"github.com/lariatjs/lariat/runtime/inspect"
)

// column is one column of a table. Cells that are missing at the end are empty.
type column struct {
	head  string
	cells []string
}

// table draws a box around columns, to the character as Node does.
func table(columns []column) string {
	widths := make([]int, len(columns))
	height := 0
	for i, c := range columns {
		widths[i] = inspect.Columns(c.head)
		height = max(height, len(c.cells))
		for _, cell := range c.cells {
			widths[i] = max(widths[i], inspect.Columns(cell))
		}
	}
	var b strings.Builder
	rule(&b, widths, "┌", "┬", "┐\n")
	row(&b, columns, widths, func(c column) string { return c.head })
	rule(&b, widths, "├", "┼", "┤\n")
	for y := range height {
		row(&b, columns, widths, func(c column) string {
			if y < len(c.cells) {
				return c.cells[y]
			}
			return ""
		})
	}
	rule(&b, widths, "└", "┴", "┘")
	return b.String()
}

func rule(b *strings.Builder, widths []int, left, middle, right string) {
	mark := left
	for _, w := range widths {
		b.WriteString(mark)
		b.WriteString(strings.Repeat("─", w+2))
		mark = middle
	}
	b.WriteString(right)
}

func row(b *strings.Builder, columns []column, widths []int, cell func(column) string) {
	for i, c := range columns {
		text := cell(c)
		b.WriteString("│ ")
		b.WriteString(text)
		b.WriteString(strings.Repeat(" ", widths[i]-inspect.Columns(text)+1))
	}
	b.WriteString("│\n")
}
