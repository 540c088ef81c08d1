//go:build !race

package fetch_test

// gigabyte is what a server sends that wants our memory.
const gigabyte = 1 << 30
