package fetch

import (
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/blob"
)

func (f *Fetch) formClass() bind.Class[*Form] {
	pairs := func(kind pairKind) func(*Form, *bind.Call) (any, error) {
		return func(form *Form, _ *bind.Call) (any, error) { return f.iterate("FormData", kind, f.formPair(form)), nil }
	}
	return bind.Class[*Form]{
		Name: "FormData", Web: true, Iterate: "entries",
		New: func(c *bind.Call) (*Form, error) {
			if !goja.IsUndefined(c.Value(0)) {
				return nil, fault.Type.New("%s: takes no argument: there are no forms outside of a browser", c.Name())
			}
			return &Form{}, nil
		},
		Methods: map[string]func(*Form, *bind.Call) (any, error){
			"append": func(form *Form, c *bind.Call) (any, error) {
				form.list = append(form.list, f.entryArgs(c))
				return nil, nil
			},
			"set": func(form *Form, c *bind.Call) (any, error) {
				form.set(f.entryArgs(c))
				return nil, nil
			},
			"delete": func(form *Form, c *bind.Call) (any, error) {
				require(c, 1)
				form.remove(c.Text(0))
				return nil, nil
			},
			"get": func(form *Form, c *bind.Call) (any, error) {
				require(c, 1)
				if list := form.of(c.Text(0)); len(list) > 0 {
					return f.entryValue(list[0]), nil
				}
				return bind.Null, nil
			},
			"getAll": func(form *Form, c *bind.Call) (any, error) {
				require(c, 1)
				all := []goja.Value{}
				for _, e := range form.of(c.Text(0)) {
					all = append(all, f.entryValue(e))
				}
				return all, nil
			},
			"has": func(form *Form, c *bind.Call) (any, error) {
				require(c, 1)
				return len(form.of(c.Text(0))) > 0, nil
			},
			"forEach": func(form *Form, c *bind.Call) (any, error) { return forEach(c, f.formPair(form)) },
			"entries": pairs(both), "keys": pairs(keys), "values": pairs(values),
		},
		Lengths: map[string]int{"append": 2, "set": 2, "delete": 1, "get": 1, "getAll": 1, "has": 1, "forEach": 1},
	}
}

func (f *Fetch) formPair(form *Form) pairAt {
	return func(i int) (key, value goja.Value, ok bool) {
		if i >= len(form.list) {
			return nil, nil, false
		}
		return bind.ToValue(f.rt, form.list[i].name), f.entryValue(&form.list[i]), true
	}
}

// entryArgs reads (name, value, filename). A Blob becomes a File.
func (f *Fetch) entryArgs(c *bind.Call) entry {
	require(c, 2)
	e := entry{name: c.Text(0)}
	b, ok := blob.Of(c.Value(1))
	if !ok {
		if c.Len() > 2 {
			c.Wrong("value", "a Blob, when there is a name of a file")
		}
		e.text = c.Text(1)
		return e
	}
	file, isFile := blob.FileOf(c.Value(1))
	named := !goja.IsUndefined(c.Value(2))
	switch {
	case !isFile:
		e.file = &blob.File{Blob: *b, Name: "blob", Modified: f.now()}
	case named:
		e.file = &blob.File{Blob: *b, Modified: file.Modified}
	default:
		e.file, e.object = file, c.Value(1)
	}
	if named {
		e.file.Name = c.Text(2)
	}
	return e
}

func (f *Fetch) now() time.Time { return time.UnixMilli(f.rt.Loop().Now().UnixMilli()) }

func (f *Fetch) entryValue(e *entry) goja.Value {
	if e.file == nil {
		return bind.ToValue(f.rt, e.text)
	}
	if e.object == nil {
		e.object = f.wrap(e.file)
	}
	return e.object.(goja.Value)
}

// wrap makes the object of a Blob or a File.
func (f *Fetch) wrap(v any) goja.Value {
	obj, err := f.rt.Wrap(v)
	if err != nil {
		bind.Throw(f.rt, err)
	}
	return obj
}
