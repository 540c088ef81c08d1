// Package url is the module "node:url" with the globals URL and URLSearchParams. The parser follows the URL
// standard; it is plain Go.
package url

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone/slots"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/blob"
)

//go:embed url.d.ts
var types string

//go:embed url.js
var source string

//go:embed older.js
var olderSource string

//go:embed legacy.js
var legacySource string

var (
	script       = bind.NewScript("node:url", source)
	olderScript  = bind.NewScript("node:url/older", olderSource)
	legacyScript = bind.NewScript("node:url/legacy", legacySource)
)

// Module is "node:url".
var Module = runtime.Module{
	Name: "node:url", Aliases: []string{"url"}, Types: types, Globals: []string{"URL", "URLSearchParams"}, Load: load,
}

func load(rt *runtime.Runtime) runtime.Exports {
	class := urlClass(rt).In(rt)
	exports := script.Run(rt, bind.Host{
		"URL":             class.Value,
		"domainToASCII":   domainToASCII,
		"domainToUnicode": domainToUnicode,
		"file":            file,
		"filePath":        func(c *bind.Call) (any, error) { return filePath(c, class) },
		"parseQuery":      parseQuery,
		"formatQuery":     formatQuery,
		"setQuery": func(c *bind.Call) (any, error) {
			if u, ok := class.Of(c.Value(0)); ok {
				u.SetQuery(c.Text(1))
			}
			return nil, nil
		},
	})
	older := olderScript.Run(rt, bind.Host{"URL": class.Value, "legacy": legacy})
	all := runtime.Exports{}
	for _, part := range []*goja.Object{exports, older} {
		for _, name := range part.Keys() {
			all[name] = part.Get(name)
		}
	}
	return all
}

// legacy is (URL, Url): parse, format and resolve.
func legacy(c *bind.Call) (any, error) {
	return legacyScript.Run(c.Runtime(), bind.Host{
		"URL":             c.Value(0),
		"Url":             c.Value(1),
		"domainToASCII":   domainToASCII,
		"domainToUnicode": domainToUnicode,
		"queries":         func(c *bind.Call) (any, error) { return bind.Need(c.Runtime(), "node:querystring"), nil },
	}), nil
}

func urlClass(rt *runtime.Runtime) bind.Class[*URL] {
	get := func(f func(*URL) string) func(*URL) any { return func(u *URL) any { return f(u) } }
	set := func(f func(*URL, string)) func(*URL, *bind.Call) error {
		return func(u *URL, c *bind.Call) error {
			text, err := text(c, 0)
			if err == nil {
				f(u, text)
			}
			return err
		}
	}
	href := func(u *URL, _ *bind.Call) (any, error) { return u.Href(), nil }
	return bind.Class[*URL]{
		Name: "URL", Length: 1, Web: true,
		New: func(c *bind.Call) (*URL, error) { return newURL(c) },
		Getters: map[string]func(*URL) any{
			"href": get((*URL).Href), "origin": get((*URL).Origin), "protocol": get((*URL).Protocol),
			"username": get((*URL).Username), "password": get((*URL).Password), "host": get((*URL).Host),
			"hostname": get((*URL).Hostname), "port": get((*URL).Port), "pathname": get((*URL).Pathname),
			"search": get((*URL).Search), "hash": get((*URL).Hash),
		},
		Setters: map[string]func(*URL, *bind.Call) error{
			"href": func(u *URL, c *bind.Call) error {
				text, err := text(c, 0)
				if err == nil {
					err = invalid(u.SetHref(text), text, goja.Undefined())
				}
				return err
			},
			"protocol": set((*URL).SetProtocol), "username": set((*URL).SetUsername), "password": set((*URL).SetPassword),
			"host": set((*URL).SetHost), "hostname": set((*URL).SetHostname), "port": set((*URL).SetPort),
			"pathname": set((*URL).SetPathname), "search": set((*URL).SetSearch), "hash": set((*URL).SetHash),
		},
		Methods: map[string]func(*URL, *bind.Call) (any, error){"toString": href, "toJSON": href},
		Statics: map[string]bind.Fn{
			"canParse": func(c *bind.Call) (any, error) {
				_, err := newURL(c)
				return err == nil, missing(c)
			},
			"parse": func(c *bind.Call) (any, error) {
				if u, err := newURL(c); err == nil {
					return rt.Wrap(u)
				}
				return bind.Null, missing(c)
			},
			"createObjectURL": createObjectURL, "revokeObjectURL": revokeObjectURL,
		},
		Lengths: map[string]int{"canParse": 1, "parse": 1, "createObjectURL": 1, "revokeObjectURL": 1},
	}
}

