package es

import (
	"strconv"
	"strings"

	"github.com/dop251/goja"
)

// What replace makes of a short text, a pattern and a replacement may be longer than any memory: 2^20 digits, each replaced
// by 2^15 references to all of them. Where that is possible at all, a function takes the place of the replacement, which counts.

// growsByMatches is whether the longest result imaginable of a replacement is too long. What the groups of a match refer to
// lies within it, so that all matches together have no more than the text, unless the pattern looks around.
func growsByMatches(re *goja.Object, text, with goja.String) bool {
	n, w := float64(text.Length())+1, float64(with.Length())
	if n*w <= maxString && n*n*w <= maxString {
		return false
	}
	s := with.String()
	references := float64(strings.Count(s, "$"))
	longest := n*w + n*references
	around := strings.Contains(s, "$`") || strings.Contains(s, "$'")
	if !around && references > 0 {
		source, ok := re.Get("source").(goja.String)
		around = !ok || strings.Contains(source.String(), "(?=") || strings.Contains(source.String(), "(?<=")
	}
	if around {
		longest += n * n * references
	}
	return longest > maxString
}

// expansion is GetSubstitution as the function of a replacement.
func (r *Realm) expansion(with goja.String) goja.Value {
	total := 0
	return r.fn("", 0, func(c goja.FunctionCall) goja.Value {
		last := len(c.Arguments) - 1
		groups, _ := c.Arguments[last].(*goja.Object)
		if groups != nil {
			last--
		}
		e := expanding{
			text: r.text(c.Arguments[last]), position: int(c.Arguments[last-1].ToInteger()), matched: r.text(c.Arguments[0]),
			captures: c.Arguments[1 : last-1], groups: groups, room: maxString - total,
		}
		if !e.expand(r, with) { // counted first, so that nothing is made in vain
			panic(rangeErrorOf(r.vm, "invalid string length"))
		}
		e.room, e.writing = maxString-total, true
		e.expand(r, with)
		result := e.out.String()
		total += result.Length()
		return result
	})
}

// expanding is the replacement of one match.
type expanding struct {
	out           goja.StringBuilder
	text, matched goja.String
	position      int
	captures      []goja.Value
	groups        *goja.Object
	room          int
	writing       bool // not only counting
}

// write counts a part of a text, or appends it, and reports whether there was room.
func (e *expanding) write(s goja.String, start, end int) bool {
	if e.room -= end - start; e.room < 0 {
		return false
	}
	if e.writing {
		e.out.WriteSubstring(s, start, end)
	}
	return true
}

// expand counts or appends the replacement with what it refers to.
func (e *expanding) expand(r *Realm, with goja.String) bool {
	n := with.Length()
	for i := 0; i < n; {
		end := i
		for end < n && with.CharAt(end) != '$' {
			end++
		}
		if !e.write(with, i, end) {
			return false
		}
		if i = end; i == n {
			break
		}
		what, length := e.reference(r, with, i)
		if what == nil {
			what, length = with.Substring(i, i+1), 1
		}
		if !e.write(what, 0, what.Length()) {
			return false
		}
		i += length
	}
	return true
}

// reference returns what the reference at a dollar sign stands for and its length, nil if it is none.
func (e *expanding) reference(r *Realm, with goja.String, at int) (goja.String, int) {
	if at+1 >= with.Length() {
		return nil, 0
	}
	switch c := with.CharAt(at + 1); {
	case c == '$':
		return with.Substring(at, at+1), 2
	case c == '&':
		return e.matched, 2
	case c == '`':
		return e.text.Substring(0, e.position), 2
	case c == '\'':
		return e.text.Substring(min(e.position+e.matched.Length(), e.text.Length()), e.text.Length()), 2
	case c == '<' && e.groups != nil:
		for end := at + 2; end < with.Length(); end++ {
			if with.CharAt(end) == '>' {
				return r.captured(e.groups.Get(with.Substring(at+2, end).String())), end + 1 - at
			}
		}
	case c >= '0' && c <= '9':
		for digits := min(2, with.Length()-at-1); digits > 0; digits-- {
			k, err := strconv.Atoi(with.Substring(at+1, at+1+digits).String())
			if err == nil && k > 0 && k <= len(e.captures) {
				return r.captured(e.captures[k-1]), 1 + digits
			}
		}
	}
	return nil, 0
}

// captured is the text of a group, which may have matched nothing.
func (r *Realm) captured(v goja.Value) goja.String {
	if v == nil || goja.IsUndefined(v) {
		return goja.StringFromUTF16(nil)
	}
	return r.text(v)
}
