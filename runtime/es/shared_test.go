package es

import (
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"sync"
	"testing"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/memory"
)

// test262 has the rest; see tests/conformance.
func TestSharedArrayBuffer(t *testing.T) {
	runChecks(t, []check{
		{
			"is no ArrayBuffer",
			`[new SharedArrayBuffer(8) instanceof ArrayBuffer, new SharedArrayBuffer(8) instanceof SharedArrayBuffer,
				Object.prototype.toString.call(new SharedArrayBuffer(8)), ArrayBuffer.isView(new SharedArrayBuffer(8)),
				new Uint8Array(new SharedArrayBuffer(3)).buffer instanceof SharedArrayBuffer]`,
			`[false,true,"[object SharedArrayBuffer]",false,true]`,
		},
		{
			"the methods of ArrayBuffer refuse it",
			`(SharedArrayBuffer, Object.getOwnPropertyNames(ArrayBuffer.prototype).filter((name) => name !== "constructor").map((name) => {
				const d = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, name);
				return thrown(() => (d.get ?? d.value).call(new SharedArrayBuffer(8)));
			}).filter((name) => name !== "TypeError"))`,
			"[]",
		},
		{
			"the methods of ArrayBuffer go on",
			`(SharedArrayBuffer, [new ArrayBuffer(8).byteLength, new ArrayBuffer(8).slice(2).byteLength, new ArrayBuffer(8).transfer(4).byteLength])`,
			"[8,6,4]",
		},
		{
			"has a fixed length and says so",
			`[new SharedArrayBuffer(8, { maxByteLength: 16 }).growable, new SharedArrayBuffer(8).maxByteLength,
				thrown(() => new SharedArrayBuffer(8).grow(9))]`,
			`[false,8,"TypeError"]`,
		},
		{
			"lengths",
			`[new SharedArrayBuffer().byteLength, thrown(() => new SharedArrayBuffer(-1)), thrown(() => new SharedArrayBuffer(2 ** 40)),
				thrown(() => SharedArrayBuffer(1)), thrown(() => new SharedArrayBuffer(1n))]`,
			`[0,"RangeError","RangeError","TypeError","TypeError"]`,
		},
		{
			"slices from both ends",
			`[new SharedArrayBuffer(8).slice(-3, -1).byteLength, new SharedArrayBuffer(8).slice(6, 2).byteLength]`,
			"[2,0]",
		},
		{
			"views and subclasses",
			`(() => {
				const b = new (class Mine extends SharedArrayBuffer {})(16), d = new DataView(b, 4);
				d.setInt32(0, -2, true);
				return [b.constructor.name, new Int32Array(b)[1], b.slice(4, 8).constructor.name, new Uint16Array(b, 4, 1)[0]];
			})()`,
			`["Mine",-2,"Mine",65534]`,
		},
	})
}

func TestAtomicsOnEveryKind(t *testing.T) {
	for _, buffer := range []string{"SharedArrayBuffer", "ArrayBuffer"} {
		for _, name := range []string{"Int8Array", "Uint8Array", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array", "BigInt64Array", "BigUint64Array"} {
			t.Run(buffer+"/"+name, func(t *testing.T) {
				got := run(t, newVM(t), `(() => {
					const at = `+name+`, n = at.name.startsWith("Big") ? BigInt : Number, whole = new at(new `+buffer+`(24));
					const raw = new at(whole.buffer, at.BYTES_PER_ELEMENT, 2), wrong = [];
					const is = (what, got, want) => { if (got !== want) wrong.push(what + ": " + got + " is not " + want) };
					const low = at.name.includes("Uint") ? 0 : -(2 ** (8 * Math.min(at.BYTES_PER_ELEMENT, 6) - 1));
					is("add", Atomics.add(raw, 1, n(5)), n(0));
					is("sub", Atomics.sub(raw, 1, n(2)), n(5));
					is("or", Atomics.or(raw, 1, n(4)), n(3));
					is("and", Atomics.and(raw, 1, n(6)), n(7));
					is("xor", Atomics.xor(raw, 1, n(5)), n(6));
					is("exchange", Atomics.exchange(raw, 1, n(100)), n(3));
					is("compareExchange", Atomics.compareExchange(raw, 1, n(99), n(1)), n(100));
					is("compareExchange", Atomics.compareExchange(raw, 1, n(100), n(1)), n(100));
					is("load", Atomics.load(raw, 1), n(1));
					is("store", Atomics.store(raw, 1, n(low)), n(low));
					is("load", Atomics.load(raw, 1), n(low));
					raw[1] = n(0);
					Atomics.sub(raw, 1, n(1));
					const plain = new at(1);
					plain[0]--;
					is("wrap", raw[1], plain[0]);
					is("neighbours", whole[0] + whole[1] + whole[3 % whole.length === 2 ? 0 : 3 % whole.length] * n(0), n(0));
					return wrong.join("\n");
				})()`)
				if got.String() != "" {
					t.Error(got)
				}
			})
		}
	}
}

