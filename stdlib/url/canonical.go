package url

import (
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Canonical writes text as a part of a URL has it, with the encodings of a URL Pattern
// (https://urlpattern.spec.whatwg.org/#canon-encoding-callbacks). The part is named as a property of a URL, but for "ipv6",
// a piece of such an address, and "opaque", a path without segments. The scheme is for the usual port, and may be empty.
func Canonical(part, text, scheme string) (string, error) {
	if text == "" {
		return "", nil
	}
	given := text
	u := &URL{scheme: "https", host: "dummy.invalid", hasHost: true, port: -1, path: []string{""}}
	ok := true
	switch part {
	case "protocol":
		ok = parse(text+"://dummy.invalid/", nil, u, stateStart)
		text = u.scheme
	case "username", "password":
		text = encode(text, &inUserinfo)
	case "hostname":
		ok = parse(text, nil, u, stateHostname)
		text = u.host
	case "ipv6":
		ok = strings.Trim(text, "0123456789abcdefABCDEF[]:") == ""
		text = strings.ToLower(text)
	case "port":
		u.scheme = scheme
		text = removed.Replace(text)
		ok = text != "" && isDigit(rune(text[0])) && parse(text, nil, u, statePort)
		text = u.Port()
	case "pathname":
		text = canonicalPath(u, text)
	case "opaque":
		u.opaque = true
		ok = parse(text, nil, u, stateOpaquePath)
		text = u.path[0]
	case "search":
		u.query = new(string)
		ok = parse(text, nil, u, stateQuery)
		text = *u.query
	default:
		u.fragment = new(string)
		ok = parse(text, nil, u, stateFragment)
		text = *u.fragment
	}
	if !ok {
		return "", fault.Type.New("%q is no valid %s of a URL", given, part)
	}
	return text, nil
}

// canonicalPath keeps a piece without a slash at its beginning from getting one, and from ending in dots that go up.
func canonicalPath(u *URL, text string) string {
	const start = "/-"
	whole := strings.HasPrefix(text, "/")
	if !whole {
		text = start + text
	}
	u.path = nil
	parse(text, nil, u, statePathStart)
	if text = u.Pathname(); !whole {
		text = text[len(start):]
	}
	return text
}
