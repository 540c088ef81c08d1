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
				return placed(fault.Limit, path, text, i, "the document nests deeper than %d levels", maxJSONDepth)
			}
		case c == ']' || c == '}':
			depth--
		}
	}
	if json.Valid([]byte(text)) {
		return nil
	}
	var raw json.RawMessage
	err := json.Unmarshal([]byte(text), &raw)
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return nil // goja's own parser has the last word
	}
	return placed(fault.Syntax, path, text, max(int(syntax.Offset)-1, 0), "%s", syntax.Error())
}
