package url

import "strconv"

func (p *parser) authority(c rune) outcome {
	switch {
	case c == '@':
		p.credentials()
	case p.ends(c):
		if p.seenAt && len(p.buf) == 0 {
			return failed
		}
		p.u.username, p.u.password = string(p.username), string(p.password)
		p.at -= len(p.buf) + 1
		p.buf = p.buf[:0]
		return p.to(stateHost)
	default:
		p.buf = append(p.buf, c)
	}
	return goOn
}

// credentials takes the text before an @; what looked like the end of them before was a part.
func (p *parser) credentials() {
	if p.seenAt {
		p.take('@')
	}
	p.seenAt = true
	for _, c := range p.buf {
		if c == ':' && !p.seenColon {
			p.seenColon = true
			continue
		}
		p.take(c)
	}
	p.buf = p.buf[:0]
}

// take adds a character to the user name or the password.
func (p *parser) take(c rune) {
	if p.seenColon {
		p.password = appendEncoded(p.password, c, &inUserinfo)
	} else {
		p.username = appendEncoded(p.username, c, &inUserinfo)
	}
}

func (p *parser) port(c rune) outcome {
	switch {
	case isDigit(c):
		p.buf = append(p.buf, c)
		return goOn
	case !p.ends(c) && !p.set():
		return failed
	}
	if len(p.buf) > 0 {
		n, err := strconv.ParseUint(string(p.buf), 10, 16)
		if err != nil {
			return failed
		}
		p.u.port, p.buf = int(n), p.buf[:0]
		if p.u.port == defaultPorts.Get()[p.u.scheme] && p.u.special() {
			p.u.port = -1
		}
	}
	if p.set() {
		return done
	}
	return p.again(statePathStart)
}
