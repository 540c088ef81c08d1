package es

import (
	"errors"
	"go/ast"
	"go/build"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/dlclark/regexp2/v2"
	"github.com/dop251/goja"
)

// TestClockOfMatches reads the source of regexp2: a clock that is kept in another way would be written beside.
func TestClockOfMatches(t *testing.T) {
	pkg, err := build.Import("github.com/dlclark/regexp2/v2", ".", build.FindOnly)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range sources(t, pkg.Dir) {
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := n.(*ast.TypeSpec); ok && (s.Name.Name == "fastclock" || s.Name.Name == "atomicTime") {
				for _, field := range s.Type.(*ast.StructType).Fields.List {
					for _, name := range field.Names {
						got = append(got, name.Name)
					}
				}
			}
			return true
		})
	}
	if want := "current clockEnd mu start running v"; strings.Join(got, " ") != want {
		t.Errorf("the clock is %v, not %s", got, want)
	}
	if clock.start.IsZero() || !clock.running || regexp2.DefaultMatchTimeout != matchTicks<<20 {
		t.Errorf("the clock does not stand still: %+v", reflect.ValueOf(&clock).Elem())
	}
	if flagOf(goja.New()) == nil {
		t.Error("goja keeps its interrupt in another way")
	}
}

// TestStuckMatches interrupts built-ins that match for ever, while another realm matches the whole time and must be right.
func TestStuckMatches(t *testing.T) {
	stop, beside := make(chan struct{}), make(chan error, 1)
	other := newVM(t)
	go func() {
		for {
			select {
			case <-stop:
				beside <- nil
				return
			default:
			}
			v, err := other.RunString(`/^(?=(a+)+c|a)a+b$/.test('a'.repeat(12) + 'b') && 'xay'.replace(/(?=a)a/, '-') === 'x-y'`)
			if err != nil || !v.ToBoolean() {
				beside <- errors.Join(err, errors.New("a match beside was cut short"))
				return
			}
		}
	}()
	const never = `'a'.repeat(60) + 'b'`
	for _, source := range []string{
		`/^(?=(a+)+$)a/.test(` + never + `)`,
		`/^(?=(a+)+$)a/.exec(` + never + `)`,
		`new RegExp('^(?=(a+)+$)a')[Symbol.replace](` + never + `, '')`,
		`(` + never + `).split(/^(?=(a+)+$)a/)`,
		`(` + never + `).search(/^(?=(a+)+$)a/)`,
		`[...(` + never + `).matchAll(/^(?=(a+)+$)a/g)]`,
		`(` + never + `).match('^(?=(a+)+$)a')`,
		`Array(9).fill(` + never + `).map(RegExp.prototype.test.bind(/^(?=(a+)+$)a/)); said = true`,
		`new Set({ [Symbol.iterator]: Object.bind(null, { next: Object.bind(null, { value: 1 }) }) })`,
		`new Set({ [Symbol.iterator]: Object.bind(null, { next: Object.prototype.valueOf }) })`,
		`Array.from({ [Symbol.iterator]: Object.bind(null, { next: Object }) })`,
	} {
		vm := newVM(t)
		r, begun, ended := Of(vm), make(chan struct{}), make(chan error)
		var once sync.Once
		_ = vm.Set("begun", func(goja.FunctionCall) goja.Value {
			once.Do(func() { close(begun) })
			return goja.Undefined()
		})
		go func() {
			_, err := vm.RunString("var said = false; begun(); " + source)
			ended <- err
		}()
		<-begun
		vm.Interrupt("enough")
		r.EndMatch()
		var stopped *goja.InterruptedError
		if err := <-ended; !errors.As(err, &stopped) {
			t.Errorf("%s: %v", source, err)
		}
	}
	close(stop)
	if err := <-beside; err != nil {
		t.Error(err)
	}
	if n := matches.Load() & matchCount; n != 0 {
		t.Errorf("%d realms are in a match", n)
	}
}