// createObjectURL is (blob): a URL by which the Blob is found until it is revoked.
func createObjectURL(c *bind.Call) (any, error) {
	b, ok := blob.Of(c.Value(0))
	if !ok {
		c.Wrong("obj", "a Blob")
	}
	return blob.StoreOf(c.Runtime()).Create(b, c.Runtime().IsolateID()), nil
}

// revokeObjectURL is (url).
func revokeObjectURL(c *bind.Call) (any, error) {
	if err := missing(c); err != nil {
		return nil, err
	}
	url, err := text(c, 0)
	if err == nil {
		blob.StoreOf(c.Runtime()).Revoke(url)
	}
	return nil, err
}

// newURL reads (url, base).
func newURL(c *bind.Call) (*URL, error) {
	if err := missing(c); err != nil {
		return nil, err
	}
	input, err := text(c, 0)
	if err != nil {
		return nil, err
	}
	if goja.IsUndefined(c.Value(1)) {
		u, err := Parse(input, nil)
		return u, invalid(err, input, goja.Undefined())
	}
	from, err := text(c, 1)
	if err != nil {
		return nil, err
	}
	base, err := Parse(from, nil)
	if err != nil {
		return nil, invalid(err, input, bind.ToValue(c.Runtime(), from))
	}
	u, err := Parse(input, base)
	return u, invalid(err, input, bind.ToValue(c.Runtime(), from))
}

func missing(c *bind.Call) error {
	if c.Len() == 0 {
		return fault.Type.New(`The "url" argument must be specified`).With("code", "ERR_MISSING_ARGS")
	}
	return nil
}

// invalid notes in the error what could not be parsed.
func invalid(err error, input string, base goja.Value) error {
	f, ok := err.(*fault.Error) //nolint:errorlint // the parser's own, not one that it wraps
	if !ok {
		return err
	}
	f = f.With("input", input)
	if !goja.IsUndefined(base) {
		f = f.With("base", base)
	}
	return f
}

// text converts an argument to a string as the web does.
func text(c *bind.Call, i int) (string, error) {
	if _, ok := c.Value(i).(*goja.Symbol); ok {
		return "", fault.Type.New("Cannot convert a Symbol value to a string")
	}
	return c.Text(i), nil
}

func domainToASCII(c *bind.Call) (any, error) {
	host, _ := parseHost(c.Text(0), false)
	return host, nil
}

func domainToUnicode(c *bind.Call) (any, error) {
	host, _ := parseHost(c.Text(0), false)
	return toUnicode(host), nil
}

// parseQuery gives names and values in turn.
func parseQuery(c *bind.Call) (any, error) {
	pairs := ParseQuery(c.Text(0))
	list := make([]string, 0, 2*len(pairs))
	for _, p := range pairs {
		list = append(list, p.Name, p.Value)
	}
	return list, nil
}

// formatQuery takes an array of names and values in turn.
func formatQuery(c *bind.Call) (any, error) {
	list, _, _ := slots.Items(c.Object(0, "list"))
	pairs := make([]Pair, len(list)/2)
	for i := range pairs {
		pairs[i] = Pair{list[2*i].String(), list[2*i+1].String()}
	}
	return FormatQuery(pairs), nil
}
