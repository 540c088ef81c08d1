package crypto

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/asn1"
	"errors"
	"math/big"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
)

// What SubtleCrypto signs is what the standard library verifies, and the other way round.
func TestSignaturesAndTheStandardLibrary(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ours := &Key{Kind: "private", Usages: []string{"sign", "verify"}, Algorithm: KeyAlgorithm{Name: "ECDSA", Curve: "P-256"}, ec: key}
	data, p := []byte("data"), Params{Name: "ECDSA", Hash: "SHA-256"}
	digest := sha256.Sum256(data)
	signature, err := Sign(ours, p, data)
	if err != nil {
		t.Fatal(err)
	}
	pair := struct{ R, S *big.Int }{new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])}
	if der, err := asn1.Marshal(pair); err != nil || !ecdsa.VerifyASN1(&key.PublicKey, digest[:], der) {
		t.Error("the standard library does not verify what was signed")
	}
	der, err := ecdsa.SignASN1(rand.Reader, key, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := asn1.Unmarshal(der, &pair); err != nil {
		t.Fatal(err)
	}
	signature = append(pair.R.FillBytes(make([]byte, 32)), pair.S.FillBytes(make([]byte, 32))...)
	if ok, err := Verify(ours, p, signature, data); err != nil || !ok {
		t.Errorf("what the standard library signs is not verified: %v", err)
	}
}

func TestAESKWOfEveryLength(t *testing.T) {
	key := bytes.Repeat([]byte{7}, 32)
	for n := 0; n <= 64; n++ {
		data := make([]byte, n)
		_, _ = rand.Read(data)
		wrapped, err := wrap(key, data)
		if n%8 != 0 || n < 16 {
			if !errors.Is(err, fault.Operation) {
				t.Errorf("%d bytes: %v", n, err)
			}
			continue
		}
		back, err := unwrap(key, wrapped)
		if err != nil || !bytes.Equal(back, data) {
			t.Errorf("%d bytes come back as %x: %v", n, back, err)
		}
		wrapped[n/2] ^= 1
		if _, err := unwrap(key, wrapped); !errors.Is(err, fault.Operation) {
			t.Errorf("%d bytes that were changed: %v", n, err)
		}
	}
}

// named are the algorithms with the params of an import.
var named = []Params{
	{Name: "HMAC", Hash: "SHA-1", Length: -1},
	{Name: "AES-GCM", Length: -1},
	{Name: "ECDSA", Curve: "P-256"},
	{Name: "ECDH", Curve: "P-521"},
	{Name: "Ed25519"},
	{Name: "X25519"},
	{Name: "RSA-PSS", Hash: "SHA-256"},
	{Name: "RSA-OAEP", Hash: "SHA-1"},
}

// FuzzImport: no bytes and no JSON make the importers panic, or give a key that does not come out as it went in.
func FuzzImport(f *testing.F) {
	for i, p := range named {
		k, pair, err := Generate(Params{Name: p.Name, Hash: p.Hash, Curve: p.Curve, Length: 128, Modulus: 1024, Exponent: []byte{1, 0, 1}}, true,
			algorithms.Get()[p.Name].usages)
		if err != nil {
			f.Fatal(err)
		}
		keys := []*Key{k}
		if pair != nil {
			keys = []*Key{pair.Public, pair.Private}
		}
		for _, k := range keys {
			for format := range 3 {
				if b, err := k.Export([]string{"raw", "pkcs8", "spki"}[format]); err == nil {
					f.Add(i, format, b)
				}
			}
			j, err := k.JWK()
			if err != nil {
				f.Fatal(err)
			}
			f.Add(i, 3, j.text())
		}
	}
	f.Fuzz(func(t *testing.T, which, format int, data []byte) {
		p := named[uint(which)%uint(len(named))]
		a := algorithms.Get()[p.Name]
		read := func(kind int, data []byte) (k *Key, err error) {
			for _, usages := range [][]string{a.usages, a.public} {
				if kind < 3 {
					k, err = Import([]string{"raw", "pkcs8", "spki"}[kind], bytes.Clone(data), p, p.Name[0] != 'P', usages)
				} else {
					var j JWK
					if j, err = parseJWK(data); err == nil {
						k, err = ImportJWK(j, p, true, usages)
					}
				}
				if err == nil {
					return k, nil
				}
				if fault.KindOf(err) == nil {
					t.Fatalf("an error without a kind: %v", err)
				}
			}
			return nil, err
		}
		kind := int(uint(format) % 4)
		k, err := read(kind, data)
		if err != nil {
			return
		}
		if kind == 3 {
			j, err := k.JWK()
			if err != nil {
				t.Fatal(err)
			}
			if again, err := read(3, j.text()); err != nil || again.Kind != k.Kind {
				t.Fatalf("what came out does not go in: %v\n%s", err, j.text())
			}
			return
		}
		b, err := k.Export([]string{"raw", "pkcs8", "spki"}[kind])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := read(kind, b); err != nil {
			t.Fatalf("what came out does not go in: %v", err)
		}
	})
}
