package crypto

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/rsa"
	"crypto/subtle"
	"encoding/binary"
	"math/big"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Encrypt encrypts data; usage is "encrypt" or "wrapKey".
func Encrypt(k *Key, p Params, usage string, data []byte) ([]byte, error) {
	if err := k.may(p.Name, usage); err != nil {
		return nil, err
	}
	switch p.Name {
	case "AES-GCM":
		return k.gcm(p, data, false)
	case "AES-CBC":
		return k.cbc(p, data, false)
	case "AES-CTR":
		return k.ctr(p, data)
	case "AES-KW":
		return wrap(k.secret, data)
	}
	out, err := rsa.EncryptOAEP(hashOf(k.Algorithm.Hash).New(), rand.Reader, &k.rsa.PublicKey, data, p.Label)
	return out, operation(err)
}

// Decrypt decrypts data; usage is "decrypt" or "unwrapKey".
func Decrypt(k *Key, p Params, usage string, data []byte) ([]byte, error) {
	if err := k.may(p.Name, usage); err != nil {
		return nil, err
	}
	switch p.Name {
	case "AES-GCM":
		return k.gcm(p, data, true)
	case "AES-CBC":
		return k.cbc(p, data, true)
	case "AES-CTR":
		return k.ctr(p, data)
	case "AES-KW":
		return unwrap(k.secret, data)
	}
	out, err := rsa.DecryptOAEP(hashOf(k.Algorithm.Hash).New(), nil, k.rsa, data, p.Label)
	return out, operation(err)
}

// operation gives an error of the standard library its name. It does not say more: who has the key need not know why a
// text cannot be decrypted.
func operation(err error) error {
	if err == nil {
		return nil
	}
	return fault.Operation.New("the operation failed: %w", err)
}

func (k *Key) block() cipher.Block {
	b, err := aes.NewCipher(k.secret)
	if err != nil {
		panic(err) //nolint:forbidigo // the length was checked when the key was made
	}
	return b
}

func (k *Key) gcm(p Params, data []byte, open bool) ([]byte, error) {
	switch p.TagLength {
	case 32, 64, 96, 104, 112, 120, 128:
	default:
		return nil, fault.Operation.New("the tagLength must be 32, 64, 96, 104, 112, 120 or 128 bits, got %d", p.TagLength)
	}
	tag := p.TagLength / 8
	if len(p.IV) == 0 {
		return nil, fault.Operation.New("the iv must not be empty")
	}
	aead, err := cipher.NewGCMWithNonceSize(k.block(), len(p.IV))
	if err != nil {
		return nil, operation(err)
	}
	if !open {
		out := aead.Seal(nil, p.IV, data, p.AAD)
		return out[:len(out)-aead.Overhead()+tag], nil
	}
	if len(data) < tag {
		return nil, fault.Operation.New("the data is shorter than its tag of %d bytes", tag)
	}
	if tag == aead.Overhead() {
		out, err := aead.Open([]byte{}, p.IV, data, p.AAD)
		return out, operation(err)
	}
	// What the library does not open: the stream of the counter is its own inverse, and the tag is made again.
	given, sum := data[:len(data)-tag], data[len(data)-tag:]
	plain := aead.Seal(nil, p.IV, given, p.AAD)[:len(given)]
	again := aead.Seal(nil, p.IV, plain, p.AAD)[len(given):]
	if subtle.ConstantTimeCompare(again[:tag], sum) != 1 {
		return nil, fault.Operation.New("the operation failed: the tag does not belong to the data")
	}
	return plain, nil
}

