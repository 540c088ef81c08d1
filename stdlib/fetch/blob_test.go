package fetch

import "testing"

func TestRangeOf(t *testing.T) {
	for text, want := range map[string][2]int64{
		"bytes=0-9": {0, 10}, "bytes=2-3": {2, 4}, "bytes=9-": {9, 10}, "bytes=-3": {7, 10}, "bytes=-30": {0, 10},
		" bytes = 0 - 99 ": {0, 10},
	} {
		if start, end, ok := rangeOf(text, 10); !ok || [2]int64{start, end} != want {
			t.Errorf("%q: got %d, %d, %v", text, start, end, ok)
		}
	}
	for _, text := range []string{
		"", "bytes", "bytes=", "bytes=-", "bytes=x-1", "bytes=1-x", "bytes=3-2", "bytes=10-", "bytes=-0", "bytes=1-2,4-5", "lines=1-2",
		"bytes=+1-2", "bytes=99999999999999999999-",
	} {
		if start, end, ok := rangeOf(text, 10); ok {
			t.Errorf("%q: got %d, %d", text, start, end)
		}
	}
}
