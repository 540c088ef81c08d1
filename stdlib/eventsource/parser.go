package eventsource

import (
	"strconv"
	"strings"
)

// Event is one event of a stream. Those without a type are "message".
type Event struct{ Type, Data, ID string }

// Parser takes a stream apart (https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation).
// The text may come in pieces of any size. It is for one goroutine at a time.
type Parser struct {
	// LastID is the identity of the last event, which a client gives when it connects again.
	LastID string
	// Retry is how long a client waits before that, in milliseconds.
	Retry int64

	line       strings.Builder // the beginning of a line
	cr         bool            // the last character was CR: LF belongs to it
	data       strings.Builder
	some       bool   // there was a field data
	kind, next string // the type and the identity of the event that is being read
}

// NewParser makes a parser that goes on where a stream before has ended.
func NewParser(lastID string, retry int64) *Parser {
	return &Parser{LastID: lastID, next: lastID, Retry: retry}
}

// Pending is how many bytes of an event wait for its end.
func (p *Parser) Pending() int { return p.line.Len() + p.data.Len() }

// Push takes more text and hands every event that it completes to emit, which returns false to stop.
func (p *Parser) Push(text string, emit func(Event) bool) {
	for text != "" {
		if p.cr {
			p.cr = false
			if text[0] == '\n' {
				text = text[1:]
				continue
			}
		}
		end := strings.IndexAny(text, "\r\n")
		if end < 0 {
			p.line.WriteString(text)
			return
		}
		p.line.WriteString(text[:end])
		p.cr = text[end] == '\r'
		text = text[end+1:]
		line := p.line.String()
		p.line.Reset()
		if e, ok := p.take(line); ok && !emit(e) {
			return
		}
	}
}

// take reads a line; ok says that it has completed an event.
func (p *Parser) take(line string) (e Event, ok bool) {
	if line == "" {
		return p.dispatch()
	}
	name, value, _ := strings.Cut(line, ":")
	value = strings.TrimPrefix(value, " ")
	switch name {
	case "event":
		p.kind = value
	case "data":
		if p.some {
			p.data.WriteByte('\n')
		}
		p.some = true
		p.data.WriteString(value)
	case "id":
		if !strings.Contains(value, "\x00") {
			p.next = value
		}
	case "retry":
		if strings.Trim(value, "0123456789") == "" {
			if n, err := strconv.ParseInt(value, 10, 64); err == nil {
				p.Retry = n
			}
		}
	}
	return Event{}, false // a line that begins with a colon is a comment
}

func (p *Parser) dispatch() (e Event, ok bool) {
	p.LastID = p.next
	e, ok = Event{p.kind, p.data.String(), p.next}, p.some
	p.kind, p.some = "", false
	p.data.Reset()
	if e.Type == "" {
		e.Type = "message"
	}
	return e, ok
}
