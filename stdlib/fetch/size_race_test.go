//go:build race

package fetch_test

// gigabyte is a tenth of one, which takes as long here.
const gigabyte = 100 << 20
