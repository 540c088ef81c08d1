package performance

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// extra is what an entry carries for its object.
type extra struct {
	object *goja.Object
	detail goja.Value
}

func detailOf(e *Entry) goja.Value {
	if x, ok := e.Detail.(*extra); ok {
		return x.detail
	}
	return bind.Null
}

// entryClasses makes the three classes and returns their base.
func (f *face) entryClasses() *goja.Object {
	json := func(e *Entry, c *bind.Call) (any, error) {
		obj := c.VM().NewObject()
		_ = obj.Set("name", e.Name)
		_ = obj.Set("entryType", e.Type)
		_ = obj.Set("startTime", e.Start)
		_ = obj.Set("duration", e.Duration)
		if e.Detail != nil {
			_ = obj.Set("detail", detailOf(e))
		}
		return obj, nil
	}
	entry := bind.Class[*Entry]{
		Name: "PerformanceEntry", Web: true,
		Methods: map[string]func(*Entry, *bind.Call) (any, error){"toJSON": json},
		Getters: map[string]func(*Entry) any{
			"name":      func(e *Entry) any { return e.Name },
			"entryType": func(e *Entry) any { return e.Type },
			"startTime": func(e *Entry) any { return e.Start },
			"duration":  func(e *Entry) any { return e.Duration },
		},
	}.In(f.rt)
	detail := map[string]func(*Entry) any{"detail": func(e *Entry) any { return detailOf(e) }}
	f.mark = bind.Class[*Entry]{
		Name: "PerformanceMark", Extends: entry.Value, Web: true, Length: 1, Getters: detail,
		New: func(c *bind.Call) (*Entry, error) {
			start, detail, err := f.markOptions(c)
			if err != nil {
				return nil, err
			}
			return f.line.NewMark(c.Text(0), start, detail)
		},
	}.In(f.rt)
	f.measure = bind.Class[*Entry]{Name: "PerformanceMeasure", Extends: entry.Value, Web: true, Getters: detail}.In(f.rt)
	for _, class := range []*bind.Constructor[*Entry]{f.mark, f.measure} {
		bind.Show(f.rt, class.Prototype, "name", "entryType", "startTime", "duration", "detail")
	}
	return entry.Value
}

// markOptions reads the options of a mark, whose name must be given.
func (f *face) markOptions(c *bind.Call) (start *float64, detail *extra, err error) {
	if c.Len() == 0 {
		return nil, nil, fault.Type.New("%s: a name must be given", c.Name()).With("code", "ERR_MISSING_ARGS")
	}
	var o struct {
		Detail goja.Value `js:"detail"`
		Start  goja.Value `js:"startTime"`
	}
	c.Options(1, &o)
	if o.Start != nil {
		ms := o.Start.ToFloat()
		start = &ms
	}
	detail, err = f.clone(o.Detail)
	return start, detail, err
}

// clone takes a detail as it is at this moment.
func (f *face) clone(v goja.Value) (*extra, error) {
	if bind.Nullish(v) {
		return &extra{detail: bind.Null}, nil
	}
	copied, err := f.rt.Cloner().Clone(v, clone.Options{})
	return &extra{detail: copied}, err
}

// added gives an entry its object and tells those who observe.
func (f *face) added(class *bind.Constructor[*Entry], e *Entry, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	object := class.Wrap(e)
	e.Detail.(*extra).object = object
	f.tell(e)
	return object, nil
}

func (f *face) addMark(c *bind.Call) (any, error) {
	start, detail, err := f.markOptions(c)
	if err != nil {
		return nil, err
	}
	e, err := f.line.Mark(c.Text(0), start, detail)
	return f.added(f.mark, e, err)
}

// addMeasure reads (name, options) and (name, startMark, endMark).
func (f *face) addMeasure(c *bind.Call) (any, error) {
	if c.Len() == 0 {
		return nil, fault.Type.New("%s: a name must be given", c.Name()).With("code", "ERR_MISSING_ARGS")
	}
	name, span, detail := c.Text(0), Span{}, goja.Value(nil)
	if _, ok := c.Value(1).(*goja.Object); ok {
		span, detail = measureOptions(c)
	} else if c.Has(1) {
		span.Start = &Point{Mark: c.Text(1)}
	}
	if !goja.IsUndefined(c.Value(2)) {
		if span.Options {
			return nil, misfit("the end must stand in the options or behind them, not both")
		}
		span.End = &Point{Mark: c.Text(2)}
	}
	carried, err := f.clone(detail)
	if err != nil {
		return nil, err
	}
	span.Detail = carried
	e, err := f.line.Measure(name, span)
	return f.added(f.measure, e, err)
}

func measureOptions(c *bind.Call) (span Span, detail goja.Value) {
	var o struct {
		Detail   goja.Value `js:"detail"`
		Start    goja.Value `js:"start"`
		End      goja.Value `js:"end"`
		Duration goja.Value `js:"duration"`
	}
	c.Options(1, &o)
	span.Options = o.Detail != nil || o.Start != nil || o.End != nil || o.Duration != nil
	span.Start, span.End = point(o.Start), point(o.End)
	if o.Duration != nil {
		ms := o.Duration.ToFloat()
		span.Duration = &ms
	}
	return span, o.Detail
}

// point is a moment that is given as a number or as the name of a mark.
func point(v goja.Value) *Point {
	switch {
	case v == nil:
		return nil
	case goja.IsNumber(v):
		return &Point{Time: v.ToFloat(), Timed: true}
	}
	return &Point{Mark: v.String()}
}