func (k *Key) cbc(p Params, data []byte, open bool) ([]byte, error) {
	if len(p.IV) != aes.BlockSize {
		return nil, fault.Operation.New("the iv must have 16 bytes, got %d", len(p.IV))
	}
	if !open {
		n := aes.BlockSize - len(data)%aes.BlockSize
		out := append(append(make([]byte, 0, len(data)+n), data...), bytes.Repeat([]byte{byte(n)}, n)...)
		cipher.NewCBCEncrypter(k.block(), p.IV).CryptBlocks(out, out)
		return out, nil
	}
	bad := fault.Operation.New("the operation failed: the data was not encrypted with this key and iv")
	if len(data) == 0 || len(data)%aes.BlockSize != 0 {
		return nil, bad
	}
	out := make([]byte, len(data))
	cipher.NewCBCDecrypter(k.block(), p.IV).CryptBlocks(out, data)
	n := int(out[len(out)-1])
	if n == 0 || n > aes.BlockSize || !bytes.Equal(out[len(out)-n:], bytes.Repeat([]byte{byte(n)}, n)) {
		return nil, bad
	}
	return out[:len(out)-n], nil
}

// ctr counts in the last p.Length bits of the counter only, which go round.
func (k *Key) ctr(p Params, data []byte) ([]byte, error) {
	if len(p.IV) != aes.BlockSize {
		return nil, fault.Operation.New("the counter must have 16 bytes, got %d", len(p.IV))
	}
	if p.Length < 1 || p.Length > 128 {
		return nil, fault.Operation.New("the length of the counter must be from 1 to 128 bits, got %d", p.Length)
	}
	size := new(big.Int).Lsh(big.NewInt(1), uint(p.Length))
	counter := new(big.Int).SetBytes(p.IV)
	low := new(big.Int).Mod(counter, size)
	blocks := big.NewInt(int64((len(data) + aes.BlockSize - 1) / aes.BlockSize))
	if blocks.Cmp(size) > 0 {
		return nil, fault.Operation.New("the data has more blocks than a counter of %d bits can count", p.Length)
	}
	out := make([]byte, len(data))
	before := len(data)
	if left := new(big.Int).Sub(size, low); left.Cmp(blocks) < 0 {
		before = int(left.Int64()) * aes.BlockSize
	}
	cipher.NewCTR(k.block(), p.IV).XORKeyStream(out[:before], data[:before])
	if before < len(data) {
		again := counter.Sub(counter, low).FillBytes(make([]byte, aes.BlockSize))
		cipher.NewCTR(k.block(), again).XORKeyStream(out[before:], data[before:])
	}
	return out, nil
}

// keyWrapIV is that of RFC 3394, 2.2.3.1.
const keyWrapIV = 0xA6A6A6A6A6A6A6A6

// wrap is AES-KW (RFC 3394, 2.2.1).
func wrap(key, data []byte) ([]byte, error) {
	if len(data)%8 != 0 || len(data) < 16 {
		return nil, fault.Operation.New("AES-KW wraps 16, 24, 32 … bytes, got %d", len(data))
	}
	block := (&Key{secret: key}).block()
	out := append(make([]byte, 8, len(data)+8), data...)
	a, buf, n := uint64(keyWrapIV), make([]byte, 16), len(data)/8
	for j := range 6 {
		for i := 1; i <= n; i++ {
			binary.BigEndian.PutUint64(buf, a)
			copy(buf[8:], out[8*i:])
			block.Encrypt(buf, buf)
			a = binary.BigEndian.Uint64(buf) ^ uint64(n*j+i)
			copy(out[8*i:], buf[8:])
		}
	}
	binary.BigEndian.PutUint64(out, a)
	return out, nil
}

// unwrap is the way back (RFC 3394, 2.2.2).
func unwrap(key, data []byte) ([]byte, error) {
	bad := fault.Operation.New("the operation failed: the data was not wrapped with this key")
	if len(data)%8 != 0 || len(data) < 24 {
		return nil, bad
	}
	block := (&Key{secret: key}).block()
	out := append([]byte(nil), data...)
	a, buf, n := binary.BigEndian.Uint64(out), make([]byte, 16), len(data)/8-1
	for j := 5; j >= 0; j-- {
		for i := n; i >= 1; i-- {
			binary.BigEndian.PutUint64(buf, a^uint64(n*j+i))
			copy(buf[8:], out[8*i:8*i+8])
			block.Decrypt(buf, buf)
			a = binary.BigEndian.Uint64(buf)
			copy(out[8*i:], buf[8:])
		}
	}
	if a != keyWrapIV {
		return nil, bad
	}
	return out[8:], nil
}
