package runtime_test

import (
	"bytes"
	"io"
	"os"
	"testing"

	"github.com/lariatjs/lariat/runtime"
)

type screen struct{ bytes.Buffer }

func (*screen) IsTerminal() bool { return true }

func TestColorsAreForTerminals(t *testing.T) {
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	if runtime.Terminal(null) || runtime.Terminal((*os.File)(nil)) || runtime.Terminal(nil) {
		t.Error("what is no terminal is taken for one")
	}
	for _, c := range []struct {
		env    map[string]string
		stream io.Writer
		want   bool
	}{
		{nil, &screen{}, true},
		{nil, &bytes.Buffer{}, false},
		{map[string]string{"NO_COLOR": "1"}, &screen{}, false},
		{map[string]string{"NO_COLOR": ""}, &screen{}, true},
		{map[string]string{"TERM": "dumb"}, &screen{}, false},
		{map[string]string{"FORCE_COLOR": "1", "NO_COLOR": "1"}, &bytes.Buffer{}, true},
		{map[string]string{"FORCE_COLOR": "0"}, &screen{}, false},
	} {
		rt := newRuntime(t, runtime.WithEnv(c.env))
		if got := rt.Colors(c.stream); got != c.want {
			t.Errorf("%v on %T: %v", c.env, c.stream, got)
		}
	}
}
