package loader

import (
	"encoding/json"
	"errors"

	"github.com/lariatjs/lariat/runtime/fault"
)

// maxJSONDepth is deeper than any document that is written on purpose.
const maxJSONDepth = 1000

// checkJSON finds errors with their place, and documents that nest too deep.
func checkJSON(path, text string) error {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			if depth++; depth > maxJSONDepth {
				line, column := lineColumn(text, i)
				return fault.Limit.New("%s:%d:%d: the document nests deeper than %d levels", path, line, column, maxJSONDepth)
			}
		case c == ']' || c == '}':
			depth--
		}
	}
	if json.Valid([]byte(text)) {
		return nil
	}
	var any json.RawMessage
	err := json.Unmarshal([]byte(text), &any)
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return nil // goja's own parser has the last word
	}
	line, column := lineColumn(text, max(int(syntax.Offset)-1, 0))
	f := fault.Syntax.New("%s:%d:%d: %s", path, line, column, syntax.Error())
	return f.With("file", path).With("line", line).With("column", column).With("lineText", lineText(text, line))
}
