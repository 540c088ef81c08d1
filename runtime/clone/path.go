package clone

import (
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/fault"
)

// refusal says why a value cannot be cloned. On its way out it collects the path to the culprit, innermost step first;
// a value that can be cloned pays nothing for its path.
type refusal struct {
	root, what string
	path       []string
}

// Refuse makes the error of a value that cannot be cloned, for Hooks.Handle: "is a port and cannot be cloned: list it in
// transfer". The path to the value is put before it.
func Refuse(what string) error { return refuse(what) }

func refuse(what string) error { return &refusal{root: "value", what: what} }

// at adds a step to the path of a refusal. Other errors pass unchanged.
func at(err error, step string) error {
	if f, ok := err.(*refusal); ok { //nolint:errorlint // never wrapped
		f.path = append(f.path, step)
	}
	return err
}

// from renames what the path of a refusal starts at.
func from(err error, root string) error {
	if f, ok := err.(*refusal); ok { //nolint:errorlint // never wrapped
		f.root = root
	}
	return err
}

// Error returns the message: "value.list[3].fn is a function and cannot be cloned". A long path loses its middle.
func (f *refusal) Error() string {
	const outer, inner = 8, 4
	var b strings.Builder
	b.WriteString(f.root)
	for i := len(f.path) - 1; i >= 0; i-- {
		if i >= inner && i < len(f.path)-outer {
			if i == inner {
				b.WriteString("…")
			}
			continue
		}
		b.WriteString(f.path[i])
	}
	b.WriteString(" " + f.what)
	return b.String()
}

// finish makes the DataCloneError of a refusal.
func finish(err error) error {
	if f, ok := err.(*refusal); ok { //nolint:errorlint // never wrapped
		return fault.Clone.New("%s", f.Error())
	}
	return err
}

// step writes a property access the way one would write it in JavaScript.
func step(key string) string {
	if isName(key) {
		return "." + key
	}
	if n, err := strconv.ParseUint(key, 10, 32); err == nil && strconv.FormatUint(n, 10) == key {
		return "[" + key + "]"
	}
	return "[" + strconv.Quote(key) + "]"
}

func isName(key string) bool {
	for i, c := range key {
		letter := c == '_' || c == '$' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return key != ""
}

func index(i int) string { return "[" + strconv.Itoa(i) + "]" }

// entry names a key or a value of a Map: by the key where that is a string or a number.
func entry(key goja.Value, i int, isKey bool) string {
	switch {
	case isKey:
		return ".keys()[" + strconv.Itoa(i) + "]"
	case goja.IsString(key):
		return ".get(" + strconv.Quote(key.String()) + ")"
	case goja.IsNumber(key):
		return ".get(" + key.String() + ")"
	}
	return ".values()[" + strconv.Itoa(i) + "]"
}
