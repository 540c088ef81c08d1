package fs

import (
	"context"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
)

func (m *face) tempDir(c *bind.Call) (any, error) {
	o := struct {
		Prefix string     `js:"prefix"`
		Dir    goja.Value `js:"dir"`
	}{Prefix: TempPrefix}
	c.Exactly(0, &o, &bind.WaitOptions{})
	dir := ""
	if o.Dir != nil {
		dir = m.pathValue(c, o.Dir, "dir")
	}
	return bind.Go(c, c.Context(0), func(ctx context.Context) (*TempDir, error) {
		if err := m.disk.enter(ctx); err != nil {
			return nil, err
		}
		defer m.disk.leave()
		return m.disk.TempDir(ctx, dir, o.Prefix)
	}, func(t *TempDir) (any, error) { return m.temps.Wrap(t), nil })
}

func (m *face) tempClass() bind.Class[*TempDir] {
	return bind.Class[*TempDir]{
		Name:    "TempDir",
		Getters: map[string]func(*TempDir) any{"path": func(t *TempDir) any { return t.Path() }},
		Methods: map[string]func(*TempDir, *bind.Call) (any, error){
			"toString": func(t *TempDir, _ *bind.Call) (any, error) { return t.Path(), nil },
		},
		Async: map[string]func(*TempDir, *bind.Call) (any, error){
			"remove": func(t *TempDir, c *bind.Call) (any, error) {
				return sheltered(c, func(done func(error)) { m.rt.Go(func() { done(t.Close()) }) }), nil
			},
		},
		AsyncDispose: "remove",
	}
}
