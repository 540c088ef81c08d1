package http

import "sync"

// visits counts the requests that are under way. Unlike with a WaitGroup, more may come while somebody waits.
type visits struct {
	mu   sync.Mutex
	n    int
	none chan struct{} // is closed when the last has gone; nil if nobody waits
}

func (v *visits) come() {
	v.mu.Lock()
	v.n++
	v.mu.Unlock()
}

func (v *visits) leave() {
	v.mu.Lock()
	if v.n--; v.n == 0 && v.none != nil {
		close(v.none)
		v.none = nil
	}
	v.mu.Unlock()
}

func (v *visits) count() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.n
}

// wait returns when there was none at some moment.
func (v *visits) wait() {
	v.mu.Lock()
	if v.n == 0 {
		v.mu.Unlock()
		return
	}
	if v.none == nil {
		v.none = make(chan struct{})
	}
	none := v.none
	v.mu.Unlock()
	<-none
}