// Every view is read as scripts see it.
func TestViews(t *testing.T) {
	vm := newVM(t)
	for name, e := range elements.Get() {
		o := run(t, vm, "new "+name+"(new SharedArrayBuffer(32), 8, 2)").(*goja.Object)
		v, ok := viewOf(o)
		if !ok || v.element != e || v.offset*v.Size() != 8 || v.length != 2 || len(v.data) != 32 || !v.shared || v.detached {
			t.Errorf("%s: %+v", name, v)
		}
	}
	o := run(t, vm, "globalThis.a = new Int16Array([1, 2])").(*goja.Object)
	if v, ok := viewOf(o); !ok || v.shared || v.read(1) != 2 {
		t.Errorf("%+v", v)
	}
	run(t, vm, "a.buffer.transfer()")
	if v, _ := viewOf(o); !v.detached {
		t.Error("not detached")
	}
	for _, source := range []string{"[]", "new DataView(new ArrayBuffer(8))", "new ArrayBuffer(8)", "new Proxy(a, {})"} {
		if _, ok := viewOf(run(t, vm, source).(*goja.Object)); ok {
			t.Errorf("%s is taken for a typed array", source)
		}
	}
}

// TestToBigInt reads goja's source: a function whose parameters changed would still link, and corrupt memory.
func TestToBigInt(t *testing.T) {
	pkg, err := build.Import("github.com/dop251/goja", ".", build.FindOnly)
	if err != nil {
		t.Fatal(err)
	}
	f, err := parser.ParseFile(token.NewFileSet(), pkg.Dir+"/builtin_bigint.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var isBig, takes bool
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.TypeSpec:
			if s, ok := n.Type.(*ast.SelectorExpr); ok && n.Name.Name == "valueBigInt" {
				isBig = s.Sel.Name == "Int" && s.X.(*ast.Ident).Name == "big"
			}
		case *ast.FuncDecl:
			if n.Name.Name == "toBigInt" && n.Recv == nil && len(n.Type.Params.List) == 1 && len(n.Type.Results.List) == 1 {
				result, pointer := n.Type.Results.List[0].Type.(*ast.StarExpr)
				takes = n.Type.Params.List[0].Type.(*ast.Ident).Name == "Value" && pointer && result.X.(*ast.Ident).Name == "valueBigInt"
			}
		}
		return true
	})
	if !isBig || !takes {
		t.Error("linkToBigInt: goja has no func toBigInt(value Value) *valueBigInt any more, or that is no big.Int")
	}
}

// testAgent is a host whose goroutine may stop.
type testAgent struct{ *testHost }

func (testAgent) Nap(timeout time.Duration) (sleep, wake func(), ok bool) {
	woken := make(chan struct{}, 1)
	return func() {
		if timeout < 0 {
			<-woken
		}
	}, func() { woken <- struct{}{} }, true
}

func (testAgent) Await(time.Duration, func(), func()) (end func()) { return func() {} }

// Several VMs on goroutines count in one block, with every kind of operation, and hand over to each other in turn by
// waiting and notifying. -race sees that what is written plainly before a notify may be read plainly after the wait.
func TestAtomicsBetweenGoroutines(t *testing.T) {
	const agents, rounds = 4, 500
	block := memory.New(64)
	var wg sync.WaitGroup
	for id := range agents {
		wg.Go(func() {
			vm := goja.New()
			r := Install(vm, testAgent{newTestHost()})
			_ = vm.Set("block", r.SharedBuffer(block))
			_ = vm.Set("id", id)
			if _, err := vm.RunString(`
				const turn = new Int32Array(block, 0, 1), count = new Uint16Array(block, 4, 1), total = new Float64Array(block, 8, 1);
				const bytes = new Uint8Array(block, 16, 4), big = new BigInt64Array(block, 24, 1);
				for (let i = 0; i < 500; i++) {
					for (let now; (now = Atomics.load(turn, 0)) % 4 !== id; ) Atomics.wait(turn, 0, now);
					total[0] += 1; // it is this one's turn: nobody else is here
					Atomics.add(turn, 0, 1);
					Atomics.notify(turn, 0);
					Atomics.add(count, 0, 1);
					Atomics.add(bytes, id, 1);
					Atomics.sub(big, 0, 3n);
				}`); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	vm := goja.New()
	_ = vm.Set("block", Install(vm, newTestHost()).SharedBuffer(block))
	got := run(t, vm, `JSON.stringify([new Float64Array(block)[1], new Uint16Array(block)[2], [...new Uint8Array(block, 16, 4)],
		String(new BigInt64Array(block)[3]), new Int32Array(block)[0]])`).String()
	if want := `[2000,2000,[244,244,244,244],"-6000",2000]`; got != want || agents*rounds != 2000 {
		t.Errorf("got %s, want %s", got, want)
	}
}

func BenchmarkAtomicsAdd(b *testing.B) {
	vm := newVM(b)
	run(b, vm, "var a = new Int32Array(new SharedArrayBuffer(8)); function loop(n) { for (let i = 0; i < n; i++) Atomics.add(a, 0, 1) }")
	_ = vm.Set("n", b.N)
	b.ResetTimer()
	run(b, vm, "loop(n)")
}
