package inspect

// Columns is the number of columns that a text takes in a terminal. Color sequences take none, and wide
// characters two.
func Columns(text string) int { return columns(text, true) }
