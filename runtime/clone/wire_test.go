package clone_test

import (
	"encoding/json"
	"errors"
	goruntime "runtime"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// ship sends a message through bytes.
func ship(t testing.TB, w *clone.Wire, m *clone.Message) *clone.Message {
	t.Helper()
	b, err := w.Append(nil, m)
	if err != nil {
		t.Fatal(err)
	}
	got, err := w.Read(b)
	if err != nil {
		t.Fatalf("%x\n%v", b, err)
	}
	return got
}

// TestWireAsInProcess sends every recorded value over the wire: what arrives is what a clone without bytes is.
func TestWireAsInProcess(t *testing.T) {
	var cases []struct{ Expr string }
	if err := json.Unmarshal(recorded, &cases); err != nil {
		t.Fatal(err)
	}
	cases = append(cases, []struct{ Expr string }{
		{`[0, 127, 128, -1, -0, 2 ** 31, 2 ** 53, -(2 ** 53), 1e300, NaN, Infinity, -Infinity, 0.1]`},
		{`[0n, -1n, 2n ** 64n, -(2n ** 200n)]`},
		{`["", "a", "é", "\ud800", "x\udc00y", "日本", "\u{1F600}", "\u0000", "ÿ", "Ā", "x".repeat(300), "é".repeat(300)]`},
		{`({"\ud800": 1, "é": {"": [], "__proto__": 2}, ["k".repeat(100)]: 1})`},
		{`Array.from({length: 300}, (_, i) => ({id: i, ["k" + i]: i, ["l".repeat(70)]: 0}))`},
		{`(() => { const a = [1, , 3]; a.extra = {a}; a["\udfff"] = a; return [a, a] })()`},
		{`(() => { const m = new Map(); m.set(m, new Set([m])); return {m, n: [m]} })()`},
		{`(() => { const b = new ArrayBuffer(16); return [new Float64Array(b, 8), new Uint8Array(b, 3, 2), new DataView(b, 1), b] })()`},
		{`new TypeError("t", {cause: new AggregateError([new RangeError("r")], "é")})`},
		{`Object.assign(new Error("x"), {code: "ENOENT", path: "/tmp", nested: {a: [1n]}})`},
		{`[Object("s"), Object(1), Object(true), Object(7n), new Date(NaN), new Date(-1), /a\/é/giu]`},
		{`(() => { let o = {}; for (let i = 1; i < 1000; i++) o = i % 2 ? [o] : {o}; return o })()`},
	}...)
	wire := &clone.Wire{}
	for _, c := range cases {
		from, to := newVM(t, clone.Hooks{}), newVM(t, clone.Hooks{})
		if strings.Contains(c.Expr, "structuredClone") || strings.Contains(c.Expr, "transfer(") {
			continue // those need functions of the host
		}
		value := from.eval(t, "(function () { return ("+c.Expr+") })()")
		m, err := from.realm.Encode(value, clone.Options{})
		if err != nil {
			continue // what cannot be cloned
		}
		v, err := from.realm.Decode(m)
		want := from.text(t, v, err)
		v, err = to.realm.Decode(ship(t, wire, m))
		if got := to.text(t, v, err); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", c.Expr, got, want)
		}
	}
}

