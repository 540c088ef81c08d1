package console

import (
	"math"
	"strconv"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// Heads of columns that are no properties.
const (
	indexHead     = "(index)"
	iterationHead = "(iteration index)"
	keyHead       = "Key"
	valuesHead    = "Values"
)

// tabulates is console.table(data, properties).
func tabulates(f *face, c *bind.Call) error {
	var properties []string
	if !goja.IsUndefined(c.Value(1)) {
		properties = []string{}
		list := c.Object(1, "properties")
		if list.ClassName() != "Array" {
			c.Wrong("properties", "an array")
		}
		c.VM().ForOf(list, func(v goja.Value) bool {
			properties = append(properties, v.String())
			return true
		})
	}
	data, ok := c.Value(0).(*goja.Object)
	if !ok || slots.Of(data).IsFunction() {
		return f.log(c.Value(0))
	}
	t := &tabulation{f: f}
	columns := t.columns(data, properties)
	if t.err != nil {
		return t.err
	}
	return f.say(table(columns))
}

// tabulation makes columns of a value. The first error ends it.
type tabulation struct {
	f   *face
	err error
}

func (t *tabulation) columns(data *goja.Object, properties []string) []column {
	switch slots.Of(data) {
	case slots.Map:
		return t.pairs(func(add func(a, b goja.Value) bool) { slots.Entries(data, add) }, true)
	case slots.Set:
		return t.pairs(func(add func(a, b goja.Value) bool) { slots.Entries(data, add) }, false)
	case slots.MapIterator, slots.SetIterator:
		two := slots.Rest(data, func(_, _ goja.Value) bool { return false })
		return t.pairs(func(add func(a, b goja.Value) bool) { slots.Rest(data, add) }, two)
	}
	return t.rows(data, properties)
}

// pairs are the entries of a Map, or the values of a Set or of an iterator.
func (t *tabulation) pairs(each func(func(a, b goja.Value) bool), two bool) []column {
	index, keys, values := column{head: iterationHead}, column{head: keyHead}, column{head: valuesHead}
	each(func(a, b goja.Value) bool {
		index.cells = append(index.cells, strconv.Itoa(len(index.cells)))
		if two {
			keys.cells = append(keys.cells, t.cell(a))
			a = b
		}
		values.cells = append(values.cells, t.cell(a))
		return t.err == nil
	})
	if two {
		return []column{index, keys, values}
	}
	return []column{index, values}
}

// rows are the properties of any other object: a row for each, a column for each property that one of
// them has.
func (t *tabulation) rows(data *goja.Object, properties []string) []column {
	index, values := column{head: indexHead, cells: data.Keys()}, column{head: valuesHead}
	cells := map[string][]string{}
	order := t.f.rt.VM().CreateObject(nil) // knows in which order an object has its properties
	for y, name := range index.cells {
		item := data.Get(name)
		row, isObject := item.(*goja.Object)
		if !isObject && properties == nil {
			values.cells = put(values.cells, y, t.cell(item))
			continue
		}
		keys := properties
		if keys == nil {
			keys = row.Keys()
		}
		for _, key := range keys {
			text := ""
			if isObject {
				if _, owns := t.f.rt.Inspector().Own(row, key); owns {
					text = t.cell(row.Get(key))
				}
			}
			cells[key] = put(cells[key], y, text)
			_ = order.Set(key, true)
		}
		if t.err != nil {
			return nil
		}
	}
	columns := []column{index}
	for _, key := range order.Keys() {
		columns = append(columns, column{key, cells[key]})
	}
	if values.cells != nil {
		columns = append(columns, values)
	}
	return columns
}

// put sets a cell, with empty ones before it.
func put(cells []string, y int, text string) []string {
	for len(cells) <= y {
		cells = append(cells, "")
	}
	cells[y] = text
	return cells
}

// cell shows a value in a table: what is in an object only when it is small.
func (t *tabulation) cell(v goja.Value) string {
	if t.err != nil {
		return ""
	}
	o := t.f.plain
	o.Depth, o.MaxArrayLength, o.BreakLength = 0, 3, math.MaxInt32
	if obj, ok := v.(*goja.Object); ok && !slots.Of(obj).IsFunction() && !isList(obj) && len(obj.Keys()) > 2 {
		o.Depth = -1
	}
	text, err := t.f.rt.Inspector().Inspect(v, o)
	t.err = err
	return text
}

func isList(o *goja.Object) bool {
	kind := slots.Of(o)
	return kind == slots.Array || kind == slots.TypedArray
}
