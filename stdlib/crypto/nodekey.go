package crypto

import (
	"bytes"
	"crypto"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"

	"github.com/lariatjs/lariat/runtime/fault"
)

// NodeKey is a KeyObject of node:crypto. It never changes and may be used from any goroutine.
type NodeKey struct {
	key *Key
	// Type is "rsa", "ec", "ed25519" or "x25519"; empty for a secret key.
	Type string
}

// NewSecret makes a secret key of bytes, which are copied.
func NewSecret(b []byte) *NodeKey {
	return &NodeKey{key: &Key{Kind: "secret", Extractable: true, Algorithm: KeyAlgorithm{Name: "HMAC"}, secret: bytes.Clone(b)}}
}

// FromKey makes a KeyObject of a key of SubtleCrypto.
func FromKey(k *Key) (*NodeKey, error) {
	twin := *k
	twin.Extractable = true
	switch {
	case k.Kind == "secret":
		return &NodeKey{key: &twin}, nil
	case k.Kind == "public":
		return publicOf(k.standardPublic())
	}
	return privateOf(k.standardPrivate())
}

// privateOf makes a key of one of the standard library.
func privateOf(parsed any) (*NodeKey, error) {
	n, err := nodeKeyFor(parsed)
	if err == nil {
		n.key.Kind = "private"
		err = n.key.setPrivate(parsed)
	}
	return n, err
}

// publicOf makes a public key of one of the standard library, public or private.
func publicOf(parsed any) (*NodeKey, error) {
	n, err := nodeKeyFor(parsed)
	if err != nil {
		return nil, err
	}
	n.key.Kind = "public"
	switch parsed.(type) {
	case *rsa.PublicKey, *ecdsa.PublicKey, ed25519.PublicKey, *ecdh.PublicKey:
		return n, n.key.setPublic(parsed)
	}
	private, err := privateOf(parsed)
	if err != nil {
		return nil, err
	}
	return &NodeKey{private.key.public(), private.Type}, nil
}

// nodeKeyFor says what a key is for.
func nodeKeyFor(parsed any) (*NodeKey, error) {
	k := &Key{Extractable: true}
	n := &NodeKey{key: k}
	switch key := parsed.(type) {
	case *rsa.PrivateKey, *rsa.PublicKey:
		n.Type, k.Algorithm.Name, k.Algorithm.Hash = "rsa", "RSASSA-PKCS1-v1_5", "SHA-256"
	case *ecdsa.PrivateKey:
		n.Type, k.Algorithm.Name, k.Algorithm.Curve = "ec", "ECDSA", key.Curve.Params().Name
	case *ecdsa.PublicKey:
		n.Type, k.Algorithm.Name, k.Algorithm.Curve = "ec", "ECDSA", key.Curve.Params().Name
	case ed25519.PrivateKey, ed25519.PublicKey:
		n.Type, k.Algorithm.Name = "ed25519", "Ed25519"
	case *ecdh.PrivateKey, *ecdh.PublicKey:
		n.Type, k.Algorithm.Name = "x25519", "X25519"
	default:
		return nil, unreadable("the kind %T is not one of RSA, EC, Ed25519 and X25519", parsed)
	}
	return n, nil
}

// unreadable is what Node says of a key that it cannot read.
func unreadable(format string, args ...any) error {
	return fault.System.New("the key cannot be read: "+format, args...).With("code", "ERR_OSSL_UNSUPPORTED")
}

// ParseKey reads a key in PEM, or in DER as kind says: "pkcs1", "pkcs8", "sec1" or "spki". A public key is made of a private
// one, or of a certificate, too. A passphrase that is nil is none, and one that is not needed is not used.
func ParseKey(data []byte, der bool, kind string, private bool, passphrase []byte) (*NodeKey, error) {
	label, sealed := "", false
	if !der {
		block := firstBlock(data)
		if block == nil {
			return nil, unreadable("there is no PEM in it: it begins with -----BEGIN")
		}
		var err error
		if data, label, sealed, err = opened(block, passphrase); err != nil {
			return nil, err
		}
	} else if kind == "pkcs8" && isSealed(data) {
		if passphrase == nil {
			return nil, needsPassphrase(true)
		}
		var err error
		if data, err = decryptKey(data, passphrase); err != nil {
			return nil, err
		}
		sealed = true
	}
	parsed, err := parseDER(data, label, kind, private)
	if err != nil && sealed {
		return nil, badDecrypt() // of 256 wrong passphrases one gives a padding that looks right
	}
	switch {
	case err != nil:
		return nil, unreadable("%w", err)
	case private:
		return privateOf(parsed)
	}
	return publicOf(parsed)
}

