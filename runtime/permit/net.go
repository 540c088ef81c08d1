package permit

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// hostList is what is granted and denied of the network.
type hostList struct {
	all         bool
	allow, deny []host
}

// host is a pattern: a name, with all beneath it if sub says so, or a range of addresses. Port 0 is any.
type host struct {
	text   string
	name   string
	sub    bool
	prefix netip.Prefix
	port   uint16
	any    bool
}

func newHosts(allow, deny []string) (l hostList, err error) {
	for _, text := range allow {
		h, err := parseHost(text)
		if err != nil {
			return l, err
		}
		l.all = l.all || h.any
		l.allow = append(l.allow, h)
	}
	for _, text := range deny {
		h, err := parseHost(text)
		if err != nil {
			return l, err
		}
		l.deny = append(l.deny, h)
	}
	return l, nil
}

func parseHost(text string) (host, error) {
	h := host{text: text, any: text == Any}
	if h.any {
		return h, nil
	}
	bad := wrong(Net, text, `"host", "host:port", "*.host", an IP address, "[IPv6]:port" or a range such as "10.0.0.0/8"`)
	name := text
	if _, err := netip.ParseAddr(text); err != nil {
		if i := strings.LastIndexByte(text, ':'); i >= 0 && !strings.HasSuffix(text, "]") && !strings.Contains(text[i:], "/") {
			port, err := strconv.ParseUint(text[i+1:], 10, 16)
			if err != nil || port == 0 {
				return h, bad
			}
			name, h.port = text[:i], uint16(port)
		}
	}
	if strings.HasPrefix(name, "[") && strings.HasSuffix(name, "]") {
		name = name[1 : len(name)-1]
	}
	if prefix, err := netip.ParsePrefix(name); err == nil {
		h.prefix = prefix.Masked()
		return h, nil
	}
	if addr, err := netip.ParseAddr(name); err == nil {
		addr = plainAddr(addr)
		h.prefix = netip.PrefixFrom(addr, addr.BitLen())
		return h, nil
	}
	if h.name, h.sub = strings.CutPrefix(hostName(name), "*."); h.name == "" || strings.ContainsAny(h.name, "*/:@ []?#%\\") {
		return h, bad
	}
	return h, nil
}

// hostName is a name in one form.
func hostName(name string) string { return strings.TrimSuffix(strings.ToLower(name), ".") }

// nat64 is the range in which the rest of an address is one of IPv4.
var nat64 = netip.MustParsePrefix("64:ff9b::/96")

// plainAddr is an address in one form: an IPv4 address that comes as one of IPv6 is that of IPv4.
func plainAddr(a netip.Addr) netip.Addr {
	a = a.WithZone("").Unmap()
	if a.Is6() {
		b := a.As16()
		if nat64.Contains(a) || isZero(b[:12]) && !a.IsLoopback() && !a.IsUnspecified() {
			return netip.AddrFrom4([4]byte(b[12:]))
		}
	}
	return a
}

func isZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

// special reports whether an address is not one of the public network.
func special(a netip.Addr) bool {
	return !a.IsGlobalUnicast() || a.IsPrivate() || carrier.Contains(a) || reserved.Contains(a)
}

var (
	carrier  = netip.MustParsePrefix("100.64.0.0/10")
	reserved = netip.MustParsePrefix("240.0.0.0/4")
)

const localhost = "localhost"

// covers reports whether the pattern stands for a host and a port. An unspecified address is this machine.
func (h *host) covers(name string, addr netip.Addr, port uint16) bool {
	if h.any {
		return true
	}
	if h.port != 0 && h.port != port {
		return false
	}
	if h.name == "" {
		return addr.IsValid() && (h.prefix.Contains(addr) || addr.IsUnspecified() && h.prefix.Contains(loopbackOf(addr))) ||
			name == localhost && !addr.IsValid() && h.prefix.Addr().IsLoopback()
	}
	if h.name == localhost && !h.sub && addr.IsValid() {
		return (name == "" || name == localhost) && (addr.IsLoopback() || addr.IsUnspecified())
	}
	return name != "" && (name == h.name && !h.sub || h.sub && strings.HasSuffix(name, "."+h.name))
}

