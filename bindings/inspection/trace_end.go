package inspection

import (
	"slices"

	"github.com/lariatjs/lariat/bindings/internal/governor"
)

// finish closes what is open: turns, tasks, waits, and locks that somebody still holds, which is what is looked for in the
// trace of a program that hangs and was interrupted.
func (t *Trace) finish() {
	now := t.now()
	held := t.held()
	t.mu.Lock()
	defer t.mu.Unlock()
	for isolate, tr := range t.tracks {
		t.slice(isolate, tr, now, nil)
		if tr.turn >= 0 {
			t.add(event{phase: 'X', category: Turns, name: "turn", at: tr.turn, took: now - tr.turn, isolate: isolate})
		}
	}
	unfinished := func(e event) {
		e.arguments = append(e.arguments, argument{"unfinished", true})
		t.during(e, now)
	}
	for _, e := range t.open {
		unfinished(e)
	}
	for _, e := range held {
		if t.tracks[e.isolate] != nil {
			unfinished(e)
		}
	}
	for _, e := range t.waits {
		unfinished(e)
	}
	t.open, t.waits = nil, nil
	slices.SortStableFunc(t.events, func(a, b event) int {
		if a.at != b.at {
			return int(min(max(a.at-b.at, -1), 1))
		}
		return int(min(max(b.took-a.took, -1), 1)) // what is around the other comes first
	})
}

// held are the locks that somebody holds, of those that were made since the program is on record.
func (t *Trace) held() (list []event) {
	if !t.wants[LockHolds] {
		return nil
	}
	now := t.now()
	for _, thing := range t.rt.Things() {
		lock, ok := thing.(interface {
			governor.Traced
			Held() []governor.Holding
		})
		if _, timed := thing.(governor.Timed); !ok || timed {
			continue
		}
		for _, h := range lock.Held() {
			list = append(list, event{
				category: LockHolds, name: lock.Label(), at: max(now-h.For, 0), isolate: h.By.Isolate,
				arguments: []argument{{"task", h.By.String()}, {"at", h.By.At}},
			})
		}
	}
	return list
}
