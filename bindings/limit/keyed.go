package limit

import (
	"container/list"
	"fmt"
	goruntime "runtime"
	"strings"
	"sync"
	"weak"

	"github.com/lariatjs/lariat/bindings/internal/governor"
	"github.com/lariatjs/lariat/runtime/fault"
)

// KeyedRateLimiter is a RateLimiter for every key, made on demand. One that is as good as new, because nobody has used it
// for long enough, is forgotten. Whoever still has it keeps it: as long as anybody does, For gives the same one.
type KeyedRateLimiter[K comparable] struct {
	governor.Named
	o       Options
	maxKeys int

	mu    sync.Mutex
	keys  map[K]*list.Element // of kept
	kept  list.List           // of *slot[K], the one that was asked for last first
	loose map[K]weak.Pointer[RateLimiter]
}

type slot[K comparable] struct {
	key     K
	limiter *RateLimiter
}

// NewKeyedRateLimiter makes an empty one. No more than maxKeys are kept, those that were asked for last: the others are
// forgotten with what they have admitted, unless somebody waits.
func NewKeyedRateLimiter[K comparable](o Options, maxKeys int) (*KeyedRateLimiter[K], error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	if maxKeys < 1 {
		return nil, fault.Range.New("KeyedRateLimiter: \"maxKeys\" must be at least 1, got %d", maxKeys)
	}
	return &KeyedRateLimiter[K]{
		Named: governor.NewNamed("KeyedRateLimiter", o.Name), o: o, maxKeys: maxKeys,
		keys: map[K]*list.Element{}, loose: map[K]weak.Pointer[RateLimiter]{},
	}, nil
}

// For returns the limiter of a key.
func (k *KeyedRateLimiter[K]) For(key K) *RateLimiter {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.evict()
	if e := k.keys[key]; e != nil {
		k.kept.MoveToFront(e)
		return e.Value.(*slot[K]).limiter
	}
	l := k.loose[key].Value()
	if l == nil {
		o := k.o
		o.Name = strings.TrimSpace(fmt.Sprint(k.Name(), " ", key))
		l, _ = NewRateLimiter(o) // the options are good
		if k.Confined() {
			l.Confine()
		}
	}
	delete(k.loose, key)
	k.keys[key] = k.kept.PushFront(&slot[K]{key, l})
	if k.kept.Len() > k.maxKeys {
		k.forgetOldest()
	}
	return l
}

// evict forgets the two that have rested for longest, if they are as good as new: more than ever come with a call, so
// that what is kept is never much more than what is in use. The caller holds the lock.
func (k *KeyedRateLimiter[K]) evict() {
	for range 2 {
		e := k.kept.Back()
		if e == nil || !e.Value.(*slot[K]).limiter.idle() {
			return
		}
		k.forget(e)
	}
}

// forgetOldest makes room for one more. The caller holds the lock.
func (k *KeyedRateLimiter[K]) forgetOldest() {
	for e := k.kept.Back(); e != k.kept.Front(); e = e.Prev() {
		if e.Value.(*slot[K]).limiter.Waiting() == 0 {
			k.forget(e)
			return
		}
	}
}

// forget keeps a limiter for those only who have it. The caller holds the lock.
func (k *KeyedRateLimiter[K]) forget(e *list.Element) {
	s := k.kept.Remove(e).(*slot[K])
	delete(k.keys, s.key)
	pointer := weak.Make(s.limiter)
	k.loose[s.key] = pointer
	self := weak.Make(k) // which may know a runtime that has the limiter in a global variable
	goruntime.AddCleanup(s.limiter, func(key K) {
		k := self.Value()
		if k == nil {
			return
		}
		k.mu.Lock()
		defer k.mu.Unlock()
		if k.loose[key] == pointer {
			delete(k.loose, key)
		}
	}, s.key)
}

// Size is the number of keys that are kept: those that are not as good as new.
func (k *KeyedRateLimiter[K]) Size() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	for e := k.kept.Back(); e != nil; {
		before := e.Prev()
		if e.Value.(*slot[K]).limiter.idle() {
			k.forget(e)
		}
		e = before
	}
	return k.kept.Len()
}

// ReleaseDead takes the tasks of an isolate, which is dead, out of all lines.
func (k *KeyedRateLimiter[K]) ReleaseDead(isolate uint64) (n int) {
	var limiters []*RateLimiter
	k.mu.Lock()
	for e := k.kept.Front(); e != nil; e = e.Next() {
		limiters = append(limiters, e.Value.(*slot[K]).limiter)
	}
	k.mu.Unlock()
	for _, l := range limiters {
		n += l.ReleaseDead(isolate)
	}
	return n
}