func loopbackOf(a netip.Addr) netip.Addr {
	if a.Is4() {
		return netip.AddrFrom4([4]byte{127, 0, 0, 1})
	}
	return netip.IPv6Loopback()
}

// Net says why a host must not be reached, or listened on; nil if it may. A host is a name or an IP address; for a name,
// ask Address as well once it is known where it leads, right before the connection is made. Runtime.Network does both.
func (s *Set) Net(ctx context.Context, name string, port int) error {
	name = strings.TrimSuffix(strings.TrimPrefix(name, "["), "]")
	if addr, err := netip.ParseAddr(name); err == nil {
		return s.host(ctx, "", addr, port)
	}
	return s.host(ctx, hostName(name), netip.Addr{}, port)
}

// Listen is Net for a port on which others reach the program. All addresses of this machine are granted if they are named as
// "0.0.0.0" or "[::]".
func (s *Set) Listen(ctx context.Context, name string, port int) error {
	if addr, err := netip.ParseAddr(strings.Trim(name, "[]")); err == nil && plainAddr(addr).IsUnspecified() {
		for at := s; at != nil && !at.open; at = at.parent {
			named := func(h host) bool {
				return h.any || h.name == "" && (h.port == 0 || int(h.port) == port) && h.prefix.Contains(plainAddr(addr))
			}
			r := Request{Kind: Net, Resource: netip.AddrPortFrom(plainAddr(addr), uint16(port)).String()}
			if !slices.ContainsFunc(at.net.allow, named) && !at.asked(ctx, r) {
				return at.denied(r)
			}
		}
	}
	return s.Net(ctx, name, port)
}

// Address says why the address that a granted name leads to must not be reached; nil if it may.
func (s *Set) Address(ctx context.Context, name string, to netip.AddrPort) error {
	if _, err := netip.ParseAddr(strings.Trim(name, "[]")); err == nil {
		name = ""
	}
	return s.host(ctx, hostName(name), to.Addr(), int(to.Port()))
}

func (s *Set) host(ctx context.Context, name string, addr netip.Addr, port int) error {
	if s.Open() {
		return nil
	}
	r := Request{Kind: Net, Resource: net.JoinHostPort(name, strconv.Itoa(port))}
	if addr.IsValid() {
		addr = plainAddr(addr)
		r.Resource = netip.AddrPortFrom(addr, uint16(port)).String()
		if name != "" {
			r.Name = name
		}
	}
	for at := s; at != nil && !at.open; at = at.parent {
		for i := range at.net.deny {
			if h := &at.net.deny[i]; h.covers(name, addr, uint16(port)) || addr.IsValid() && h.covers("", addr, uint16(port)) {
				return at.refused(r, h.text)
			}
		}
		if !at.net.grants(name, addr, uint16(port)) && !at.askedForHost(ctx, r, name, addr) {
			return at.denied(r)
		}
	}
	return nil
}

// grants decides by the patterns. A name that is granted may lead to any public address.
func (l *hostList) grants(name string, addr netip.Addr, port uint16) bool {
	if l.all {
		return true
	}
	for i := range l.allow {
		h := &l.allow[i]
		if addr.IsValid() && h.name != "" && name != "" && name != localhost && special(addr) {
			continue // an address of a private network has to be granted as one
		}
		if h.covers(name, addr, port) {
			return true
		}
	}
	return false
}

// askedForHost asks about a name, or about the address that it leads to if that is not a public one.
func (s *Set) askedForHost(ctx context.Context, r Request, name string, addr netip.Addr) bool {
	if s.parent == nil && s.answers != nil && name != "" && addr.IsValid() && !special(addr) {
		_, port, _ := net.SplitHostPort(r.Resource)
		if granted, known := s.answers.known(Request{Kind: Net, Resource: net.JoinHostPort(name, port)}); known {
			return granted
		}
	}
	return s.asked(ctx, r)
}
