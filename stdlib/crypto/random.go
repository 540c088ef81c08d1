package crypto

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/binary"
	"encoding/hex"
	"io"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Quota is the most bytes that one getRandomValues fills.
const Quota = 65536

// maxBytes is the most that RandomBytes makes, as in Node.
const maxBytes = 1<<31 - 1

// Random gives random numbers. The zero value takes them from the operating system; a Reader of its own makes a run
// repeatable. It is as safe for concurrent use as its Reader is.
type Random struct{ Reader io.Reader }

// fill fills b whole. The system's source does not fail; a host's may.
func (r Random) fill(b []byte) error {
	src := r.Reader
	if src == nil {
		src = rand.Reader
	}
	if _, err := io.ReadFull(src, b); err != nil {
		return fault.System.New("the source of random numbers failed: %w", err)
	}
	return nil
}

// UUID makes a random UUID of version 4.
func (r Random) UUID() (string, error) {
	var b [16]byte
	if err := r.fill(b[:]); err != nil {
		return "", err
	}
	b[6] = b[6]&0x0F | 0x40
	b[8] = b[8]&0x3F | 0x80
	var s [36]byte
	hex.Encode(s[:8], b[:4])
	hex.Encode(s[9:13], b[4:6])
	hex.Encode(s[14:18], b[6:8])
	hex.Encode(s[19:23], b[8:10])
	hex.Encode(s[24:], b[10:])
	s[8], s[13], s[18], s[23] = '-', '-', '-', '-'
	return string(s[:]), nil
}

// Values fills b with random bytes, at most Quota of them.
func (r Random) Values(b []byte) error {
	if len(b) > Quota {
		return fault.Quota.New("%d bytes are more than the %d that one call may ask for", len(b), Quota).
			With("quota", Quota).With("requested", len(b))
	}
	return r.fill(b)
}

// Bytes makes n random bytes.
func (r Random) Bytes(n int) ([]byte, error) {
	if n < 0 || n > maxBytes {
		return nil, outOfRange("the size is %d, but must be between 0 and %d", n, maxBytes)
	}
	b := make([]byte, n)
	if err := r.fill(b); err != nil {
		return nil, err
	}
	return b, nil
}

// maxSafe is the largest integer that a JavaScript number holds with its neighbours.
const maxSafe = 1<<53 - 1

// Int makes a random integer from low up to, and without, high. All are equally likely.
func (r Random) Int(low, high int64) (int64, error) {
	if low < -maxSafe || low > maxSafe || high < -maxSafe || high > maxSafe {
		return 0, outOfRange("the bounds %d and %d must be safe integers", low, high)
	}
	if low >= high {
		return 0, outOfRange("the upper bound %d must be greater than the lower, %d", high, low)
	}
	span := uint64(high - low)
	if span >= 1<<48 {
		return 0, outOfRange("the bounds are %d apart, but must be less than 2 ** 48", span)
	}
	// What is left over when 2^64 is shared out would favour the small numbers: it is drawn again.
	limit := -span % span
	for {
		var b [8]byte
		if err := r.fill(b[:]); err != nil {
			return 0, err
		}
		if n := binary.LittleEndian.Uint64(b[:]); n >= limit {
			return low + int64(n%span), nil
		}
	}
}

func outOfRange(format string, args ...any) error {
	return fault.Range.New(format, args...).With("code", "ERR_OUT_OF_RANGE")
}

// TimingSafeEqual compares in a time that does not depend on where two values differ. They must be of one length.
func TimingSafeEqual(a, b []byte) (bool, error) {
	if len(a) != len(b) {
		return false, fault.Range.New("values of %d and %d bytes cannot be compared: they must be of one length", len(a), len(b)).
			With("code", "ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH")
	}
	return subtle.ConstantTimeCompare(a, b) == 1, nil
}
