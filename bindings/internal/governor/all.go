package governor

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime/fault"
)

// All makes one Governor of several. A caller gets all of them or none, and while it waits for one it holds no other:
// see seek. A governor that is named twice is asked for twice the weight: asking it a second time would wait for
// itself.
func All(governors ...Governor) Weighted {
	a := &all{Named: NewNamed("All", "")}
	for _, g := range governors {
		if inner, ok := g.(*all); ok {
			a.members = append(a.members, inner.members...)
			continue
		}
		a.members = append(a.members, member{g, 1})
	}
	slices.SortStableFunc(a.members, func(x, y member) int {
		return cmp.Or(cmp.Compare(rankOf(x.Governor), rankOf(y.Governor)), cmp.Compare(x.ID(), y.ID()))
	})
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

// all is the governors in the order in which they are asked: by rank, and then in the order of their making.
type all struct {
	Named
	members []member
}

type member struct {
	Governor
	weight int
}

// times is what a member is asked for.
func (m member) times(want Want) Want { return Want{m.weight * cmp.Or(want.Weight, 1), want.Priority} }

func (a *all) Acquire(ctx context.Context, by waitlist.Party, done func(*Token, error)) {
	a.AcquireWith(ctx, by, Want{}, done)
}

func (a *all) AcquireWith(ctx context.Context, by waitlist.Party, want Want, done func(*Token, error)) {
	(&seek{all: a}).AcquireWith(ctx, by, want, done)
}

func (a *all) TryAcquire(by waitlist.Party) *Token { return a.TryAcquireWith(by, Want{}) }

func (a *all) TryAcquireWith(by waitlist.Party, want Want) *Token {
	t, _ := a.try(by, want, -1, nil)
	return t
}

// try takes all members but the one at index have, whose token is there, without waiting. If one cannot be had, all
// are given back, and its index is the second result.
func (a *all) try(by waitlist.Party, want Want, have int, token *Token) (t *Token, lacks int) {
	held := make(bundle, 0, len(a.members))
	if have >= 0 {
		held = append(held, token)
	}
	for i, m := range a.members {
		if i == have {
			continue
		}
		t := TryAcquire(m.Governor, by, m.times(want))
		if t == nil {
			held.Refund(nil)
			return nil, i
		}
		held = append(held, t)
	}
	return NewToken(held, by, 1), -1
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

// Free gives them back, the last one first, as the token behind which they are was given back.
func (b bundle) Free(whole *Token) {
	for _, t := range slices.Backward(b) {
		if whole.Failed() {
			t.Fail()
		} else {
			t.Release()
		}
	}
}

// Refund gives them back unused.
func (b bundle) Refund(*Token) {
	for _, t := range slices.Backward(b) {
		t.Refund()
	}
}

// Judge tells each owner of the error. What Fail would do to the others has happened then.
func (b bundle) Judge(whole *Token, err error) {
	for _, t := range slices.Backward(b) {
		t.End(err)
	}
	whole.Fail()
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
