package crypto

import (
	"crypto"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"hash"
	"math/big"

	"github.com/lariatjs/lariat/runtime/fault"
)

// The paddings of RSA, by the numbers that OpenSSL has for them.
const (
	paddingPKCS1 = 1
	paddingOAEP  = 4
	paddingPSS   = 6
)

// SignOptions say how a signature is made.
type SignOptions struct {
	Digest  string // empty for Ed25519
	Padding int    // of RSA
	Salt    int    // of PSS: -1 is as long as the digest, -2 as long as can be
	Plain   bool   // of EC: the two numbers as they are (ieee-p1363) instead of DER
}

// SignNode signs data.
func (n *NodeKey) SignNode(o SignOptions, data []byte) ([]byte, error) {
	if n.key.Kind != "private" {
		return nil, fault.Type.New("a signature is made with a private key, got a %s key", n.key.Kind).
			With("code", "ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE")
	}
	if n.Type == "ed25519" {
		return ed25519.Sign(n.key.ed, data), nil
	}
	h, sum, err := o.sum(data)
	if err != nil {
		return nil, err
	}
	switch {
	case n.Type == "rsa" && o.Padding == paddingPSS:
		out, err := rsa.SignPSS(rand.Reader, n.key.rsa, h, sum, o.pss(h))
		return out, operation(err)
	case n.Type == "rsa":
		out, err := rsa.SignPKCS1v15(nil, n.key.rsa, h, sum)
		return out, operation(err)
	case n.Type == "ec" && !o.Plain:
		out, err := ecdsa.SignASN1(rand.Reader, n.key.ec, sum)
		return out, operation(err)
	case n.Type == "ec":
		r, s, err := ecdsa.Sign(rand.Reader, n.key.ec, sum)
		if err != nil {
			return nil, operation(err)
		}
		size := n.key.scalar()
		out := make([]byte, 2*size)
		r.FillBytes(out[:size])
		s.FillBytes(out[size:])
		return out, nil
	}
	return nil, unfit("sign", n.Type)
}

// VerifyNode reports whether a signature belongs to data.
func (n *NodeKey) VerifyNode(o SignOptions, data, signature []byte) (bool, error) {
	k := n.Public().key
	if n.Type == "ed25519" {
		return len(k.edPub) > 0 && ed25519.Verify(k.edPub, data, signature), nil
	}
	h, sum, err := o.sum(data)
	if err != nil {
		return false, err
	}
	switch {
	case n.Type == "rsa" && o.Padding == paddingPSS:
		return rsa.VerifyPSS(&k.rsa.PublicKey, h, sum, signature, o.pss(h)) == nil, nil
	case n.Type == "rsa":
		return rsa.VerifyPKCS1v15(&k.rsa.PublicKey, h, sum, signature) == nil, nil
	case n.Type == "ec" && !o.Plain:
		return ecdsa.VerifyASN1(&k.ec.PublicKey, sum, signature), nil
	case n.Type == "ec":
		size := k.scalar()
		if len(signature) != 2*size {
			return false, nil
		}
		r, s := new(big.Int).SetBytes(signature[:size]), new(big.Int).SetBytes(signature[size:])
		return ecdsa.Verify(&k.ec.PublicKey, sum, r, s), nil
	}
	return false, unfit("verify", n.Type)
}

func unfit(verb, kind string) error {
	if kind == "" {
		kind = "secret"
	}
	return fault.Type.New("a %s key cannot %s", kind, verb).With("code", "ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE")
}

func (o SignOptions) sum(data []byte) (crypto.Hash, []byte, error) {
	digest := o.Digest
	if digest == "" {
		digest = "sha256"
	}
	h, err := digestOf(digest)
	if err != nil {
		return 0, nil, err
	}
	state := h.New()
	_, _ = state.Write(data)
	return h, state.Sum(nil), nil
}

func (o SignOptions) pss(h crypto.Hash) *rsa.PSSOptions {
	salt := o.Salt
	switch salt {
	case -2:
		salt = rsa.PSSSaltLengthAuto
	case -1:
		salt = rsa.PSSSaltLengthEqualsHash
	}
	return &rsa.PSSOptions{SaltLength: salt, Hash: h}
}

// Encrypt encrypts with a public key of RSA.
func (n *NodeKey) Encrypt(padding int, digest string, label, data []byte) ([]byte, error) {
	if n.Type != "rsa" {
		return nil, unfit("encrypt", n.Type)
	}
	public := &n.key.rsa.PublicKey
	if padding == paddingPKCS1 {
		out, err := rsa.EncryptPKCS1v15(rand.Reader, public, data) //nolint:staticcheck // what the script asks for
		return out, operation(err)
	}
	h, err := oaepHash(digest)
	if err != nil {
		return nil, err
	}
	out, err := rsa.EncryptOAEP(h, rand.Reader, public, data, label)
	return out, operation(err)
}

// Decrypt decrypts with a private key of RSA.
func (n *NodeKey) Decrypt(padding int, digest string, label, data []byte) ([]byte, error) {
	if n.Type != "rsa" || n.key.Kind != "private" {
		return nil, unfit("decrypt", n.Type)
	}
	if padding == paddingPKCS1 {
		out, err := rsa.DecryptPKCS1v15(nil, n.key.rsa, data) //nolint:staticcheck // as above
		return out, operation(err)
	}
	h, err := oaepHash(digest)
	if err != nil {
		return nil, err
	}
	out, err := rsa.DecryptOAEP(h, nil, n.key.rsa, data, label)
	return out, operation(err)
}

func oaepHash(name string) (hash.Hash, error) {
	if name == "" {
		name = "sha1"
	}
	begin, err := lookup(name)
	if err != nil {
		return nil, err
	}
	return begin(), nil
}

// Agree is the secret of a private key and somebody's public one.
func Agree(private, public *NodeKey) ([]byte, error) {
	mine, theirs := private.key, public.Public().key
	if mine.Kind != "private" || private.Type != public.Type || mine.Algorithm.Curve != theirs.Algorithm.Curve {
		return nil, fault.System.New("the keys do not belong together: %s and %s", private.Type, public.Type).
			With("code", "ERR_CRYPTO_INCOMPATIBLE_KEY")
	}
	var a *ecdh.PrivateKey
	var b *ecdh.PublicKey
	var err error
	switch private.Type {
	case "x25519":
		a, b = mine.x25519, theirs.x
	case "ec":
		if a, err = mine.ec.ECDH(); err == nil {
			b, err = theirs.ec.PublicKey.ECDH()
		}
	default:
		return nil, unfit("agree on a secret", private.Type)
	}
	if err != nil {
		return nil, operation(err)
	}
	out, err := a.ECDH(b)
	return out, operation(err)
}
