package inspect

import (
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// room is how many of n items are shown.
func (p *printer) room(n int) int { return min(max(p.o.MaxArrayLength, 0), n) }

func (p *printer) array(s *subject) (string, bool) {
	items, length, ok := slots.Items(s.o)
	if !ok {
		length = int(s.o.Get("length").ToInteger())
	}
	s.list, s.open, s.shut = true, "[", "]"
	if s.name != "Array" || s.tag != "" {
		s.open = s.prefix("Array", "("+itoa(length)+")") + "["
	}
	if length == 0 && s.empty() {
		return s.open + "]", true
	}
	s.items = func() []string {
		if ok {
			return p.items(s, items, length)
		}
		return p.sparse(s, length)
	}
	return "", false
}

// items writes the items of an ordinary array. Runs of holes count as one.
func (p *printer) items(s *subject, items []goja.Value, length int) []string {
	room := p.room(length)
	parts := make([]string, 0, min(room, len(items))+1)
	i := 0
	for ; i < length && len(parts) < room; i++ {
		if i < len(items) && items[i] != nil {
			p.indent += 2
			parts = append(parts, p.value(items[i], s.depth+1, false))
			p.indent -= 2
			continue
		}
		start := i
		for i++; i < len(items) && items[i] == nil; i++ {
		}
		if i >= len(items) {
			i = length
		}
		parts = append(parts, p.holes(i-start))
		i--
	}
	if i < length {
		parts = append(parts, moreItems(length-i))
	}
	return parts
}

func (p *printer) holes(n int) string {
	return p.paint("<"+itoa(n)+" empty item"+plural(n)+">", undefined)
}

// sparse writes an array with accessors or read-only items, or one that is stored sparsely: its length may be four
// billion, so where items are missing it goes by the keys.
func (p *printer) sparse(s *subject, length int) []string {
	room := p.room(length)
	var parts []string
	next := 0
	for next < room {
		own, ok := p.Own(s.o, itoa(next))
		if !ok {
			break
		}
		parts = append(parts, p.content(s, own))
		next++
	}
	if next < room {
		parts, next = p.afterHole(s, parts, next, room)
	}
	if left := length - next; left > 0 && len(parts) < room {
		parts = append(parts, p.holes(left))
	} else if left > 0 {
		parts = append(parts, moreItems(left))
	}
	return parts
}

// afterHole goes on from a missing item by the keys. It returns the index after the last part.
func (p *printer) afterHole(s *subject, parts []string, next, room int) ([]string, int) {
	for _, key := range s.o.Keys() {
		at, err := strconv.ParseUint(key, 10, 32)
		if err != nil || strconv.FormatUint(at, 10) != key || len(parts) == room {
			break
		}
		gap := int(at) - next
		if gap < 0 {
			continue
		}
		if gap > 0 {
			parts = append(parts, p.holes(gap))
			if next = int(at); len(parts) == room {
				break
			}
		}
		own, _ := p.Own(s.o, key)
		parts = append(parts, p.content(s, own))
		next++
	}
	return parts, next
}

func (p *printer) collection(s *subject) (string, bool) {
	size := slots.Size(s.o)
	name := s.prefix(kindName(s.kind), "("+itoa(size)+")")
	if size == 0 && s.empty() {
		return name + "{}", true
	}
	s.open = name + "{"
	s.items = func() []string {
		room := p.room(size)
		var keys, values []goja.Value // taken before script code can change the collection
		slots.Entries(s.o, func(k, v goja.Value) bool {
			if len(keys) == room {
				return false
			}
			keys, values = append(keys, k), append(values, v)
			return true
		})
		parts := make([]string, 0, room+1)
		p.indent += 2
		for i, k := range keys {
			text := p.value(k, s.depth+1, false)
			if s.kind == slots.Map {
				text += " => " + p.value(values[i], s.depth+1, false)
			}
			parts = append(parts, text)
		}
		p.indent -= 2
		if size > room {
			parts = append(parts, moreItems(size-room))
		}
		return parts
	}
	return "", false
}

// iterator shows what an iterator over a Map or Set has yet to give.
func (p *printer) iterator(s *subject) (string, bool) {
	of := kindName(s.kind)
	tag := s.tag
	if tag != of {
		if tag != "" {
			tag += "] ["
		}
		tag += of
	}
	var first, second []goja.Value
	count := 0
	pairs := slots.Rest(s.o, func(a, b goja.Value) bool {
		if count++; count <= p.room(count) {
			first, second = append(first, a), append(second, b)
		}
		return true
	})
	if pairs {
		tag = strings.TrimSuffix(tag, " Iterator") + " Entries"
	}
	s.open = "[" + tag + "] {"
	s.items = func() []string {
		parts := make([]string, 0, len(first)+1)
		p.indent += 2
		for i, v := range first {
			if !pairs {
				parts = append(parts, p.value(v, s.depth+1, false))
				continue
			}
			pair := []string{p.value(v, s.depth+1, false), p.value(second[i], s.depth+1, false)}
			parts = append(parts, p.join(&subject{open: "[", shut: "]", list: true, depth: s.depth}, pair))
		}
		p.indent -= 2
		if count > len(first) {
			parts = append(parts, moreItems(count-len(first)))
		}
		return parts
	}
	return "", false
}
