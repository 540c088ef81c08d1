package crypto

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/rsa"
	"math/big"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Sign signs data.
func Sign(k *Key, p Params, data []byte) ([]byte, error) {
	if err := k.may(p.Name, "sign"); err != nil {
		return nil, err
	}
	switch p.Name {
	case "HMAC":
		return k.mac(data), nil
	case "ECDSA":
		r, s, err := ecdsa.Sign(rand.Reader, k.ec, sum(p.Hash, data))
		if err != nil {
			return nil, operation(err)
		}
		n := k.scalar()
		out := make([]byte, 2*n)
		r.FillBytes(out[:n])
		s.FillBytes(out[n:])
		return out, nil
	case "Ed25519":
		return ed25519.Sign(k.ed, data), nil
	case "RSA-PSS":
		if p.SaltLength == 0 {
			return nil, fault.NotSupported.New("RSA-PSS with a saltLength of 0 is not supported")
		}
		options := &rsa.PSSOptions{SaltLength: p.SaltLength}
		out, err := rsa.SignPSS(rand.Reader, k.rsa, hashOf(k.Algorithm.Hash), sum(k.Algorithm.Hash, data), options)
		return out, operation(err)
	}
	out, err := rsa.SignPKCS1v15(nil, k.rsa, hashOf(k.Algorithm.Hash), sum(k.Algorithm.Hash, data))
	return out, operation(err)
}

// Verify reports whether a signature belongs to data.
func Verify(k *Key, p Params, signature, data []byte) (bool, error) {
	if err := k.may(p.Name, "verify"); err != nil {
		return false, err
	}
	switch p.Name {
	case "HMAC":
		return hmac.Equal(k.mac(data), signature), nil
	case "ECDSA":
		n := k.scalar()
		if len(signature) != 2*n {
			return false, nil
		}
		r, s := new(big.Int).SetBytes(signature[:n]), new(big.Int).SetBytes(signature[n:])
		return ecdsa.Verify(&k.ec.PublicKey, sum(p.Hash, data), r, s), nil
	case "Ed25519":
		return ed25519.Verify(k.edPub, data, signature), nil
	case "RSA-PSS":
		if p.SaltLength == 0 {
			return false, fault.NotSupported.New("RSA-PSS with a saltLength of 0 is not supported")
		}
		options := &rsa.PSSOptions{SaltLength: p.SaltLength}
		return rsa.VerifyPSS(&k.rsa.PublicKey, hashOf(k.Algorithm.Hash), sum(k.Algorithm.Hash, data), signature, options) == nil, nil
	}
	return rsa.VerifyPKCS1v15(&k.rsa.PublicKey, hashOf(k.Algorithm.Hash), sum(k.Algorithm.Hash, data), signature) == nil, nil
}

func (k *Key) mac(data []byte) []byte {
	h := hmac.New(hashOf(k.Algorithm.Hash).New, k.secret)
	_, _ = h.Write(data)
	return h.Sum(nil)
}

// scalar is the number of bytes of a number of the curve.
func (k *Key) scalar() int { return (k.ec.Curve.Params().BitSize + 7) / 8 }

func sum(hash string, data []byte) []byte {
	h := hashOf(hash).New()
	_, _ = h.Write(data)
	return h.Sum(nil)
}

// maxDerived is how much is derived at most, in bits.
const maxDerived = 1 << 30

// Derive derives bits; a negative length is missing. usage is "deriveBits" or "deriveKey".
func Derive(k *Key, p Params, usage string, length int) ([]byte, error) {
	if err := k.may(p.Name, usage); err != nil {
		return nil, err
	}
	if p.Name == "ECDH" || p.Name == "X25519" {
		return k.agree(p, length)
	}
	if length < 0 || length%8 != 0 || length > maxDerived {
		return nil, fault.Operation.New("the length must be a multiple of 8 bits, got %s", lengthText(length))
	}
	if length == 0 {
		return []byte{}, nil
	}
	h := hashOf(p.Hash).New
	if p.Name == "PBKDF2" {
		if p.Iterations == 0 {
			return nil, fault.Operation.New("the iterations must be at least 1")
		}
		out, err := pbkdf2.Key(h, string(k.secret), p.Salt, p.Iterations, length/8)
		return out, operation(err)
	}
	out, err := hkdf.Key(h, k.secret, p.Salt, string(p.Info), length/8)
	return out, operation(err)
}

func lengthText(length int) string {
	if length < 0 {
		return "none"
	}
	return big.NewInt(int64(length)).String()
}

// agree is the secret that two sides share.
func (k *Key) agree(p Params, length int) ([]byte, error) {
	other := p.Public
	switch {
	case k.Kind != "private":
		return nil, fault.InvalidAccess.New("the key must be a private one, got a %s key", k.Kind)
	case other.Kind != "public":
		return nil, fault.InvalidAccess.New("the member public must be a public key, got a %s key", other.Kind)
	case other.Algorithm.Name != p.Name || other.Algorithm.Curve != k.Algorithm.Curve:
		return nil, fault.InvalidAccess.New("the two keys must be for the same algorithm and curve, got %s %s and %s %s",
			k.Algorithm.Name, k.Algorithm.Curve, other.Algorithm.Name, other.Algorithm.Curve)
	}
	mine, theirs := k.x25519, other.x
	if p.Name == "ECDH" {
		var err error
		if mine, err = k.ec.ECDH(); err != nil {
			return nil, operation(err)
		}
		if theirs, err = other.ec.PublicKey.ECDH(); err != nil {
			return nil, operation(err)
		}
	}
	secret, err := mine.ECDH(theirs)
	switch {
	case err != nil:
		return nil, operation(err)
	case length < 0:
		return secret, nil
	case length > 8*len(secret):
		return nil, fault.Operation.New("the two keys give no more than %d bits, %d are wanted", 8*len(secret), length)
	}
	secret = secret[:(length+7)/8]
	trim(secret, length)
	return secret, nil
}
