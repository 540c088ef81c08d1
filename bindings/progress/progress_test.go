package progress

import (
	"testing"
	"time"
)

var began = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// at is the bar after so many seconds with so much done.
func at(b *Bar, seconds, done float64) {
	b.Done = done
	b.See(began.Add(time.Duration(seconds * float64(time.Second))))
}

func TestLine(t *testing.T) {
	for _, c := range []struct {
		name       string
		bar        *Bar
		at         [][2]float64
		width      int
		want, over string
	}{
		{"nothing yet", NewBar("a", "", 40, began), nil, 60, "a ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 0/40, 0%", "a: 0 of 40, 0% in 10s"},
		{
			"half", NewBar("a", "files", 40, began),
			[][2]float64{{2, 20}},
			80,
			"a ███████████████░░░░░░░░░░░░░░░ 20/40 files, 50%, 10 files/s, 2s left", "a: 20 of 40 files, 50% in 10s, 2 files/s",
		},
		{"narrow", NewBar("a", "", 40, began), [][2]float64{{2, 20}}, 30, "a 20/40, 50%, 10/s, 2s left", "a: 20 of 40, 50% in 10s, 2/s"},
		{"narrower", NewBar("a", "", 40, began), [][2]float64{{2, 20}}, 20, "a 20/40, 50%, 10/s", "a: 20 of 40, 50% in 10s, 2/s"},
		{"narrowest", NewBar("漢字 and more", "", 40, began), nil, 14, "漢字 and mor…", "漢字 and more: 0 of 40, 0% in 10s"},
		{"no total", NewBar("", "", -1, began), [][2]float64{{1, 3}}, 60, "3, 3/s", "3 in 10s, 0.3/s"},
		{
			"bytes", NewBar("", "bytes", 2_500_000, began),
			[][2]float64{{1, 1_500_000}},
			80,
			"██████████████████░░░░░░░░░░░░ 1.5 MB/2.5 MB, 60%, 1.5 MB/s, 667ms left", "1.5 MB of 2.5 MB, 60% in 10s, 150 kB/s",
		},
		{"nothing to do", NewBar("a", "", 0, began), nil, 60, "a 0/0", "a: 0 in 10s"},
		{"more than there is", NewBar("", "", 2, began), [][2]float64{{1, 4}}, 24, "████████ 4/2, 100%, 4/s", "4 in 10s, 0.4/s"},
		{"a hostile label", NewBar("a\x1b[2J\nb", "", 1, began), nil, 12, "a [2J b 0/…", "a [2J b: 0 of 1, 0% in 10s"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, p := range c.at {
				at(c.bar, p[0], p[1])
			}
			if got := c.bar.Line(c.width, false); got != c.want || cells(got) >= c.width && c.width > 30 {
				t.Errorf("a line of %d is\n%q, want\n%q", c.width, got, c.want)
			}
			if got := c.bar.Sum(began.Add(10 * time.Second)); got != c.over {
				t.Errorf("the sum is %q, want %q", got, c.over)
			}
		})
	}
}

// A rate is that of late, and does not jump with each part.
func TestRate(t *testing.T) {
	b := NewBar("", "", 1000, began)
	for s := 1.0; s <= 10; s++ {
		at(b, s, 100*s)
	}
	if b.rate < 99 || b.rate > 101 {
		t.Errorf("a hundred a second are %v", b.rate)
	}
	at(b, 11, 1000)
	if b.rate < 70 || b.rate > 95 {
		t.Errorf("after a second without progress the rate is %v", b.rate)
	}
	at(b, 60, 1000)
	if b.rate > 1 {
		t.Errorf("after a minute without progress the rate is %v", b.rate)
	}
}

func TestColors(t *testing.T) {
	b := NewBar("", "", 2, began)
	at(b, 1, 1)
	if got, want := b.Line(32, true), "\x1b[32m████\x1b[39m\x1b[2m░░░░\x1b[22m 1/2, 50%, 1/s, 1s left"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	b.Failed = 1
	if got, want := b.Line(50, true)[:5], "\x1b[31m"; got != want {
		t.Errorf("after a failure it begins with %q", got)
	}
}
