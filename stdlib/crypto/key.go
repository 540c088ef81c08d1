package crypto

import (
	"bytes"
	"crypto"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"slices"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/lazy"
)

// Key is a key of SubtleCrypto. It never changes and may be used from any goroutine and in any isolate.
type Key struct {
	// Kind is "secret", "public" or "private".
	Kind        string
	Extractable bool
	Usages      []string
	// Algorithm is what the key is for.
	Algorithm KeyAlgorithm

	secret []byte             // HMAC, AES, HKDF, PBKDF2
	ec     *ecdsa.PrivateKey  // a public key has no more than its PublicKey
	x25519 *ecdh.PrivateKey   // nil for a public key
	x      *ecdh.PublicKey    // of X25519
	ed     ed25519.PrivateKey // nil for a public key
	edPub  ed25519.PublicKey
	rsa    *rsa.PrivateKey // a public key has no more than its PublicKey
}

// KeyAlgorithm is the part of an algorithm that belongs to the key.
type KeyAlgorithm struct {
	Name     string
	Hash     string // HMAC, RSA
	Curve    string // ECDSA, ECDH
	Length   int    // AES, HMAC, in bits
	Modulus  int    // RSA, in bits
	Exponent []byte // RSA
}

// Pair is what generateKey makes for an algorithm with two keys.
type Pair struct{ Public, Private *Key }

// algorithm is what SubtleCrypto can do with one name.
type algorithm struct {
	usages []string            // of a secret or a private key
	public []string            // of a public key; nil if there is none
	params map[string][]string // the members that an operation needs
}

var (
	cipherUsages = []string{"encrypt", "decrypt", "wrapKey", "unwrapKey"}
	deriveUsages = []string{"deriveKey", "deriveBits"}
)

// hashOf is the hash of a name that normalization has checked.
func hashOf(name string) crypto.Hash {
	switch name {
	case "SHA-1":
		return crypto.SHA1
	case "SHA-256":
		return crypto.SHA256
	case "SHA-384":
		return crypto.SHA384
	}
	return crypto.SHA512
}

// curveOf is the curve of a name that normalization has checked.
func curveOf(name string) elliptic.Curve {
	switch name {
	case "P-256":
		return elliptic.P256()
	case "P-384":
		return elliptic.P384()
	}
	return elliptic.P521()
}

// algorithms are those that keys are for. A member "hash?" may be missing.
var algorithms = lazy.Value[map[string]algorithm]{Make: func() map[string]algorithm {
	return map[string]algorithm{
		"HMAC": {usages: []string{"sign", "verify"}, params: map[string][]string{
			"generateKey": {"hash", "length?"}, "importKey": {"hash", "length?"}, "length": {"hash", "length?"}, "sign": {}, "verify": {},
		}},
		"AES-GCM": {usages: cipherUsages, params: aesParams("iv", "additionalData?", "tagLength?")},
		"AES-CBC": {usages: cipherUsages, params: aesParams("iv")},
		"AES-CTR": {usages: cipherUsages, params: aesParams("counter", "length")},
		"AES-KW": {usages: []string{"wrapKey", "unwrapKey"}, params: map[string][]string{
			"generateKey": {"length"}, "importKey": {}, "length": {"length"}, "wrapKey": {}, "unwrapKey": {},
		}},
		"PBKDF2": {usages: deriveUsages, params: map[string][]string{
			"importKey": {}, "length": {}, "deriveBits": {"hash", "salt", "iterations"},
		}},
		"HKDF": {usages: deriveUsages, params: map[string][]string{"importKey": {}, "length": {}, "deriveBits": {"hash", "salt", "info"}}},
		"ECDSA": {usages: []string{"sign"}, public: []string{"verify"}, params: map[string][]string{
			"generateKey": {"namedCurve"}, "importKey": {"namedCurve"}, "sign": {"hash"}, "verify": {"hash"},
		}},
		"ECDH": {usages: deriveUsages, public: []string{}, params: map[string][]string{
			"generateKey": {"namedCurve"}, "importKey": {"namedCurve"}, "deriveBits": {"public"},
		}},
		"Ed25519": {usages: []string{"sign"}, public: []string{"verify"}, params: map[string][]string{
			"generateKey": {}, "importKey": {}, "sign": {}, "verify": {},
		}},
		"X25519": {usages: deriveUsages, public: []string{}, params: map[string][]string{
			"generateKey": {}, "importKey": {}, "deriveBits": {"public"},
		}},
		"RSASSA-PKCS1-v1_5": {usages: []string{"sign"}, public: []string{"verify"}, params: rsaParams(map[string][]string{
			"sign": {}, "verify": {},
		})},
		"RSA-PSS": {usages: []string{"sign"}, public: []string{"verify"}, params: rsaParams(map[string][]string{
			"sign": {"saltLength"}, "verify": {"saltLength"},
		})},
		"RSA-OAEP": {usages: []string{"decrypt", "unwrapKey"}, public: []string{"encrypt", "wrapKey"}, params: rsaParams(map[string][]string{
			"encrypt": {"label?"}, "decrypt": {"label?"},
		})},
	}
}}

func aesParams(params ...string) map[string][]string {
	return map[string][]string{
		"generateKey": {"length"}, "importKey": {}, "length": {"length"}, "encrypt": params, "decrypt": params,
	}
}

func rsaParams(more map[string][]string) map[string][]string {
	more["generateKey"] = []string{"modulusLength", "publicExponent", "hash"}
	more["importKey"] = []string{"hash"}
	return more
}

// may says why a key cannot be used in a way.
func (k *Key) may(name, usage string) error {
	switch {
	case k.Algorithm.Name != name:
		return fault.InvalidAccess.New("the key is for %s, and not for %s", k.Algorithm.Name, name)
	case !slices.Contains(k.Usages, usage):
		return fault.InvalidAccess.New("the usages of the key (%s) do not have %q", join(k.Usages), usage)
	}
	return nil
}

// allow checks the usages that a new key is to have, which are put in the order of the standard.
func allow(k *Key, usages []string) error {
	a := algorithms.Get()[k.Algorithm.Name]
	possible := a.usages
	if k.Kind == "public" {
		possible = a.public
	}
	for _, u := range usages {
		if !slices.Contains(possible, u) {
			return fault.DOMSyntax.New("a %s key of %s cannot have the usage %q: there are %s", k.Kind, k.Algorithm.Name, u, join(possible))
		}
	}
	if len(usages) == 0 && k.Kind != "public" {
		return fault.DOMSyntax.New("a %s key needs at least one usage", k.Kind)
	}
	for _, u := range usageOrder {
		if slices.Contains(usages, u) {
			k.Usages = append(k.Usages, u)
		}
	}
	return nil
}

var usageOrder = []string{"encrypt", "decrypt", "sign", "verify", "deriveKey", "deriveBits", "wrapKey", "unwrapKey"}

func join(list []string) string {
	if len(list) == 0 {
		return "none"
	}
	var b bytes.Buffer
	for i, s := range list {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(s)
	}
	return b.String()
}
