package runtime_test

import (
	"bytes"
	"testing"
)

// TestMistakesInTexts evaluates texts that no parser takes: an error says what is wrong, once, and no text
// ends the engine.
func TestMistakesInTexts(t *testing.T) {
	for text, want := range map[string]string{
		`let x = ;`:       `SyntaxError eval:1:9: Unexpected ";"`,
		`1 +`:             `SyntaxError eval:1:4: Unexpected end of file`,
		`const[...x(`:     `SyntaxError eval:1:11: Expected "]" but found "("`,
		`let a; let a`:    `SyntaxError Identifier 'a' has already been declared at eval:1:12`,
		`a; a ??= "well"`: `well`,
	} {
		var out bytes.Buffer
		rt := engine(t, &out)
		source := `let a; const show = (f) => { try { log(String(f())); } catch (e) { log(e.name + " " + e.message); } };
			show(() => eval(` + "`" + text + "`" + `));`
		if err := rt.Eval(t.Context(), "text.js", source); err != nil {
			t.Error(text, err)
		}
		if got := out.String(); got != want+"\n" {
			t.Errorf("%s:\n%swant\n%s", text, got, want)
		}
		_ = rt.Close()
	}
}
