package es

import (
	"testing"

	"github.com/dop251/goja"
)

// TestTranslatePattern runs translated patterns. What they match comes from the Unicode character database.
func TestTranslatePattern(t *testing.T) {
	for _, c := range []struct {
		pattern, flags    string
		matches, excludes string // characters, one by one
	}{
		{`\p{Lu}`, "u", "AÄΩ", "aä1 p"},
		{`\P{Lu}`, "u", "aä1", "AÄ"},
		{`\p{Letter}`, "u", "aΩ字", "1-"},
		{`\p{L}`, "u", "aΩ字", "1-"},
		{`\p{General_Category=Uppercase_Letter}`, "u", "AΩ", "a"},
		{`\p{gc=Nd}`, "u", "1٣", "a"},
		{`\p{Script=Greek}`, "u", "αΩ", "aя"},
		{`\p{sc=Grek}`, "u", "α", "a"},
		{`\p{Script_Extensions=Cyrl}`, "u", "я", "a"},
		{`\P{Script=Han}`, "u", "a", "字"},
		{`\p{Alphabetic}`, "u", "aΩ字ⅷ", "1-"},
		{`\P{Alphabetic}`, "u", "1-", "aΩ"},
		{`[\p{Alpha}\d]`, "u", "a1", "-"},
		{`[\P{Alphabetic}a]`, "u", "a1", "b"},
		{`[^\p{Alphabetic}]`, "u", "1", "a"},
		{`\p{Lowercase}`, "u", "aª", "A"},
		{`\p{Upper}`, "u", "AⒶ", "a"},
		{`\p{White_Space}`, "u", " \t\u00a0", "a"},
		{`\p{ASCII}`, "u", "a~", "ä"},
		{`\P{ASCII}`, "u", "ä𝒳", "a"},
		{`\p{Any}`, "u", "a𝒳", ""},
		{`\p{Assigned}`, "u", "a", "\u0378"},
		{`\p{ID_Start}`, "u", "aΩ", "1_"},
		{`\p{IDC}`, "u", "a1_", "-"},
		{`\p{Emoji}`, "u", "😀", "a"},
		{`\p{Extended_Pictographic}`, "u", "😀", "a"},
		{`\p{EPres}`, "u", "😀", "a"},
		{`\p{AHex}`, "u", "aF0", "g"},
		{`\p{Math}`, "u", "+∑", "a"},
		{`\p{Cased}`, "u", "aA", "字"},
		{`\p{DI}`, "u", "\u00ad\u200b", "a"},
		{`\p{RI}`, "u", "🇦", "a"},
		{`\p{Lu}`, "iu", "aA", "1"},
		{`\p{Sc}+€?`, "u", "$€", "a"},
	} {
		translated, flags, ok := TranslatePattern(c.pattern, c.flags)
		if !ok {
			t.Errorf("/%s/%s is not translated", c.pattern, c.flags)
			continue
		}
		vm := goja.New()
		re, err := vm.New(vm.Get("RegExp"), vm.ToValue(translated), vm.ToValue(flags))
		if err != nil {
			t.Errorf("/%s/%s: %v", c.pattern, c.flags, err)
			continue
		}
		test, _ := goja.AssertFunction(re.Get("test"))
		for list, want := range map[string]bool{c.matches: true, c.excludes: false} {
			for _, char := range list {
				if got, err := test(re, vm.ToValue(string(char))); err != nil || got.ToBoolean() != want {
					t.Errorf("/%s/%s.test(%q) is %v (%v)", c.pattern, c.flags, char, got, err)
				}
			}
		}
	}
}

func TestTranslatePatternLeavesAlone(t *testing.T) {
	for _, c := range [][2]string{{`a\.b`, "u"}, {`\p{Lu}`, ""}, {`\p{Lu}`, "gi"}, {`\\p{Lu}`, "u"}, {`[\\p]`, "u"}, {``, "u"}} {
		if got, flags, ok := TranslatePattern(c[0], c[1]); ok || got != c[0] || flags != c[1] {
			t.Errorf("/%s/%s became /%s/", c[0], c[1], got)
		}
	}
}

// TestUnknownProperty wants goja to refuse what does not exist, as it would without the flag take it for letters.
func TestUnknownProperty(t *testing.T) {
	for _, pattern := range []string{`\p{Foo}`, `\p`, `\p{`, `\P{Script=Foo}`, `\p{Script}`, `[\p{Bar=x}]`} {
		translated, _, ok := TranslatePattern(pattern, "u")
		vm := goja.New()
		if _, err := vm.New(vm.Get("RegExp"), vm.ToValue(translated), vm.ToValue("u")); !ok || err == nil {
			t.Errorf("/%s/u is accepted as /%s/", pattern, translated)
		}
	}
}

func FuzzTranslatePattern(f *testing.F) {
	for _, s := range []string{`\p{Lu}`, `[\P{Alphabetic}\]]`, `\p{`, `\p{Script=Greek}(?<n>\k<n>)`, `\\\p{a}`, `[[\p{L}]`, `\P`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, pattern string) {
		once, _, ok := TranslatePattern(pattern, "u")
		if !ok && once != pattern {
			t.Errorf("%q changed into %q", pattern, once)
		}
	})
}
