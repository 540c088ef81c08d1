package inspection

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/bindings/internal/waitlist"
	"github.com/lariatjs/lariat/runtime"
)

// Lock is a thing that tasks wait for.
type Lock struct {
	// Label is the kind and the name, or a number: Mutex "db".
	Label, Kind, Name string
	Holders           []Holder
	Waiting           []Waiter
}

// Holder is a task that has a lock.
type Holder struct {
	Task string
	At   string
	// For is how long it has it, negative when that is not known.
	For time.Duration
}

// Waiter is a task that wants it.
type Waiter struct {
	Task string
	At   string
	For  time.Duration
}

// Locks lists the locks that were made since Record, and those that somebody waits for in any isolate that has answered.
func Locks(rt *runtime.Runtime, states []State) []Lock {
	t := &table{byKey: map[any]*Lock{}}
	for _, thing := range rt.Things() {
		if traced, ok := thing.(governor.Traced); ok {
			t.lock(traced)
		}
	}
	for _, s := range states {
		for _, w := range s.Waits {
			l := t.lock(w.What)
			l.Waiting = append(l.Waiting, Waiter{taskOf(w), w.At.String(), s.Now.Sub(w.Since)})
		}
	}
	list := make([]Lock, len(t.order))
	for i, l := range t.order {
		slices.SortStableFunc(l.Waiting, func(a, b Waiter) int { return cmp.Compare(b.For, a.For) })
		list[i] = *l
	}
	return list
}

func taskOf(w runtime.WaitLook) string { return w.Task.String() }

type table struct {
	byKey map[any]*Lock
	order []*Lock
}

// lock finds or makes the row of a thing. Several reports may speak of the same one.
func (t *table) lock(what runtime.Waited) *Lock {
	thing := any(what)
	if r, ok := what.(governor.Report); ok {
		thing = r.Traced
	}
	var key any = what.Label()
	if numbered, ok := thing.(interface{ ID() uint64 }); ok {
		key = numbered.ID()
	}
	l := t.byKey[key]
	if l == nil {
		l = &Lock{Label: what.Label(), Holders: holders(thing)}
		l.Kind, _, _ = strings.Cut(l.Label, " ")
		if named, ok := thing.(interface{ Name() string }); ok {
			l.Name = named.Name()
		}
		t.byKey[key] = l
		t.order = append(t.order, l)
	}
	return l
}

// holders are those of a thing, as exactly as it knows them.
func holders(thing any) (list []Holder) {
	add := func(by waitlist.Party, d time.Duration) {
		h := Holder{Task: by.String(), For: d}
		if by.At != nil {
			h.At = by.At.String()
		}
		list = append(list, h)
	}
	switch thing := thing.(type) {
	case interface{ Held() []governor.Holding }:
		for _, h := range thing.Held() {
			add(h.By, h.For)
		}
	case governor.Traced:
		for _, by := range thing.Holders() {
			add(by, -1)
		}
	case runtime.Held:
		for _, text := range thing.HeldBy() {
			list = append(list, Holder{Task: text, For: -1})
		}
	}
	return list
}
