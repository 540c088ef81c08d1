package crypto

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"strings"
	"testing"
)

// sealedKey is an encrypted key, changed by what is given.
func sealedKey(t testing.TB, change func(*encryptedKey, *pbes2Params, *pbkdf2Param)) []byte {
	t.Helper()
	plain, err := x509.MarshalPKCS8PrivateKey(ed25519.NewKeyFromSeed(make([]byte, 32)))
	if err != nil {
		t.Fatal(err)
	}
	der, err := encryptKey(plain, "aes-256-cbc", []byte("top"))
	if err != nil {
		t.Fatal(err)
	}
	var outer encryptedKey
	var params pbes2Params
	var kdf pbkdf2Param
	if _, err := asn1.Unmarshal(der, &outer); err != nil {
		t.Fatal(err)
	}
	if unmarshalAll(outer.Algorithm.Parameters, &params) != nil || unmarshalAll(params.Derivation.Parameters, &kdf) != nil {
		t.Fatal("what was made cannot be read")
	}
	change(&outer, &params, &kdf)
	params.Derivation = paramsOf(params.Derivation.Algorithm.String(), kdf)
	outer.Algorithm = paramsOf(outer.Algorithm.Algorithm.String(), params)
	if der, err = asn1.Marshal(outer); err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: der})
}

func TestEncryptedKeysThatCannotBeReadSayWhy(t *testing.T) {
	for want, change := range map[string]func(*encryptedKey, *pbes2Params, *pbkdf2Param){
		"":                     func(*encryptedKey, *pbes2Params, *pbkdf2Param) {},
		"2147483647 iteration": func(_ *encryptedKey, _ *pbes2Params, k *pbkdf2Param) { k.Iterations = 1<<31 - 1 },
		"0 iterations":         func(_ *encryptedKey, _ *pbes2Params, k *pbkdf2Param) { k.Iterations = 0 },
		"can be read is AES":   func(_ *encryptedKey, p *pbes2Params, _ *pbkdf2Param) { p.Cipher.Algorithm = oidOf("1.2.3") },
		"an HMAC of SHA-1":     func(_ *encryptedKey, _ *pbes2Params, k *pbkdf2Param) { k.PRF.Algorithm = oidOf("1.2.4") },
		"read is PBKDF2":       func(_ *encryptedKey, p *pbes2Params, _ *pbkdf2Param) { p.Derivation.Algorithm = oidOf("1.2.5") },
		"read is PBES2":        func(o *encryptedKey, _ *pbes2Params, _ *pbkdf2Param) { o.Algorithm.Algorithm = oidOf("1.2.6") },
		"cannot be decrypted":  func(o *encryptedKey, _ *pbes2Params, _ *pbkdf2Param) { o.Data = o.Data[:17] },
		"key is damaged": func(_ *encryptedKey, p *pbes2Params, _ *pbkdf2Param) {
			p.Cipher = paramsOf(p.Cipher.Algorithm.String(), []byte{1})
		},
	} {
		_, err := ParseKey(sealedKey(t, change), false, "", true, []byte("top"))
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
	}
}

func TestNamesOfCertificatesAndHosts(t *testing.T) {
	usual := NameOptions{Wildcards: true, Partial: true}
	whole := NameOptions{Wildcards: true}
	for _, c := range []struct {
		pattern, host string
		o             NameOptions
		want          bool
	}{
		{"*.example.org", "a.example.org", usual, true},
		{"*.org", "example.org", usual, false},
		{"a.*.org", "a.b.org", usual, false},
		{"*.*.org", "a.b.org", usual, false},
		{"w*.example.org", "www.example.org", usual, true},
		{"*w.example.org", "www.example.org", usual, true},
		{"w*w.example.org", "www.example.org", usual, false},
		{"w*.example.org", "www.example.org", whole, false},
		{"xn--*.example.org", "xn--a.example.org", usual, false},
		{"*a.example.org", "xn--a.example.org", usual, false},
		{"*-.example.org", "a-.example.org", usual, false},
		{"*..org", "a..org", usual, false},
		{"*.example.org", ".example.org", usual, true},
		{"*.example.org", "é.example.org", usual, false},
		{"EXAMPLE.org", "example.ORG", usual, true},
		{"s.example.org", "ſ.example.org", usual, false},
		{"", "", usual, false},
	} {
		if got := matches(c.pattern, c.host, c.o); got != c.want {
			t.Errorf("%q, %q, %+v: %v", c.pattern, c.host, c.o, got)
		}
	}
}

// FuzzSealed has keys and certificates of strangers: they are read or refused, and nothing else comes of them.
func FuzzSealed(f *testing.F) {
	f.Add(sealedKey(f, func(*encryptedKey, *pbes2Params, *pbkdf2Param) {}), "a.example.org", "*.example.org")
	f.Fuzz(func(t *testing.T, data []byte, host, pattern string) {
		if block, _ := pem.Decode(data); block != nil && len(block.Bytes) < 1000 {
			_, _ = ParseKey(data, false, "", true, []byte("x"))
		}
		if x, err := ReadCertificate(data); err == nil {
			_, _, _ = x.AltNames(), x.InfoAccess(), nameText(x.x.RawSubject)
			_, _ = x.CheckHost(host, NameOptions{Wildcards: true})
		}
		meant := matches(pattern, host, NameOptions{Wildcards: true, Partial: true})
		if meant && host[0] != '.' && len(host) < len(pattern)-1 {
			t.Errorf("%q is meant by %q", pattern, host)
		}
	})
}
