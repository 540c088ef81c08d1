package fs

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
)

// record makes a plain object of names and values in turn.
func (m *face) record(list ...any) *goja.Object {
	obj := m.rt.VM().NewObject()
	for i := 0; i < len(list); i += 2 {
		_ = obj.Set(list[i].(string), bind.ToValue(m.rt, list[i+1]))
	}
	return obj
}

// fileInfo is what stat of "lariat:fs" gives.
func fileInfo(m *face, v any) (any, error) {
	i := v.(Info)
	return m.record(
		"size", i.Size, "isFile", i.IsFile(), "isDirectory", i.IsDirectory(), "isSymbolicLink", i.IsSymbolicLink(),
		"mode", int(i.Mode&0o7777), "mtime", i.Mtime, "atime", i.Atime, "ctime", i.Ctime, "birthtime", i.Birthtime,
		"uid", i.UID, "gid", i.GID,
	), nil
}

// entry is what readDir of "lariat:fs" gives.
func (m *face) entry(e Entry) (any, error) {
	return m.record("name", e.Name, "path", e.Path, "isFile", e.IsFile(), "isDirectory", e.IsDirectory(),
		"isSymbolicLink", e.IsSymbolicLink()), nil
}

func (m *face) readDir(c *bind.Call) (any, error) {
	path := m.path(c, 0, "path")
	var o struct {
		Recursive bool `js:"recursive"`
	}
	c.Exactly(1, &o)
	return bind.Iterator(m.rt, c.Name(), m.disk.ReadDir(path, o.Recursive), m.entry), nil
}
