package crypto

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/netip"
	"strings"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Certificate is an X509Certificate of node:crypto. It never changes and may be used from any goroutine.
type Certificate struct{ x *x509.Certificate }

// ReadCertificate reads one in DER, or the first in PEM.
func ReadCertificate(data []byte) (*Certificate, error) {
	der := data
	if block, _ := pem.Decode(data); block != nil {
		der = block.Bytes
	}
	x, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fault.System.New("the certificate cannot be read, neither as PEM nor as DER: %w", err).
			With("code", "ERR_OSSL_PEM_NO_START_LINE")
	}
	return &Certificate{x}, nil
}

// Attribute is a part of the name of a subject or an issuer: CN is "example.org".
type Attribute struct{ Name, Value string }

// attributes of a name in DER; together holds those that stand side by side in one place.
func attributes(raw []byte) (list []Attribute, together [][]Attribute) {
	var sequence pkix.RDNSequence
	if _, err := asn1.Unmarshal(raw, &sequence); err != nil {
		return nil, nil
	}
	for _, set := range sequence {
		var here []Attribute
		for _, a := range set {
			here = append(here, Attribute{attributeName(a.Type.String()), fmt.Sprint(a.Value)})
		}
		list, together = append(list, here...), append(together, here)
	}
	return list, together
}

// attributeName is the short name that OpenSSL has for an attribute.
func attributeName(id string) string {
	switch id {
	case "1.2.840.113549.1.9.1":
		return "emailAddress"
	case "0.9.2342.19200300.100.1.25":
		return "DC"
	case "0.9.2342.19200300.100.1.1":
		return "UID"
	}
	names := map[string]string{
		"3": "CN", "4": "SN", "5": "serialNumber", "6": "C", "7": "L", "8": "ST", "9": "street", "10": "O", "11": "OU", "12": "title",
		"13": "description", "15": "businessCategory", "17": "postalCode", "41": "name", "42": "GN", "43": "initials",
		"44": "generationQualifier", "46": "dnQualifier", "65": "pseudonym", "97": "organizationIdentifier",
	}
	if last, ok := strings.CutPrefix(id, "2.5.4."); ok && names[last] != "" {
		return names[last]
	}
	return id
}

// nameText writes a name, an attribute a line, with the characters escaped that RFC 2253 escapes.
func nameText(raw []byte) string {
	var lines []string
	_, together := attributes(raw)
	for _, set := range together {
		var parts []string
		for _, a := range set {
			parts = append(parts, a.Name+"="+escaped(a.Value))
		}
		lines = append(lines, strings.Join(parts, " + "))
	}
	return strings.Join(lines, "\n")
}

