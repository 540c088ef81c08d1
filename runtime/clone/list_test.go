package clone_test

import (
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone"
)

// TestListsKeepWhatValuesShare sends lists to another VM.
func TestListsKeepWhatValuesShare(t *testing.T) {
	from, to := goja.New(), goja.New()
	sender, receiver := clone.New(from, clone.Hooks{}), clone.New(to, clone.Hooks{})
	send := func(source string) (goja.Value, error) {
		v, err := from.RunString(source)
		if err != nil {
			t.Fatal(err)
		}
		var values []goja.Value
		from.ForOf(v, func(v goja.Value) bool {
			values = append(values, v)
			return true
		})
		m, err := sender.EncodeList(values, clone.Options{})
		if err != nil {
			return nil, err
		}
		if m.Len() != len(values) {
			t.Errorf("%s: a message of %d values says that it has %d", source, len(values), m.Len())
		}
		list, err := receiver.DecodeList(m)
		if err != nil {
			return nil, err
		}
		items := make([]any, len(list))
		for i, v := range list {
			items[i] = v
		}
		return to.NewArray(items...), nil
	}
	for source, check := range map[string]string{
		`[]`:                              `list.length === 0`,
		`[1, "two", undefined, null, 5n]`: `list.length === 5 && list[1] === "two" && list[2] === undefined && list[4] === 5n`,
		`(() => { const o = { a: [1] }; return [o, { o }, 3]; })()`: `list[0] === list[1].o && list[0].a[0] === 1 && list[2] === 3`,
	} {
		list, err := send(source)
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		_ = to.Set("list", list)
		if ok, err := to.RunString(check); err != nil || !ok.ToBoolean() {
			t.Errorf("%s: not %s, %v", source, check, err)
		}
	}
	for _, source := range []string{`[1, Symbol("s")]`, `[1, () => 1]`} {
		if _, err := send(source); err == nil {
			t.Errorf("%s was cloned", source)
		}
	}
}

// TestListTransfersBuffers moves a buffer that a list refers to.
func TestListTransfersBuffers(t *testing.T) {
	from, to := goja.New(), goja.New()
	buffer := from.NewArrayBuffer([]byte{1, 2, 3})
	v := from.ToValue(buffer)
	m, err := clone.New(from, clone.Hooks{}).EncodeList([]goja.Value{v, from.ToValue(1)}, clone.Options{Transfer: []goja.Value{v}})
	if err != nil {
		t.Fatal(err)
	}
	if !buffer.Detached() {
		t.Error("the buffer was copied")
	}
	list, err := clone.New(to, clone.Hooks{}).DecodeList(m)
	if err != nil {
		t.Fatal(err)
	}
	moved, ok := list[0].Export().(goja.ArrayBuffer)
	if !ok || len(moved.Bytes()) != 3 {
		t.Errorf("got %v", list[0])
	}
}
