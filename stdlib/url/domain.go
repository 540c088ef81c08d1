package url

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/secure/bidirule"
	"golang.org/x/text/unicode/norm"
)

// toASCII is domain-to-ASCII (https://url.spec.whatwg.org/#concept-domain-to-ascii): the mapping and the
// checks of UTS #46 in the form that browsers use. The mapping is lower case and NFKC, which is what the
// table of UTS #46 was made from; the few exceptions are those of mapRune.
func toASCII(domain string) (string, bool) {
	if isASCII(domain) && !strings.Contains(strings.ToLower(domain), "xn--") {
		return strings.ToLower(domain), true
	}
	if strings.ContainsFunc(domain, isDisallowed) {
		return "", false
	}
	labels := strings.Split(mapped(domain), ".")
	if slices.ContainsFunc(labels, tooLong) {
		return "", false
	}
	bidi := false
	for i, label := range labels {
		text, ok := decoded(label)
		if !ok {
			return "", false
		}
		labels[i] = text
		bidi = bidi || bidirule.DirectionString(text) != 0
	}
	for i, label := range labels {
		if !validLabel(label) || bidi && !bidirule.ValidString(label) {
			return "", false
		}
		if !isASCII(label) {
			labels[i] = "xn--" + punycode(label)
		}
	}
	return strings.Join(labels, "."), true
}

// tooLong reports whether a label is far longer than any that a name server knows. Punycode takes time that
// grows with the square of the length.
func tooLong(label string) bool {
	return len(label) > 4096 && (!isASCII(label) || strings.HasPrefix(label, "xn--"))
}

// toUnicode shows a domain with its labels decoded; one that is not valid stays as it is.
func toUnicode(domain string) string {
	labels := strings.Split(domain, ".")
	for i, label := range labels {
		if tooLong(label) {
			continue
		}
		if text, ok := decoded(label); ok && validLabel(text) {
			labels[i] = text
		}
	}
	return strings.Join(labels, ".")
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}

func mapped(domain string) string {
	lower := strings.Map(mapRune, strings.ReplaceAll(strings.ReplaceAll(domain, "İ", "i̇"), "ẞ", "ss"))
	// NFKC can give capitals, of letters in circles for one, and what is ignored.
	return norm.NFC.String(strings.Map(mapRune, norm.NFKC.String(lower)))
}

func mapRune(r rune) rune {
	switch {
	case r == '。' || r == '．' || r == '｡':
		return '.'
	case r == 0xAD, r == 0x34F, r == 0x200B, r == 0x2060, r == 0x2064, r == 0xFEFF,
		0x180B <= r && r <= 0x180F, 0xFE00 <= r && r <= 0xFE0F, 0xE0100 <= r && r <= 0xE01EF:
		return -1
	}
	return unicode.ToLower(r)
}

// isDisallowed reports whether UTS #46 has no place for a character although NFKC turns it into one that is
// fine: numbers with a dot, which are no two labels, and fillers.
func isDisallowed(r rune) bool {
	return 0x2488 <= r && r <= 0x249B || r == 0x115F || r == 0x1160 || r == 0x3164 || r == 0xFFA0
}

// decoded is a label in Unicode. One in Punycode has to be what encoding it gives again, and to need it.
func decoded(label string) (string, bool) {
	code, ok := strings.CutPrefix(label, "xn--")
	if !ok {
		return label, true
	}
	text, ok := unpunycode(code)
	return text, ok && !isASCII(text) && norm.NFC.IsNormalString(text) && mapped(text) == text
}

// validLabel is https://www.unicode.org/reports/tr46/#Validity_Criteria, without the rules for hyphens.
func validLabel(label string) bool {
	if isASCII(label) {
		return true
	}
	first, _ := utf8.DecodeRuneInString(label)
	if unicode.Is(unicode.M, first) {
		return false
	}
	joins, before := false, rune(0)
	for _, r := range label {
		switch {
		case r == 0x200C || r == 0x200D: // joiners, which have a meaning behind a virama, or the one in a cursive script
			if cursive := r == 0x200C && unicode.In(before, unicode.Arabic, unicode.Syriac); !joins && !cursive {
				return false
			}
		case r >= utf8.RuneSelf && !unicode.IsGraphic(r), unicode.IsSpace(r), r == utf8.RuneError:
			return false
		case !unicode.Is(unicode.M, r):
			before = r
		}
		joins = norm.NFC.PropertiesString(string(r)).CCC() == 9
	}
	return true
}

// The parameters of Punycode (https://www.rfc-editor.org/rfc/rfc3492).
const (
	pBase, pMin, pMax = 36, 1, 26
	pSkew, pDamp      = 38, 700
	pBias, pFirst     = 72, 128
)

func adapt(delta, points int, first bool) int {
	if first {
		delta /= pDamp
	} else {
		delta /= 2
	}
	delta += delta / points
	k := 0
	for delta > (pBase-pMin)*pMax/2 {
		delta /= pBase - pMin
		k += pBase
	}
	return k + (pBase-pMin+1)*delta/(delta+pSkew)
}

func threshold(k, bias int) int { return min(max(k-bias, pMin), pMax) }

func punycode(label string) string {
	in := []rune(label)
	var out []byte
	for _, r := range in {
		if r < pFirst {
			out = append(out, byte(r))
		}
	}
	basic := len(out)
	if basic > 0 {
		out = append(out, '-')
	}
	n, delta, bias := rune(pFirst), 0, pBias
	for done := basic; done < len(in); {
		next := rune(unicode.MaxRune)
		for _, r := range in {
			if r >= n && r < next {
				next = r
			}
		}
		delta += int(next-n) * (done + 1)
		n = next
		for _, r := range in {
			if r < n {
				delta++
			}
			if r != n {
				continue
			}
			q := delta
			for k := pBase; ; k += pBase {
				t := threshold(k, bias)
				if q < t {
					break
				}
				out = append(out, digit(t+(q-t)%(pBase-t)))
				q = (q - t) / (pBase - t)
			}
			out = append(out, digit(q))
			bias = adapt(delta, done+1, done == basic)
			delta = 0
			done++
		}
		delta++
		n++
	}
	return string(out)
}

func digit(d int) byte { return "abcdefghijklmnopqrstuvwxyz0123456789"[d] }

func unpunycode(code string) (string, bool) {
	var out []rune
	if i := strings.LastIndexByte(code, '-'); i >= 0 {
		out = []rune(code[:i])
		code = code[i+1:]
	}
	n, i, bias := pFirst, 0, pBias
	for first := true; code != ""; first = false {
		old, w := i, 1
		for k := pBase; ; k += pBase {
			if code == "" {
				return "", false
			}
			d := strings.IndexByte("abcdefghijklmnopqrstuvwxyz0123456789", code[0])
			code = code[1:]
			if d < 0 || d > (1<<31-1-i)/w {
				return "", false
			}
			i += d * w
			t := threshold(k, bias)
			if d < t {
				break
			}
			if w > (1<<31-1)/(pBase-t) {
				return "", false
			}
			w *= pBase - t
		}
		bias = adapt(i-old, len(out)+1, first)
		n += i / (len(out) + 1)
		i %= len(out) + 1
		if n > unicode.MaxRune || 0xD800 <= n && n <= 0xDFFF {
			return "", false
		}
		out = slices.Insert(out, i, rune(n))
		i++
	}
	return string(out), true
}
