package crypto

import (
	"context"
	"crypto/rand"
	"math/big"

	"github.com/lariatjs/lariat/runtime/fault"
)

const (
	// maxPrimeBits bounds how long one test lasts: nothing ends it halfway.
	maxPrimeBits = 8192
	// primeRounds are enough for every number; more would not find more.
	primeRounds = 20
)

// PrimeWanted says what a prime is to be: Bits long, with the highest bit set; Safe if (p - 1) / 2 is to be one too; and
// with Add that it leaves Rem when it is divided by Add.
type PrimeWanted struct {
	Bits     int
	Safe     bool
	Add, Rem *big.Int
}

// IsPrime tests a number with the rounds of Miller and Rabin that are asked for, at most 64 of them, and with the test of
// Baillie, Pomerance, Selfridge and Wagstaff.
func IsPrime(candidate *big.Int, rounds int) (bool, error) {
	if candidate.BitLen() > maxPrimeBits {
		return false, tooManyBits("candidate", candidate.BitLen())
	}
	return candidate.ProbablyPrime(min(max(rounds, primeRounds), 64)), nil
}

func tooManyBits(name string, bits int) error {
	return outOfRange("%q has %d bits: numbers of more than %d are not tested, since nothing could end the test", name, bits, maxPrimeBits)
}

// GeneratePrime makes a random prime. A prime that cannot be is an error, and so is one that is not found in many times the
// attempts that it takes as a rule.
func GeneratePrime(ctx context.Context, w PrimeWanted) (*big.Int, error) {
	switch {
	case w.Bits > maxPrimeBits:
		return nil, tooManyBits("size", w.Bits)
	case w.Add != nil && w.Add.BitLen() > w.Bits:
		return nil, outOfRange("invalid options.add")
	case w.Add != nil && w.Rem != nil && w.Rem.Cmp(w.Add) >= 0:
		return nil, outOfRange("invalid options.rem")
	}
	if w.Add != nil && w.Add.Sign() > 0 && w.Rem == nil {
		w.Rem = big.NewInt(1)
		if w.Safe {
			w.Rem = big.NewInt(3)
		}
	}
	attempts := 1000 + 200*w.Bits
	if w.Safe {
		attempts *= 1 + w.Bits/4
	}
	for range attempts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p, err := w.candidate()
		if err != nil {
			return nil, err
		}
		if w.suits(p) {
			return p, nil
		}
	}
	return nil, fault.Range.New("no such prime of %d bits was found: there are none or hardly any; "+
		"ask for more bits, or for another add and rem", w.Bits).With("code", "ERR_OUT_OF_RANGE")
}

// candidate is a random odd number of the length, with the remainder.
func (w PrimeWanted) candidate() (*big.Int, error) {
	p, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), uint(w.Bits)))
	if err != nil {
		return nil, err
	}
	for _, bit := range []int{w.Bits - 1, w.Bits - 2} { // so that a product of two has twice the length
		p.SetBit(p, max(bit, 0), 1)
	}
	if w.Add == nil || w.Add.Sign() == 0 {
		return p.SetBit(p, 0, 1), nil
	}
	p.Sub(p, new(big.Int).Mod(p, w.Add))
	return p.Add(p, w.Rem), nil
}

func (w PrimeWanted) suits(p *big.Int) bool {
	if p.BitLen() != w.Bits || !p.ProbablyPrime(primeRounds) {
		return false
	}
	return !w.Safe || new(big.Int).Rsh(p, 1).ProbablyPrime(primeRounds)
}
