package crypto

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"slices"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
)

// nodeCiphers are the names that createCipheriv knows.
var nodeCiphers = []string{
	"aes-128-cbc", "aes-128-ctr", "aes-128-ecb", "aes-128-gcm", "aes-192-cbc", "aes-192-ctr", "aes-192-ecb", "aes-192-gcm",
	"aes-256-cbc", "aes-256-ctr", "aes-256-ecb", "aes-256-gcm",
}

// NodeCipher is a cipher of createCipheriv or createDecipheriv. It is for one goroutine at a time. What goes through a gcm
// is kept until its end, where the tag is made or compared; what update gives before that is not authenticated yet.
type NodeCipher struct {
	mode    string
	block   cipher.Block
	iv      []byte
	decrypt bool
	padding bool
	over    bool

	blocks cipher.BlockMode
	stream cipher.Stream
	rest   []byte // less than a block, or the last one while padding may be in it

	plain, aad, tag []byte // of gcm
	tagSize         int
}

// NewNodeCipher begins to encrypt or to decrypt.
func NewNodeCipher(name string, key, iv []byte, decrypt bool, tagSize int) (*NodeCipher, error) {
	name = strings.ToLower(name)
	if !slices.Contains(nodeCiphers, name) {
		return nil, fault.System.New("Unknown cipher").With("code", "ERR_CRYPTO_UNKNOWN_CIPHER")
	}
	size := map[string]int{"128": 16, "192": 24, "256": 32}[name[4:7]]
	if len(key) != size {
		return nil, fault.Range.New("Invalid key length").With("code", "ERR_CRYPTO_INVALID_KEYLEN")
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	c := &NodeCipher{mode: name[8:], block: block, iv: bytes.Clone(iv), decrypt: decrypt, padding: true, tagSize: tagSize}
	want := map[string]int{"cbc": 16, "ctr": 16, "ecb": 0, "gcm": 12}[c.mode]
	if len(iv) != want {
		return nil, fault.Type.New("Invalid initialization vector").With("code", "ERR_CRYPTO_INVALID_IV")
	}
	switch c.mode {
	case "cbc":
		c.blocks = cipher.NewCBCEncrypter(block, c.iv)
		if decrypt {
			c.blocks = cipher.NewCBCDecrypter(block, c.iv)
		}
	case "ecb":
		c.blocks = codebook{block, decrypt}
	case "ctr":
		c.stream = cipher.NewCTR(block, c.iv)
	case "gcm":
		// The counter of the data begins behind that of the tag.
		c.stream = cipher.NewCTR(block, append(bytes.Clone(iv), 0, 0, 0, 2))
	}
	return c, nil
}

// codebook is a mode of ciphers that nobody should use and some formats do.
type codebook struct {
	block   cipher.Block
	decrypt bool
}

func (codebook) BlockSize() int { return aes.BlockSize }

// CryptBlocks encrypts or decrypts each block by itself.
func (c codebook) CryptBlocks(dst, src []byte) {
	for len(src) > 0 {
		if c.decrypt {
			c.block.Decrypt(dst, src)
		} else {
			c.block.Encrypt(dst, src)
		}
		dst, src = dst[aes.BlockSize:], src[aes.BlockSize:]
	}
}

// SetPadding says whether the last block is filled up.
func (c *NodeCipher) SetPadding(yes bool) { c.padding = yes }

// SetAAD sets what is authenticated and not encrypted, SetTag what has to come out.
func (c *NodeCipher) SetAAD(b []byte) { c.aad = bytes.Clone(b) }

// SetTag sets the tag that the data has to have.
func (c *NodeCipher) SetTag(b []byte) error {
	if c.mode != "gcm" || !c.decrypt || c.over {
		return fault.System.New("Invalid state for operation setAuthTag").With("code", "ERR_CRYPTO_INVALID_STATE")
	}
	if len(b) < 4 || len(b) > 16 || c.tagSize != 0 && len(b) != c.tagSize {
		return fault.Type.New("Invalid authentication tag length: %d", len(b)).With("code", "ERR_CRYPTO_INVALID_AUTH_TAG")
	}
	c.tag = bytes.Clone(b)
	return nil
}

// Tag is that of what was encrypted, once it has ended.
func (c *NodeCipher) Tag() ([]byte, error) {
	if c.mode != "gcm" || c.decrypt || !c.over {
		return nil, fault.System.New("Invalid state for operation getAuthTag").With("code", "ERR_CRYPTO_INVALID_STATE")
	}
	return c.tag, nil
}

// Update takes data and gives what comes of it so far.
func (c *NodeCipher) Update(data []byte) ([]byte, error) {
	if c.over {
		return nil, fault.System.New("Unsupported state").With("code", "ERR_CRYPTO_INVALID_STATE")
	}
	if c.stream != nil {
		out := make([]byte, len(data))
		c.stream.XORKeyStream(out, data)
		if c.mode == "gcm" {
			c.plain = append(c.plain, data...) // what it is given: plain text, or encrypted when it decrypts
		}
		return out, nil
	}
	c.rest = append(c.rest, data...)
	n := len(c.rest) / aes.BlockSize * aes.BlockSize
	if c.decrypt && c.padding && n == len(c.rest) && n > 0 {
		n -= aes.BlockSize
	}
	out := make([]byte, n)
	c.blocks.CryptBlocks(out, c.rest[:n])
	c.rest = append([]byte(nil), c.rest[n:]...)
	return out, nil
}

// Final gives what is left, and checks it.
func (c *NodeCipher) Final() ([]byte, error) {
	if c.over {
		return nil, fault.System.New("Unsupported state").With("code", "ERR_CRYPTO_INVALID_STATE")
	}
	c.over = true
	switch {
	case c.mode == "gcm":
		return nil, c.authenticate()
	case c.stream != nil:
		return nil, nil
	case c.decrypt:
		return c.unpadded()
	}
	if c.padding {
		n := aes.BlockSize - len(c.rest)
		c.rest = append(c.rest, bytes.Repeat([]byte{byte(n)}, n)...)
	}
	if len(c.rest)%aes.BlockSize != 0 {
		return nil, broken("wrong final block length", "ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH")
	}
	out := make([]byte, len(c.rest))
	c.blocks.CryptBlocks(out, c.rest)
	return out, nil
}

func (c *NodeCipher) unpadded() ([]byte, error) {
	if len(c.rest)%aes.BlockSize != 0 || c.padding && len(c.rest) == 0 {
		return nil, broken("wrong final block length", "ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH")
	}
	out := make([]byte, len(c.rest))
	c.blocks.CryptBlocks(out, c.rest)
	if !c.padding {
		return out, nil
	}
	n := int(out[len(out)-1])
	if n == 0 || n > aes.BlockSize || !bytes.Equal(out[len(out)-n:], bytes.Repeat([]byte{byte(n)}, n)) {
		return nil, broken("bad decrypt", "ERR_OSSL_BAD_DECRYPT")
	}
	return out[:len(out)-n], nil
}

func broken(what, code string) error {
	return fault.System.New("%s", what).With("code", code)
}

// authenticate makes the tag, or compares it.
func (c *NodeCipher) authenticate() error {
	gcm, err := cipher.NewGCM(c.block)
	if err != nil {
		return err
	}
	if !c.decrypt {
		sealed := gcm.Seal(nil, c.iv, c.plain, c.aad)
		c.tag = sealed[len(c.plain):]
		if c.tagSize != 0 {
			c.tag = c.tag[:c.tagSize]
		}
		return nil
	}
	plain := make([]byte, len(c.plain))
	cipher.NewCTR(c.block, append(bytes.Clone(c.iv), 0, 0, 0, 2)).XORKeyStream(plain, c.plain)
	sealed := gcm.Seal(nil, c.iv, plain, c.aad)
	same, _ := TimingSafeEqual(sealed[len(plain):len(plain)+len(c.tag)], c.tag)
	if len(c.tag) == 0 || !same {
		return fault.System.New("Unsupported state or unable to authenticate data")
	}
	return nil
}
