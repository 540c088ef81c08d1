package inspect

import "github.com/lariatjs/lariat/runtime/lazy"

// style is what a piece of text is, for its color.
type style uint8

const (
	special style = iota
	number
	bigint
	boolean
	undefined
	null
	str
	symbol
	date
	regexp
	module
	faint
)

// sgr are the terminal codes that begin and end a style.
var sgr = [...][2]string{
	special: {"36", "39"}, number: {"33", "39"}, bigint: {"33", "39"}, boolean: {"33", "39"}, undefined: {"90", "39"},
	null: {"1", "22"}, str: {"32", "39"}, symbol: {"32", "39"}, date: {"35", "39"}, regexp: {"31", "39"},
	module: {"4", "24"}, faint: {"2", "22"},
}

// styleNames are the names under which scripts know the styles.
var styleNames = lazy.Value[map[string]style]{Make: func() map[string]style {
	return map[string]style{
		"special": special, "number": number, "bigint": bigint, "boolean": boolean, "undefined": undefined, "null": null,
		"string": str, "symbol": symbol, "date": date, "regexp": regexp, "module": module,
	}
}}

func (p *printer) paint(text string, s style) string {
	if !p.o.Colors {
		return text
	}
	return "\x1b[" + sgr[s][0] + "m" + text + "\x1b[" + sgr[s][1] + "m"
}
