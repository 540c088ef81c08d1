package loader

import (
	"encoding/base64"
	neturl "net/url"
	"strings"
)

// DataURL takes a data: URL apart (https://fetch.spec.whatwg.org/#data-url-processor): the type as it is written, which
// may be empty or none at all, and what the URL holds.
func DataURL(href string) (kind string, data []byte, ok bool) {
	href, _, _ = strings.Cut(href, "#")
	kind, text, found := strings.Cut(strings.TrimPrefix(href, "data:"), ",")
	if !found {
		return "", nil, false
	}
	data = percentDecode(text)
	kind = strings.Trim(kind, " \t\r\n\f")
	if rest, base := cutBase64(kind); base {
		kind = rest
		clean := strings.Map(func(r rune) rune {
			if strings.ContainsRune(" \t\r\n\f", r) {
				return -1
			}
			return r
		}, string(data))
		clean = strings.TrimRight(clean, "=")
		decoded, err := base64.RawStdEncoding.DecodeString(clean)
		if err != nil {
			return "", nil, false
		}
		data = decoded
	}
	return kind, data, true
}

// cutBase64 takes ";base64" from the end of a type.
func cutBase64(kind string) (string, bool) {
	i := strings.LastIndexByte(kind, ';')
	if i < 0 || !strings.EqualFold(strings.Trim(kind[i+1:], " "), "base64") {
		return kind, false
	}
	return strings.TrimRight(kind[:i], " "), true
}

// percentDecode decodes what can be decoded, and leaves the rest.
func percentDecode(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if b, err := neturl.PathUnescape(s[i : i+3]); err == nil {
				out = append(out, b...)
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return out
}
