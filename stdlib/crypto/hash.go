package crypto

import (
	"context"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"hash"
	"slices"
	"strings"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/lariatjs/lariat/runtime/fault"
)

// digests are the algorithms by the name that Node gives them.
var digests = lazy.Value[map[string]func() hash.Hash]{Make: func() map[string]func() hash.Hash {
	return map[string]func() hash.Hash{
		"md5": md5.New, "sha1": sha1.New, "sha224": sha256.New224, "sha256": sha256.New, "sha384": sha512.New384,
		"sha512": sha512.New, "sha512-224": sha512.New512_224, "sha512-256": sha512.New512_256,
		"sha3-224": func() hash.Hash { return sha3.New224() }, "sha3-256": func() hash.Hash { return sha3.New256() },
		"sha3-384": func() hash.Hash { return sha3.New384() }, "sha3-512": func() hash.Hash { return sha3.New512() },
	}
}}

// Hashes lists the names of the algorithms, sorted.
func Hashes() []string {
	names := make([]string, 0, len(digests.Get()))
	for name := range digests.Get() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// lookup finds an algorithm by any of the names that Node understands: "sha256", "SHA-256", "RSA-SHA256".
func lookup(name string) (func() hash.Hash, error) {
	key := strings.TrimPrefix(strings.ToLower(name), "rsa-")
	for _, prefix := range []string{"sha-", "sha2-"} {
		if rest, ok := strings.CutPrefix(key, prefix); ok {
			key = "sha" + rest
		}
	}
	// The truncated forms of SHA-512 are written with a slash too.
	begin, ok := digests.Get()[strings.ReplaceAll(key, "/", "-")]
	if !ok {
		return nil, fault.Type.New("the digest %q is not supported: there are %s", name, strings.Join(Hashes(), ", ")).
			With("code", "ERR_CRYPTO_INVALID_DIGEST")
	}
	return begin, nil
}

// Hash is a digest in the making, of createHash or createHmac. It is for one goroutine at a time.
type Hash struct {
	state hash.Hash
	over  bool
}

// NewHash begins a digest.
func NewHash(algorithm string) (*Hash, error) {
	begin, err := lookup(algorithm)
	if err != nil {
		return nil, err
	}
	return &Hash{state: begin()}, nil
}

// NewHMAC begins a keyed digest.
func NewHMAC(algorithm string, key []byte) (*Hash, error) {
	begin, err := lookup(algorithm)
	if err != nil {
		return nil, err
	}
	return &Hash{state: hmac.New(begin, key)}, nil
}

// Update adds data.
func (h *Hash) Update(data []byte) error {
	if h.over {
		return finalized()
	}
	_, err := h.state.Write(data)
	return err
}

// Digest gives the result and ends the digest.
func (h *Hash) Digest() ([]byte, error) {
	if h.over {
		return nil, finalized()
	}
	h.over = true
	return h.state.Sum(nil), nil
}

// Copy gives a second digest that goes on from here. Digests with a key cannot all be copied, nor can Node's.
func (h *Hash) Copy() (*Hash, error) {
	if h.over {
		return nil, finalized()
	}
	state, err := h.state.(hash.Cloner).Clone()
	if err != nil {
		return nil, fault.Type.New("this digest cannot be copied: %w", err)
	}
	return &Hash{state: state}, nil
}

func finalized() error {
	return fault.Type.New("the digest was given out already").With("code", "ERR_CRYPTO_HASH_FINALIZED")
}

// webDigests are the algorithms of subtle.digest; their names are written in any case.
var webDigests = lazy.Value[map[string]func() hash.Hash]{Make: func() map[string]func() hash.Hash {
	return map[string]func() hash.Hash{
		"SHA-1": sha1.New, "SHA-256": sha256.New, "SHA-384": sha512.New384, "SHA-512": sha512.New,
	}
}}

// Digest is subtle.digest. It may take long and runs beside the script: data must not change meanwhile.
func Digest(ctx context.Context, algorithm string, data []byte) ([]byte, error) {
	begin, ok := webDigests.Get()[strings.ToUpper(algorithm)]
	if !ok {
		return nil, fault.NotSupported.New("the algorithm %q is not supported: there are SHA-1, SHA-256, SHA-384 and SHA-512",
			algorithm)
	}
	h := begin()
	for len(data) > 0 {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		n := min(len(data), 4<<20)
		_, _ = h.Write(data[:n])
		data = data[n:]
	}
	return h.Sum(nil), nil
}
