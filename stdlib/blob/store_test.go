package blob

import (
	"regexp"
	"strings"
	"sync"
	"testing"
)

func TestStore(t *testing.T) {
	s, b := NewStore(), New("", []byte("a"))
	first, second := s.Create(b, 1), s.Create(b, 2)
	form := regexp.MustCompile(`^blob:null/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	if first == second || !form.MatchString(first) {
		t.Errorf("got %s and %s", first, second)
	}
	if got, ok := s.Resolve(first + "#x"); got != b || !ok {
		t.Error("a fragment hides the Blob")
	}
	s.Revoke(first + "#x")
	s.Revoke("blob:null/other")
	if _, ok := s.Resolve(first); !ok {
		t.Error("another URL was revoked")
	}
	s.Revoke(first)
	if _, ok := s.Resolve(first); ok {
		t.Error("a revoked URL has its Blob")
	}
	if n := s.ReleaseDead(1); n != 0 {
		t.Errorf("an isolate without URLs had %d", n)
	}
	if n := s.ReleaseDead(2); n != 1 || len(s.of) != 0 {
		t.Errorf("%d URLs were revoked and %d are left", n, len(s.of))
	}
}

func TestStoreHammer(t *testing.T) {
	s, b := NewStore(), New("", []byte("a"))
	var all sync.WaitGroup
	for isolate := range uint64(8) {
		all.Go(func() {
			for i := range 200 {
				url := s.Create(b, isolate)
				if got, ok := s.Resolve(strings.Clone(url)); !ok || got != b {
					t.Error("the Blob is gone")
				}
				if i%2 == 0 {
					s.Revoke(url)
				}
			}
			if n := s.ReleaseDead(isolate); n != 100 {
				t.Errorf("%d URLs were left, not 100", n)
			}
		})
	}
	all.Wait()
}
