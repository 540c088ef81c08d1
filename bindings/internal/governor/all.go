package governor

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime/fault"
)

// All makes one Governor of several. It acquires them in the order of their IDs, which all callers
// share, so two of them cannot each hold what the other wants; and if one fails, those before it
// are given back. A governor that is named twice is asked for twice the weight: asking it a second
// time would wait for itself.
func All(governors ...Governor) Weighted {
	a := &all{Named: NewNamed("All", "")}
	for _, g := range governors {
		if inner, ok := g.(*all); ok {
			a.members = append(a.members, inner.members...)
			continue
		}
		a.members = append(a.members, member{g, 1})
	}
	slices.SortStableFunc(a.members, func(x, y member) int { return cmp.Compare(x.ID(), y.ID()) })
	merged := a.members[:0]
	for _, m := range a.members {
		if last := len(merged) - 1; last >= 0 && merged[last].ID() == m.ID() {
			merged[last].weight += m.weight
			continue
		}
		merged = append(merged, m)
	}
	a.members = merged
	return a
}

type all struct {
	Named
	members []member
}

type member struct {
	Governor
	weight int
}

func (a *all) Acquire(ctx context.Context, by waitlist.Party, done func(*Token, error)) {
	a.AcquireWith(ctx, by, Want{}, done)
}

func (a *all) AcquireWith(ctx context.Context, by waitlist.Party, want Want, done func(*Token, error)) {
	a.next(ctx, by, want, make(bundle, 0, len(a.members)), done)
}

// next acquires the member behind those that are held.
func (a *all) next(ctx context.Context, by waitlist.Party, want Want, held bundle, done func(*Token, error)) {
	if len(held) == len(a.members) {
		done(NewToken(held, by, 1), nil)
		return
	}
	m := a.members[len(held)]
	Acquire(ctx, m.Governor, by, Want{m.weight * cmp.Or(want.Weight, 1), want.Priority}, func(t *Token, err error) {
		if err != nil {
			held.Free(nil)
			done(nil, err)
			return
		}
		a.next(ctx, by, want, append(held, t), done)
	})
}

func (a *all) TryAcquire(by waitlist.Party) *Token { return a.TryAcquireWith(by, Want{}) }

func (a *all) TryAcquireWith(by waitlist.Party, want Want) *Token {
	held := make(bundle, 0, len(a.members))
	for _, m := range a.members {
		t := TryAcquire(m.Governor, by, Want{m.weight * cmp.Or(want.Weight, 1), want.Priority})
		if t == nil {
			held.Free(nil)
			return nil
		}
		held = append(held, t)
	}
	return NewToken(held, by, 1)
}

// Label names the members.
func (a *all) Label() string {
	names := make([]string, len(a.members))
	for i, m := range a.members {
		names[i] = "something"
		if t, ok := m.Governor.(Traced); ok {
			names[i] = t.Label()
		}
	}
	return "Governor.all(" + strings.Join(names, ", ") + ")"
}

// Holders are those who hold any member.
func (a *all) Holders() (list []waitlist.Party) {
	for _, m := range a.members {
		if t, ok := m.Governor.(Traced); ok {
			list = append(list, t.Holders()...)
		}
	}
	return list
}

// Waiting is not counted: a caller waits for one of the members.
func (a *all) Waiting() int { return 0 }

// Confined reports whether scripts made all members.
func (a *all) Confined() bool {
	return !slices.ContainsFunc(a.members, func(m member) bool { return !confined(m.Governor) })
}

// bundle is the tokens behind one token of All.
type bundle []*Token

// Free gives them back, the last one first, as the token behind which they are was given back; nil is when there was
// none yet.
func (b bundle) Free(whole *Token) {
	for _, t := range slices.Backward(b) {
		if whole != nil && whole.Failed() {
			t.Fail()
		} else {
			t.Release()
		}
	}
}

// Acquire asks any governor, and refuses a weight where there is none.
func Acquire(ctx context.Context, g Governor, by waitlist.Party, want Want, done func(*Token, error)) {
	if w, ok := g.(Weighted); ok {
		w.AcquireWith(ctx, by, want, done)
		return
	}
	if want.Weight != 0 && want.Weight != 1 {
		done(nil, fault.Range.New("acquire: a weight of %d where there are no weights", want.Weight))
		return
	}
	g.Acquire(ctx, by, done)
}

// TryAcquire is Acquire without waiting.
func TryAcquire(g Governor, by waitlist.Party, want Want) *Token {
	if w, ok := g.(Weighted); ok {
		return w.TryAcquireWith(by, want)
	}
	if want.Weight != 0 && want.Weight != 1 {
		return nil
	}
	return g.TryAcquire(by)
}
