package es

import (
	"testing"

	"github.com/dop251/goja"
)

// TestExpansion compares the function with what goja makes of the same replacement.
func TestExpansion(t *testing.T) {
	vm := newVM(t)
	if err := vm.Set("expansion", func(c goja.FunctionCall) goja.Value { return Of(vm).expansion(c.Argument(0).(goja.String)) }); err != nil {
		t.Fatal(err)
	}
	got := run(t, vm, "(() => {"+`
		const texts = ["", "abcabc", "xaéb\ud83d\ude00a", "12-34 56-78"]
		const patterns = [/b/, /(a)(b)?/g, /(?<x>.)(?<y>.)?/gu, /(\d)(\d)-(\d)(\d)/g, /(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)/, /$|^/g]
		const withs = ["", "$", "$$", "$&$&", "[$`+"`"+`|$']", "$1$2$3", "$01$10$11$00$0", "$<x>$<y>$<z>$<", "a$1b$", "$<x", "é$&\ud83d$1"]
		const wrong = []
		for (const t of texts) for (const p of patterns) for (const w of withs) {
			const want = t.replace(p, w), got = t.replace(p, expansion(w))
			if (got !== want) wrong.push([t, String(p), w, got, want])
		}
		return JSON.stringify(wrong)
	})()`).String()
	if got != "[]" {
		t.Error(got)
	}
}

// TestLongReplacements wants texts that are too long refused before they are made.
func TestLongReplacements(t *testing.T) {
	runChecks(t, []check{
		{"groups", `thrown(() => "1".repeat(1 << 20).replace(/(.+)/g, "$1".repeat(1 << 15)))`, `"RangeError"`},
		{"text after", `thrown(() => "1".repeat(1 << 15).replace(/./g, "$'".repeat(1 << 15)))`, `"RangeError"`},
		{"lookahead", `thrown(() => "1".repeat(1 << 15).replace(/(?=(.*))/g, "$1".repeat(1 << 15)))`, `"RangeError"`},
		{"the match", `thrown(() => "a".repeat(1 << 20).replace("a".repeat(1 << 20), "$&".repeat(1 << 15)))`, `"RangeError"`},
		{"a text", `thrown(() => "a".repeat(1 << 20).replace("a", "$'".repeat(1 << 15)))`, `"RangeError"`},
		{"what only might be long", `"1".repeat(1 << 12).replace(/(?=^(.*))/g, "$1".repeat(100)).length`, "413696"},
	})
}
