package url

import (
	"errors"
	"net/netip"
	"strconv"
	"strings"
)

// The host parser (https://url.spec.whatwg.org/#host-parsing).

const (
	forbiddenHost   = "\x00\t\n\r #/:<>?@[\\]^|"
	forbiddenDomain = forbiddenHost + "%\x7f"
)

// parseHost returns a host in the form in which it is written; opaque is for schemes that are not special.
func parseHost(text string, opaque bool) (string, bool) {
	if strings.HasPrefix(text, "[") {
		if !strings.HasSuffix(text, "]") {
			return "", false
		}
		address, ok := parseIPv6(text[1 : len(text)-1])
		if !ok {
			return "", false
		}
		return "[" + writeIPv6(address) + "]", true
	}
	if opaque {
		if strings.ContainsAny(text, forbiddenHost) {
			return "", false
		}
		return encode(text, &controls), true
	}
	domain, ok := toASCII(validText(decode(text)))
	if !ok || domain == "" || isForbidden(domain) {
		return "", false
	}
	if endsInNumber(domain) {
		address, ok := parseIPv4(domain)
		if !ok {
			return "", false
		}
		return writeIPv4(address), true
	}
	return domain, true
}

func isForbidden(domain string) bool {
	return strings.ContainsAny(domain, forbiddenDomain) || strings.ContainsFunc(domain, func(r rune) bool { return r <= ' ' })
}

// endsInNumber reports whether the last label makes the host an IPv4 address.
func endsInNumber(domain string) bool {
	domain = strings.TrimSuffix(domain, ".")
	last := domain[strings.LastIndexByte(domain, '.')+1:]
	if last == "" {
		return false
	}
	if strings.Trim(last, "0123456789") == "" {
		return true
	}
	_, ok := parseIPv4Number(last)
	return ok
}

func parseIPv4(domain string) (uint32, bool) {
	parts := strings.Split(strings.TrimSuffix(domain, "."), ".")
	if len(parts) > 4 {
		return 0, false
	}
	address := uint64(0)
	for i, part := range parts {
		n, ok := parseIPv4Number(part)
		limit := uint64(256)
		if i == len(parts)-1 {
			limit = 1 << (8 * (5 - len(parts)))
		}
		if !ok || n >= limit {
			return 0, false
		}
		if i == len(parts)-1 {
			address += n
		} else {
			address += n << (8 * (3 - i))
		}
	}
	return uint32(address), true
}

// parseIPv4Number reads a decimal, octal or hexadecimal number. One that is too large for an address is
// the largest there is.
func parseIPv4Number(s string) (uint64, bool) {
	if s == "" {
		return 0, false
	}
	base := 10
	switch {
	case len(s) >= 2 && (s[:2] == "0x" || s[:2] == "0X"):
		s, base = s[2:], 16
	case len(s) >= 2 && s[0] == '0':
		s, base = s[1:], 8
	}
	if s == "" {
		return 0, true
	}
	n, err := strconv.ParseUint(s, base, 64) // the largest there is, if it is too large
	return n, err == nil || errors.Is(err, strconv.ErrRange)
}

func writeIPv4(address uint32) string {
	return netip.AddrFrom4([4]byte{byte(address >> 24), byte(address >> 16), byte(address >> 8), byte(address)}).String()
}

// parseIPv6 is https://url.spec.whatwg.org/#concept-ipv6-parser.
func parseIPv6(s string) (address [8]uint16, ok bool) {
	piece, compress := 0, -1
	if strings.HasPrefix(s, ":") {
		if !strings.HasPrefix(s, "::") {
			return address, false
		}
		s = s[2:]
		piece, compress = 1, 1
	}
	for s != "" {
		if piece == 8 {
			return address, false
		}
		if s[0] == ':' {
			if compress >= 0 {
				return address, false
			}
			s = s[1:]
			piece++
			compress = piece
			continue
		}
		digits := 0
		value := uint16(0)
		for digits < 4 && digits < len(s) && isHex(rune(s[digits])) {
			value = value<<4 | uint16(unhex(s[digits]))
			digits++
		}
		rest := s[digits:]
		if strings.HasPrefix(rest, ".") {
			high, low, ok := tailIPv4(s)
			if digits == 0 || piece > 6 || !ok {
				return address, false
			}
			address[piece], address[piece+1] = high, low
			piece += 2
			break
		}
		if digits == 0 || rest == ":" || rest != "" && rest[0] != ':' {
			return address, false
		}
		address[piece] = value
		piece++
		s = strings.TrimPrefix(rest, ":")
	}
	return expandIPv6(address, piece, compress)
}

// expandIPv6 moves the pieces behind :: to the end.
func expandIPv6(address [8]uint16, piece, compress int) ([8]uint16, bool) {
	if compress < 0 {
		return address, piece == 8
	}
	moved := piece - compress
	for i := 7; moved > 0; i, moved = i-1, moved-1 {
		from := compress + moved - 1
		address[i], address[from] = address[from], address[i]
	}
	return address, true
}

// tailIPv4 reads the IPv4 address at the end of an IPv6 one.
func tailIPv4(s string) (high, low uint16, ok bool) {
	parts := strings.Split(s, ".")
	if len(parts) != 4 {
		return 0, 0, false
	}
	var b [4]uint16
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 10, 8)
		if err != nil || len(part) > 1 && part[0] == '0' {
			return 0, 0, false
		}
		b[i] = uint16(n)
	}
	return b[0]<<8 | b[1], b[2]<<8 | b[3], true
}

func writeIPv6(address [8]uint16) string {
	// The first of the longest runs of zeros is written as ::.
	from, length := -1, 1
	for i := 0; i < 8; i++ {
		n := 0
		for i+n < 8 && address[i+n] == 0 {
			n++
		}
		if n > length {
			from, length = i, n
		}
		i += n
	}
	var b strings.Builder
	for i := 0; i < 8; i++ {
		if i == from {
			b.WriteString("::"[min(i, 1):])
			i += length - 1
			continue
		}
		b.WriteString(strconv.FormatUint(uint64(address[i]), 16))
		if i < 7 {
			b.WriteByte(':')
		}
	}
	return b.String()
}
