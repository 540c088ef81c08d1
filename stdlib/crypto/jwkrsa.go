package crypto

import (
	"crypto/rsa"
	"math/big"

	"github.com/lariatjs/lariat/runtime/fault"
)

// maxRSA is the longest number of an RSA key, in bits: checking a longer one takes too long.
const maxRSA = 16384

func (k *Key) setRSA(j JWK) error {
	if err := j.want("kty", "RSA"); err != nil {
		return err
	}
	if j.Others {
		return fault.NotSupported.New("RSA keys of more than two primes (oth) are not supported")
	}
	numbers := map[string]*big.Int{}
	for _, name := range []string{"n", "e", "d", "p", "q", "dp", "dq", "qi"} {
		if _, ok := j.Fields[name]; !ok && k.Kind == "public" && name != "n" && name != "e" {
			continue
		}
		b, err := j.bytes(name, 0)
		if err != nil {
			return err
		}
		numbers[name] = new(big.Int).SetBytes(b)
		if numbers[name].BitLen() > maxRSA {
			return fault.Data.New("the member %s has more than %d bits", name, maxRSA)
		}
	}
	e := numbers["e"]
	if !e.IsInt64() || e.Int64() < 2 || e.Int64() > 1<<31-1 || numbers["n"].Sign() == 0 {
		return fault.Data.New("the members n and e are no public key of RSA")
	}
	pub := rsa.PublicKey{N: numbers["n"], E: int(e.Int64())}
	if k.Kind == "public" {
		return k.setPublic(&pub)
	}
	key := &rsa.PrivateKey{PublicKey: pub, D: numbers["d"], Primes: []*big.Int{numbers["p"], numbers["q"]}}
	if err := key.Validate(); err != nil {
		return err
	}
	key.Precompute()
	return k.setPrivate(key)
}

func (k *Key) rsaJWK(j JWK, set func(string, []byte)) {
	j.Fields["kty"] = "RSA"
	set("n", k.rsa.N.Bytes())
	set("e", big.NewInt(int64(k.rsa.E)).Bytes())
	if k.Kind != "private" {
		return
	}
	set("d", k.rsa.D.Bytes())
	set("p", k.rsa.Primes[0].Bytes())
	set("q", k.rsa.Primes[1].Bytes())
	set("dp", k.rsa.Precomputed.Dp.Bytes())
	set("dq", k.rsa.Precomputed.Dq.Bytes())
	set("qi", k.rsa.Precomputed.Qinv.Bytes())
}
