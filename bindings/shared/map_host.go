package shared

import "context"

// The methods of Map for Go hosts, which may block: while somebody updates the key, they wait.

// Set writes a value: a *Tree or a primitive. See ShareGo.
func (m *Map) Set(ctx context.Context, key, value any) error {
	return m.until(ctx, func() (<-chan struct{}, error) { return m.TrySet(key, value) })
}

// Delete takes an entry away, and reports whether it was there.
func (m *Map) Delete(ctx context.Context, key any) (found bool, err error) {
	err = m.until(ctx, func() (busy <-chan struct{}, err error) {
		found, busy = m.TryDelete(key)
		return busy, nil
	})
	return found, err
}

// Update writes what change makes of a value. Nobody else can write the key meanwhile; change must not write any key
// of the map. Its error leaves the key as it was.
func (m *Map) Update(ctx context.Context, key any, change func(old any, ok bool) (any, error)) (value any, err error) {
	err = m.until(ctx, func() (<-chan struct{}, error) {
		u, old, ok, busy := m.TryBegin(key, 0)
		if busy != nil {
			return busy, nil
		}
		defer u.Abandon()
		var err error
		if value, err = change(old, ok); err == nil {
			_, err = u.Finish(value)
		}
		return nil, err
	})
	return value, err
}

// until tries again and again, whenever the key is free.
func (m *Map) until(ctx context.Context, try func() (busy <-chan struct{}, err error)) error {
	for {
		busy, err := try()
		if busy == nil {
			return err
		}
		select {
		case <-busy:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
