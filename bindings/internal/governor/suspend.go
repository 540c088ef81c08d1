package governor

import (
	"context"

	"github.com/lariatjs/lariat/bindings/internal/waitlist"
)

// Suspend marks a token as one whose holder waits for a condition. It stands for nothing from then
// on, but what it stood for is only free after Vacate: between the two the holder gets in line for
// the notification, which nobody can send before. It is false when the token is not held here.
func (p *Permits) Suspend(t *Token) bool {
	return t != nil && t.owner == p.owner && t.state.CompareAndSwap(held, suspended)
}

// Owns reports whether a token is held here.
func (p *Permits) Owns(t *Token) bool { return t != nil && t.owner == p.owner && t.Held() }

// Vacate frees what a suspended token stood for.
func (p *Permits) Vacate(t *Token) {
	p.list.Lock()
	p.free += t.weight
	p.serve()
	p.list.Unlock()
}

// Resume gets a suspended token back, in line with all others. No context ends this wait.
func (p *Permits) Resume(t *Token, done func(error)) {
	p.list.Lock()
	if p.refusal != nil {
		err := p.refusal
		t.state.CompareAndSwap(suspended, released)
		p.tokens.remove(t)
		p.list.Unlock()
		done(err)
		return
	}
	w := p.list.Add(context.Background(), waitlist.Ask{By: t.Party(), Weight: t.weight}, func(_ *Token, err error) { done(err) })
	w.Value = t
	p.serve()
	p.list.UnlockAndWatch(w)
}

// Exchange turns a token into one of less weight in one step: nobody is served between the two. It
// is nil if the token is not held here or is not heavier.
func (p *Permits) Exchange(t *Token, weight int) *Token {
	if t == nil || t.owner != p.owner {
		return nil
	}
	p.list.Lock()
	defer p.list.Unlock()
	if t.weight <= weight || !t.take() {
		return nil
	}
	p.tokens.remove(t)
	p.free += t.weight
	t.weight = 0
	lighter := p.issue(t.Party(), weight)
	p.serve()
	return lighter
}
