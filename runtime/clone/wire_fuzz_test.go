package clone_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// FuzzWire reads bytes that may come from anybody. They are refused, or they are a message: one that can be decoded
// without a panic, and that comes back the same when it is sent on.
func FuzzWire(f *testing.F) {
	wire := &clone.Wire{Unpack: func(kind string, parts []string) (any, error) { return &lock{kind}, nil }}
	seeds := newVM(f, clone.Hooks{})
	for _, expr := range []string{
		`1`, `"é\ud800"`, `[1, , {a: [2n, -0]}]`, `(() => { const m = new Map(); m.set(m, new Set([m])); return m })()`,
		`[new Uint8Array(3), new Date(1), /x/g, Object("s"), new TypeError("t", {cause: {a: 1}})]`, sixty,
	} {
		m, err := seeds.realm.Encode(seeds.eval(f, expr), clone.Options{})
		if err != nil {
			f.Fatal(err)
		}
		b, err := wire.Append(nil, m)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte("\xCE\x01\x58\x04lock\x01\x01x\x01\x0b\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := wire.Read(data)
		if err != nil {
			if !errors.Is(err, fault.Clone) {
				t.Fatal(err)
			}
			return
		}
		again := &clone.Wire{Pack: func(h any) (string, []string, bool) { return h.(*lock).name, nil, true }, Unpack: wire.Unpack}
		first, err := again.Append(nil, m)
		if err != nil {
			t.Fatal(err)
		}
		m, err = wire.Read(first)
		if err != nil {
			t.Fatal(err)
		}
		second, err := again.Append(nil, m)
		if err != nil || !bytes.Equal(first, second) {
			t.Fatalf("%x\n%x\n%v", first, second, err)
		}
		m, err = wire.Read(first)
		if err != nil {
			t.Fatal(err)
		}
		to := newVM(t, clone.Hooks{Wrap: func(any) (goja.Value, error) { return goja.Null(), nil }})
		if _, err = to.realm.Decode(m); errors.Is(err, fault.Internal) {
			t.Fatal(err)
		}
	})
}

// FuzzWireValues sends values that random programs have made.
func FuzzWireValues(f *testing.F) {
	for _, seed := range []string{
		"\x04\x03\x00\x05\x01\x08\x02\x03", "\x0c\x04\x04\x02\x00\x01\x03\x00", "\x1d\x04\x0b\x01\x00\x02\x05\x06\x03\x03\x00",
		"\xfa\x07\x01", "\x05\x03\x00\xfb\x0a\x01\xfe\x02\x02\x03\x00",
	} {
		f.Add([]byte(seed))
	}
	wire := &clone.Wire{}
	f.Fuzz(func(t *testing.T, data []byte) {
		p := &program{data: data}
		root := p.value(5)
		from, to := newVM(t, clone.Hooks{}), newVM(t, clone.Hooks{})
		m, err := from.realm.Encode(from.eval(t, define+p.out.String()+"("+root+")"), clone.Options{})
		if err != nil {
			return
		}
		v, err := from.realm.Decode(m)
		want := from.text(t, v, err)
		v, err = to.realm.Decode(ship(t, wire, m))
		if got := to.text(t, v, err); got != want {
			t.Fatalf("%s\ngot  %s\nwant %s", p.out.String(), got, want)
		}
	})
}

func BenchmarkWire(b *testing.B) {
	for _, c := range []struct{ name, expr string }{
		{"sixty", sixty},
		{"ten", `({a: 1, b: "two", c: true, d: null, e: 5.5, f: "six", g: 7, h: 8, i: 9, j: 10})`},
		{"numbers1000", `Array.from({length: 1000}, (_, i) => i)`},
		{"text64K", `"x".repeat(1 << 16)`},
		{"buffer1M", `new Uint8Array(1 << 20)`},
	} {
		v := newVM(b, clone.Hooks{})
		m, err := v.realm.Encode(v.eval(b, c.expr), clone.Options{})
		if err != nil {
			b.Fatal(err)
		}
		wire := &clone.Wire{}
		data, err := wire.Append(nil, m)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(c.name+"/append", func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			var buf []byte
			for b.Loop() {
				if buf, err = wire.Append(buf[:0], m); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(c.name+"/read", func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := wire.Read(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
