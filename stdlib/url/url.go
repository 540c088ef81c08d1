package url

import (
	"strconv"
	"strings"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/lariatjs/lariat/runtime/fault"
)

// URL is a URL record (https://url.spec.whatwg.org/#url-representation) with the views and the setters that
// scripts have of it. It is for one goroutine at a time.
type URL struct {
	scheme             string
	username, password string
	host               string
	hasHost            bool
	port               int // -1 is none
	path               []string
	opaque             bool // the path is one text, not a list of segments: path[0]
	query, fragment    *string
}

// defaultPorts are the special schemes with their ports; -1 is none.
var defaultPorts = lazy.Value[map[string]int]{Make: func() map[string]int {
	return map[string]int{"ftp": 21, "file": -1, "http": 80, "https": 443, "ws": 80, "wss": 443}
}}

func special(scheme string) bool {
	_, ok := defaultPorts.Get()[scheme]
	return ok
}

func (u *URL) special() bool { return special(u.scheme) }

// Parse reads a URL, relative to base unless that is nil.
func Parse(text string, base *URL) (*URL, error) {
	u := &URL{port: -1}
	if !parse(text, base, u, stateStart) {
		return nil, fault.Type.New("Invalid URL").With("code", "ERR_INVALID_URL")
	}
	return u, nil
}

// Href is the whole URL as text.
func (u *URL) Href() string {
	text := u.withoutFragment()
	if u.fragment != nil {
		text += "#" + *u.fragment
	}
	return text
}

func (u *URL) withoutFragment() string {
	var b strings.Builder
	b.WriteString(u.scheme + ":")
	switch {
	case u.hasHost:
		b.WriteString("//")
		if u.credentials() {
			b.WriteString(u.username)
			if u.password != "" {
				b.WriteString(":" + u.password)
			}
			b.WriteByte('@')
		}
		b.WriteString(u.Host())
	case !u.opaque && len(u.path) > 1 && u.path[0] == "":
		b.WriteString("/.")
	}
	b.WriteString(u.Pathname())
	if u.query != nil {
		b.WriteString("?" + *u.query)
	}
	return b.String()
}

func (u *URL) credentials() bool { return u.username != "" || u.password != "" }

// Protocol is the scheme and a colon.
func (u *URL) Protocol() string {
	switch u.scheme { // the usual ones cost nothing
	case "http":
		return "http:"
	case "https":
		return "https:"
	}
	return u.scheme + ":"
}

// Scheme is the scheme without a colon.
func (u *URL) Scheme() string { return u.scheme }

// Username is the name before the host, percent-encoded.
func (u *URL) Username() string { return u.username }

// Password is the password before the host, percent-encoded.
func (u *URL) Password() string { return u.password }

// Host is the host with its port, if that is not the one of the scheme.
func (u *URL) Host() string {
	if u.port < 0 {
		return u.host
	}
	var room [64]byte
	return string(strconv.AppendInt(append(append(room[:0], u.host...), ':'), int64(u.port), 10))
}

// Hostname is the host without a port.
func (u *URL) Hostname() string { return u.host }

// Port is the port, if it is not the one of the scheme.
func (u *URL) Port() string {
	if u.port < 0 {
		return ""
	}
	return strconv.Itoa(u.port)
}

// Pathname is the path.
func (u *URL) Pathname() string {
	if u.opaque {
		return u.path[0]
	}
	if len(u.path) == 0 {
		return ""
	}
	if len(u.path) == 1 {
		return "/" + u.path[0]
	}
	return "/" + strings.Join(u.path, "/")
}

// Search is the query with its question mark, if it is not empty.
func (u *URL) Search() string { return marked("?", u.query) }

// Hash is the fragment with its number sign, if it is not empty.
func (u *URL) Hash() string { return marked("#", u.fragment) }

func marked(mark string, part *string) string {
	if part == nil || *part == "" {
		return ""
	}
	return mark + *part
}

// Origin is the scheme, host and port of a URL whose scheme has such a thing, else "null".
func (u *URL) Origin() string {
	switch u.scheme {
	case "ftp", "http", "https", "ws", "wss":
		return u.scheme + "://" + u.Host()
	case "blob":
		if inner, err := Parse(u.Pathname(), nil); err == nil && (inner.scheme == "http" || inner.scheme == "https") {
			return inner.Origin()
		}
	}
	return "null"
}

// Query is the text behind the question mark.
func (u *URL) Query() string {
	if u.query == nil {
		return ""
	}
	return *u.query
}

// Fragment is the text behind the number sign.
func (u *URL) Fragment() string {
	if u.fragment == nil {
		return ""
	}
	return *u.fragment
}

// Opaque reports whether the path is one text and no list of segments, as in "data:text/plain,hi".
func (u *URL) Opaque() bool { return u.opaque }

// SetQuery replaces the query by text that is encoded already; empty text is none.
func (u *URL) SetQuery(text string) {
	u.query = nil
	if text != "" {
		u.query = &text
	}
	u.trimOpaque()
}

// trimOpaque takes the spaces from the end of an opaque path when nothing is behind them any more, so that
// the URL reads back as it is.
func (u *URL) trimOpaque() {
	if u.opaque && u.query == nil && u.fragment == nil {
		u.path[0] = strings.TrimRight(u.path[0], " ")
	}
}
