package crypto

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
)

// JWK is a JSON Web Key (RFC 7517, 7518, 8037). Members that are missing are not in Fields.
type JWK struct {
	Fields map[string]string
	Ops    []string // nil if it is missing
	Ext    *bool
	Others bool // there is a member oth: a key of more than two primes
}

// ImportJWK makes a key of a JSON Web Key.
func ImportJWK(j JWK, p Params, extractable bool, usages []string) (*Key, error) {
	k := &Key{Kind: "secret", Extractable: extractable, Algorithm: KeyAlgorithm{Name: p.Name, Hash: p.Hash, Curve: p.Curve}}
	if _, ok := j.Fields["d"]; ok {
		k.Kind = "private"
	} else if algorithms.Get()[p.Name].public != nil {
		k.Kind = "public"
	}
	var err error
	switch p.Name {
	case "HKDF", "PBKDF2":
		return nil, unsupported("jwk", p.Name)
	case "ECDSA", "ECDH":
		err = k.setEC(j)
	case "Ed25519", "X25519":
		err = k.setOKP(j)
	case "RSASSA-PKCS1-v1_5", "RSA-PSS", "RSA-OAEP":
		err = k.setRSA(j)
	default:
		k.Kind = "secret"
		err = k.setOct(j, p)
	}
	if err == nil {
		err = j.check(k, usages)
	}
	if err != nil {
		return nil, dataError(err)
	}
	return k, allow(k, usages)
}

