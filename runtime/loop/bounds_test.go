package loop

import (
	"strings"
	"testing"
	"time"
)

func TestBoundsAreToldOnce(t *testing.T) {
	for name, c := range map[string]struct {
		bounds Bounds
		add    func(l *Loop)
		want   string
	}{
		"timers":  {Bounds{Timers: 3}, func(l *Loop) { l.SetTimer(time.Hour, false, func() {}) }, "more than 3 timers"},
		"handles": {Bounds{Handles: 3}, func(l *Loop) { l.Hold("request", "") }, "more than 3 handles"},
		"jobs":    {Bounds{Jobs: 3}, func(l *Loop) { l.Post(func() {}) }, "more than 3 events"},
	} {
		t.Run(name, func(t *testing.T) {
			var told []string
			var l *Loop
			l = New(Options{Bounds: c.bounds, Exceeded: func(err error) {
				told = append(told, err.Error())
				l.Post(func() {}) // as an interrupt does
			}})
			defer l.Close()
			for range 3 {
				c.add(l)
			}
			if len(told) > 0 {
				t.Error("within the bound:", told)
			}
			c.add(l)
			c.add(l)
			if len(told) != 1 || !strings.HasPrefix(told[0], c.want) {
				t.Error(told)
			}
		})
	}
}

func TestWhatIsReleasedDoesNotCount(t *testing.T) {
	l := New(Options{Bounds: Bounds{Timers: 1, Handles: 1, Jobs: 1}, Exceeded: func(err error) { t.Error(err) }})
	defer l.Close()
	for range 10 {
		l.SetTimer(time.Hour, false, func() {}).Stop()
		l.Hold("file", "").Release()
		l.Post(func() {})
		if err := l.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