func escaped(value string) string {
	var out strings.Builder
	for i, r := range value {
		switch {
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&out, `\%02X`, r)
			continue
		case strings.ContainsRune(`,+"\<>;`, r), r == '#' && i == 0, r == ' ' && (i == 0 || i == len(value)-1):
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	return out.String()
}

// extension is the value of one by its number.
func (c *Certificate) extension(id string) []byte {
	for _, e := range c.x.Extensions {
		if e.Id.String() == id {
			return e.Value
		}
	}
	return nil
}

// generalName writes a name of RFC 5280, section 4.2.1.6, with its kind before it.
func generalName(v asn1.RawValue) string {
	switch v.Tag {
	case 1:
		return "email:" + quoted(string(v.Bytes))
	case 2:
		return "DNS:" + quoted(string(v.Bytes))
	case 4:
		return "DirName:" + quoted(strings.ReplaceAll(nameText(v.Bytes), "\n", ","))
	case 6:
		return "URI:" + quoted(string(v.Bytes))
	case 7:
		return "IP Address:" + addressText(v.Bytes)
	case 8:
		var id asn1.ObjectIdentifier
		if raw, err := asn1.Marshal(asn1.RawValue{Tag: asn1.TagOID, Bytes: v.Bytes}); err == nil {
			_, _ = asn1.Unmarshal(raw, &id)
		}
		return "Registered ID:" + id.String()
	}
	return "othername:<unsupported>"
}

// addressText writes an address as OpenSSL does, eight groups without a gap.
func addressText(b []byte) string {
	if len(b) != 16 {
		addr, ok := netip.AddrFromSlice(b)
		if !ok {
			return "<invalid>"
		}
		return addr.String()
	}
	groups := make([]string, 8)
	for i := range groups {
		groups[i] = fmt.Sprintf("%X", int(b[2*i])<<8|int(b[2*i+1]))
	}
	return strings.Join(groups, ":")
}

// quoted is a value that could be taken for two as a string of JSON, and any other as it is.
func quoted(value string) string {
	unsafe := func(r rune) bool { return r < ' ' || r > '~' || strings.ContainsRune(`",'\`, r) }
	if strings.IndexFunc(value, unsafe) < 0 {
		return value
	}
	out := []byte{'"'}
	for i := range len(value) {
		switch b := value[i]; {
		case b == '"' || b == '\\':
			out = append(out, '\\', b)
		case b < ' ' || b > '~':
			out = fmt.Appendf(out, `\u%04x`, b)
		default:
			out = append(out, b)
		}
	}
	return string(append(out, '"'))
}

// AltNames are the other names of the subject, in one text; empty if there are none.
func (c *Certificate) AltNames() string {
	var list []asn1.RawValue
	_, _ = asn1.Unmarshal(c.extension("2.5.29.17"), &list)
	names := make([]string, len(list))
	for i, v := range list {
		names[i] = generalName(v)
	}
	return strings.Join(names, ", ")
}

// InfoAccess says where more about the issuer is found: a method and a place a line.
func (c *Certificate) InfoAccess() string {
	var list []struct {
		Method asn1.ObjectIdentifier
		Place  asn1.RawValue
	}
	_, _ = asn1.Unmarshal(c.extension("1.3.6.1.5.5.7.1.1"), &list)
	lines := make([]string, len(list))
	for i, v := range list {
		method := v.Method.String()
		switch method {
		case "1.3.6.1.5.5.7.48.1":
			method = "OCSP"
		case "1.3.6.1.5.5.7.48.2":
			method = "CA Issuers"
		}
		lines[i] = method + " - " + generalName(v.Place)
	}
	return strings.Join(lines, "\n")
}

// Usage are the numbers of what the key may be used for.
func (c *Certificate) Usage() []string {
	var list []asn1.ObjectIdentifier
	_, _ = asn1.Unmarshal(c.extension("2.5.29.37"), &list)
	var ids []string
	for _, id := range list {
		ids = append(ids, id.String())
	}
	return ids
}

// Serial is the number of the certificate in hexadecimal digits.
func (c *Certificate) Serial() string {
	digits := strings.ToUpper(new(big.Int).Abs(c.x.SerialNumber).Text(16))
	if len(digits)%2 == 1 && digits != "0" {
		digits = "0" + digits
	}
	if c.x.SerialNumber.Sign() < 0 {
		return "-" + digits
	}
	return digits
}

// IsCA reports whether the certificate may sign others.
func (c *Certificate) IsCA() bool {
	return c.x.BasicConstraintsValid && c.x.IsCA && c.mayUse(x509.KeyUsageCertSign)
}

func (c *Certificate) mayUse(usage x509.KeyUsage) bool {
	return c.x.KeyUsage == 0 || c.x.KeyUsage&usage != 0
}

// Fingerprint is a digest of the certificate in pairs of hexadecimal digits.
func (c *Certificate) Fingerprint(digest string) (string, error) {
	begin, err := lookup(digest)
	if err != nil {
		return "", err
	}
	h := begin()
	h.Write(c.x.Raw)
	sum := strings.ToUpper(hex.EncodeToString(h.Sum(nil)))
	var pairs []string
	for ; sum != ""; sum = sum[2:] {
		pairs = append(pairs, sum[:2])
	}
	return strings.Join(pairs, ":"), nil
}

// Key is the key that the certificate is of.
func (c *Certificate) Key() (*NodeKey, error) { return publicOf(c.x.PublicKey) }

// PEM is the certificate as text.
func (c *Certificate) PEM() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.x.Raw}))
}

// IssuedBy reports whether another certificate may be that of the issuer, by its name and its use; Verify holds the signature.
func (c *Certificate) IssuedBy(issuer *Certificate) bool {
	want, have := c.x.AuthorityKeyId, issuer.x.SubjectKeyId
	return bytes.Equal(c.x.RawIssuer, issuer.x.RawSubject) && issuer.mayUse(x509.KeyUsageCertSign) &&
		(len(want) == 0 || len(have) == 0 || bytes.Equal(want, have))
}

// Verify reports whether the certificate was signed with the private half of a public key.
func (c *Certificate) Verify(key *NodeKey) bool {
	signer := &x509.Certificate{PublicKey: key.key.standardPublic()}
	return signer.CheckSignature(c.x.SignatureAlgorithm, c.x.RawTBSCertificate, c.x.Signature) == nil
}

// timeText is a time as OpenSSL writes it.
func timeText(t time.Time) string { return t.UTC().Format("Jan _2 15:04:05 2006 GMT") }
