package clone_test

import (
	"math/big"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone"
)

func TestNodesAreMadeAndReadWithoutARuntime(t *testing.T) {
	vm := goja.New()
	realm := clone.New(vm, clone.Hooks{})
	m := clone.NewMessage(clone.Object(
		[]string{"n", "s", "b", "list", "when", "bytes", "none", "__proto__"},
		[]clone.Node{
			clone.Plain(1.5), clone.Plain("é"), clone.Plain(big.NewInt(7)), clone.Array([]clone.Node{clone.Null(), clone.Array(nil)}),
			clone.Date(5), clone.ByteArray([]byte{1, 2}), clone.Undefined(), clone.Plain(true),
		}))
	for range 2 { // any number of times
		v, err := realm.Decode(m)
		if err != nil {
			t.Fatal(err)
		}
		if err := vm.Set("v", v); err != nil {
			t.Fatal(err)
		}
		got, err := vm.RunString(`[v.n, v.s, typeof v.b, JSON.stringify(v.list), +v.when, v.bytes.join(), v.bytes.constructor.name, v.none, Object.keys(v).length].join(" ")`)
		if want := "1.5 é bigint [null,[]] 5 1,2 Uint8Array  8"; err != nil || got.String() != want {
			t.Errorf("got %v %v, want %s", got, err, want)
		}
	}
	back, err := realm.Encode(vm.Get("v"), clone.Options{})
	if err != nil {
		t.Fatal(err)
	}
	kinds := ""
	_ = back.Root().Properties(func(key string, n clone.Node) error {
		kinds += key + " is " + n.Kind().String() + "; "
		return nil
	})
	want := "n is a number; s is a string; b is a bigint; list is an array; when is a Date; bytes is bytes; none is undefined; __proto__ is a boolean; "
	if kinds != want {
		t.Errorf("got %s\nwant %s", kinds, want)
	}
	if nodes := clone.NewList([]clone.Node{clone.Plain(1), clone.Plain(2)}).Nodes(); len(nodes) != 2 || nodes[1].Primitive().ToInteger() != 2 {
		t.Error(nodes)
	}
}
