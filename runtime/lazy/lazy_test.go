package lazy

import (
	"sync"
	"testing"
)

func TestValueIsMadeOnce(t *testing.T) {
	made := 0
	v := Value[map[string]int]{Make: func() map[string]int {
		made++
		return map[string]int{"a": 1}
	}}
	if made != 0 {
		t.Fatal("made before anyone asked")
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if v.Get()["a"] != 1 {
				t.Error("no value")
			}
		})
	}
	if wg.Wait(); made != 1 {
		t.Errorf("made %d times", made)
	}
}
