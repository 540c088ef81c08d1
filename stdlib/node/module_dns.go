package node

import (
	"context"
	_ "embed"
	"errors"
	"net"
	"slices"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

//go:embed dns.js
var dnsSource string

var dnsScript = bind.NewScript("node:dns", dnsSource)

type dnsKey struct{}

func dnsOf(rt *runtime.Runtime) *goja.Object {
	return runtime.Local(rt, dnsKey{}, func() *goja.Object {
		return dnsScript.Run(rt, bind.Host{
			"ip":        func(c *bind.Call) (any, error) { return FamilyOf(c.Text(0)), nil },
			"tick":      bind.Need(rt, "node:process").Get("nextTick"),
			"addresses": addresses,
		})
	})
}

func loadDNS(rt *runtime.Runtime) runtime.Exports { return only(dnsOf(rt)) }

func loadDNSPromises(rt *runtime.Runtime) runtime.Exports { return only(dnsOf(rt).Get("promises")) }

// addresses is (name, family): where a name leads to. Who may not go there is not told.
func addresses(c *bind.Call) (any, error) {
	rt, name := c.Runtime(), c.String(0, "hostname")
	network := map[int]string{4: "ip4", 6: "ip6"}[c.Int(1, "family", 0)]
	if network == "" {
		network = "ip"
	}
	return bind.Go(c, rt.Scope(), func(ctx context.Context) ([]string, error) {
		if err := rt.Permissions().Net(ctx, name, 0); err != nil {
			return nil, err
		}
		found, err := net.DefaultResolver.LookupNetIP(ctx, network, name)
		if err != nil {
			return nil, unknownHost(name, err)
		}
		var texts []string
		for _, address := range found {
			if text := address.Unmap().String(); !slices.Contains(texts, text) {
				texts = append(texts, text)
			}
		}
		return texts, nil
	}, func(texts []string) (any, error) { return texts, nil })
}

// unknownHost is an error of the resolver as Node tells it.
func unknownHost(name string, err error) error {
	code := "EAI_AGAIN"
	var dns *net.DNSError
	if errors.As(err, &dns) && dns.IsNotFound {
		code = "ENOTFOUND"
	}
	return fault.System.New("getaddrinfo %s %s", code, name).With("code", code).With("syscall", "getaddrinfo").With("hostname", name)
}
