package url

import "strings"

// Near reads URLs of which many lead to the same server: what comes before the path is read once, for as long as it stays
// the same. The zero value is ready; it is for one goroutine at a time.
type Near struct {
	origin string // as it is written
	to     URL    // it has no more than scheme, host and port
}

// Parse is Parse without a base.
func (n *Near) Parse(text string) (*URL, error) {
	if rest, same := strings.CutPrefix(text, n.origin); same && n.origin != "" && (rest == "" || strings.IndexByte("/?#", rest[0]) >= 0) {
		u := n.to
		if !run(strings.TrimRightFunc(rest, isControlOrSpace), nil, &u, stateStart, statePathStart) {
			return Parse(text, nil)
		}
		return &u, nil
	}
	u, err := Parse(text, nil)
	if err != nil || u.scheme != "http" && u.scheme != "https" {
		return u, err
	}
	if origin := u.scheme + "://" + u.Host(); strings.HasPrefix(text, origin) {
		n.origin, n.to = origin, URL{scheme: u.scheme, host: u.host, hasHost: true, port: u.port}
	}
	return u, nil
}
