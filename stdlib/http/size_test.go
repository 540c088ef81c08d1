//go:build !race

package http_test

// gigabyte is what a client sends that wants our memory.
const gigabyte = 1 << 30
