package crypto

import (
	"crypto/ecdsa"
	"crypto/x509"
	_ "embed"
	"net/netip"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

//go:embed certificate.js
var certificateSource string

var certificateScript = bind.NewScript("lariat:crypto/certificate", certificateSource)

// certificateExports adds X509Certificate.
func certificateExports(rt *runtime.Runtime, exports runtime.Exports, keys *bind.Constructor[*NodeKey]) {
	certificates := bind.Class[*Certificate]{Name: "CertificateHandle", Abstract: true}.In(rt)
	on := func(f func(x *Certificate, c *bind.Call) (any, error)) bind.Fn {
		return func(c *bind.Call) (any, error) {
			x, _ := certificates.Of(c.Value(0))
			return f(x, c)
		}
	}
	made := certificateScript.Run(rt, bind.Host{
		"Buffer": bind.Need(rt, "node:buffer").Get("Buffer"),
		"isKey":  func(c *bind.Call) (any, error) { _, ok := keys.Of(c.Value(0)); return ok, nil },
		"read": func(c *bind.Call) (any, error) {
			x, err := ReadCertificate(given(c, 0))
			if err != nil {
				return nil, err
			}
			return certificates.Wrap(x), nil
		},
		"fact": on(func(x *Certificate, c *bind.Call) (any, error) { return x.fact(rt, c.Text(1)) }),
		"key": on(func(x *Certificate, _ *bind.Call) (any, error) {
			key, err := x.Key()
			if err != nil {
				return nil, err
			}
			return keys.Wrap(key), nil
		}),
		"host": on(func(x *Certificate, c *bind.Call) (any, error) {
			if name, ok := x.CheckHost(c.Text(1), nameOptions(c, 2)); ok {
				return name, nil
			}
			return nil, nil
		}),
		"email": on(func(x *Certificate, c *bind.Call) (any, error) {
			return x.CheckEmail(c.Text(1), nameOptions(c, 2)), nil
		}),
		"ip": on(func(x *Certificate, c *bind.Call) (any, error) {
			addr, err := netip.ParseAddr(c.Text(1))
			if err != nil || addr.Zone() != "" {
				return nil, nil
			}
			return x.CheckIP(addr), nil
		}),
		"issued": on(func(x *Certificate, c *bind.Call) (any, error) {
			issuer, _ := certificates.Of(c.Value(1))
			return x.IssuedBy(issuer), nil
		}),
		"verify": on(func(x *Certificate, c *bind.Call) (any, error) {
			key, _ := keys.Of(c.Value(1))
			return x.Verify(key), nil
		}),
		"isOf": on(func(x *Certificate, c *bind.Call) (any, error) {
			key, _ := keys.Of(c.Value(1))
			own, err := x.Key()
			return err == nil && own.Equal(key.Public()), nil
		}),
	})
	exports["X509Certificate"] = made.Get("X509Certificate")
}

// nameOptions reads (…, subject, wildcards, partialWildcards, multiLabelWildcards, singleLabelSubdomains) from argument i on.
func nameOptions(c *bind.Call, i int) NameOptions {
	return NameOptions{
		Subject: c.Text(i), Wildcards: c.Bool(i + 1), Partial: c.Bool(i + 2), MultiLabel: c.Bool(i + 3), SingleLabelSubdomain: c.Bool(i + 4),
	}
}

// fact is what a certificate says; nothing is undefined.
func (c *Certificate) fact(rt *runtime.Runtime, name string) (any, error) {
	orNothing := func(s string) (any, error) {
		if s == "" {
			return nil, nil
		}
		return s, nil
	}
	switch name {
	case "subject":
		return orNothing(nameText(c.x.RawSubject))
	case "issuer":
		return orNothing(nameText(c.x.RawIssuer))
	case "subjectAltName":
		return orNothing(c.AltNames())
	case "infoAccess":
		return orNothing(c.InfoAccess())
	case "validFrom":
		return timeText(c.x.NotBefore), nil
	case "validTo":
		return timeText(c.x.NotAfter), nil
	case "validFromDate":
		return c.x.NotBefore, nil
	case "validToDate":
		return c.x.NotAfter, nil
	case "serialNumber":
		return c.Serial(), nil
	case "ca":
		return c.IsCA(), nil
	case "keyUsage":
		if usage := c.Usage(); usage != nil {
			return usage, nil
		}
		return nil, nil
	case "raw":
		return bind.Buffer(rt, append([]byte{}, c.x.Raw...)), nil
	case "pem":
		return c.PEM(), nil
	case "subjectParts":
		return pairs(rt, c.x.RawSubject), nil
	case "issuerParts":
		return pairs(rt, c.x.RawIssuer), nil
	case "point":
		return c.point(rt), nil
	}
	return c.Fingerprint(strings.TrimPrefix(name, "fingerprint:"))
}

// point is the key itself: of EC the point, of the others with what names their kind.
func (c *Certificate) point(rt *runtime.Runtime) any {
	if key, ok := c.x.PublicKey.(*ecdsa.PublicKey); ok {
		if b, err := key.Bytes(); err == nil {
			return bind.Buffer(rt, b)
		}
	}
	der, _ := x509.MarshalPKIXPublicKey(c.x.PublicKey)
	return bind.Buffer(rt, der)
}

// pairs are the attributes of a name, in turn: name, value, name, value.
func pairs(rt *runtime.Runtime, raw []byte) goja.Value {
	list, _ := attributes(raw)
	values := make([]string, 0, 2*len(list))
	for _, a := range list {
		values = append(values, a.Name, a.Value)
	}
	return bind.ToValue(rt, values)
}
