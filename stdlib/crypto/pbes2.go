package crypto

import (
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
)

// The parts of RFC 8018 (PKCS #5) and RFC 5958 that an encrypted key is written with: a key of PBKDF2, a cipher of AES-CBC.
type (
	encryptedKey struct {
		Algorithm pkix.AlgorithmIdentifier
		Data      []byte
	}
	pbes2Params struct{ Derivation, Cipher pkix.AlgorithmIdentifier }
	pbkdf2Param struct {
		Salt       []byte
		Iterations int
		Length     int                      `asn1:"optional"`
		PRF        pkix.AlgorithmIdentifier `asn1:"optional"`
	}
)

const (
	idPBES2  = "1.2.840.113549.1.5.13"
	idPBKDF2 = "1.2.840.113549.1.5.12"
	idSHA256 = "1.2.840.113549.2.9"

	keyIterations = 2048       // as many as OpenSSL takes
	maxIterations = 10_000_000 // a key that asks for more is there to keep the program busy
)

// keyDigest is the digest of an HMAC, SHA-1 if none is named.
func keyDigest(id string) string {
	switch id {
	case "", "1.2.840.113549.2.7":
		return "sha1"
	case "1.2.840.113549.2.8":
		return "sha224"
	case idSHA256:
		return "sha256"
	case "1.2.840.113549.2.10":
		return "sha384"
	case "1.2.840.113549.2.11":
		return "sha512"
	}
	return ""
}

// keyCipher finds a cipher by its name in Node, or by its number.
func keyCipher(name string) (cipher, id string, size int) {
	switch strings.ToLower(name) {
	case "aes-128-cbc", "aes128", "2.16.840.1.101.3.4.1.2":
		return "aes-128-cbc", "2.16.840.1.101.3.4.1.2", 16
	case "aes-192-cbc", "aes192", "2.16.840.1.101.3.4.1.22":
		return "aes-192-cbc", "2.16.840.1.101.3.4.1.22", 24
	case "aes-256-cbc", "aes256", "2.16.840.1.101.3.4.1.42":
		return "aes-256-cbc", "2.16.840.1.101.3.4.1.42", 32
	}
	return "", "", 0
}

// badDecrypt is what Node says of a passphrase that is not that of the key.
func badDecrypt() error {
	return fault.System.New("the key cannot be decrypted: the passphrase is another, or the key is damaged").
		With("code", "ERR_OSSL_BAD_DECRYPT")
}

// needsPassphrase is what Node says of an encrypted key without one, in PEM or in DER.
func needsPassphrase(der bool) error {
	if der {
		return fault.Type.New("the key is encrypted: give its passphrase").With("code", "ERR_MISSING_PASSPHRASE")
	}
	return fault.System.New("the key is encrypted: give its passphrase").With("code", "ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED")
}

// decryptKey gives the PKCS #8 that is in an encrypted one.
func decryptKey(der, passphrase []byte) ([]byte, error) {
	var outer encryptedKey
	var params pbes2Params
	var kdf pbkdf2Param
	var iv []byte
	if _, err := asn1.Unmarshal(der, &outer); err != nil {
		return nil, unreadable("it is no encrypted key of PKCS #8: %w", err)
	}
	if id := outer.Algorithm.Algorithm.String(); id != idPBES2 {
		return nil, unreadable("it is encrypted with %s: what can be read is PBES2 (%s)", id, idPBES2)
	}
	if err := unmarshalAll(outer.Algorithm.Parameters, &params); err != nil {
		return nil, err
	}
	if id := params.Derivation.Algorithm.String(); id != idPBKDF2 {
		return nil, unreadable("its key is derived with %s: what can be read is PBKDF2 (%s)", id, idPBKDF2)
	}
	if err := unmarshalAll(params.Derivation.Parameters, &kdf); err != nil {
		return nil, err
	}
	if err := unmarshalAll(params.Cipher.Parameters, &iv); err != nil {
		return nil, err
	}
	digest := keyDigest(kdf.PRF.Algorithm.String())
	cipher, _, size := keyCipher(params.Cipher.Algorithm.String())
	switch {
	case digest == "" || cipher == "":
		return nil, unreadable("it is encrypted with %s and %s: what can be read is AES-CBC, with a key of an HMAC of SHA-1 or SHA-2",
			params.Cipher.Algorithm, kdf.PRF.Algorithm)
	case kdf.Iterations < 1 || kdf.Iterations > maxIterations:
		return nil, unreadable("its key is derived with %d iterations: from 1 to %d can be", kdf.Iterations, maxIterations)
	}
	key, err := PBKDF2(digest, passphrase, kdf.Salt, kdf.Iterations, size)
	if err != nil {
		return nil, err
	}
	plain, err := throughCipher(cipher, key, iv, outer.Data, true)
	if err != nil {
		return nil, badDecrypt()
	}
	return plain, nil
}

