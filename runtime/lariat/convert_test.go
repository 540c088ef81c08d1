package lariat_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime/lariat"
)

type embedded struct {
	ID int64
}

type rich struct {
	embedded
	Embedded2
	UserID   int `js:"-"`
	HTTPCode uint8
	When     time.Time     `js:"when"`
	Every    time.Duration `json:"every,omitempty"`
	Big      *big.Int
	Data     []byte
	Map      map[string][2]int
	Next     *rich
	Any      any
	Addr     netip.Addr
	Keys     map[int]bool
	F32      float32
}

// Embedded2 belongs to the struct around it.
type Embedded2 struct{ Deep string }

func TestGoValuesComeBackAsTheyWere(t *testing.T) {
	rt := start(t, files("echo.js", "export const echo = x => x; export const show = x => x"))
	when := time.UnixMilli(1_700_000_000_123)
	value := rich{
		embedded: embedded{math.MaxInt64}, Embedded2: Embedded2{"d"}, HTTPCode: 200, When: when, Every: 1500 * time.Millisecond,
		Big: new(big.Int).Lsh(big.NewInt(1), 100), Data: []byte{1, 2}, Map: map[string][2]int{"b": {1, 2}, "a": {}},
		Next: &rich{Any: "x", Data: []byte{}, Map: map[string][2]int{}, Addr: netip.MustParseAddr("::1"), Keys: map[int]bool{}, When: time.UnixMilli(0)},
		Any:  []any{1.5, "s", nil, true, map[string]any{"k": when}}, Addr: netip.MustParseAddr("10.0.0.1"), Keys: map[int]bool{-3: true}, F32: 0.5,
	}
	got, err := lariat.Call[rich](t.Context(), rt, "./echo.js", "echo", value)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, value) {
		t.Errorf("got  %+v\nwant %+v", got, value)
	}
	v, err := lariat.Call[lariat.Value](t.Context(), rt, "./echo.js", "show", value)
	want := "deep: 'd',\n  httpCode: 200,\n  when: 2023-11-14T22:13:20.123Z,\n  every: 1500,\n  big: 1267650600228229401496703205376n,\n  data: Uint8Array(2) [ 1, 2 ],\n  map: { a: [ 0, 0 ], b: [ 1, 2 ] },"
	if !strings.Contains(v.String(), want) || err != nil {
		t.Error(v, err)
	}
}

func TestNumbersThatDoNotFitAreRefused(t *testing.T) {
	rt := start(t)
	for source, try := range map[string]func(v lariat.Value) error{
		`300 → must be in the range of a uint8, got 300`:        func(v lariat.Value) error { _, err := lariat.As[uint8](v); return err },
		`Math.min(-1) → must be in the range of a uint, got -1`: func(v lariat.Value) error { _, err := lariat.As[uint](v); return err },
		`1.5 → must be an integer, got 1.5`:                     func(v lariat.Value) error { _, err := lariat.As[int](v); return err },
		`Number("x") → must be an integer, got NaN`:             func(v lariat.Value) error { _, err := lariat.As[int](v); return err },
		`2n ** 64n → must be in the range of a uint64, got a bigint`: func(v lariat.Value) error {
			_, err := lariat.As[uint64](v)
			return err
		},
		`1e300 → must be in the range of a float32, got 1e+300`: func(v lariat.Value) error { _, err := lariat.As[float32](v); return err },
		`"5" → must be a number, got "5"`:                       func(v lariat.Value) error { _, err := lariat.As[float64](v); return err },
		`null → must be a string, got null`:                     func(v lariat.Value) error { _, err := lariat.As[string](v); return err },
		`({ user: { tags: ["a", 5] } }) → user.tags[1]: must be a string, got 5`: func(v lariat.Value) error {
			_, err := lariat.As[struct{ User struct{ Tags []string } }](v)
			return err
		},
		`({ "a b": [1] }) → ["a b"][0]: must be a string, got 1`: func(v lariat.Value) error {
			_, err := lariat.As[map[string][]string](v)
			return err
		},
		`[1, 2] → must have 3 items, got 2`:             func(v lariat.Value) error { _, err := lariat.As[[3]int](v); return err },
		`new Date(NaN) → must be a valid Date`:          func(v lariat.Value) error { _, err := lariat.As[time.Time](v); return err },
		`"soon" → must be a duration such as`:           func(v lariat.Value) error { _, err := lariat.As[time.Duration](v); return err },
		`"1.2.3" → must be an Addr: ParseAddr("1.2.3")`: func(v lariat.Value) error { _, err := lariat.As[netip.Addr](v); return err },
		`() => 1 → is a function and cannot be cloned`:  func(v lariat.Value) error { _, err := lariat.As[any](v); return err },
		`1 → the Go type func() has no values`:          func(v lariat.Value) error { _, err := lariat.As[func()](v); return err },
	} {
		source, want, _ := strings.Cut(source, " → ")
		v, err := rt.Eval(t.Context(), source)
		if err != nil {
			t.Error(source, err)
			continue
		}
		if err := try(v); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", source, err, want)
		}
	}
}

