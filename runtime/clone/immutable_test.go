package clone_test

import (
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone"
)

// tree stands for a Go value that never changes, which dynamic objects show.
type tree struct{ name string }

func (*tree) Immutable() {}

// shownTree is the view of one.
type shownTree struct {
	vm *goja.Runtime
	t  *tree
}

func (s *shownTree) Get(key string) goja.Value {
	switch key {
	case "name":
		return s.vm.ToValue(s.t.name)
	case "list":
		return s.vm.NewDynamicArray(shownList{s.vm})
	}
	return nil
}
func (*shownTree) Set(string, goja.Value) bool { return false }
func (*shownTree) Has(key string) bool         { return key == "name" || key == "list" }
func (*shownTree) Delete(string) bool          { return false }
func (*shownTree) Keys() []string              { return []string{"name", "list"} }

type shownList struct{ vm *goja.Runtime }

func (shownList) Len() int { return 3 }
func (l shownList) Get(i int) goja.Value {
	if i < 0 || i > 2 {
		return nil
	}
	return l.vm.ToValue(10 * i)
}
func (shownList) Set(int, goja.Value) bool { return false }
func (shownList) SetLen(int) bool          { return false }

// Posting gives the very same Go value; structuredClone copies what its object shows.
func TestImmutableHandles(t *testing.T) {
	shown := &tree{"oak"}
	var arrived any
	v := newVM(t, clone.Hooks{
		Handle: func(o *goja.Object) (any, error) {
			if s, ok := o.Export().(*shownTree); ok {
				return s.t, nil
			}
			return nil, nil
		},
		Wrap: func(h any) (goja.Value, error) {
			arrived = h
			return goja.Null(), nil
		},
	})
	o := v.NewDynamicObject(&shownTree{v.Runtime, shown})
	m, err := v.realm.Encode(o, clone.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.realm.Decode(m); err != nil || arrived != any(shown) {
		t.Errorf("%v, %v arrived", err, arrived)
	}
	c, err := v.realm.Clone(o, clone.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_ = v.Set("copy", c)
	got := v.eval(t, `copy.list.push(5); copy.name += "!"; JSON.stringify([copy, Array.isArray(copy.list)])`).String()
	if want := `[{"name":"oak!","list":[0,10,20,5]},true]`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if strings.Contains(shown.name, "!") {
		t.Error("the tree has changed")
	}
}
