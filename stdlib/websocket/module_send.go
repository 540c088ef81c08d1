package websocket

import (
	"math"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/blob"
	"github.com/lariatjs/lariat/stdlib/encoding"
)

// send is send(data).
func (s *socket) send(c *bind.Call) (any, error) {
	if c.Len() == 0 {
		return nil, fault.Type.New("%s: 1 argument required, but only 0 present", c.Name())
	}
	if s.state == connecting {
		return nil, fault.InvalidState.New("%s: the WebSocket is not open yet: wait for its event open", c.Name())
	}
	var m Message
	if b, ok := blob.Of(c.Value(0)); ok {
		m.Data = b.Bytes()
	} else if bytes, ok := bind.BytesOf(c.Value(0)); ok {
		m.Data = append([]byte(nil), bytes...)
	} else {
		m = Message{true, encoding.Encode(c.Text(0))}
	}
	if s.state == open {
		s.side.Load().sent()
	}
	s.core.Send(m)
	return nil, nil
}

// maxReason is the longest reason, in bytes.
const maxReason = 123

// close is close(code, reason).
func (s *socket) close(c *bind.Call) (any, error) {
	code, reason := noStatus, ""
	if !goja.IsUndefined(c.Value(0)) {
		n := c.Value(0).ToNumber().ToFloat()
		if math.IsNaN(n) {
			n = 0
		}
		code = int(math.RoundToEven(min(max(n, 0), math.MaxUint16)))
		if code != normal && (code < 3000 || code > 4999) {
			return nil, fault.InvalidAccess.New("%s: the code must be 1000, or from 3000 to 4999, got %s", c.Name(), c.Value(0))
		}
	}
	if !goja.IsUndefined(c.Value(1)) {
		reason = string(encoding.Encode(c.Text(1)))
		if len(reason) > maxReason {
			return nil, fault.DOMSyntax.New("%s: the reason must not be longer than %d bytes in UTF-8, got %d", c.Name(), maxReason, len(reason))
		}
		if code == noStatus && reason != "" {
			code = normal
		}
	}
	if s.state < closing {
		s.leave(code, reason)
	}
	return nil, nil
}

// wellFormed is a USVString: half a surrogate pair becomes U+FFFD.
func wellFormed(s string) string { return string(encoding.Encode(s)) }
