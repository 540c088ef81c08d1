package es

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/dop251/goja"
	"golang.org/x/text/unicode/rangetable"
)

// TranslatePattern rewrites a regular expression with what goja does not have into one that it has; false says that there
// is nothing to translate. It takes off the flag d, and renames groups that have the name of an earlier one. Of two engines
// goja's first forgets names when a text beyond ASCII is matched with the flag u; what has a lookahead gets the second one.
func TranslatePattern(pattern, flags string) (translated, theirFlags string, ok bool) {
	theirFlags = strings.Replace(flags, "d", "", 1)
	translated, aliases := groupAliases(pattern)
	translated, properties := translateProperties(translated, flags)
	names := aliases != nil || strings.Contains(flags, "u") && hasNames(pattern)
	if names || properties {
		translated += lookahead
	}
	return translated, theirFlags, names || properties || theirFlags != flags
}

// lookahead is always there: it chooses the engine.
const lookahead = "(?=)"

// translateProperties rewrites Unicode property escapes: goja's first engine takes \p{Lu} for the text p{Lu} without a word,
// its second one knows categories and scripts, and the rest is spelled out as ranges. A property that does not exist is
// left in, so that goja refuses the pattern.
func translateProperties(pattern, flags string) (string, bool) {
	if !strings.Contains(flags, "u") || !strings.Contains(pattern, `\p`) && !strings.Contains(pattern, `\P`) {
		return pattern, false
	}
	var out strings.Builder
	found, class := false, false
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\' && i+1 < len(pattern) && (pattern[i+1] == 'p' || pattern[i+1] == 'P'):
			found = true
			n := propertyLength(pattern[i:])
			out.WriteString(translateProperty(pattern[i:i+n], class))
			i += n - 1
			continue
		case c == '\\' && i+1 < len(pattern):
			out.WriteByte(c)
			i++
		case c == '[':
			class = true
		case c == ']':
			class = false
		}
		out.WriteByte(pattern[i])
	}
	if !found {
		return pattern, false
	}
	return out.String(), true
}

// literal lets a RegExp that was translated when its literal was compiled show the pattern that it had.
func (r *Realm) literal(c goja.FunctionCall) goja.Value {
	re, ok := c.Argument(0).(*goja.Object)
	source, isString := c.Argument(1).(goja.String)
	flags, _ := c.Argument(2).(goja.String)
	if ok && isString && flags != nil {
		r.stampPattern(re, &pattern{source: source, flags: flags, extras: extrasOf(source.String(), flags.String())})
	}
	return c.Argument(0)
}

// propertyLength is the length of the escape at the start of s.
func propertyLength(s string) int {
	if strings.HasPrefix(s[2:], "{") {
		if end := strings.IndexByte(s, '}'); end > 0 {
			return end + 1
		}
	}
	return 2
}

// translateProperty writes one escape, such as \p{Script=Greek}, for the place inside or outside of a class.
func translateProperty(escape string, class bool) string {
	if len(escape) < 4 {
		return escape
	}
	negated, name := escape[1] == 'P', escape[3:len(escape)-1]
	if known := engineName(name); known != "" {
		return escape[:3] + known + "}"
	}
	table := derivedTable(name)
	if table == nil {
		return escape
	}
	if class {
		return spell(table, negated)
	}
	if negated {
		return "[^" + spell(table, false) + "]"
	}
	return "[" + spell(table, false) + "]"
}

// engineName is what goja's second engine calls a property; it is empty if that has no name for it.
func engineName(name string) string {
	key, value, pair := strings.Cut(name, "=")
	if !pair {
		if _, ok := unicode.Categories[name]; ok {
			return name
		}
		if long, ok := unicode.CategoryAliases[name]; ok {
			return long
		}
		if slices.Contains(engineProperties, name) {
			return name
		}
		return ""
	}
	switch key {
	case "General_Category", "gc":
		if _, ok := unicode.Categories[value]; ok {
			return value
		}
		return unicode.CategoryAliases[value]
	case "Script", "sc", "Script_Extensions", "scx":
		if long, ok := scriptCodes.Get()[value]; ok {
			return long
		}
		if _, ok := unicode.Scripts[value]; ok {
			return value
		}
	}
	return ""
}

// engineProperties are those that ECMAScript has, Go has not, and goja's second engine has.
var engineProperties = []string{
	"Emoji", "Emoji_Component", "Emoji_Modifier", "Emoji_Modifier_Base", "Emoji_Presentation", "Extended_Pictographic",
}

