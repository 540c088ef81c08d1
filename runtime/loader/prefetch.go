package loader

import (
	goruntime "runtime"
	"sync"
	"sync/atomic"
)

// prefetch compiles the static graph below a module on other goroutines, ahead of the loader, which asks for
// the same files one after another and in order: what it finds ready costs it nothing, errors it meets in the
// order of the imports, whoever compiled first. The returned function stops the work and waits for what is
// still being compiled.
func (s *Store) prefetch(u *unit, referrer string) (stop func()) {
	if u == nil || s.isAhead(u) || len(s.below(u, referrer)) < 2 {
		return func() {}
	}
	p := &prefetcher{store: s, top: u, seen: map[string]bool{}, queue: make(chan string, maxPrefetch)}
	p.add(u, referrer)
	for range max(1, goruntime.GOMAXPROCS(0)-1) {
		p.workers.Go(p.work)
	}
	return p.stop
}

// maxPrefetch bounds how many files are ahead: what does not fit is left to the loader.
const maxPrefetch = 4096

// isAhead says whether the whole graph below a unit was compiled before, for another runtime.
func (s *Store) isAhead(u *unit) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ahead[u]
}

type prefetcher struct {
	store   *Store
	top     *unit
	queue   chan string
	stopped atomic.Bool
	workers sync.WaitGroup

	mu   sync.Mutex
	seen map[string]bool
	// open counts files that are queued or at work: at zero the graph is done.
	open int
	done bool
}

// below lists the files that a unit imports.
func (s *Store) below(u *unit, referrer string) []string {
	var list []string
	find := func(specifier string, how usage) {
		if res, err := s.resolve(specifier, referrer, how); err == nil && res.path != "" {
			list = append(list, res.path)
		}
	}
	if u.links != nil {
		for _, q := range u.links.requests {
			find(q.specifier, forImport)
		}
	}
	for _, specifier := range u.requires {
		find(specifier, forRequire)
	}
	return list
}

// add queues the files below a unit that have not been seen.
func (p *prefetcher) add(u *unit, referrer string) {
	files := p.store.below(u, referrer)
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, f := range files {
		if p.seen[f] || p.done {
			continue
		}
		p.seen[f] = true
		select {
		case p.queue <- f:
			p.open++
		default:
		}
	}
	p.closeIfIdle()
}

// closeIfIdle ends the workers when nothing is left. The caller holds p.mu.
func (p *prefetcher) closeIfIdle() {
	if p.open == 0 && !p.done {
		p.done = true
		close(p.queue)
	}
}

func (p *prefetcher) work() {
	for file := range p.queue {
		if !p.stopped.Load() {
			if u, err := p.store.unit(file); err == nil {
				p.add(u, file)
			}
		}
		p.mu.Lock()
		p.open--
		p.closeIfIdle()
		p.mu.Unlock()
	}
}

func (p *prefetcher) stop() {
	p.mu.Lock()
	done := p.done
	p.mu.Unlock()
	p.stopped.Store(true)
	p.workers.Wait()
	if done {
		p.store.mu.Lock()
		p.store.ahead[p.top] = true
		p.store.mu.Unlock()
	}
}
