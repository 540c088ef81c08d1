package crypto_test

import (
	"context"
	"errors"
	"math/big"
	"testing"

	"github.com/lariatjs/lariat/stdlib/crypto"
)

func TestPrimesAreWhatWasAskedFor(t *testing.T) {
	for _, w := range []crypto.PrimeWanted{
		{Bits: 2},
		{Bits: 3},
		{Bits: 8},
		{Bits: 9},
		{Bits: 64},
		{Bits: 257},
		{Bits: 8, Safe: true},
		{Bits: 48, Safe: true},
		{Bits: 32, Add: big.NewInt(12), Rem: big.NewInt(11)},
		{Bits: 40, Add: big.NewInt(12)},
		{Bits: 32, Safe: true, Add: big.NewInt(8)},
	} {
		p, err := crypto.GeneratePrime(t.Context(), w)
		if err != nil {
			t.Errorf("%+v: %v", w, err)
			continue
		}
		if prime, err := crypto.IsPrime(p, 0); err != nil || !prime || p.BitLen() != w.Bits {
			t.Errorf("%+v: %v", w, p)
		}
		if w.Safe && !new(big.Int).Rsh(p, 1).ProbablyPrime(20) {
			t.Errorf("%+v: %v is not safe", w, p)
		}
		if w.Rem != nil && new(big.Int).Mod(p, w.Add).Cmp(w.Rem) != 0 {
			t.Errorf("%+v: %v has another remainder", w, p)
		}
	}
}

func TestPrimesThatCannotBe(t *testing.T) {
	for _, w := range []crypto.PrimeWanted{
		{Bits: 1 << 20},
		{Bits: 32, Safe: true, Add: big.NewInt(12)},
		{Bits: 32, Add: big.NewInt(12), Rem: big.NewInt(2)},
		{Bits: 8, Add: big.NewInt(300)},
		{Bits: 8, Add: big.NewInt(4), Rem: big.NewInt(8)},
		{Bits: 2, Safe: true},
	} {
		if p, err := crypto.GeneratePrime(t.Context(), w); err == nil {
			t.Errorf("%+v: %v", w, p)
		}
	}
	if _, err := crypto.IsPrime(new(big.Int).Lsh(big.NewInt(1), 1<<20), 0); err == nil {
		t.Error("a number of a million bits is tested")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := crypto.GeneratePrime(ctx, crypto.PrimeWanted{Bits: 4096, Safe: true}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
