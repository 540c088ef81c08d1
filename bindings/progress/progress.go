package progress

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Bar is how far some work has come, as text. It keeps no time and writes nothing: who has it says when it is.
type Bar struct {
	Label, Unit string
	// Done counts the Failed ones too. Total is negative while it is not known.
	Done, Failed, Total float64

	began   time.Time
	rate    float64 // a second, of late
	rated   time.Time
	ratedAt float64
}

// NewBar begins at nothing.
func NewBar(label, unit string, total float64, now time.Time) *Bar {
	return &Bar{Label: clean(label), Unit: clean(unit), Total: total, began: now, rated: now}
}

// Parts of a second, and seconds.
const (
	rateOver   = 5 * time.Second        // what counts for the rate, more or less
	ratedEvery = 200 * time.Millisecond // no oftener, as parts come in bunches
)

// See notes how far the work has come.
func (b *Bar) See(now time.Time) {
	past := now.Sub(b.rated)
	if past < ratedEvery {
		return
	}
	rate := (b.Done - b.ratedAt) / past.Seconds()
	if b.rated.Equal(b.began) {
		b.rate = rate
	} else {
		old := math.Exp(-past.Seconds() / rateOver.Seconds())
		b.rate = old*b.rate + (1-old)*rate
	}
	b.rated, b.ratedAt = now, b.Done
}

// Over reports whether nothing is left.
func (b *Bar) Over() bool { return b.Total >= 0 && b.Done >= b.Total }

const (
	widest    = 30
	narrowest = 8
)

// Line is the bar for a terminal of a width. What finds no room is left out: first the bar, then the time, then the rate,
// and then the end of the label.
func (b *Bar) Line(width int, colors bool) string {
	width-- // of a line that is full some terminals begin another
	texts := []string{b.count()}
	if b.Failed > 0 {
		texts = append(texts, number(b.Failed)+" failed")
	}
	if b.rate > 0 {
		texts = append(texts, b.amount(b.rate)+"/s")
		if left := (b.Total - b.Done) / b.rate; b.Total >= 0 && left < 1e9 {
			texts = append(texts, duration(left)+" left")
		}
	}
	label := b.Label
	if label != "" {
		label += " "
	}
	room := width - cells(label) - cells(strings.Join(texts, ", ")) - 1
	for room < -1 && len(texts) > 1 {
		texts = texts[:len(texts)-1]
		room = width - cells(label) - cells(strings.Join(texts, ", ")) - 1
	}
	text := strings.Join(texts, ", ")
	if b.Total > 0 && room >= narrowest {
		return label + b.bar(min(room, widest), colors) + " " + text
	}
	return cut(label+text, width)
}

func (b *Bar) bar(width int, colors bool) string {
	full := min(max(int(float64(width)*b.Done/b.Total), 0), width)
	done, left := strings.Repeat("█", full), strings.Repeat("░", width-full)
	switch {
	case !colors:
		return done + left
	case b.Failed > 0:
		return "\x1b[31m" + done + "\x1b[39m\x1b[2m" + left + "\x1b[22m"
	}
	return "\x1b[32m" + done + "\x1b[39m\x1b[2m" + left + "\x1b[22m"
}

// count is how much of how much: 12/100 files, 12%.
func (b *Bar) count() string {
	if b.Total < 0 {
		return b.amount(b.Done)
	}
	text := number(b.Done) + "/" + b.amount(b.Total)
	if b.Unit == bytes {
		text = size(b.Done) + "/" + size(b.Total)
	}
	if b.Total > 0 {
		text += ", " + strconv.Itoa(int(100*min(b.Done/b.Total, 1))) + "%"
	}
	return text
}

// Sum is what is to be said in the end.
func (b *Bar) Sum(now time.Time) string {
	text := b.amount(b.Done)
	if b.Total >= 0 && b.Done < b.Total {
		text = strings.Replace(b.count(), "/", " of ", 1)
	}
	took := now.Sub(b.began).Seconds()
	text += " in " + duration(took)
	if took > 0 && b.Done > 0 {
		text += ", " + b.amount(b.Done/took) + "/s"
	}
	if b.Failed > 0 {
		text += ", " + number(b.Failed) + " failed"
	}
	if b.Label != "" {
		return b.Label + ": " + text
	}
	return text
}

// bytes is the unit that is written as people write it.
const bytes = "bytes"

func (b *Bar) amount(n float64) string {
	switch b.Unit {
	case bytes:
		return size(n)
	case "":
		return number(n)
	}
	return number(n) + " " + b.Unit
}

// number is whole where it is large, and has three digits where it is small.
func number(n float64) string {
	if n == math.Trunc(n) || math.Abs(n) >= 100 {
		return strconv.FormatFloat(math.Round(n), 'f', 0, 64)
	}
	return strconv.FormatFloat(n, 'g', 3, 64)
}

func size(n float64) string {
	units := []string{"B", "kB", "MB", "GB", "TB"}
	for n >= 1000 && len(units) > 1 {
		n, units = n/1000, units[1:]
	}
	return number(n) + " " + units[0]
}

// duration is a time of seconds, as exactly as somebody wants to know who waits.
func duration(s float64) string {
	switch d := time.Duration(s * float64(time.Second)); {
	case d < time.Second:
		return d.Round(time.Millisecond).String()
	case d < 10*time.Second:
		return d.Round(100 * time.Millisecond).String()
	default:
		return d.Round(time.Second).String()
	}
}

// clean is a text that stays in its line.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}

// cells is how many places of a line a text takes. Letters of East Asia and pictures take two, marks on letters none.
func cells(text string) (n int) {
	for _, r := range text {
		n += cell(r)
	}
	return n
}

func cell(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff,
		r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60, r >= 0x1f300 && r <= 0x1faff, r >= 0x20000:
		return 2
	}
	return 1
}

// cut is the beginning of a text that fits.
func cut(text string, width int) string {
	if cells(text) <= width {
		return text
	}
	n := 1 // of the mark for what is missing
	for i, r := range text {
		if n += cell(r); n > width {
			return text[:i] + "…"
		}
	}
	return text
}