func TestWireIsCompact(t *testing.T) {
	v := newVM(t, clone.Hooks{})
	list := v.eval(t, `Array.from({length: 100}, (_, i) => ({id: i, name: "item", tags: ["a", "b"], price: i / 4}))`)
	m, err := v.realm.Encode(list, clone.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := (&clone.Wire{}).Append(nil, m)
	if err != nil {
		t.Fatal(err)
	}
	text := v.eval(t, `JSON.stringify(Array.from({length: 100}, (_, i) => ({id: i, name: "item", tags: ["a", "b"], price: i / 4})))`)
	if len(b) > len(text.String())*2/3 {
		t.Errorf("%d bytes, JSON takes %d", len(b), len(text.String()))
	}
}

// TestWireOfGoStrings: goja keeps a string that came from Go as it came, even if it is not valid UTF-8.
func TestWireOfGoStrings(t *testing.T) {
	from, to := newVM(t, clone.Hooks{}), newVM(t, clone.Hooks{})
	for _, s := range []string{
		"", "short", "longer than sixteen bytes", "longer than sixteen bytes: é", "longer than sixteen bytes: 日", "bad \xff", "longer than sixteen bytes: \xff",
	} {
		v := from.ToValue(s)
		m, err := from.realm.Encode(v, clone.Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := to.realm.Decode(ship(t, &clone.Wire{}, m))
		if err != nil || !got.StrictEquals(v) {
			t.Errorf("%q: got %q, %v", s, got, err)
		}
	}
}

func TestWireMovesBuffersOnce(t *testing.T) {
	from, to := newVM(t, clone.Hooks{}), newVM(t, clone.Hooks{})
	b := from.eval(t, `globalThis.b = new Uint8Array([1, 2, 3]).buffer`)
	m, err := from.realm.Encode(from.eval(t, `({b, again: new Uint8Array(b, 1)})`), clone.Options{Transfer: []goja.Value{b}})
	if err != nil {
		t.Fatal(err)
	}
	wire := &clone.Wire{}
	got := ship(t, wire, m)
	if _, err := wire.Append(nil, m); !errors.Is(err, fault.Clone) {
		t.Errorf("a moved buffer was sent twice: %v", err)
	}
	v, moved, err := to.realm.Receive(got)
	if err != nil || len(moved) != 1 || !moved[0].SameAs(v.(*goja.Object).Get("b")) {
		t.Fatalf("%v, %v", moved, err)
	}
	const want = `= #0=Object{"b": #1=ArrayBuffer(1, 2, 3){}, "again": `
	if text := to.text(t, v, nil); !strings.HasPrefix(text, want) {
		t.Errorf("got %s", text)
	}
	if _, err := to.realm.Decode(got); !errors.Is(err, fault.Clone) {
		t.Errorf("received twice: %v", err)
	}
}

func TestWireRefusesSharedObjects(t *testing.T) {
	from := newHost(t)
	if err := from.Set("lock", from.wrap(t, &lock{"l"})); err != nil {
		t.Fatal(err)
	}
	wire := &clone.Wire{}
	const why = " is a lock, which isolates of one process share: it cannot leave the process"
	for expr, path := range map[string]string{
		`lock`: "value", `({a: [1, {lock}]})`: "value.a[1].lock", `new Map([["k", lock]])`: `value.get("k")`,
		`new Set([1, lock])`: "value.values()[1]", `new Error("e", {cause: lock})`: "value.cause",
		`({["\ud800"]: lock})`: `value.�`, `(() => { const a = [, 1]; a.x = lock; return a })()`: "value.x",
	} {
		b := from.eval(t, `globalThis.b = new ArrayBuffer(3)`)
		m, err := from.realm.Encode(from.eval(t, `[b, (`+expr+`)]`), clone.Options{Transfer: []goja.Value{b}})
		if err != nil {
			t.Fatal(err)
		}
		_, err = wire.Append([]byte("kept"), m)
		if want := strings.Replace(path, "value", "value[1]", 1) + why; !errors.Is(err, fault.Clone) || err.Error() != want {
			t.Errorf("%s\ngot  %v\nwant %s", expr, err, want)
		}
		if _, err := from.realm.Decode(m); err != nil {
			t.Errorf("the refused message is of no use any more: %v", err)
		}
	}
}

func TestWirePacksWhatTheHostCanTell(t *testing.T) {
	wire := &clone.Wire{
		Pack: func(h any) (string, []string, bool) {
			l, ok := h.(*lock)
			if !ok || l.name == "" {
				return "", nil, false
			}
			return "lock", []string{l.name, ""}, true
		},
		Unpack: func(kind string, parts []string) (any, error) {
			if kind != "lock" || len(parts) != 2 {
				return nil, fault.Module.New("no %s here", kind)
			}
			return &lock{parts[0]}, nil
		},
	}
	from, to := newHost(t), newHost(t)
	if err := from.Set("lock", from.wrap(t, &lock{"named"})); err != nil {
		t.Fatal(err)
	}
	m, err := from.realm.Encode(from.eval(t, `[lock, {lock}]`), clone.Options{})
	if err != nil {
		t.Fatal(err)
	}
	v, err := to.realm.Decode(ship(t, wire, m))
	if err != nil {
		t.Fatal(err)
	}
	if err := to.Set("got", v); err != nil {
		t.Fatal(err)
	}
	if !to.eval(t, `got[0] instanceof Lock && got[0] === got[1].lock`).ToBoolean() {
		t.Error("it did not arrive as one lock")
	}
	b, err := wire.Append(nil, m)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (&clone.Wire{}).Read(b); !errors.Is(err, fault.Clone) || !strings.Contains(err.Error(), `"lock" is not known here`) {
		t.Errorf("without Unpack: %v", err)
	}
	wire.Unpack = func(string, []string) (any, error) { return nil, fault.Module.New("gone") }
	if _, err := wire.Read(b); !errors.Is(err, fault.Module) {
		t.Errorf("with a failing Unpack: %v", err)
	}
}

// TestWireDamage reads messages that no writer has written.
func TestWireDamage(t *testing.T) {
	head := "\xCE\x01"
	for name, c := range map[string]struct{ data, want string }{
		"nothing":         {"", "not a message"},
		"text":            {"{}", "not a message"},
		"newer":           {"\xCE\x02\x00", "has version 2"},
		"no root":         {head, "ends too soon"},
		"no end":          {head + "\x00", "cut short"},
		"more":            {head + "\x00\x00\x00", "1 bytes follow"},
		"unknown tag":     {head + "\x3f\x00", "unknown tag"},
		"shared number":   {head + "\x41\x00", "unknown tag"},
		"no such ref":     {head + "\x0b\x00\x00", "has not come yet"},
		"far ref":         {head + "\x0b\x7f\x00", "too large"},
		"promises":        {head + "\x0e\xff\xff\xff\xff\x0f", "too large"},
		"endless varint":  {head + "\x04\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "cut short"},
		"promised twice":  {head + "\x0e\x04\x0e\x05\x00\x00\x00\x00\x00", "too large"},
		"not ASCII":       {head + "\x08\x01\xff\x00", "not ASCII"},
		"long text":       {head + "\x08\x06abc\x00", "too large"},
		"long units":      {head + "\x0a\x03ab\x00\x00", "too large"},
		"cut units":       {head + "\x0a\x02ab\x00", "ends too soon"},
		"short number":    {head + "\x05\x00\x00", "ends too soon"},
		"key of number":   {head + "\x0d\x01\x80\x80\x00", "not a string"},
		"unknown key":     {head + "\x0c\x01\x05\x80\x00", "too large"},
		"half entry":      {head + "\x11\x01\x80\x00", "key without a value"},
		"boxed undefined": {head + "\x14\x00\x00", "no primitive value"},
		"boxed object":    {head + "\x14\x0c\x00\x00", "no primitive value"},
		"date of text":    {head + "\x15\x08\x00\x00", "no time"},
		"regexp of array": {head + "\x16\x0e\x00\x00\x00", "not a string"},
		"view of object":  {head + "\x19\x0aUint8Array\x00\x00\x0c\x00\x00", "does not fit"},
		"view of itself":  {head + "\x59\x0aUint8Array\x00\x00\x0b\x00\x00", "does not fit"},
		"view too long":   {head + "\x19\x0aUint8Array\x00\x03\x17\x02ab\x00", "does not fit"},
		"view too far":    {head + "\x19\x0aUint8Array\x04\x00\x17\x02ab\x00", "does not fit"},
		"view of a class": {head + "\x19\x04Date\x00\x00\x17\x02ab\x00", "does not fit"},
		"view between":    {head + "\x19\x0bUint16Array\x01\x00\x17\x02ab\x00", "does not fit"},
		"moved object":    {head + "\x4c\x00\x01\x0b\x00", "transfers what cannot be"},
		"moved number":    {head + "\x80\x01\x80", "no part of it"},
		"deep":            {head + strings.Repeat("\x0e\x01", 20_001) + "\x00\x00", "nested deeper than 20000 levels"},
	} {
		_, err := (&clone.Wire{}).Read([]byte(c.data))
		if !errors.Is(err, fault.Clone) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
}

// TestWireAllocatesByInput reads inputs that promise as much as they can: memory stays in proportion to their length.
func TestWireAllocatesByInput(t *testing.T) {
	const length = 1 << 16
	for name, unit := range map[string]string{
		"nested arrays": "\x0e\xff\x7f", "nested objects": "\x0c\xff\x3f", "empty objects": "\x0c\x00", "empty errors": "\x13\x00\x00",
		"maps": "\x11\x02", "views": "\x19\x08DataView\x00\x00\x17\x00", "bigints": "\x06\x01\x01", "refs": "\x4c\x00\x0b\x00",
	} {
		data := []byte("\xCE\x01\x0e\x80\x80\x01" + strings.Repeat(unit, length/len(unit)))
		var before, after goruntime.MemStats
		goruntime.ReadMemStats(&before)
		_, _ = (&clone.Wire{}).Read(data)
		goruntime.ReadMemStats(&after)
		if got := after.TotalAlloc - before.TotalAlloc; got > 128*length {
			t.Errorf("%s: %d bytes for %d", name, got, len(data))
		}
	}
}
