package fetch

// ReadWhole sets how many bytes are read whole, until undo is called.
func ReadWhole(n int64) (undo func()) {
	before := mostWhole
	mostWhole = n
	return func() { mostWhole = before }
}
