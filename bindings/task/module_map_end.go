package task

import "github.com/lariatjs/lariat/runtime/fault"

// fail stops the mapper: no more is pulled, what runs is cancelled.
func (m *mapper) fail(err error) {
	if m.failure != nil || m.over {
		return
	}
	m.failure = err
	cancelled := m.scope.Err() != nil
	m.scope.Abort(fault.Aborted.New("%s was cancelled because another item failed: %w", m.label, err))
	if !m.exhausted {
		m.exhausted = true
		m.close(cancelled)
	}
}

// close calls the source's return method. The mapper waits for it, as a loop over the source would, unless the scope
// around it is cancelled.
func (m *mapper) close(cancelled bool) {
	done, stop := false, func() bool { return true }
	m.source.Close(func(err error) {
		m.unclosed, done = err, true
		stop()
		m.closed()
	})
	if m.closing = !done && !cancelled; m.closing {
		stop = m.scope.Parent().AfterFunc(m.closed)
	}
}

// closed ends the wait for the source's return method.
func (m *mapper) closed() {
	if !m.closing {
		return
	}
	m.closing = false
	m.settle()
	if !m.over {
		m.scope.WhenQuiet(m.quiet)
	}
}

// quiet leaves what waits for something foreign, also a source in the middle of an item: it may never answer.
func (m *mapper) quiet() {
	if !m.closing || m.asked {
		m.leave()
	}
}

// settle ends the mapper when nothing runs any more.
func (m *mapper) settle() {
	if !m.over && m.exhausted && m.running == 0 && !m.pulling && !m.pumping && !m.closing {
		m.leave()
	}
}

func (m *mapper) leave() {
	if m.over {
		return
	}
	m.over = true
	m.scope.End()
	if m.unwound != nil {
		m.unwound()
	}
	err := m.failure
	if err == nil {
		err = m.progress.End()
	}
	m.progress.Drop()
	if err == nil && len(m.errs) > 0 {
		err = m.e.rt.Thrown(m.e.aggregateOf(m.errs, itemsFailed(len(m.errs), m.next)))
	}
	m.end(err)
}
