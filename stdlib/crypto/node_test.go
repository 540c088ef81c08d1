package crypto_test

import (
	"encoding/hex"
	"os"
	"testing"

	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
	"github.com/lariatjs/lariat/stdlib/crypto"
)

func TestKeysAndCiphersAreThoseOfNode(t *testing.T) {
	for _, name := range []string{"node", "keys", "primes"} {
		source, err := os.ReadFile("testdata/" + name + ".mjs")
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile("testdata/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		runtimetest.Expect(t, string(source), string(want), stdlib.All()...)
	}
}

// TestScryptIsThatOfItsRFC has the vectors of RFC 7914, section 12.
func TestScryptIsThatOfItsRFC(t *testing.T) {
	for _, c := range []struct {
		password, salt string
		cost           crypto.ScryptCost
		want           string
	}{
		{"", "", crypto.ScryptCost{N: 16, R: 1, P: 1}, "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442" +
			"fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"},
		{"password", "NaCl", crypto.ScryptCost{N: 1024, R: 8, P: 16}, "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162" +
			"2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"},
	} {
		got, err := crypto.Scrypt([]byte(c.password), []byte(c.salt), c.cost, 64, 32<<20)
		if err != nil || hex.EncodeToString(got) != c.want {
			t.Errorf("%+v: %x, %v", c.cost, got, err)
		}
	}
	for _, cost := range []crypto.ScryptCost{{N: 1, R: 1, P: 1}, {N: 3, R: 1, P: 1}, {N: 16, P: 1}, {N: 16, R: 1}, {N: 1 << 20, R: 8, P: 1}} {
		if _, err := crypto.Scrypt(nil, nil, cost, 1, 32<<20); err == nil {
			t.Errorf("%+v is taken", cost)
		}
	}
}
