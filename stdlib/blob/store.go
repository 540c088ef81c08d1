package blob

import (
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
)

// Store keeps the Blobs that have a URL (https://w3c.github.io/FileAPI/#blob-url-store). All isolates of a program find
// them; those that an isolate has not revoked go with it. It may be used from any goroutine.
type Store struct {
	mu sync.Mutex
	of map[string]entry
}

type entry struct {
	blob    *Blob
	isolate uint64
}

// NewStore makes an empty store.
func NewStore() *Store { return &Store{of: map[string]entry{}} }

// Create gives a Blob a URL, one more if it has one. Nobody guesses it. The isolate is the one that it lives with.
func (s *Store) Create(b *Blob, isolate uint64) string {
	var id [16]byte
	_, _ = rand.Read(id[:])                  // which never fails
	id[6], id[8] = id[6]&15|64, id[8]&63|128 // version 4
	url := fmt.Sprintf("blob:null/%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
	s.mu.Lock()
	defer s.mu.Unlock()
	s.of[url] = entry{b, isolate}
	return url
}

// Revoke takes a URL away. Who has the Blob keeps it; one without a Blob does nothing.
func (s *Store) Revoke(url string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.of, url)
}

// Resolve returns the Blob of a URL, whatever its fragment.
func (s *Store) Resolve(url string) (*Blob, bool) {
	url, _, _ = strings.Cut(url, "#")
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.of[url]
	return e.blob, ok
}

// ReleaseDead revokes what a dead isolate has left.
func (s *Store) ReleaseDead(isolate uint64) (count int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for url, e := range s.of {
		if e.isolate == isolate {
			delete(s.of, url)
			count++
		}
	}
	return count
}