// check holds what a JWK says of its use against what it is imported for.
func (j JWK) check(k *Key, usages []string) error {
	alg, want := j.Fields["alg"], k.jwkAlg()
	if k.Algorithm.Name == "ECDSA" && strings.HasPrefix(alg, "ES") {
		want = map[string]string{"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}[k.Algorithm.Curve]
	}
	if alg == "EdDSA" && want == "Ed25519" { // its name before
		alg = want
	}
	if alg != "" && want != "" && alg != want {
		return fault.Data.New("the member alg must be %q, got %q", want, alg)
	}
	use := map[string]string{"sign": "sig", "verify": "sig"}
	for _, u := range usages {
		want := use[u]
		if want == "" {
			want = "enc"
		}
		if got, ok := j.Fields["use"]; ok && got != want {
			return fault.Data.New("the member use must be %q for %q, got %q", want, u, got)
		}
		if j.Ops != nil && !slices.Contains(j.Ops, u) {
			return fault.Data.New("the member key_ops (%s) does not have %q", join(j.Ops), u)
		}
	}
	for i, op := range j.Ops {
		if slices.Contains(j.Ops[:i], op) {
			return fault.Data.New("the member key_ops has %q twice", op)
		}
	}
	if j.Ext != nil && !*j.Ext && k.Extractable {
		return fault.Data.New("the member ext says that the key is not extractable")
	}
	return nil
}

// jwkAlg is the member alg of a key, empty if it has none.
func (k *Key) jwkAlg() string {
	hash := k.Algorithm.Hash
	if hash != "" {
		hash = hash[len("SHA-"):]
	}
	switch name := k.Algorithm.Name; name {
	case "HMAC":
		return "HS" + hash
	case "AES-GCM", "AES-CBC", "AES-CTR", "AES-KW":
		return "A" + strconv.Itoa(k.Algorithm.Length) + name[len("AES-"):]
	case "RSASSA-PKCS1-v1_5":
		return "RS" + hash
	case "RSA-PSS":
		return "PS" + hash
	case "RSA-OAEP":
		if hash == "1" {
			return "RSA-OAEP"
		}
		return "RSA-OAEP-" + hash
	case "Ed25519":
		return name
	}
	return ""
}

// want checks a member.
func (j JWK) want(name, value string) error {
	if j.Fields[name] != value {
		return fault.Data.New("the member %s must be %q, got %q", name, value, j.Fields[name])
	}
	return nil
}

// bytes reads a member in base64url; size is how many bytes it must have, 0 for any but none.
func (j JWK) bytes(name string, size int) ([]byte, error) {
	text, ok := j.Fields[name]
	if !ok {
		return nil, fault.Data.New("the member %s is missing", name)
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	switch {
	case err != nil:
		return nil, fault.Data.New("the member %s must be base64url without padding", name)
	case size == 0 && len(b) == 0, size > 0 && len(b) != size:
		return nil, fault.Data.New("the member %s has %d bytes, which is not what this kind of key has", name, len(b))
	}
	return b, nil
}

func (k *Key) setOct(j JWK, p Params) error {
	if err := j.want("kty", "oct"); err != nil {
		return err
	}
	b, err := j.bytes("k", 0)
	if err != nil {
		return err
	}
	return k.setSecret(b, p)
}

func (k *Key) setEC(j JWK) error {
	if err := j.want("kty", "EC"); err != nil {
		return err
	}
	if err := j.want("crv", k.Algorithm.Curve); err != nil {
		return err
	}
	curve := curveOf(k.Algorithm.Curve)
	n := (curve.Params().BitSize + 7) / 8
	x, err := j.bytes("x", n)
	if err != nil {
		return err
	}
	y, err := j.bytes("y", n)
	if err != nil {
		return err
	}
	pub, err := ecdsa.ParseUncompressedPublicKey(curve, slices.Concat([]byte{4}, x, y))
	if err != nil || k.Kind == "public" {
		if err != nil {
			return err
		}
		return k.setPublic(pub)
	}
	d, err := j.bytes("d", n)
	if err != nil {
		return err
	}
	key, err := ecdsa.ParseRawPrivateKey(curve, d)
	if err != nil {
		return err
	}
	if !key.PublicKey.Equal(pub) {
		return fault.Data.New("the members x and y do not belong to the private key d")
	}
	return k.setPrivate(key)
}

func (k *Key) setOKP(j JWK) error {
	if err := j.want("kty", "OKP"); err != nil {
		return err
	}
	if err := j.want("crv", k.Algorithm.Name); err != nil {
		return err
	}
	x, err := j.bytes("x", 32)
	if err != nil {
		return err
	}
	if k.Kind == "public" {
		return k.setRaw(x)
	}
	d, err := j.bytes("d", 32)
	if err != nil {
		return err
	}
	if k.Algorithm.Name == "Ed25519" {
		err = k.setPrivate(ed25519.NewKeyFromSeed(d))
	} else {
		var key *ecdh.PrivateKey
		if key, err = ecdh.X25519().NewPrivateKey(d); err == nil {
			err = k.setPrivate(key)
		}
	}
	if err != nil {
		return err
	}
	if mine, _ := k.rawPublic(); !slices.Equal(mine, x) {
		return fault.Data.New("the member x does not belong to the private key d")
	}
	return nil
}

// JWK gives a key as a JSON Web Key: its members in the order of the standard's dictionary.
func (k *Key) JWK() (JWK, error) {
	if !k.Extractable {
		return JWK{}, fault.InvalidAccess.New("the key is not extractable")
	}
	ext := true
	j := JWK{Fields: map[string]string{}, Ops: append([]string{}, k.Usages...), Ext: &ext}
	set := func(name string, b []byte) { j.Fields[name] = base64.RawURLEncoding.EncodeToString(b) }
	if alg := k.jwkAlg(); alg != "" {
		j.Fields["alg"] = alg
	}
	switch {
	case k.ec != nil:
		j.Fields["kty"], j.Fields["crv"] = "EC", k.Algorithm.Curve
		point, err := k.ec.PublicKey.Bytes()
		if err != nil {
			return JWK{}, operation(err)
		}
		n := k.scalar()
		set("x", point[1:1+n])
		set("y", point[1+n:])
		if k.Kind == "private" {
			d, err := k.ec.Bytes()
			if err != nil {
				return JWK{}, operation(err)
			}
			set("d", d)
		}
	case k.rsa != nil:
		k.rsaJWK(j, set)
	case k.Kind == "secret":
		j.Fields["kty"] = "oct"
		set("k", k.secret)
	default:
		j.Fields["kty"], j.Fields["crv"] = "OKP", k.Algorithm.Name
		raw, _ := k.rawPublic()
		set("x", raw)
		switch {
		case k.ed != nil:
			set("d", k.ed.Seed())
		case k.x25519 != nil:
			set("d", k.x25519.Bytes())
		}
	}
	return j, nil
}
