package shared

// Update is a change of one key that is under way: nobody else can write the key until it ends.
type Update struct {
	m       *Map
	s       *slot
	isolate uint64
	done    chan struct{}
}

// TryBegin begins an update on behalf of an isolate, and gives the value that the key has; ok says whether it has one.
// Finish or Abandon ends it.
func (m *Map) TryBegin(key any, isolate uint64) (u *Update, old any, ok bool, busy <-chan struct{}) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.slot(key)
	if s.update != nil {
		return nil, nil, false, s.update.done
	}
	s.update = &Update{m, s, isolate, make(chan struct{})}
	return s.update, s.value, s.present, nil
}

// Finish writes the new value. It reports false, and writes nothing, if the isolate was given up meanwhile.
func (u *Update) Finish(value any) (bool, error) {
	return u.end(func() error {
		err := u.m.room(u.s)
		if err == nil {
			u.m.put(u.s, value)
		}
		return err
	})
}

// Abandon leaves the key as it was. After Finish it does nothing.
func (u *Update) Abandon() { _, _ = u.end(func() error { return nil }) }

func (u *Update) end(write func() error) (bool, error) {
	u.m.mu.Lock()
	if u.s.update != u {
		u.m.mu.Unlock()
		return false, nil
	}
	u.s.update = nil
	close(u.done)
	before := u.s.version
	err := write()
	told := u.s.version != before && u.s.watchers > 0
	u.m.forget(u.s)
	u.m.mu.Unlock()
	if told {
		u.m.changed(u.s)
	}
	return true, err
}

// ReleaseDead abandons the updates of an isolate, which is dead, and returns how many there were.
func (m *Map) ReleaseDead(isolate uint64) int {
	m.mu.Lock()
	var held []*Update
	for _, s := range m.slots {
		if s.update != nil && s.update.isolate == isolate {
			held = append(held, s.update)
		}
	}
	m.mu.Unlock()
	for _, u := range held {
		u.Abandon()
	}
	return len(held)
}
