package streams

import "github.com/dop251/goja"

// pullInto fills a view that a script has given, or lets it wait.
func (c *byteController) pullInto(v view, least int, q request) {
	stream := c.stream
	p := &pullInto{
		offset: v.offset, length: v.bytes, least: least * v.element, element: v.element, class: v.class, whom: forByob,
	}
	p.buffer = v.take()
	if c.pulls.len() > 0 {
		c.pulls.push(p)
		stream.reader.requests.push(q)
		return
	}
	if stream.state == closed {
		q.end(c.s.newView(p.class, p.buffer, p.offset, 0))
		return
	}
	if c.total > 0 {
		if c.fillFromQueue(p) {
			filled := c.convert(p)
			c.drained()
			q.chunk(filled)
			return
		}
		if c.closing {
			reason := c.halfElement()
			c.fail(reason)
			q.fail(reason)
			return
		}
	}
	c.pulls.push(p)
	stream.reader.requests.push(q)
	c.need()
}

// fill fills views that wait, from the queue, and returns those that have enough.
func (c *byteController) fill() (full []*pullInto) {
	for c.pulls.len() > 0 && c.total > 0 {
		p := *c.pulls.first()
		if !c.fillFromQueue(p) {
			continue // the queue is empty now
		}
		c.pulls.pop()
		full = append(full, p)
	}
	return full
}

// fillFromQueue copies what there is and fits, and reports whether the view has enough. It leaves the part of an
// element in the queue, if it has.
func (c *byteController) fillFromQueue(p *pullInto) bool {
	n := min(c.total, p.length-p.filled)
	whole := p.filled + n
	whole -= whole % p.element
	ready := whole >= p.least
	if ready {
		n = whole - p.filled
	}
	for n > 0 {
		head := c.queue.first()
		k := min(n, head.length)
		copy(p.buffer[p.offset+p.filled:], head.buffer[head.offset:head.offset+k])
		if k == head.length {
			c.queue.pop()
		} else {
			head.offset += k
			head.length -= k
		}
		c.total -= k
		p.filled += k
		n -= k
	}
	return ready
}

// convert makes the view of what was filled in.
func (c *byteController) convert(p *pullInto) *goja.Object {
	p.take()
	return c.s.newView(p.class, p.buffer, p.offset, p.filled/p.element)
}

func (c *byteController) commitAll(full []*pullInto) {
	for _, p := range full {
		c.commit(p)
	}
}

// commit answers the oldest request with a view that is filled.
func (c *byteController) commit(p *pullInto) {
	filled := c.convert(p)
	q := c.stream.reader.requests.pop()
	switch {
	case c.stream.state != closed:
		q.chunk(filled)
	case p.whom == forByob:
		q.end(filled)
	default:
		q.end(nil)
	}
}
