package url

import "strconv"

func (p *parser) authority(c rune) outcome {
	switch {
	case c == '@':
		p.credentials()
	case p.ends(c):
		if p.at2 && len(p.buf) == 0 {
			return failed
		}
		p.at -= len(p.buf) + 1
		p.buf = nil
		return p.to(stateHost)
	default:
		p.buf = append(p.buf, c)
	}
	return goOn
}

// credentials takes the text before an @; what looked like the end of them before was a part.
func (p *parser) credentials() {
	var name, password []byte
	if p.at2 {
		p.buf = append([]rune("%40"), p.buf...)
	}
	p.at2 = true
	for _, c := range p.buf {
		switch {
		case c == ':' && !p.password:
			p.password = true
		case p.password:
			password = appendEncoded(password, c, &inUserinfo)
		default:
			name = appendEncoded(name, c, &inUserinfo)
		}
	}
	p.u.username += string(name)
	p.u.password += string(password)
	p.buf = nil
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
		p.u.port, p.buf = int(n), nil
		if p.u.port == defaultPorts[p.u.scheme] && p.u.special() {
			p.u.port = -1
		}
	}
	if p.set() {
		return done
	}
	return p.again(statePathStart)
}
