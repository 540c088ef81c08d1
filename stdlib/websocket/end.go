package websocket

import (
	"context"
	"errors"
	"io"
	"strings"

	ws "github.com/coder/websocket"

	"github.com/lariatjs/lariat/runtime/fault"
)

// End is how a connection ended.
type End struct {
	Code   int
	Reason string
	// Clean says that both sides have said goodbye.
	Clean bool
	// Err is why the connection failed, nil if it did not.
	Err error
}

// bye does the closing handshake. The answer of the other side comes here or to the reader, whoever reads first; here
// the same code is no error.
func (s *Socket) bye(mine End) End {
	err := s.conn.Close(ws.StatusCode(mine.Code), mine.Reason)
	if err == nil {
		mine.Clean = true
		return mine
	}
	return s.ending(err)
}

// ending is how a connection has ended whose reader has stopped with err.
func (s *Socket) ending(err error) End {
	var told ws.CloseError
	if errors.As(err, &told) {
		return End{Code: int(told.Code), Reason: strings.ToValidUTF8(told.Reason, "\uFFFD"), Clean: true}
	}
	var ours *fault.Error
	switch cause := context.Cause(s.ctx); {
	case cause != nil:
		err = cause
	case errors.As(err, &ours):
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		err = fault.Network.New("the other side has broken off without a goodbye")
	default:
		err = fault.Network.New("the connection has failed: %w", err)
	}
	return End{Code: abnormal, Err: err}
}
