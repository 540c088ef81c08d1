// Package urlpattern is the module "web:urlpattern" with the global URLPattern: patterns of URLs, and what of a URL has
// matched (https://urlpattern.spec.whatwg.org).
//
// A pattern becomes a RegExp for each part of a URL, because it may hold regular expressions of the language; that is why
// it is written in JavaScript. The parts are made canonical by the parser of URLs.
package urlpattern

import (
	"embed"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/stdlib/url"
)

//go:embed urlpattern.d.ts
var types string

//go:embed tokens.js parts.js whole.js urlpattern.js
var files embed.FS

var scripts = bind.NewChain(files, "web:urlpattern/", "tokens", "parts", "whole", "urlpattern")

// Module is "web:urlpattern".
var Module = runtime.Module{Name: "web:urlpattern", Types: types, Globals: []string{"URLPattern"}, Load: load}

func load(rt *runtime.Runtime) runtime.Exports {
	return runtime.Exports{"URLPattern": scripts.Run(rt, bind.Host{"canonical": canonical, "parse": parse}, nil)}
}

// canonical is (part, text, scheme): the text as the part has it in a URL of the scheme, which may be missing.
func canonical(c *bind.Call) (any, error) {
	scheme := ""
	if c.Has(2) {
		scheme = c.Text(2)
	}
	return url.Canonical(c.Text(0), c.Text(1), scheme)
}

// parse is (url, base): the parts of a URL, or null.
func parse(c *bind.Call) (any, error) {
	var base *url.URL
	if c.Has(1) {
		var err error
		if base, err = url.Parse(c.Text(1), nil); err != nil {
			return bind.Null, nil //nolint:nilerr // a URL that is not valid matches nothing
		}
	}
	u, err := url.Parse(c.Text(0), base)
	if err != nil {
		return bind.Null, nil //nolint:nilerr // as above
	}
	obj := c.VM().NewObject()
	protocol := u.Protocol()
	for name, value := range map[string]any{
		"protocol": protocol[:len(protocol)-1], "username": u.Username(), "password": u.Password(), "hostname": u.Hostname(),
		"port": u.Port(), "pathname": u.Pathname(), "search": u.Query(), "hash": u.Fragment(), "opaque": u.Opaque(),
	} {
		_ = obj.Set(name, value)
	}
	return obj, nil
}
