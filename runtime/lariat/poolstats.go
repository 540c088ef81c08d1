package lariat

// PoolStats tell how a Pool stands.
type PoolStats struct {
	// Max is that of the config, Busy how many runtimes are in use, Idle how many wait for a further use, Ready how many were made
	// ahead, Waiting how many callers wait for one.
	Max, Busy, Idle, Ready, Waiting int
	// Made is how many runtimes there have been, Uses how many uses have begun.
	Made, Uses int
	// Stuck is how many were left behind in functions that cannot be interrupted, and are still there. When there are as many as
	// Max, the pool makes no more: its process should end.
	Stuck int
	// Failed is how many were thrown away because their script failed or was interrupted.
	Failed int
}

// Stats tells how the pool stands.
func (p *Pool) Stats() PoolStats {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.stats
	s.Max, s.Busy, s.Idle, s.Ready = cap(p.slots), len(p.used), len(p.idle), len(p.ready)
	return s
}
