package crypto

import (
	"crypto/ecdh"
	"crypto/elliptic"
	"crypto/rand"
	"math/big"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Curve is one of the curves on which two parties agree on a secret with a class of its own.
type Curve struct {
	ecdh  ecdh.Curve
	plain elliptic.Curve
	size  int
}

// CurveOf finds a curve by its name in OpenSSL.
func CurveOf(name string) (Curve, bool) {
	switch name {
	case "prime256v1":
		return Curve{ecdh.P256(), elliptic.P256(), 32}, true
	case "secp384r1":
		return Curve{ecdh.P384(), elliptic.P384(), 48}, true
	case "secp521r1":
		return Curve{ecdh.P521(), elliptic.P521(), 66}, true
	}
	return Curve{}, false
}

// Generate makes a private key.
func (c Curve) Generate() ([]byte, error) {
	key, err := c.ecdh.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	return key.Bytes(), nil
}

// private reads a private key, which may be shorter than the curve's.
func (c Curve) private(key []byte) (*ecdh.PrivateKey, bool) {
	for len(key) > c.size && key[0] == 0 {
		key = key[1:]
	}
	if len(key) > c.size {
		return nil, false
	}
	whole := make([]byte, c.size)
	copy(whole[c.size-len(key):], key)
	made, err := c.ecdh.NewPrivateKey(whole)
	return made, err == nil
}

// Public is the public key of a private one, uncompressed; false if that is none of the curve.
func (c Curve) Public(private []byte) ([]byte, bool) {
	key, ok := c.private(private)
	if !ok {
		return nil, false
	}
	return key.PublicKey().Bytes(), true
}

// Point reads a public key in any form and gives it uncompressed; false if it is no point of the curve.
func (c Curve) Point(key []byte) ([]byte, bool) {
	if len(key) == 0 {
		return nil, false
	}
	switch form := key[0]; {
	case form == 2 || form == 3:
		x, y := elliptic.UnmarshalCompressed(c.plain, key)
		if x == nil {
			return nil, false
		}
		whole := make([]byte, 1+2*c.size)
		whole[0] = 4
		x.FillBytes(whole[1 : 1+c.size])
		y.FillBytes(whole[1+c.size:])
		return whole, true
	case form == 6 || form == 7:
		if form&1 != key[len(key)-1]&1 {
			return nil, false
		}
		key = append([]byte{4}, key[1:]...)
	}
	made, err := c.ecdh.NewPublicKey(key)
	if err != nil {
		return nil, false
	}
	return made.Bytes(), true
}

// Form writes an uncompressed key as "compressed" or "hybrid"; in any other form it stays.
func (c Curve) Form(key []byte, form string) []byte {
	last := key[len(key)-1] & 1
	switch form {
	case "compressed":
		return append([]byte{2 | last}, key[1:1+c.size]...)
	case "hybrid":
		return append([]byte{6 | last}, key[1:]...)
	}
	return key
}

// Secret is what a private key and a public one agree on; false if the public key is none of the curve.
func (c Curve) Secret(private, public []byte) ([]byte, bool) {
	key, ok := c.private(private)
	if !ok {
		return nil, false
	}
	point, ok := c.Point(public)
	if !ok {
		return nil, false
	}
	other, err := c.ecdh.NewPublicKey(point)
	if err != nil {
		return nil, false
	}
	secret, err := key.ECDH(other)
	return secret, err == nil
}

// group has the sizes of the primes of RFC 2409 and RFC 3526, with what each adds to the digits of pi.
func group(name string) (bits, add int64) {
	switch name {
	case "modp1":
		return 768, 149686
	case "modp2":
		return 1024, 129093
	case "modp5":
		return 1536, 741804
	case "modp14":
		return 2048, 124476
	case "modp15":
		return 3072, 1690314
	case "modp16":
		return 4096, 240904
	case "modp17":
		return 6144, 929484
	case "modp18":
		return 8192, 4743158
	}
	return 0, 0
}

// GroupPrime is the prime of a well-known group, 2^n - 2^(n-64) - 1 + 2^64 * ([2^(n-130) * pi] + add); nil for another name.
func GroupPrime(name string) []byte {
	bits, add := group(name)
	if bits == 0 {
		return nil
	}
	one := big.NewInt(1)
	p := new(big.Int).Lsh(one, uint(bits))
	p.Sub(p, new(big.Int).Lsh(one, uint(bits-64)))
	p.Sub(p, one)
	middle := pi(uint(bits - 130))
	middle.Add(middle, big.NewInt(add))
	return p.Add(p, middle.Lsh(middle, 64)).Bytes()
}

// pi is [2^bits * pi], by the formula of Machin.
func pi(bits uint) *big.Int {
	const guard = 64
	one := new(big.Int).Lsh(big.NewInt(1), bits+guard)
	arctan := func(n int64) *big.Int { // of 1/n
		term := new(big.Int).Div(one, big.NewInt(n))
		sum, square, k := new(big.Int).Set(term), big.NewInt(-n*n), int64(1)
		for term.Sign() != 0 {
			term.Quo(term, square)
			k += 2
			sum.Add(sum, new(big.Int).Quo(term, big.NewInt(k)))
		}
		return sum
	}
	p := arctan(5)
	p.Mul(p, big.NewInt(16))
	p.Sub(p, new(big.Int).Mul(arctan(239), big.NewInt(4)))
	return p.Rsh(p, guard)
}

// MaxSafePrime bounds the primes that SafePrime looks for: a larger one takes minutes.
const MaxSafePrime = 1024

// SafePrime makes a prime p of so many bits of which (p-1)/2 is a prime too, and for which 2 is a generator.
func SafePrime(bits int) ([]byte, error) {
	if bits > MaxSafePrime {
		return nil, fault.NotSupported.New("a prime of %d bits takes too long to find: at most %d, or a group such as \"modp14\"", bits,
			MaxSafePrime)
	}
	for {
		q, err := rand.Prime(rand.Reader, bits-1)
		if err != nil {
			return nil, err
		}
		p := q.Lsh(q, 1)
		p.Add(p, big.NewInt(1))
		if new(big.Int).Mod(p, big.NewInt(24)).Int64() == 23 && p.ProbablyPrime(20) {
			return p.Bytes(), nil
		}
	}
}

// Power is base to the exponent, modulo p.
func Power(base, exponent, p []byte) []byte {
	number := func(b []byte) *big.Int { return new(big.Int).SetBytes(b) }
	return new(big.Int).Exp(number(base), number(exponent), number(p)).Bytes()
}

// Exponent makes a private key for a prime: a number from 1 to p-2.
func Exponent(p []byte) ([]byte, error) {
	most := new(big.Int).SetBytes(p)
	most.Sub(most, big.NewInt(2))
	if most.Sign() <= 0 {
		return nil, fault.Range.New("the prime is too small")
	}
	n, err := rand.Int(rand.Reader, most)
	if err != nil {
		return nil, err
	}
	return n.Add(n, big.NewInt(1)).Bytes(), nil
}

// What CheckGroup finds: the numbers of OpenSSL.
const (
	notPrime     = 1
	notSafe      = 2
	badGenerator = 8
)

// CheckGroup says what is wrong with a prime and its generator, 0 if nothing is.
func CheckGroup(prime, generator []byte) (wrong int) {
	p, g, one := new(big.Int).SetBytes(prime), new(big.Int).SetBytes(generator), big.NewInt(1)
	below := new(big.Int).Sub(p, one)
	if g.Cmp(one) <= 0 || g.Cmp(below) >= 0 {
		wrong |= badGenerator
	}
	switch {
	case !p.ProbablyPrime(20):
		wrong |= notPrime
	case !below.Rsh(below, 1).ProbablyPrime(20):
		wrong |= notSafe
	}
	return wrong
}

// below tells whether a number is less than the other less one.
func below(a, b []byte) bool {
	most := new(big.Int).SetBytes(b)
	return new(big.Int).SetBytes(a).Cmp(most.Sub(most, big.NewInt(1))) < 0
}
