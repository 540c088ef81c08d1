package crypto

import (
	"bytes"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"math/big"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Params are the members of an algorithm that a call gives.
type Params struct {
	Name, Hash, Curve          string
	Length                     int // in bits; negative if it is missing
	Modulus                    int
	Exponent                   []byte
	IV, AAD, Salt, Info, Label []byte
	TagLength, SaltLength      int
	Iterations                 int
	Public                     *Key
}

// Generate makes a key or a pair of keys.
func Generate(p Params, extractable bool, usages []string) (*Key, *Pair, error) {
	k := &Key{Kind: "secret", Extractable: extractable, Algorithm: KeyAlgorithm{Name: p.Name, Hash: p.Hash, Curve: p.Curve}}
	if algorithms.Get()[p.Name].public == nil {
		n, err := secretLength(p)
		if err != nil {
			return nil, nil, err
		}
		if err := allow(k, usages); err != nil {
			return nil, nil, err
		}
		k.Algorithm.Length = n
		k.secret = make([]byte, (n+7)/8)
		_, _ = rand.Read(k.secret)
		trim(k.secret, n)
		return k, nil, nil
	}
	pair, err := generatePair(k, p, usages)
	return nil, pair, err
}

// secretLength is the number of bits of a secret key for an algorithm.
func secretLength(p Params) (int, error) {
	switch {
	case p.Name == "HMAC" && p.Length < 0:
		return 8 * hashOf(p.Hash).New().BlockSize(), nil
	case p.Name == "HMAC" && p.Length == 0:
		return 0, fault.Operation.New("the length of a key of HMAC must not be 0")
	case p.Name != "HMAC" && p.Length != 128 && p.Length != 192 && p.Length != 256:
		return 0, fault.Operation.New("the length of a key of %s must be 128, 192 or 256 bits, got %d", p.Name, p.Length)
	}
	return p.Length, nil
}

// trim clears the bits behind the first n.
func trim(b []byte, n int) {
	if rest := n % 8; rest != 0 {
		b[len(b)-1] &= byte(0xFF << (8 - rest))
	}
}

func generatePair(private *Key, p Params, usages []string) (*Pair, error) {
	private.Kind = "private"
	public := &Key{Kind: "public", Extractable: true}
	a := algorithms.Get()[p.Name]
	var mine, theirs []string
	for _, u := range usages {
		own, other := contains(a.usages, u), contains(a.public, u)
		if !own && !other {
			return nil, fault.DOMSyntax.New("keys of %s cannot have the usage %q: there are %s, %s", p.Name, u, join(a.usages), join(a.public))
		}
		if own {
			mine = append(mine, u)
		}
		if other {
			theirs = append(theirs, u)
		}
	}
	if err := allow(private, mine); err != nil {
		return nil, err
	}
	if err := fill(private, p); err != nil {
		return nil, err
	}
	*public = *private.public()
	return &Pair{public, private}, allow(public, theirs)
}

func contains(list []string, s string) bool {
	for _, o := range list {
		if o == s {
			return true
		}
	}
	return false
}

// fill makes the private key itself.
func fill(k *Key, p Params) (err error) {
	switch p.Name {
	case "ECDSA", "ECDH":
		k.ec, err = ecdsa.GenerateKey(curveOf(p.Curve), rand.Reader)
	case "X25519":
		if k.x25519, err = ecdh.X25519().GenerateKey(rand.Reader); err == nil {
			k.x = k.x25519.PublicKey()
		}
	case "Ed25519":
		k.edPub, k.ed, err = ed25519.GenerateKey(rand.Reader)
	default:
		if !bytes.Equal(bytes.TrimLeft(p.Exponent, "\x00"), []byte{1, 0, 1}) {
			return fault.Operation.New("the publicExponent must be 65537 (1, 0, 1), got %v", p.Exponent)
		}
		if p.Modulus < 1024 || p.Modulus > 16384 {
			return fault.Operation.New("the modulusLength must be from 1024 to 16384 bits, got %d", p.Modulus)
		}
		if k.rsa, err = rsa.GenerateKey(rand.Reader, p.Modulus); err == nil {
			k.describe()
		}
	}
	if err != nil {
		return fault.Operation.New("the keys cannot be made: %w", err)
	}
	return nil
}

// describe notes what the algorithm of an RSA key says of it.
func (k *Key) describe() {
	k.Algorithm.Modulus = k.rsa.N.BitLen()
	k.Algorithm.Exponent = big.NewInt(int64(k.rsa.E)).Bytes()
}

// public is the other half of a private key, without usages.
func (k *Key) public() *Key {
	p := &Key{Kind: "public", Extractable: true, Algorithm: k.Algorithm, x: k.x, edPub: k.edPub}
	if k.ec != nil {
		p.ec = &ecdsa.PrivateKey{PublicKey: k.ec.PublicKey}
	}
	if k.rsa != nil {
		p.rsa = &rsa.PrivateKey{PublicKey: k.rsa.PublicKey}
	}
	return p
}
