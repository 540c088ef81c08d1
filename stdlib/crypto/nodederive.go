package crypto

import (
	"crypto/hkdf"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/binary"
	"math/bits"

	"github.com/lariatjs/lariat/runtime/fault"
)

// PBKDF2 derives a key from a password, slowly.
func PBKDF2(digest string, password, salt []byte, iterations, length int) ([]byte, error) {
	begin, err := lookup(digest)
	if err != nil {
		return nil, err
	}
	return pbkdf2.Key(begin, string(password), salt, iterations, length)
}

// HKDF derives a key from another.
func HKDF(digest string, key, salt, info []byte, length int) ([]byte, error) {
	begin, err := lookup(digest)
	if err != nil {
		return nil, err
	}
	if length > 255*begin().Size() {
		return nil, fault.Range.New("Invalid key length").With("code", "ERR_CRYPTO_INVALID_KEYLEN")
	}
	return hkdf.Key(begin, key, salt, string(info), length)
}

// ScryptCost is how slow Scrypt is: N is a power of two, and about 128*N*R bytes of memory are needed.
type ScryptCost struct{ N, R, P int }

// Scrypt derives a key from a password, slowly and with much memory (RFC 7914). More memory than max is an error.
func Scrypt(password, salt []byte, cost ScryptCost, length int, limit int64) ([]byte, error) {
	n, r, p := cost.N, cost.R, cost.P
	if n < 2 || n&(n-1) != 0 || r < 1 || p < 1 || int64(r)*int64(p) >= 1<<30 {
		return nil, fault.Range.New("Invalid scrypt params").With("code", "ERR_CRYPTO_INVALID_SCRYPT_PARAMS")
	}
	if memory := 128 * int64(r) * (int64(n) + int64(p)); memory > limit || memory/int64(r) > 1<<40 {
		return nil, fault.Range.New("Invalid scrypt params: memory limit exceeded").With("code", "ERR_CRYPTO_INVALID_SCRYPT_PARAMS")
	}
	blocks, err := pbkdf2.Key(sha256.New, string(password), salt, 1, p*128*r)
	if err != nil {
		return nil, err
	}
	m := scryptMix{r: r, v: make([]uint32, 32*n*r), x: make([]uint32, 32*r), y: make([]uint32, 32*r)}
	for i := range p {
		m.mix(blocks[i*128*r:(i+1)*128*r], n)
	}
	return pbkdf2.Key(sha256.New, string(password), blocks, 1, length)
}

// scryptMix has the memory of scryptROMix.
type scryptMix struct {
	r       int
	v, x, y []uint32
}

func (m *scryptMix) mix(b []byte, n int) {
	size := 32 * m.r
	for i := range m.x {
		m.x[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	for i := range n {
		copy(m.v[i*size:], m.x)
		m.blocks()
	}
	for range n {
		// The last block is the integer; only its low bits count, since n is a power of two.
		j := int((uint64(m.x[size-16]) | uint64(m.x[size-15])<<32) & uint64(n-1))
		for k, word := range m.v[j*size : (j+1)*size] {
			m.x[k] ^= word
		}
		m.blocks()
	}
	for i, word := range m.x {
		binary.LittleEndian.PutUint32(b[4*i:], word)
	}
}

// blocks is scryptBlockMix of x.
func (m *scryptMix) blocks() {
	var t [16]uint32
	copy(t[:], m.x[len(m.x)-16:])
	for i := range 2 * m.r {
		for k := range t {
			t[k] ^= m.x[16*i+k]
		}
		salsa8(&t)
		// Even blocks come first, then odd ones.
		copy(m.y[16*(i/2+i%2*m.r):], t[:])
	}
	m.x, m.y = m.y, m.x
}

// salsa8 is the core of Salsa20 with eight rounds.
func salsa8(b *[16]uint32) {
	x := *b
	quarter := func(a, b, c, d int) {
		x[b] ^= bits.RotateLeft32(x[a]+x[d], 7)
		x[c] ^= bits.RotateLeft32(x[b]+x[a], 9)
		x[d] ^= bits.RotateLeft32(x[c]+x[b], 13)
		x[a] ^= bits.RotateLeft32(x[d]+x[c], 18)
	}
	for range 4 {
		quarter(0, 4, 8, 12)
		quarter(5, 9, 13, 1)
		quarter(10, 14, 2, 6)
		quarter(15, 3, 7, 11)
		quarter(0, 1, 2, 3)
		quarter(5, 6, 7, 4)
		quarter(10, 11, 8, 9)
		quarter(15, 12, 13, 14)
	}
	for i := range b {
		b[i] += x[i]
	}
}
