package crypto

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Import makes a key of bytes; format is "raw", "pkcs8" or "spki".
func Import(format string, data []byte, p Params, extractable bool, usages []string) (*Key, error) {
	k := &Key{Kind: "secret", Extractable: extractable, Algorithm: KeyAlgorithm{Name: p.Name, Hash: p.Hash, Curve: p.Curve}}
	var err error
	switch {
	case algorithms.Get()[p.Name].public == nil:
		if format != "raw" {
			return nil, unsupported(format, p.Name)
		}
		err = k.setSecret(data, p)
	case format == "raw":
		k.Kind = "public"
		err = k.setRaw(data)
	case format == "spki":
		k.Kind = "public"
		var parsed any
		if parsed, err = x509.ParsePKIXPublicKey(data); err == nil {
			err = k.setPublic(parsed)
		}
	default:
		k.Kind = "private"
		var parsed any
		if parsed, err = x509.ParsePKCS8PrivateKey(data); err == nil {
			err = k.setPrivate(parsed)
		}
	}
	if err != nil {
		return nil, dataError(err)
	}
	return k, allow(k, usages)
}

// dataError is what an error of parsing becomes.
func dataError(err error) error {
	if fault.KindOf(err) != nil {
		return err
	}
	return fault.Data.New("the data is no such key: %w", err)
}

func unsupported(format, name string) error {
	return fault.NotSupported.New("a key of %s cannot have the format %q", name, format)
}

// setSecret takes the bytes of a secret key, which it does not copy.
func (k *Key) setSecret(data []byte, p Params) error {
	k.secret = data
	n := 8 * len(data)
	switch {
	case p.Name == "HKDF" || p.Name == "PBKDF2":
		if k.Extractable {
			return fault.DOMSyntax.New("a key of %s cannot be extractable", p.Name)
		}
		return nil
	case p.Name != "HMAC":
		if n != 128 && n != 192 && n != 256 {
			return fault.Data.New("a key of %s must have 16, 24 or 32 bytes, got %d", p.Name, len(data))
		}
	case n == 0:
		return fault.Data.New("a key of HMAC must not be empty")
	case p.Length >= 0:
		if p.Length > n || p.Length <= n-8 {
			return fault.Data.New("the length of the key is %d bits, but the data has %d bytes", p.Length, len(data))
		}
		n = p.Length
		trim(k.secret, n)
	}
	k.Algorithm.Length = n
	return nil
}

// setRaw takes the bytes of a public key.
func (k *Key) setRaw(data []byte) error {
	switch name := k.Algorithm.Name; name {
	case "ECDSA", "ECDH":
		pub, err := ecdsa.ParseUncompressedPublicKey(curveOf(k.Algorithm.Curve), data)
		if err != nil {
			return err
		}
		return k.setPublic(pub)
	case "Ed25519":
		if len(data) != ed25519.PublicKeySize {
			return fault.Data.New("a public key of Ed25519 must have 32 bytes, got %d", len(data))
		}
		return k.setPublic(ed25519.PublicKey(data))
	case "X25519":
		pub, err := ecdh.X25519().NewPublicKey(data)
		if err != nil {
			return err
		}
		return k.setPublic(pub)
	default:
		return unsupported("raw", name)
	}
}

func (k *Key) setPublic(parsed any) error {
	switch pub := parsed.(type) {
	case *rsa.PublicKey:
		k.rsa = &rsa.PrivateKey{PublicKey: *pub}
		k.describe()
	case *ecdsa.PublicKey:
		k.ec = &ecdsa.PrivateKey{PublicKey: *pub}
	case ed25519.PublicKey:
		k.edPub = pub
	case *ecdh.PublicKey:
		k.x = pub
	}
	return k.fits()
}

func (k *Key) setPrivate(parsed any) error {
	switch key := parsed.(type) {
	case *rsa.PrivateKey:
		k.rsa = key
		k.describe()
	case *ecdsa.PrivateKey:
		k.ec = key
	case ed25519.PrivateKey:
		k.ed, k.edPub = key, key.Public().(ed25519.PublicKey)
	case *ecdh.PrivateKey:
		k.x25519, k.x = key, key.PublicKey()
	}
	return k.fits()
}

// fits says whether what was parsed is of the algorithm.
func (k *Key) fits() error {
	ok := false
	switch k.Algorithm.Name {
	case "ECDSA", "ECDH":
		ok = k.ec != nil && k.ec.Curve == curveOf(k.Algorithm.Curve)
	case "Ed25519":
		ok = k.edPub != nil
	case "X25519":
		ok = k.x != nil && k.x.Curve() == ecdh.X25519()
	default:
		ok = k.rsa != nil
	}
	if !ok {
		return fault.Data.New("the data is a key of another algorithm or curve than %s %s", k.Algorithm.Name, k.Algorithm.Curve)
	}
	return nil
}

// Export gives the bytes of a key; format is "raw", "pkcs8" or "spki".
func (k *Key) Export(format string) ([]byte, error) {
	want := map[string]string{"spki": "public", "pkcs8": "private"}[format]
	switch {
	case !k.Extractable:
		return nil, fault.InvalidAccess.New("the key is not extractable")
	case k.Kind == "secret" && format == "raw":
		return append([]byte{}, k.secret...), nil
	case k.Kind == "secret" || format == "raw" && k.rsa != nil:
		return nil, unsupported(format, k.Algorithm.Name)
	case format == "raw" && k.Kind != "public" || want != "" && k.Kind != want:
		return nil, fault.InvalidAccess.New("a %s key cannot be exported as %q", k.Kind, format)
	case format == "raw":
		return k.rawPublic()
	case format == "spki":
		out, err := x509.MarshalPKIXPublicKey(k.standardPublic())
		return out, operation(err)
	}
	out, err := x509.MarshalPKCS8PrivateKey(k.standardPrivate())
	return out, operation(err)
}

func (k *Key) rawPublic() ([]byte, error) {
	switch {
	case k.ec != nil:
		out, err := k.ec.PublicKey.Bytes()
		return out, operation(err)
	case k.x != nil:
		return k.x.Bytes(), nil
	}
	return append([]byte{}, k.edPub...), nil
}

func (k *Key) standardPublic() any {
	switch {
	case k.ec != nil:
		return &k.ec.PublicKey
	case k.x != nil:
		return k.x
	case k.rsa != nil:
		return &k.rsa.PublicKey
	}
	return k.edPub
}

func (k *Key) standardPrivate() any {
	switch {
	case k.ec != nil:
		return k.ec
	case k.x25519 != nil:
		return k.x25519
	case k.rsa != nil:
		return k.rsa
	}
	return k.ed
}