// propertyAliases are the short names of the properties that Go has tables for, and of the derived ones.
var propertyAliases = lazy.Value[map[string]string]{Make: func() map[string]string {
	return map[string]string{
		"AHex": "ASCII_Hex_Digit", "Alpha": "Alphabetic", "Bidi_C": "Bidi_Control", "Dep": "Deprecated", "Dia": "Diacritic",
		"DI": "Default_Ignorable_Code_Point", "Ext": "Extender", "Hex": "Hex_Digit", "IDC": "ID_Continue", "IDS": "ID_Start",
		"IDSB": "IDS_Binary_Operator", "IDST": "IDS_Trinary_Operator", "Ideo": "Ideographic", "Join_C": "Join_Control",
		"LOE": "Logical_Order_Exception", "Lower": "Lowercase", "NChar": "Noncharacter_Code_Point", "Pat_Syn": "Pattern_Syntax",
		"Pat_WS": "Pattern_White_Space", "QMark": "Quotation_Mark", "RI": "Regional_Indicator", "SD": "Soft_Dotted",
		"STerm": "Sentence_Terminal", "Term": "Terminal_Punctuation", "UIdeo": "Unified_Ideograph", "Upper": "Uppercase",
		"VS": "Variation_Selector", "XIDC": "XID_Continue", "XIDS": "XID_Start", "space": "White_Space",
		"EBase": "Emoji_Modifier_Base", "EComp": "Emoji_Component", "EMod": "Emoji_Modifier", "EPres": "Emoji_Presentation",
		"ExtPict": "Extended_Pictographic",
	}
}}

var derivedTables sync.Map // from names to *unicode.RangeTable

// derivedTable returns the characters of a binary property, nil if there is no such property.
func derivedTable(name string) *unicode.RangeTable {
	if long, ok := propertyAliases.Get()[name]; ok {
		name = long
	}
	if t, ok := derivedTables.Load(name); ok {
		return t.(*unicode.RangeTable)
	}
	var t *unicode.RangeTable
	switch name {
	case "Any":
		t = &unicode.RangeTable{R32: []unicode.Range32{{Lo: 0, Hi: unicode.MaxRune, Stride: 1}}}
	case "ASCII":
		t = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0, Hi: unicode.MaxASCII, Stride: 1}}, LatinOffset: 1}
	case "Assigned":
		t = rangetable.Merge(unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs)
	case "Alphabetic":
		t = rangetable.Merge(unicode.L, unicode.Nl, unicode.Other_Alphabetic)
	case "Lowercase":
		t = rangetable.Merge(unicode.Ll, unicode.Other_Lowercase)
	case "Uppercase":
		t = rangetable.Merge(unicode.Lu, unicode.Other_Uppercase)
	case "Cased":
		t = rangetable.Merge(unicode.Ll, unicode.Lu, unicode.Lt, unicode.Other_Lowercase, unicode.Other_Uppercase)
	case "Math":
		t = rangetable.Merge(unicode.Sm, unicode.Other_Math)
	case "ID_Start", "XID_Start":
		t = idStart()
	case "ID_Continue", "XID_Continue":
		t = rangetable.Merge(idStart(), unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, unicode.Other_ID_Continue)
	case "Default_Ignorable_Code_Point":
		t = rangetable.Merge(unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector, ignorableFormat())
	default:
		t = unicode.Properties[name]
	}
	if t != nil {
		derivedTables.Store(name, t)
	}
	return t
}

func idStart() *unicode.RangeTable {
	var out []rune
	rangetable.Visit(rangetable.Merge(unicode.L, unicode.Nl, unicode.Other_ID_Start), func(c rune) {
		if !unicode.In(c, unicode.Pattern_Syntax, unicode.Pattern_White_Space) {
			out = append(out, c)
		}
	})
	return rangetable.New(out...)
}

// ignorableFormat is category Cf without the characters that are visible.
func ignorableFormat() *unicode.RangeTable {
	var out []rune
	rangetable.Visit(unicode.Cf, func(c rune) {
		visible := c >= 0xFFF9 && c <= 0xFFFB || c >= 0x13430 && c <= 0x1343F || unicode.Is(unicode.Prepended_Concatenation_Mark, c)
		if !visible {
			out = append(out, c)
		}
	})
	return rangetable.New(out...)
}

// spell writes a table as the ranges of a class, or everything that is not in it.
func spell(t *unicode.RangeTable, negated bool) string {
	var b strings.Builder
	next := rune(0) // the first character that has not been dealt with
	emit := func(lo, hi rune) {
		if lo <= hi {
			fmt.Fprintf(&b, `\u{%x}-\u{%x}`, lo, hi)
		}
	}
	lo, hi := rune(-1), rune(-2)
	flush := func() {
		if lo < 0 {
			return
		}
		if negated {
			emit(next, lo-1)
		} else {
			emit(lo, hi)
		}
		next = hi + 1
	}
	rangetable.Visit(t, func(c rune) {
		if c != hi+1 {
			flush()
			lo = c
		}
		hi = c
	})
	flush()
	if negated {
		emit(next, unicode.MaxRune)
	}
	return b.String()
}
