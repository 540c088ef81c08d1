package crypto

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
)

func wantProp(t *testing.T, err error, kind *fault.Kind, name string, value any) {
	t.Helper()
	var e *fault.Error
	if !errors.As(err, &e) || e.Kind != kind || e.Props[name] != value {
		t.Fatalf("got %v (%+v), want %s with %s %v", err, e, kind.Class, name, value)
	}
}

func TestUUIDsAreRandomAndOfVersion4(t *testing.T) {
	form := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	seen := map[string]bool{}
	for range 1000 {
		id, err := Random{}.UUID()
		if err != nil || !form.MatchString(id) || seen[id] {
			t.Fatal(id, err)
		}
		seen[id] = true
	}
	id, err := Random{strings.NewReader("0123456789abcdef")}.UUID()
	if id != "30313233-3435-4637-b839-616263646566" || err != nil {
		t.Fatal(id, err)
	}
}

func TestRandomValuesHaveAQuota(t *testing.T) {
	b := make([]byte, Quota)
	if err := (Random{}).Values(b); err != nil || bytes.Count(b, []byte{0}) > Quota/100 {
		t.Fatal(err)
	}
	wantProp(t, Random{}.Values(make([]byte, Quota+1)), fault.Quota, "requested", Quota+1)
}

func TestRandomBytes(t *testing.T) {
	for _, n := range []int{0, 1, 100_000} {
		if b, err := (Random{}).Bytes(n); len(b) != n || err != nil {
			t.Fatal(len(b), err)
		}
	}
	for _, n := range []int{-1, 1 << 31} {
		_, err := Random{}.Bytes(n)
		wantProp(t, err, fault.Range, "code", "ERR_OUT_OF_RANGE")
	}
}

func TestRandomIntIsWithinItsBoundsAndEven(t *testing.T) {
	counts := map[int64]int{}
	for range 60_000 {
		n, err := Random{}.Int(-3, 3)
		if err != nil {
			t.Fatal(err)
		}
		counts[n]++
	}
	if len(counts) != 6 {
		t.Fatal(counts)
	}
	for n, c := range counts {
		// Ten thousand each, and eight standard deviations around.
		if n < -3 || n >= 3 || math.Abs(float64(c)-10_000) > 8*91.3 {
			t.Fatal(n, c)
		}
	}
	if n, err := (Random{}).Int(maxSafe-1, maxSafe); n != maxSafe-1 || err != nil {
		t.Fatal(n, err)
	}
	// A number from the part that does not divide evenly is drawn again: of 2^64 mod 3 = 1, that is 0.
	src := bytes.NewReader(append(make([]byte, 8), 1, 0, 0, 0, 0, 0, 0, 0))
	if n, err := (Random{src}).Int(0, 3); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	for _, b := range [][2]int64{{3, 3}, {4, 3}, {0, 1 << 48}, {-maxSafe - 1, 0}, {0, maxSafe + 1}} {
		_, err := Random{}.Int(b[0], b[1])
		wantProp(t, err, fault.Range, "code", "ERR_OUT_OF_RANGE")
	}
	if _, err := (Random{}).Int(0, 1<<48-1); err != nil {
		t.Fatal(err)
	}
}

func TestABrokenSourceIsAnError(t *testing.T) {
	r := Random{strings.NewReader("short")}
	_, uuid := r.UUID()
	_, b := r.Bytes(8)
	_, n := r.Int(0, 8)
	for _, err := range []error{uuid, b, n, r.Values(make([]byte, 8))} {
		if !errors.Is(err, fault.System) {
			t.Fatal(err)
		}
	}
}

func TestTimingSafeEqual(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{{"", "", true}, {"abc", "abc", true}, {"abc", "abd", false}} {
		if got, err := TimingSafeEqual([]byte(c.a), []byte(c.b)); got != c.want || err != nil {
			t.Fatal(c, got, err)
		}
	}
	_, err := TimingSafeEqual([]byte("a"), []byte("ab"))
	wantProp(t, err, fault.Range, "code", "ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH")
}

// bytesOf is the data that testdata/record.mjs digests.
func bytesOf(size int) []byte {
	b := make([]byte, size)
	for i := range b {
		b[i] = byte(i*7 + 3)
	}
	return b
}

func TestDigestsAreThoseOfNode(t *testing.T) {
	raw, err := os.ReadFile("testdata/node.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []struct {
		Algorithm, Hash, HMAC string
		Size                  int
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	tried := map[string]bool{}
	for _, v := range list {
		tried[strings.ToLower(v.Algorithm)] = true
		data := bytesOf(v.Size)
		plain, err := NewHash(v.Algorithm)
		if err != nil {
			t.Fatal(err)
		}
		keyed, err := NewHMAC(v.Algorithm, []byte(strings.Repeat("key", v.Size%50)))
		if err != nil {
			t.Fatal(err)
		}
		for h, want := range map[*Hash]string{plain: v.Hash, keyed: v.HMAC} {
			// In two pieces, with a copy that is led astray in between.
			if err := h.Update(data[:v.Size/2]); err != nil {
				t.Fatal(err)
			}
			c, err := h.Copy()
			if err == nil {
				err = c.Update([]byte("astray"))
			}
			if err != nil && h == plain {
				t.Fatal(err)
			}
			if err := h.Update(data[v.Size/2:]); err != nil {
				t.Fatal(err)
			}
			got, err := h.Digest()
			if hex.EncodeToString(got) != want || err != nil {
				t.Errorf("%s of %d bytes: %x, %v", v.Algorithm, v.Size, got, err)
			}
		}
	}
	for _, name := range Hashes() {
		if !tried[name] {
			t.Error("not compared:", name)
		}
	}
	if !slices.IsSorted(Hashes()) {
		t.Error(Hashes())
	}
}

func TestADigestIsGivenOutOnce(t *testing.T) {
	h, err := NewHash("sha512/256")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Digest(); err != nil {
		t.Fatal(err)
	}
	_, again := h.Digest()
	_, copied := h.Copy()
	for _, err := range []error{again, copied, h.Update(nil)} {
		wantProp(t, err, fault.Type, "code", "ERR_CRYPTO_HASH_FINALIZED")
	}
	_, plain := NewHash("crc32")
	_, keyed := NewHMAC("crc32", nil)
	for _, err := range []error{plain, keyed} {
		wantProp(t, err, fault.Type, "code", "ERR_CRYPTO_INVALID_DIGEST")
	}
}

func TestWebDigest(t *testing.T) {
	data := bytesOf(9 << 20)
	for name, node := range map[string]string{"SHA-1": "sha1", "sha-256": "sha256", "Sha-384": "sha384", "SHA-512": "sha512"} {
		h, err := NewHash(node)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.Update(data); err != nil {
			t.Fatal(err)
		}
		want, _ := h.Digest()
		got, err := Digest(t.Context(), name, data)
		if !bytes.Equal(got, want) || err != nil {
			t.Error(name, err)
		}
	}
	for _, name := range []string{"MD5", "SHA-224", "sha256", ""} {
		_, err := Digest(t.Context(), name, nil)
		if !errors.Is(err, fault.NotSupported) {
			t.Error(name, err)
		}
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	reason := errors.New("stop")
	cancel(reason)
	if _, err := Digest(ctx, "SHA-256", data); !errors.Is(err, reason) {
		t.Error(err)
	}
}
