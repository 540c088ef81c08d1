package lariat

import (
	"encoding"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/lariatjs/lariat/runtime/fault"
)

// The types that are not what their kind says.
var (
	timeType     = reflect.TypeFor[time.Time]()
	durationType = reflect.TypeFor[time.Duration]()
	bigType      = reflect.TypeFor[big.Int]()
	errorType    = reflect.TypeFor[error]()
	valueType    = reflect.TypeFor[Value]()
	unmarshaler  = reflect.TypeFor[encoding.TextUnmarshaler]()
	marshaler    = reflect.TypeFor[encoding.TextMarshaler]()
)

// field is one of a struct, as JavaScript sees it.
type field struct {
	name      string
	index     []int
	typ       reflect.Type
	omitEmpty bool
}

var fieldsByType sync.Map // reflect.Type to []field

// fieldsOf lists the exported fields of a struct. A tag js, or json, names one, "-" leaves it out; without a tag the name
// is that of the field as JavaScript would write it: UserID is userID. What is embedded without a tag belongs to the
// struct around it.
func fieldsOf(t reflect.Type) []field {
	if known, ok := fieldsByType.Load(t); ok {
		return known.([]field)
	}
	var list []field
	for _, f := range reflect.VisibleFields(t) {
		name, options, tagged := tagOf(f)
		switch {
		case !f.IsExported() || name == "-" || f.Anonymous && !tagged && isStruct(f.Type):
			continue
		case name == "":
			name = camel(f.Name)
		}
		if within(t, f) && !slices.ContainsFunc(list, func(o field) bool { return o.name == name && len(o.index) <= len(f.Index) }) {
			list = append(list, field{name, f.Index, f.Type, strings.Contains(options, "omitempty")})
		}
	}
	fieldsByType.Store(t, list)
	return list
}

func tagOf(f reflect.StructField) (name, options string, tagged bool) {
	tag, ok := f.Tag.Lookup("js")
	if !ok {
		tag, ok = f.Tag.Lookup("json")
	}
	name, options, _ = strings.Cut(tag, ",")
	return name, options, ok && name != ""
}

func isStruct(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Kind() == reflect.Struct && t != timeType
}

// within reports whether all that a field is embedded in belongs to the struct around it: a name of its own, or none,
// makes it an object of its own. What hangs on a pointer is left out, since it may not be there.
func within(t reflect.Type, f reflect.StructField) bool {
	for i := 1; i < len(f.Index); i++ {
		outer := t.FieldByIndex(f.Index[:i])
		if name, _, tagged := tagOf(outer); tagged || name == "-" || outer.Type.Kind() == reflect.Pointer {
			return false
		}
	}
	return true
}

// camel writes a Go name as JavaScript does: an initialism at its beginning is in small letters.
func camel(name string) string {
	runes := []rune(name)
	for i, r := range runes {
		if !unicode.IsUpper(r) || i > 0 && i+1 < len(runes) && unicode.IsLower(runes[i+1]) {
			break
		}
		runes[i] = unicode.ToLower(r)
	}
	return string(runes)
}

// misfit is why a value cannot be converted. On its way out it collects where that was, innermost step first.
type misfit struct {
	path []string
	what string
	kind *fault.Kind
}

// Error returns the reason without the place.
func (m *misfit) Error() string { return m.what }

func wrong(what string) error { return &misfit{what: what, kind: fault.Type} }

func outOfRange(what string) error { return &misfit{what: what, kind: fault.Range} }

// at adds a step to the place.
func at(err error, step string) error {
	if m, ok := err.(*misfit); ok { //nolint:errorlint // never wrapped
		m.path = append(m.path, step)
	}
	return err
}

// placed makes the error of a misfit in what root names.
func placed(err error, root string) error {
	m, ok := err.(*misfit) //nolint:errorlint // never wrapped
	if !ok {
		return err
	}
	slices.Reverse(m.path)
	place := root + strings.Join(m.path, "")
	if root == "" {
		place = strings.TrimPrefix(place, ".")
	}
	if place != "" {
		place += ": "
	}
	return m.kind.New("%s%s", place, m.what)
}
