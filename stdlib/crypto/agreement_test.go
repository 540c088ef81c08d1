package crypto

import (
	"bytes"
	"math/big"
	"testing"
)

func TestPrimesOfGroupsAreSafe(t *testing.T) {
	for _, name := range []string{"modp1", "modp2", "modp5"} {
		p := GroupPrime(name)
		if bits, _ := group(name); new(big.Int).SetBytes(p).BitLen() != int(bits) {
			t.Errorf("%s has %d bytes", name, len(p))
		}
		if wrong := CheckGroup(p, []byte{2}); wrong != 0 {
			t.Errorf("%s: %d", name, wrong)
		}
	}
	if GroupPrime("modp3") != nil {
		t.Error("there is no such group")
	}
	for want, group := range map[int][2][]byte{
		notPrime: {{24}, {5}}, notSafe: {{13}, {2}}, badGenerator: {{23}, {22}}, notPrime | badGenerator: {{24}, {1}},
	} {
		if got := CheckGroup(group[0], group[1]); got != want {
			t.Errorf("%v: %d, want %d", group, got, want)
		}
	}
}

func TestAPrimeThatIsMadeIsSafe(t *testing.T) {
	p, err := SafePrime(128)
	if err != nil || CheckGroup(p, []byte{2}) != 0 || len(p) != 16 {
		t.Errorf("%x %v", p, err)
	}
	if _, err := SafePrime(MaxSafePrime + 1); err == nil {
		t.Error("that takes too long")
	}
}

func TestCurvesAgree(t *testing.T) {
	for _, name := range []string{"prime256v1", "secp384r1", "secp521r1"} {
		c, _ := CurveOf(name)
		a, err := c.Generate()
		if err != nil {
			t.Fatal(err)
		}
		b, err := c.Generate()
		if err != nil {
			t.Fatal(err)
		}
		ofA, _ := c.Public(a)
		ofB, _ := c.Public(b)
		want, ok := c.Secret(a, ofB)
		for _, form := range []string{"uncompressed", "compressed", "hybrid"} {
			got, okToo := c.Secret(b, c.Form(bytes.Clone(ofA), form))
			if !ok || !okToo || !bytes.Equal(got, want) {
				t.Errorf("%s, %s: %x and %x", name, form, got, want)
			}
		}
		for _, bad := range [][]byte{nil, {4}, {2}, {0}, append([]byte{7}, ofA[1:]...)[:len(ofA)-1]} {
			if _, ok := c.Point(bad); ok {
				t.Errorf("%s: %x is no point", name, bad)
			}
		}
	}
}
