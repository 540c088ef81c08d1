package shared

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
)

func TestShareGo(t *testing.T) {
	plain := map[string]any{"list": []any{1.5, "x", nil, true}, "deep": map[string]any{"n": int64(1)}, "none": nil}
	v, err := ShareGo(plain)
	if err != nil {
		t.Fatal(err)
	}
	tree := v.(*Tree)
	if got := tree.Keys(); !reflect.DeepEqual(got, []string{"deep", "list", "none"}) {
		t.Errorf("keys %v", got)
	}
	if got := Export(v); !reflect.DeepEqual(got, plain) {
		t.Errorf("%v", got)
	}
	list, _ := tree.Get("list")
	if l := list.(*Tree); !l.IsArray() || l.Len() != 4 || l.At(1) != "x" {
		t.Errorf("%v", list)
	}
	if again, _ := ShareGo(v); again != v {
		t.Error("a tree is shared already")
	}
}

func TestShareGoRefuses(t *testing.T) {
	_, err := ShareGo(map[string]any{"a": []any{1, struct{}{}}})
	if !errors.Is(err, fault.Clone) || !strings.Contains(err.Error(), "value.a[1] has the Go type struct {}") {
		t.Error(err)
	}
	deep := []any{}
	for range 2000 {
		deep = []any{deep}
	}
	if _, err := ShareGo(deep); !errors.Is(err, fault.Clone) {
		t.Error(err)
	}
}

// Many goroutines look for keys in one tree, whose table is made by whoever comes first.
func TestTreeHammer(t *testing.T) {
	plain := map[string]any{}
	for i := range 200 {
		plain[fmt.Sprint("key ", i)] = i
	}
	v, err := ShareGo(plain)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 300 {
				got, ok := v.(*Tree).Get(fmt.Sprint("key ", i))
				if ok != (i < 200) || ok && got != i {
					t.Errorf("key %d: %v, %v", i, got, ok)
				}
			}
		})
	}
	wg.Wait()
}