func unmarshalAll(raw asn1.RawValue, into any) error {
	if rest, err := asn1.Unmarshal(raw.FullBytes, into); err != nil || len(rest) > 0 {
		return unreadable("what says how it is encrypted is damaged")
	}
	return nil
}

// throughCipher encrypts or decrypts all of data.
func throughCipher(name string, key, iv, data []byte, decrypt bool) ([]byte, error) {
	c, err := NewNodeCipher(name, key, iv, decrypt, 0)
	if err != nil {
		return nil, err
	}
	out, err := c.Update(data)
	if err != nil {
		return nil, err
	}
	last, err := c.Final()
	return append(out, last...), err
}

// encryptKey makes an encrypted key of a PKCS #8.
func encryptKey(der []byte, cipherName string, passphrase []byte) ([]byte, error) {
	cipher, id, size := keyCipher(cipherName)
	random := make([]byte, 8+16)
	_, _ = rand.Read(random)
	salt, iv := random[:8], random[8:]
	key, err := PBKDF2("sha256", passphrase, salt, keyIterations, size)
	if err != nil {
		return nil, err
	}
	data, err := throughCipher(cipher, key, iv, der, false)
	if err != nil {
		return nil, err
	}
	kdf := pbkdf2Param{Salt: salt, Iterations: keyIterations, PRF: pkix.AlgorithmIdentifier{
		Algorithm: oidOf(idSHA256), Parameters: asn1.NullRawValue,
	}}
	params := pbes2Params{paramsOf(idPBKDF2, kdf), paramsOf(id, iv)}
	return asn1.Marshal(encryptedKey{paramsOf(idPBES2, params), data})
}

// paramsOf names an algorithm with its parameters, which are values that can be marshaled.
func paramsOf(id string, params any) pkix.AlgorithmIdentifier {
	raw, _ := asn1.Marshal(params)
	return pkix.AlgorithmIdentifier{Algorithm: oidOf(id), Parameters: asn1.RawValue{FullBytes: raw}}
}

func oidOf(id string) (oid asn1.ObjectIdentifier) {
	for part := range strings.SplitSeq(id, ".") {
		n := 0
		for _, digit := range part {
			n = n*10 + int(digit-'0')
		}
		oid = append(oid, n)
	}
	return oid
}

// EncodeSealed writes a private key encrypted, in DER or in PEM. The kinds "pkcs1" and "sec1" have a form of that in PEM alone.
func (n *NodeKey) EncodeSealed(kind, cipherName string, passphrase []byte, toPEM bool) ([]byte, error) {
	der, label, err := n.Encode(kind)
	if err != nil {
		return nil, err
	}
	cipher, _, size := keyCipher(cipherName)
	switch {
	case cipher == "":
		return nil, fault.System.New("Unknown cipher: keys are encrypted with aes-128-cbc, aes-192-cbc or aes-256-cbc").
			With("code", "ERR_CRYPTO_UNKNOWN_CIPHER")
	case kind == "pkcs8":
		if der, err = encryptKey(der, cipher, passphrase); err != nil || !toPEM {
			return der, operation(err)
		}
		return pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: der}), nil
	case !toPEM:
		return nil, sealedNot(kind)
	}
	old := map[int]x509.PEMCipher{16: x509.PEMCipherAES128, 24: x509.PEMCipherAES192, 32: x509.PEMCipherAES256}[size]
	block, err := x509.EncryptPEMBlock(rand.Reader, label, der, passphrase, old) //nolint:staticcheck // what the script asks for
	if err != nil {
		return nil, operation(err)
	}
	return pem.EncodeToMemory(block), nil
}

// sealedNot refuses to encrypt a key in a form that has no place for it.
func sealedNot(kind string) error {
	return fault.System.New("The selected key encoding %s does not support encryption.", kind).
		With("code", "ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS")
}

// opened is the block without its encryption; sealed says whether it had one.
func opened(block *pem.Block, passphrase []byte) (data []byte, label string, sealed bool, err error) {
	old := block.Headers["DEK-Info"] != ""
	switch {
	case !old && block.Type != "ENCRYPTED PRIVATE KEY":
		return block.Bytes, block.Type, false, nil
	case passphrase == nil:
		return nil, "", true, needsPassphrase(false)
	case !old:
		data, err = decryptKey(block.Bytes, passphrase)
		return data, "PRIVATE KEY", true, err
	}
	data, err = x509.DecryptPEMBlock(block, passphrase) //nolint:staticcheck // keys of old are to be read
	if err != nil {
		return nil, "", true, badDecrypt()
	}
	return data, block.Type, true, nil
}

// isSealed reports whether a PKCS #8 is an encrypted one, which begins with a sequence in place of a version.
func isSealed(der []byte) bool {
	var outer encryptedKey
	_, err := asn1.Unmarshal(der, &outer)
	return err == nil
}
