package permit

import (
	"context"
	"fmt"
	"sync"
)

// maxAnswers bounds what is remembered, and so how often somebody is asked.
const maxAnswers = 4096

type question struct {
	kind     Kind
	resource string
}

// answers are what Ask has said. Sets that narrow one another share them.
type answers struct {
	ask func(context.Context, Request) Answer
	// asking is held while somebody is asked: one question at a time.
	asking sync.Mutex

	mu     sync.Mutex
	given  map[question]bool
	always map[Kind]bool
}

// known tells what was answered before.
func (a *answers) known(r Request) (granted, known bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.always[r.Kind] {
		return true, true
	}
	granted, known = a.given[question{r.Kind, r.Resource}]
	return granted, known || len(a.given) >= maxAnswers
}

// grants puts a question, unless it was answered before.
func (a *answers) grants(ctx context.Context, r Request) bool {
	if granted, known := a.known(r); known {
		return granted
	}
	a.asking.Lock()
	defer a.asking.Unlock()
	if granted, known := a.known(r); known { // meanwhile
		return granted
	}
	if ctx.Err() != nil {
		return false
	}
	answer := a.ask(ctx, r)
	a.mu.Lock()
	defer a.mu.Unlock()
	if answer == Always {
		if a.always == nil {
			a.always = map[Kind]bool{}
		}
		a.always[r.Kind] = true
	}
	a.given[question{r.Kind, r.Resource}] = answer != No
	return answer != No
}

// granted lists what was granted of a kind.
func (a *answers) granted(k Kind) (list []string) {
	if a == nil {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.always[k] {
		list = append(list, Any)
	}
	for q, yes := range a.given {
		if yes && q.kind == k {
			list = append(list, q.resource)
		}
	}
	return list
}

// asked decides what a set does not grant by itself: the sets that it narrows must not deny it, and it is not for a set
// that narrows another to ask for more.
func (s *Set) asked(ctx context.Context, r Request) bool {
	switch {
	case s.parent != nil || s.answers == nil:
		return false
	case ctx.Value(quietKey{}) != nil:
		granted, _ := s.answers.known(r)
		return granted
	}
	return s.answers.grants(ctx, r)
}

type quietKey struct{}

// Quietly is a context under which nobody is asked: what was answered before counts.
func Quietly(ctx context.Context) context.Context { return context.WithValue(ctx, quietKey{}, true) }

type siteKey struct{}

// WithSite adds the place in the script that what happens under ctx comes from, for Ask.
func WithSite(ctx context.Context, site fmt.Stringer) context.Context {
	return context.WithValue(ctx, siteKey{}, site)
}

// Site returns the place in the script that a request comes from; empty if it is not known.
func Site(ctx context.Context) string {
	if site, ok := ctx.Value(siteKey{}).(fmt.Stringer); ok {
		return site.String()
	}
	return ""
}
