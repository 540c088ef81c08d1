package performance

import (
	"errors"
	"math"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

func ptr[T any](v T) *T { return &v }

func at(ms float64) *Point    { return &Point{Time: ms, Timed: true} }
func mark(name string) *Point { return &Point{Mark: name} }
func names(list []*Entry) string {
	var out []string
	for _, e := range list {
		out = append(out, e.Name)
	}
	return strings.Join(out, "+")
}

func TestNowRunsFromTheOrigin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		before := time.Now()
		tl := New(Options{})
		if got := tl.Origin(); got != float64(before.UnixMicro())/1e3 {
			t.Fatal(got)
		}
		if got := tl.Now(); got != 0 {
			t.Fatal(got)
		}
		<-time.After(1500*time.Microsecond + 250)
		if got := tl.Now(); got != 1.50025 {
			t.Fatal(got)
		}
	})
}

func TestMeasuresSpanMarksTimesAndNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tl := New(Options{})
		must := func(e *Entry, err error) *Entry {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			return e
		}
		<-time.After(10 * time.Millisecond)
		if e := must(tl.Mark("a", nil, "detail")); e.Start != 10 || e.Duration != 0 || e.Type != "mark" || e.Detail != "detail" {
			t.Fatal(e)
		}
		<-time.After(10 * time.Millisecond)
		must(tl.Mark("b", nil, nil))
		must(tl.Mark("c", ptr(3.0), nil))
		<-time.After(10 * time.Millisecond)
		for i, c := range []struct {
			span            Span
			start, duration float64
		}{
			{Span{}, 0, 30},
			{Span{Start: mark("a")}, 10, 20},
			{Span{Start: mark("a"), End: mark("b")}, 10, 10},
			{Span{Start: mark("b"), End: mark("a")}, 20, -10},
			{Span{End: mark("b")}, 0, 20},
			{Span{Start: mark("c")}, 3, 27},
			{Span{Start: at(1), End: at(2.5), Options: true}, 1, 1.5},
			{Span{Start: at(1), Duration: ptr(5.0), Options: true}, 1, 5},
			{Span{End: mark("b"), Duration: ptr(5.0), Options: true}, 15, 5},
			{Span{Start: mark("a"), Duration: ptr(0.0), Options: true}, 10, 0},
		} {
			if e := must(tl.Measure("m", c.span)); e.Start != c.start || e.Duration != c.duration || e.Type != "measure" {
				t.Errorf("%d: from %v for %v, want from %v for %v", i, e.Start, e.Duration, c.start, c.duration)
			}
		}
		must(tl.Mark("a", nil, nil))
		if e := must(tl.Measure("m", Span{Start: mark("a")})); e.Start != 30 {
			t.Fatal("the last mark of a name counts", e)
		}
	})
}

func TestMistakesAreFaults(t *testing.T) {
	tl := New(Options{})
	if _, err := tl.Measure("missing", Span{}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		span Span
		kind *fault.Kind
	}{
		{Span{Start: mark("missing")}, fault.DOMSyntax},
		{Span{End: mark("missing")}, fault.DOMSyntax},
		{Span{Start: at(-1)}, fault.Type},
		{Span{End: at(math.NaN())}, fault.Type},
		{Span{End: at(math.Inf(1))}, fault.Type},
		{Span{Start: at(1), End: at(2), Duration: ptr(1.0), Options: true}, fault.Type},
		{Span{Duration: ptr(1.0), Options: true}, fault.Type},
		{Span{Options: true}, fault.Type},
	} {
		if _, err := tl.Measure("m", c.span); !errors.Is(err, c.kind) {
			t.Errorf("%+v: %v", c.span, err)
		}
	}
	if _, err := tl.Mark("m", ptr(-0.5), nil); !errors.Is(err, fault.Type) {
		t.Error(err)
	}
	if got := names(tl.Entries(nil, nil)); got != "missing" {
		t.Error("what failed was kept:", got)
	}
}

func TestEntriesAreSortedFoundAndCleared(t *testing.T) {
	tl := New(Options{})
	for i, name := range []string{"x", "y", "x", "z"} {
		if _, err := tl.Mark(name, ptr(float64(10-i/2)), nil); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := tl.Measure("x", Span{Start: at(0), End: at(1)}); err != nil {
		t.Fatal(err)
	}
	check := func(name, kind *string, want string) {
		t.Helper()
		if got := names(tl.Entries(name, kind)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	check(nil, nil, "x+x+z+x+y")
	check(nil, ptr("mark"), "x+z+x+y")
	check(ptr("x"), ptr("measure"), "x")
	check(ptr("x"), nil, "x+x+x")
	check(nil, ptr("resource"), "")
	tl.Clear("mark", ptr("x"))
	check(nil, nil, "x+z+y")
	tl.Clear("mark", nil)
	check(nil, nil, "x")
	tl.Clear("measure", nil)
	check(nil, nil, "")
}

func TestEntriesAreBounded(t *testing.T) {
	tl := New(Options{Limit: 10})
	for i := range 1000 {
		if _, err := tl.Mark(string(rune('a'+i%26)), ptr(float64(i)), nil); err != nil {
			t.Fatal(err)
		}
		if len(tl.entries) > 21 {
			t.Fatal("grown to", len(tl.entries))
		}
	}
	list := tl.Entries(nil, nil)
	if len(list) != 10 || list[0].Start != 990 || list[9].Start != 999 || tl.Dropped() != 990 {
		t.Fatal(len(list), tl.Dropped())
	}
	tl.Clear("mark", ptr(list[0].Name))
	if got := len(tl.Entries(nil, nil)); got != 9 {
		t.Fatal(got)
	}
}

func TestTimelineHammer(t *testing.T) {
	tl := New(Options{Limit: 100})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 500 {
				if _, err := tl.Mark("m", nil, nil); err != nil {
					t.Error(err)
				}
				_, _ = tl.Measure("s", Span{Start: mark("m")})
				tl.Entries(nil, ptr("mark"))
				tl.Clear("measure", nil)
			}
		})
	}
	wg.Wait()
	if got := len(tl.Entries(nil, nil)); got > 100 {
		t.Fatal(got)
	}
}
