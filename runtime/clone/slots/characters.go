package slots

import (
	"reflect"
	"unicode/utf8"

	"github.com/dop251/goja"
)

var unitsType = reflect.TypeFor[[]uint16]()

// Characters returns the characters of a string: ascii when all of them are, otherwise the UTF-16 code units, half surrogate
// pairs included. Nothing is copied where goja keeps a string in that form; the units must not be changed.
func Characters(s goja.String) (ascii string, units []uint16) {
	v := reflect.ValueOf(s)
	switch v.Kind() {
	case reflect.String:
		return v.String(), nil
	case reflect.Slice:
		if v.CanConvert(unitsType) { // behind a mark that tells it from other slices
			units, _ = v.Convert(unitsType).Interface().([]uint16)
			return "", units[len(units)-s.Length():]
		}
	}
	// From Go: it is kept as it came, which need not be valid UTF-8.
	if ascii = s.String(); IsASCII(ascii) {
		return ascii, nil
	}
	units = make([]uint16, s.Length())
	for i := range units {
		units[i] = s.CharAt(i)
	}
	return "", units
}

// IsASCII reports whether all bytes are ASCII.
func IsASCII(s string) bool {
	for ; len(s) >= 8; s = s[8:] {
		if (s[0] | s[1] | s[2] | s[3] | s[4] | s[5] | s[6] | s[7]) >= utf8.RuneSelf {
			return false
		}
	}
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
