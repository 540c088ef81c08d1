package test262

import (
	"regexp"
	"slices"
	"strings"
)

// meta is what the comment at the head of a test says about it.
//
// https://github.com/tc39/test262/blob/main/INTERPRETING.md
type meta struct {
	flags, includes, features []string
	// phase is when a negative test has to fail: parse, resolution or runtime.
	phase string
}

var frontMatter = regexp.MustCompile(`(?s)/\*---(.*?)---\*/`)

func readMeta(source string) (m meta) {
	found := frontMatter.FindStringSubmatch(source)
	if found == nil {
		return m
	}
	text := "\n" + strings.ReplaceAll(found[1], "\r", "")
	m.flags, m.includes, m.features = field(text, "flags"), field(text, "includes"), field(text, "features")
	if _, after, ok := strings.Cut(text, "\nnegative:\n"); ok {
		for line := range strings.Lines(after) {
			if !strings.HasPrefix(line, " ") {
				break
			}
			if key, value, _ := strings.Cut(strings.TrimSpace(line), ":"); key == "phase" {
				m.phase = strings.TrimSpace(value)
			}
		}
	}
	return m
}

// field reads a list in one of the two forms that YAML has for it.
func field(text, key string) []string {
	_, rest, ok := strings.Cut(text, "\n"+key+":")
	if !ok {
		return nil
	}
	if trimmed := strings.TrimLeft(rest, " \n"); strings.HasPrefix(trimmed, "[") {
		inside, _, _ := strings.Cut(trimmed[1:], "]")
		return strings.FieldsFunc(inside, func(c rune) bool { return strings.ContainsRune(", \n", c) })
	}
	var list []string
	for line := range strings.Lines(strings.TrimLeft(rest, "\n ")) {
		item, ok := strings.CutPrefix(strings.TrimSpace(line), "- ")
		if !ok {
			break
		}
		list = append(list, strings.TrimSpace(item))
	}
	return list
}

func (m meta) has(flag string) bool { return slices.Contains(m.flags, flag) }

// needs returns a reason why the test is not run here: it needs what is not part of a script, or what lariat
// leaves out. Modules have tests of their own.
func (m meta) needs(source string) string {
	for _, f := range m.features {
		if slices.Contains(leftOut, f) {
			return f
		}
	}
	switch {
	case m.has("module"):
		return "module"
	case strings.Contains(source, "createRealm"):
		return "cross-realm"
	}
	return ""
}

// leftOut are features that lariat does not have, or that need a loader.
var leftOut = []string{
	"ShadowRealm", "Temporal", "cross-realm",
	"dynamic-import", "import-attributes", "import-bytes", "import-defer", "import-text", "json-modules",
	"source-phase-imports", "top-level-await", "tail-call-optimization", "legacy-regexp", "regexp-v-flag",
	"regexp-modifiers", "resizable-arraybuffer", "immutable-arraybuffer", "decorators",
	"iterator-sequencing", "joint-iteration", "await-dictionary", "error-stack-accessor", "IsHTMLDDA",
}
