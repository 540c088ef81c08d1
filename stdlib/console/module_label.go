package console

import (
	"fmt"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
)

// label reads the first argument of the methods that count and measure.
func label(c *bind.Call) string {
	v := c.Value(0)
	if goja.IsUndefined(v) {
		return "default"
	}
	if _, ok := v.(*goja.Symbol); ok {
		c.Wrong("label", "a string")
	}
	return c.Text(0)
}

func counts(f *face, c *bind.Call) error {
	label := label(c)
	return f.say(fmt.Sprintf("%s: %d", label, f.Count(label)))
}

func resets(f *face, c *bind.Call) error {
	if label := label(c); !f.CountReset(label) {
		return f.warn(fmt.Sprintf("Count for '%s' does not exist", label))
	}
	return nil
}

// now is the time of the loop's clock in milliseconds.
func (f *face) now() float64 { return float64(f.rt.Loop().Elapsed()) / float64(time.Millisecond) }

func starts(f *face, c *bind.Call) error {
	if label := label(c); !f.Start(label, f.now()) {
		return f.warn(fmt.Sprintf("Label '%s' already exists for console.time()", label))
	}
	return nil
}

func laps(f *face, c *bind.Call) error { return f.lap(label(c), "timeLog", c.Rest(1)) }

func stops(f *face, c *bind.Call) error {
	label := label(c)
	defer f.Stop(label)
	return f.lap(label, "timeEnd", nil)
}

func (f *face) lap(label, method string, values []goja.Value) error {
	text, ok := f.Since(label, f.now())
	if !ok {
		return f.warn(fmt.Sprintf("No such label '%s' for console.%s()", label, method))
	}
	return f.log(append([]goja.Value{f.text("%s: %s"), f.text(label), f.text(text)}, values...)...)
}
