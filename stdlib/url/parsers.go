package url

import "sync"

// parsers are kept for the next URL, with their memory.
var parsers = sync.Pool{New: func() any { return new(parser) }}

// keep is how many characters the memory that is kept has room for.
const keep = 1 << 10

func (p *parser) giveBack() {
	if cap(p.in) > keep || cap(p.buf) > keep || cap(p.out) > keep {
		return
	}
	*p = parser{in: p.in[:0], buf: p.buf[:0], out: p.out[:0]}
	parsers.Put(p)
}
