package fetch

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"strings"

	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/stdlib/streams"
)

// Integrity checks data against what a request says of it (https://w3c.github.io/webappsec-subresource-integrity):
// digests such as "sha256-…", of which those of the strongest kind count. One of them has to be right. Kinds that are not
// known are no reason to refuse.
func Integrity(metadata string, data []byte) error {
	best, strength := [][]byte(nil), 0
	for item := range strings.FieldsSeq(metadata) {
		item, _, _ = strings.Cut(item, "?")
		kind, text, _ := strings.Cut(item, "-")
		rank := map[string]int{"sha256": 1, "sha384": 2, "sha512": 3}[strings.ToLower(kind)]
		text = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(text, "="))
		digest, err := base64.RawStdEncoding.DecodeString(text)
		if rank == 0 || err != nil || len(digest) == 0 || rank < strength {
			continue
		}
		if rank > strength {
			best, strength = nil, rank
		}
		best = append(best, digest)
	}
	if strength == 0 {
		return nil
	}
	var got []byte
	switch strength {
	case 1:
		sum := sha256.Sum256(data)
		got = sum[:]
	case 2:
		sum := sha512.Sum384(data)
		got = sum[:]
	default:
		sum := sha512.Sum512(data)
		got = sum[:]
	}
	for _, digest := range best {
		if bytes.Equal(got, digest) {
			return nil
		}
	}
	kind := [...]string{"", "sha256", "sha384", "sha512"}[strength]
	return plain("ERR_INTEGRITY", "the body does not have the integrity %q: it is %s-%s",
		metadata, kind, base64.StdEncoding.EncodeToString(got))
}

// verify reads the whole body of an answer, which nobody may see before it is known to be right.
func (s *Sent) verify(r *Request, hold *loop.Hold) error {
	if s.wire != nil {
		done := streams.Await(s.wire, hold)
		all, err := readWhole(s.wire, s.wire.length)
		done()
		_ = s.wire.Close()
		if err != nil {
			return err
		}
		s.loaded = all
		if s.loaded == nil {
			s.loaded = []byte{}
		}
	}
	if err := Integrity(r.options.integrity, s.loaded); err != nil {
		return failed("fetch failed", r.method, r.location().Href(), err)
	}
	return nil
}
