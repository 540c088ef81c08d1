package inspect

import (
	"math"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

func (p *printer) primitive(v goja.Value) string {
	switch v := v.(type) {
	case goja.String:
		return p.str(v)
	case *goja.Symbol:
		return p.paint(symbolText(v), symbol)
	}
	switch {
	case goja.IsNull(v):
		return p.paint("null", null)
	case goja.IsUndefined(v):
		return p.paint("undefined", undefined)
	case goja.IsBigInt(v):
		return p.paint(p.bigint(v), bigint)
	case goja.IsNumber(v):
		return p.paint(p.number(v), number)
	}
	return p.paint(v.String(), boolean)
}

// symbolText is what Symbol.prototype.toString gives.
func symbolText(s *goja.Symbol) string { return "Symbol(" + s.String() + ")" }

// str writes a string as a literal, a long one in lines.
func (p *printer) str(s goja.String) string {
	trailer := ""
	if more := s.Length() - p.o.MaxStringLength; more > 0 {
		s = s.Substring(0, max(p.o.MaxStringLength, 0))
		trailer = "... " + itoa(more) + " more character" + plural(more)
	}
	text := slots.Text(s)
	const minLine = 16
	if length := s.Length(); p.o.Compact != Compact && length > minLine && length > p.o.BreakLength-p.indent-4 {
		lines := strings.SplitAfter(text, "\n")
		if lines[len(lines)-1] == "" && len(lines) > 1 {
			lines = lines[:len(lines)-1]
		}
		for i, line := range lines {
			lines[i] = p.paint(quote(line), str)
		}
		return strings.Join(lines, " +\n"+spaces(p.indent+2)) + trailer
	}
	return p.paint(quote(text), str) + trailer
}

func (p *printer) number(v goja.Value) string { return numberText(v, p.o.NumericSeparator) }

func numberText(v goja.Value, separator bool) string {
	text := v.String()
	if f := v.ToFloat(); f == 0 && math.Signbit(f) && !separator { // with separators Node forgets the sign
		return "-0"
	}
	if !separator || strings.ContainsAny(text, "eNI") {
		return text
	}
	whole, fraction, ok := strings.Cut(text, ".")
	if !ok {
		return separate(whole)
	}
	return separate(whole) + "." + separateEnd(fraction)
}

func (p *printer) bigint(v goja.Value) string { return bigintText(v, p.o.NumericSeparator) }

func bigintText(v goja.Value, separator bool) string {
	if separator {
		return separate(v.String()) + "n"
	}
	return v.String() + "n"
}

// separate puts a "_" before every third digit from the end.
func separate(digits string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	head := len(digits) % 3
	groups := make([]string, 0, len(digits)/3+1)
	if head > 0 {
		groups = append(groups, digits[:head])
	}
	for ; head < len(digits); head += 3 {
		groups = append(groups, digits[head:head+3])
	}
	return sign + strings.Join(groups, "_")
}

// separateEnd puts a "_" after every third digit.
func separateEnd(digits string) string {
	var groups []string
	for len(digits) > 3 {
		groups = append(groups, digits[:3])
		digits = digits[3:]
	}
	return strings.Join(append(groups, digits), "_")
}

func plural(n int) string {
	if n > 1 {
		return "s"
	}
	return ""
}

func spaces(n int) string { return strings.Repeat(" ", n) }

// moreItems says how many items were left out.
func moreItems(n int) string { return "... " + itoa(n) + " more item" + plural(n) }