// firstBlock passes over the parameters that stand before keys of curves.
func firstBlock(data []byte) *pem.Block {
	for {
		block, rest := pem.Decode(data)
		if block == nil || block.Type != "EC PARAMETERS" {
			return block
		}
		data = rest
	}
}

func parseDER(data []byte, label, kind string, private bool) (any, error) {
	switch {
	case label == "RSA PRIVATE KEY", label == "" && kind == "pkcs1" && private:
		return x509.ParsePKCS1PrivateKey(data)
	case label == "EC PRIVATE KEY", label == "" && kind == "sec1":
		return x509.ParseECPrivateKey(data)
	case label == "PRIVATE KEY", label == "" && kind == "pkcs8":
		return x509.ParsePKCS8PrivateKey(data)
	case private:
		return nil, fault.System.New("it is no private key, but %q", label+kind)
	case label == "RSA PUBLIC KEY", label == "" && kind == "pkcs1":
		return x509.ParsePKCS1PublicKey(data)
	case label == "PUBLIC KEY", label == "" && kind == "spki":
		return x509.ParsePKIXPublicKey(data)
	case label == "CERTIFICATE":
		cert, err := x509.ParseCertificate(data)
		if err != nil {
			return nil, err
		}
		return cert.PublicKey, nil
	}
	return nil, fault.System.New("%q is no public key", label+kind)
}

// Encode writes a key in DER as kind says, and gives the label that it has in PEM.
func (n *NodeKey) Encode(kind string) (der []byte, label string, err error) {
	k := n.key
	switch private := k.Kind == "private"; {
	case kind == "pkcs1" && k.rsa != nil && private:
		return x509.MarshalPKCS1PrivateKey(k.rsa), "RSA PRIVATE KEY", nil
	case kind == "pkcs1" && k.rsa != nil:
		return x509.MarshalPKCS1PublicKey(&k.rsa.PublicKey), "RSA PUBLIC KEY", nil
	case kind == "sec1" && k.ec != nil && private:
		der, err = x509.MarshalECPrivateKey(k.ec)
		return der, "EC PRIVATE KEY", operation(err)
	case kind == "pkcs8" && private:
		der, err = x509.MarshalPKCS8PrivateKey(k.standardPrivate())
		return der, "PRIVATE KEY", operation(err)
	case kind == "spki" && !private:
		der, err = x509.MarshalPKIXPublicKey(k.standardPublic())
		return der, "PUBLIC KEY", operation(err)
	}
	return nil, "", fault.Type.New("the property 'options.type' is invalid for a %s key of %s: %q", k.Kind, n.Type, kind).
		With("code", "ERR_INVALID_ARG_VALUE")
}

// Public is the public half of a key.
func (n *NodeKey) Public() *NodeKey {
	if n.key.Kind != "private" {
		return n
	}
	return &NodeKey{n.key.public(), n.Type}
}

// Equal reports whether two keys are the same.
func (n *NodeKey) Equal(other *NodeKey) bool {
	if n.key.Kind != other.key.Kind || n.Type != other.Type {
		return false
	}
	if n.Type == "" {
		return bytes.Equal(n.key.secret, other.key.secret)
	}
	kind := map[string]string{"public": "spki", "private": "pkcs8"}[n.key.Kind]
	a, _, err := n.Encode(kind)
	b, _, other2 := other.Encode(kind)
	return err == nil && other2 == nil && bytes.Equal(a, b)
}

// digestOf finds the hash that a signature is made with, by any of the names of Node.
func digestOf(name string) (crypto.Hash, error) {
	begin, err := lookup(name)
	if err != nil {
		return 0, err
	}
	size := begin().Size()
	for _, h := range []crypto.Hash{crypto.MD5, crypto.SHA1, crypto.SHA224, crypto.SHA256, crypto.SHA384, crypto.SHA512} {
		if h.Available() && h.Size() == size && sameDigest(h, begin().Sum(nil)) {
			return h, nil
		}
	}
	return 0, fault.Type.New("the digest %q cannot be signed with", name).With("code", "ERR_CRYPTO_INVALID_DIGEST")
}

func sameDigest(h crypto.Hash, empty []byte) bool { return bytes.Equal(h.New().Sum(nil), empty) }
