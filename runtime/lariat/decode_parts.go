package lariat

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/lariatjs/lariat/runtime/clone"
)

func decodePointer(t reflect.Type) decode {
	part := partOf(t.Elem())
	return func(d *decoder, n clone.Node, to reflect.Value) error {
		if nothing(n) {
			return nil
		}
		made := reflect.New(t.Elem())
		if err := part(d, n, made.Elem()); err != nil {
			return err
		}
		to.Set(made)
		return nil
	}
}

// decodeBytes copies what a buffer or a view of bytes shows.
func decodeBytes(d *decoder, n clone.Node, to reflect.Value) error {
	if nothing(n) {
		return nil
	}
	b, ok := n.Bytes()
	if !ok {
		return want("a Uint8Array", n)
	}
	if err := d.charge(0, len(b)); err != nil {
		return err
	}
	made := reflect.MakeSlice(to.Type(), len(b), len(b))
	reflect.Copy(made, reflect.ValueOf(b).Convert(to.Type()))
	to.Set(made)
	return nil
}

func isList(n clone.Node) bool { return n.Kind() == clone.KindArray || n.Kind() == clone.KindSet }

func decodeSlice(t reflect.Type) decode {
	part := partOf(t.Elem())
	return func(d *decoder, n clone.Node, to reflect.Value) error {
		if nothing(n) {
			return nil
		}
		if !isList(n) {
			return want("an array", n)
		}
		length := n.Len()
		// An array of four billion holes costs a script nothing.
		if err := d.charge(0, length*int(min(t.Elem().Size()+1, maxBytes))); err != nil {
			return err
		}
		made := reflect.MakeSlice(t, length, length)
		if err := n.Items(func(i int, item clone.Node) error {
			return at(part(d, item, made.Index(i)), index(i))
		}); err != nil {
			return err
		}
		to.Set(made)
		return nil
	}
}

func decodeArray(t reflect.Type) decode {
	part := partOf(t.Elem())
	return func(d *decoder, n clone.Node, to reflect.Value) error {
		if !isList(n) {
			return want("an array", n)
		}
		if n.Len() != t.Len() {
			return outOfRange("must have " + strconv.Itoa(t.Len()) + " items, got " + strconv.Itoa(n.Len()))
		}
		return n.Items(func(i int, item clone.Node) error { return at(part(d, item, to.Index(i)), index(i)) })
	}
}

// decodeMap takes an object, or a Map.
func decodeMap(t reflect.Type) decode {
	keyPart, part := partOf(t.Key()), partOf(t.Elem())
	return func(d *decoder, n clone.Node, to reflect.Value) error {
		if nothing(n) {
			return nil
		}
		made := reflect.MakeMap(t)
		put := func(key, value clone.Node, step string) error {
			k, v := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
			if err := keyPart(d, key, k); err != nil {
				return at(err, ".keys()")
			}
			if !k.Comparable() {
				return at(want("a key that Go can compare", key), ".keys()")
			}
			if err := part(d, value, v); err != nil {
				return at(err, step)
			}
			made.SetMapIndex(k, v)
			return nil
		}
		var err error
		switch n.Kind() {
		case clone.KindMap:
			err = n.Entries(func(key, value clone.Node) error { return put(key, value, ".get("+shown(key)+")") })
		case clone.KindObject:
			err = n.Properties(func(key string, value clone.Node) error { return put(keyNode(t.Key(), key), value, property(key)) })
		default:
			err = want("an object", n)
		}
		if err != nil {
			return err
		}
		to.Set(made)
		return nil
	}
}

// keyNode is the name of a property as the key of a map: a number if its keys are.
func keyNode(t reflect.Type, name string) clone.Node {
	if k := t.Kind(); k >= reflect.Int && k <= reflect.Uint64 {
		if x, err := strconv.ParseFloat(name, 64); err == nil {
			return clone.Plain(x)
		}
	}
	return clone.Plain(name)
}

func decodeStruct(t reflect.Type) decode {
	parts := map[string]decode{}
	places := map[string][]int{}
	for _, f := range fieldsOf(t) {
		parts[f.name], places[f.name] = partOf(f.typ), f.index
	}
	return func(d *decoder, n clone.Node, to reflect.Value) error {
		if n.Kind() != clone.KindObject && n.Kind() != clone.KindError {
			return want("an object", n)
		}
		return n.Properties(func(key string, value clone.Node) error {
			part := parts[key]
			if part == nil || value.Kind() == clone.KindUndefined {
				return nil
			}
			return at(part(d, value, to.FieldByIndex(places[key])), property(key))
		})
	}
}

// strict refuses the properties that a struct does not have: a word that is spelt wrong would be a setting that has no
// effect.
func strict(t reflect.Type, n clone.Node) error {
	known := make([]string, 0, t.NumField())
	for _, f := range fieldsOf(t) {
		known = append(known, f.name)
	}
	return n.Properties(func(key string, _ clone.Node) error {
		if slices.Contains(known, key) {
			return nil
		}
		if len(known) == 0 {
			return wrong("there is no option " + strconv.Quote(key) + ", nor any other")
		}
		return wrong("there is no option " + strconv.Quote(key) + "; the options are " + strings.Join(known, ", "))
	})
}

func index(i int) string { return "[" + strconv.Itoa(i) + "]" }

// property is the step to one: ".name", or ["a name"].
func property(name string) string {
	plain := name != "" && utf8.ValidString(name) && !strings.ContainsFunc(name, func(r rune) bool {
		return r != '_' && r != '$' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	})
	if plain && (name[0] < '0' || name[0] > '9') {
		return "." + name
	}
	return "[" + strconv.Quote(name) + "]"
}

// article is a name with "a" or "an".
func article(name string) string {
	if strings.ContainsAny(name[:min(1, len(name))], "aeioAEIO") {
		return "an " + name
	}
	return "a " + name
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
