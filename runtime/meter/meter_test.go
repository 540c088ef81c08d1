package meter

import (
	goruntime "runtime"
	"testing"
)

// kept holds what the tests allocate.
var kept [3][][]byte

func TestHeldTellsWhoHasWhat(t *testing.T) {
	const mega = 1 << 20
	want := map[int]int{0: 20 * mega, 9: 60 * mega, Numbers - 1: 5 * mega}
	i := 0
	for n, bytes := range want {
		Under(n, func() {
			for range bytes / 50_000 {
				kept[i] = append(kept[i], make([]byte, 50_000))
			}
		})
		i++
	}
	Under(77, func() {
		for range 1000 {
			garbage = make([]byte, 50_000)
		}
		garbage = nil
	})
	goruntime.GC()
	uses, err := Uses()
	if err != nil {
		t.Fatal(err)
	}
	for n, bytes := range want {
		// 1,200 allocations of a tenth of the rate each: five deviations are half of it.
		if got := uses[n].Held; got < int64(bytes)/2-4*mega || got > int64(bytes)*3/2+4*mega {
			t.Errorf("number %d: %d bytes, want about %d", n, got, bytes)
		}
	}
	if uses[77].Held > mega || uses[77].Allocated < 40*mega {
		t.Errorf("garbage: %+v", uses[77])
	}
	kept = [3][][]byte{}
}

var garbage []byte

func TestTheInnermostCounts(t *testing.T) {
	Under(8, func() { Under(300, func() { kept[0] = [][]byte{make([]byte, 32<<20)} }) })
	goruntime.GC()
	uses, err := Uses()
	if err != nil {
		t.Fatal(err)
	}
	if uses[300].Held < 30<<20 || uses[8].Held > 1<<20 {
		t.Errorf("%+v and %+v", uses[300], uses[8])
	}
	kept[0] = nil
}

func TestNumbersAreTakenInTurn(t *testing.T) {
	var all []int
	for {
		n, ok := Take()
		if !ok {
			break
		}
		all = append(all, n)
	}
	if len(all) != Numbers {
		t.Errorf("%d numbers", len(all))
	}
	Give(all[5])
	if n, ok := Take(); !ok || n != all[5] {
		t.Error(n, ok)
	}
	for _, n := range all {
		Give(n)
	}
	first, _ := Take()
	Give(first)
	if second, _ := Take(); second == first {
		t.Error("a number that was just given back is taken again")
	} else {
		Give(second)
	}
}

func TestBrokenProfiles(t *testing.T) {
	for _, b := range []string{"\x0a", "\x0a\x05x", "\xff", "\x09\x01", "\x12\x02\x0a\x7f", "\x22\x01\x08"} {
		if uses, err := read([]byte(b)); err == nil {
			t.Errorf("%q: %v", b, uses)
		}
	}
}
