package url

import "strings"

// The setters of scripts (https://url.spec.whatwg.org/#api): what is not valid changes nothing.

// SetHref replaces the whole URL.
func (u *URL) SetHref(text string) error {
	next, err := Parse(text, nil)
	if err == nil {
		*u = *next
	}
	return err
}

// SetProtocol changes the scheme, between special ones or between others.
func (u *URL) SetProtocol(text string) { parse(text+":", nil, u, stateSchemeStart) }

// portless reports whether the URL can have neither credentials nor a port.
func (u *URL) portless() bool { return u.host == "" || u.scheme == "file" }

// SetUsername changes the user name.
func (u *URL) SetUsername(text string) {
	if !u.portless() {
		u.username = encode(text, &inUserinfo)
	}
}

// SetPassword changes the password.
func (u *URL) SetPassword(text string) {
	if !u.portless() {
		u.password = encode(text, &inUserinfo)
	}
}

// SetHost changes the host and, if the text has one, the port.
func (u *URL) SetHost(text string) {
	if !u.opaque {
		parse(text, nil, u, stateHost)
	}
}

// SetHostname changes the host.
func (u *URL) SetHostname(text string) {
	if !u.opaque {
		parse(text, nil, u, stateHostname)
	}
}

// SetPort changes the port; empty text is that of the scheme.
func (u *URL) SetPort(text string) {
	switch {
	case u.portless():
	case text == "":
		u.port = -1
	default:
		parse(text, nil, u, statePort)
	}
}

// SetPathname changes the path.
func (u *URL) SetPathname(text string) {
	if !u.opaque {
		u.path = nil
		parse(text, nil, u, statePathStart)
	}
}

// SetSearch changes the query; a question mark before it is optional.
func (u *URL) SetSearch(text string) {
	u.query = nil
	if text == "" {
		u.trimOpaque()
		return
	}
	u.query = new(string)
	parse(strings.TrimPrefix(text, "?"), nil, u, stateQuery)
}

// SetHash changes the fragment; a number sign before it is optional.
func (u *URL) SetHash(text string) {
	u.fragment = nil
	if text == "" {
		u.trimOpaque()
		return
	}
	u.fragment = new(string)
	parse(strings.TrimPrefix(text, "#"), nil, u, stateFragment)
}
