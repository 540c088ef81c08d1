package fetch

import (
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Headers is a list of header fields (https://fetch.spec.whatwg.org/#concept-header-list). Names are compared in small
// letters; values are bytes as they are on the wire. It is for one goroutine at a time.
type Headers struct {
	list   []field
	fixed  bool    // nobody may change it: the guard "immutable"
	lent   bool    // somebody reads list as it is now, on any goroutine: it may grow, but what is there stays
	sorted []field // what iteration shows, until something changes
}

type field struct{ key, name, value string }

// HeadersOf makes a list of what net/http has read.
func HeadersOf(from http.Header) *Headers {
	h := &Headers{list: make([]field, 0, len(from))}
	for name, values := range from {
		key := strings.ToLower(name)
		for _, v := range values {
			h.list = append(h.list, field{key, name, v})
		}
	}
	return h
}

// HTTP returns the list as net/http writes it.
func (h *Headers) HTTP() http.Header {
	to := make(http.Header, len(h.list)+len(presets))
	for _, f := range h.list {
		name := http.CanonicalHeaderKey(f.name)
		to[name] = append(to[name], f.value)
	}
	return to
}

// Clone returns a copy that may be changed.
func (h *Headers) Clone() *Headers { return &Headers{list: slices.Clone(h.list)} }

// Append adds a field behind those of its name.
func (h *Headers) Append(name, value string) error {
	f, err := h.field(name, value)
	if err != nil {
		return err
	}
	h.list, h.sorted = append(h.list, f), nil
	return nil
}

// Set replaces all fields of a name by one.
func (h *Headers) Set(name, value string) error {
	f, err := h.field(name, value)
	if err == nil {
		h.put(f)
	}
	return err
}

func (h *Headers) put(f field) {
	h.change()
	i := h.index(f.key)
	if i < 0 {
		h.list = append(h.list, f)
		return
	}
	h.list[i].value = f.value
	rest := slices.DeleteFunc(h.list[i+1:], func(g field) bool { return g.key == f.key })
	h.list = h.list[:i+1+len(rest)]
}

// Delete removes all fields of a name.
func (h *Headers) Delete(name string) error {
	f, err := h.field(name, "")
	if err == nil {
		h.change()
		h.list = slices.DeleteFunc(h.list, func(g field) bool { return g.key == f.key })
	}
	return err
}

// lend returns the fields as they are now.
func (h *Headers) lend() []field {
	h.lent = true
	return h.list[:len(h.list):len(h.list)]
}

// change makes ready for a change of what is there.
func (h *Headers) change() {
	h.sorted = nil
	if h.lent {
		h.list, h.lent = slices.Clone(h.list), false
	}
}

// Get returns the values of a name, joined by ", ".
func (h *Headers) Get(name string) (value string, ok bool) {
	key := strings.ToLower(name)
	for _, f := range h.list {
		switch {
		case f.key != key:
		case !ok:
			value, ok = f.value, true
		default:
			value += ", " + f.value
		}
	}
	return value, ok
}

// Values returns the values of a name.
func (h *Headers) Values(name string) (values []string) {
	key := strings.ToLower(name)
	for _, f := range h.list {
		if f.key == key {
			values = append(values, f.value)
		}
	}
	return values
}

// Has reports whether there is a field of a name.
func (h *Headers) Has(name string) bool { return h.index(strings.ToLower(name)) >= 0 }

func (h *Headers) index(key string) int {
	return slices.IndexFunc(h.list, func(f field) bool { return f.key == key })
}

// Sorted returns what iteration shows: the names in order, the values of each joined, but every Set-Cookie by itself.
func (h *Headers) Sorted() []field {
	if h.sorted != nil {
		return h.sorted
	}
	all := make([]field, 0, len(h.list))
	for _, f := range h.list {
		if f.key != "set-cookie" {
			if i := slices.IndexFunc(all, func(g field) bool { return g.key == f.key }); i >= 0 {
				all[i].value += ", " + f.value
				continue
			}
		}
		all = append(all, f)
	}
	slices.SortStableFunc(all, func(a, b field) int { return strings.Compare(a.key, b.key) })
	h.sorted = all
	return all
}

// field checks a name and a value, from which white space around it is taken.
func (h *Headers) field(name, value string) (field, error) {
	if !isToken(name) {
		return field{}, fault.Type.New("Headers: %q is not a valid name of a header", fromBytes(name))
	}
	value = strings.Trim(value, " \t\r\n")
	if strings.ContainsAny(value, "\x00\r\n") {
		return field{}, fault.Type.New(
			"Headers: the value of %q has a line break or a null character in it, which would let it become another header", name)
	}
	if h.fixed {
		return field{}, fault.Type.New("Headers: these headers are immutable: copy them with new Headers(headers) to change them")
	}
	return field{strings.ToLower(name), name, value}, nil
}

// isToken reports whether s is a token of HTTP: a method, the name of a header.
func isToken(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c <= ' ' || c >= 0x7F || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0 {
			return false
		}
	}
	return s != ""
}

// toBytes makes the bytes of a string whose characters are bytes; ok is false if one is not.
func toBytes(s string) (b string, ok bool) {
	if isASCII(s) {
		return s, true
	}
	bytes := make([]byte, 0, len(s))
	for _, r := range s {
		if r > 0xFF {
			return "", false
		}
		bytes = append(bytes, byte(r))
	}
	return string(bytes), true
}

// fromBytes is the other way.
func fromBytes(b string) string {
	if isASCII(b) {
		return b
	}
	runes := make([]rune, len(b))
	for i := range len(b) {
		runes[i] = rune(b[i])
	}
	return string(runes)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
