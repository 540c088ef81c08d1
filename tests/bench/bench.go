// Package bench measures lariat against bare goja: both sides of a pair run in turn in one process, and
// what is reported and guarded is the ratio of their processor times.
//
//	go test -run '^$' -bench . ./tests/bench
package bench
