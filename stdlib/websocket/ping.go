package websocket

import (
	"context"
	"sync"
	"time"

	ws "github.com/coder/websocket"

	"github.com/lariatjs/lariat/runtime/fault"
)

// watch asks a client that has been quiet for a time whether it is still there, and gives up one that does not answer
// within the same time. Zero never asks.
func (s *Socket) watch(conn *ws.Conn, idle time.Duration) (stop func()) {
	if idle <= 0 {
		return func() {}
	}
	var mu sync.Mutex
	var timer *time.Timer
	over := false
	again := func() {
		mu.Lock()
		defer mu.Unlock()
		if !over {
			timer.Reset(idle)
		}
	}
	look := func() {
		if !s.active.Swap(false) && !s.stalled() {
			ctx, cancel := context.WithTimeout(s.ctx, idle)
			err := conn.Ping(ctx)
			cancel()
			if err != nil && !s.stalled() && !s.active.Load() {
				s.cancel(fault.Timeout.New("the other side has not answered a ping within %s", idle))
			}
		}
		again()
	}
	mu.Lock()
	defer mu.Unlock()
	timer = time.AfterFunc(idle, look)
	return func() {
		mu.Lock()
		defer mu.Unlock()
		over = true
		timer.Stop()
	}
}
