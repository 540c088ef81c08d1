package crypto

import (
	"encoding/asn1"
	"net/netip"
	"slices"
	"strings"
)

// NameOptions say how names are compared, as X509_check_host(3) has it.
type NameOptions struct {
	Subject                                              string // "default", "always" or "never"
	Wildcards, Partial, MultiLabel, SingleLabelSubdomain bool
}

// names are the other names of one kind, and whether the name of the subject counts beside them.
func (c *Certificate) names(tag int, attribute string, o NameOptions) []string {
	var list []asn1.RawValue
	_, _ = asn1.Unmarshal(c.extension("2.5.29.17"), &list)
	var names []string
	for _, v := range list {
		if v.Tag == tag {
			names = append(names, string(v.Bytes))
		}
	}
	if o.Subject == "always" || len(names) == 0 && o.Subject != "never" {
		subject, _ := attributes(c.x.RawSubject)
		for _, a := range subject {
			if a.Name == attribute {
				names = append(names, a.Value)
			}
		}
	}
	return names
}

// CheckHost finds the name that a host is meant by.
func (c *Certificate) CheckHost(host string, o NameOptions) (string, bool) {
	for _, name := range c.names(2, "CN", o) {
		if matches(name, host, o) {
			return name, true
		}
	}
	return "", false
}

// CheckEmail reports whether an address stands in the certificate: its local part counts as it is written.
func (c *Certificate) CheckEmail(address string, o NameOptions) bool {
	at := strings.LastIndexByte(address, '@')
	return slices.ContainsFunc(c.names(1, "emailAddress", o), func(name string) bool {
		if at < 0 || len(name) != len(address) {
			return name == address && name != ""
		}
		return name[:at] == address[:at] && sameName(name[at:], address[at:])
	})
}

// CheckIP reports whether an address stands in the certificate.
func (c *Certificate) CheckIP(addr netip.Addr) bool {
	return slices.Contains(c.names(7, "", NameOptions{Subject: "never"}), string(addr.AsSlice()))
}

// matches compares a name of a certificate with a host; one that begins with a dot is meant by all that ends in it.
func matches(pattern, host string, o NameOptions) bool {
	if host == "" {
		return false
	}
	if len(host) > 1 && host[0] == '.' {
		cut := len(pattern) - len(host)
		if cut > 0 && !(o.SingleLabelSubdomain && strings.Contains(pattern[:cut], ".")) {
			pattern = pattern[cut:]
		}
		return sameName(pattern, host)
	}
	star := -1
	if o.Wildcards {
		star = validStar(pattern, o.Partial)
	}
	if star < 0 {
		return sameName(pattern, host)
	}
	before, after := pattern[:star], pattern[star+1:]
	if len(host) < len(before)+len(after) || !sameName(host[:len(before)], before) ||
		!sameName(host[len(host)-len(after):], after) {
		return false
	}
	stands := host[len(before) : len(host)-len(after)]
	whole := before == "" && strings.HasPrefix(after, ".")
	switch {
	case whole && stands == "", !whole && isPuny(host):
		return false
	case stands == "*":
		return true
	}
	return strings.IndexFunc(stands, func(r rune) bool {
		return !isAlnum(byte(min(r, 0x7f))) && r != '-' && !(r == '.' && whole && o.MultiLabel)
	}) < 0
}

func isPuny(label string) bool { return len(label) >= 4 && sameName(label[:4], "xn--") }

func isAlnum(b byte) bool { return b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'z' }

// validStar finds the wildcard of a pattern: one, in the first label, at an end of it, with two labels after it.
func validStar(pattern string, partial bool) int {
	first, rest, _ := strings.Cut(pattern, ".")
	star := strings.IndexByte(first, '*')
	switch {
	case star < 0 || strings.Count(pattern, "*") > 1 || strings.Count(rest, ".") < 1 || isPuny(first):
		return -1
	case star > 0 && star < len(first)-1, first != "*" && !partial:
		return -1
	}
	for label := range strings.SplitSeq(pattern, ".") {
		if label == "" || label[0] == '-' || label[len(label)-1] == '-' {
			return -1
		}
		for i := range len(label) {
			if b := label[i]; !isAlnum(b) && b != '-' && b != '*' {
				return -1
			}
		}
	}
	return star
}

// sameName compares ASCII alone without regard to case: a host that other letters are folded into is another host.
func sameName(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if a[i] != b[i] && !(isAlnum(a[i]) && a[i] >= 'A' && b[i] >= 'A' && a[i]|0x20 == b[i]|0x20) {
			return false
		}
	}
	return true
}