func TestOddValuesBecomeWhatIsNearest(t *testing.T) {
	rt := start(t)
	for source, want := range map[string]any{
		"new Map([['a', 1], ['b', 2]])":      map[string]any{"a": 1.0, "b": 2.0},
		"new Map([[1, 'x'], [{}, 2]])":       [][2]any{{1.0, "x"}, {map[string]any{}, 2.0}},
		"new Set(['a'])":                     []any{"a"},
		"[1, , 3]":                           []any{1.0, nil, 3.0},
		"Object.assign([1], { x: 2 })":       []any{1.0},
		"new Uint8Array([1, 2]).subarray(1)": []byte{2},
		"/a+/g":                              "a+",
		"Object(7)":                          7.0,
		"({ ['__proto__']: 1, a: undefined })": map[string]any{
			"__proto__": 1.0, "a": nil,
		},
		"undefined": nil,
	} {
		got, err := lariat.Eval[any](t.Context(), rt, source)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %#v %v, want %#v", source, got, err, want)
		}
	}
	failed, err := lariat.Eval[error](t.Context(), rt, "new TypeError('t')")
	var js *lariat.JSError
	if !errors.As(failed, &js) || js.Name != "TypeError" || failed.Error() != "TypeError: t" || err != nil {
		t.Error(failed, err)
	}
}

func TestHostileValuesAreHarmless(t *testing.T) {
	rt := start(t)
	for source, want := range map[string]string{
		"const a = []; a.length = 4294967295; a":                                 "is too large",
		"let o = {}; for (let i = 0; i < 5000; i++) o = { o }; o":                "nested deeper than 1000 levels",
		"const c = {}; c.c = c; c":                                               "is nested too deep, or a part of itself",
		"let d = [1]; for (let i = 0; i < 60; i++) d = [d, d]; d":                "is too large",
		"const s = 'x'.repeat(1e6); new Array(1000).fill(s)":                     "makes the message larger than",
		"const t = ['x'.repeat(1e6)]; new Array(1000).fill(t)":                   "is too large",
		"({ get x() { throw new RangeError('boo') } })":                          "RangeError: boo",
		"new Proxy({}, {})":                                                      "is a Proxy and cannot be cloned",
		"Symbol('x')":                                                            "is a symbol and cannot be cloned",
		"const b = new ArrayBuffer(8); structuredClone(b, { transfer: [b] }); b": "detached",
	} {
		if v, err := lariat.Eval[any](t.Context(), rt, source); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v %v, want an error that says %q", source, v, err, want)
		}
	}
	calls, err := lariat.Eval[int](t.Context(), rt, "let n = 0; globalThis.n = () => n; ({ get x() { return ++n } }).x")
	if calls != 1 || err != nil {
		t.Error(calls, err)
	}
}

// FuzzConversion holds what JSON can say against encoding/json, there and back, and sees to it that nothing panics.
func FuzzConversion(f *testing.F) {
	for _, seed := range []string{`null`, `[1,2.5,-0,"é\ud800"]`, `{"id":1,"when":"x","next":{"any":[{}]},"every":"1.5s"}`, `{"__proto__":{"a":1},"1":2}`} {
		f.Add(seed)
	}
	rt := start(f, files("f.js", "export const parse = s => JSON.parse(s); export const echo = x => x"))
	f.Fuzz(func(t *testing.T, text string) {
		var want any
		if json.Unmarshal([]byte(text), &want) != nil || strings.ContainsRune(fmt.Sprintf("%q", text), '\uFFFD') || strings.Contains(text, `\u`) {
			return
		}
		v, err := lariat.Call[lariat.Value](t.Context(), rt, "./f.js", "parse", text)
		if err != nil {
			return // JSON.parse has limits of its own
		}
		got, err := lariat.As[any](v)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%s: got %#v %v, want %#v", text, got, err, want)
		}
		back, err := lariat.Call[any](t.Context(), rt, "./f.js", "echo", want)
		if err != nil || !reflect.DeepEqual(back, want) {
			t.Fatalf("%s: back came %#v %v, want %#v", text, back, err, want)
		}
		if r, err := lariat.As[rich](v); err == nil {
			if _, err := lariat.Call[rich](t.Context(), rt, "./f.js", "echo", r); err != nil && r.Any == nil {
				t.Fatalf("%s: %+v %v", text, r, err)
			}
		}
	})
}
