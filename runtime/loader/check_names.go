package loader

import (
	"regexp"
	"strings"
	"sync"
)

var (
	reDeclared = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\bexport\s+(?:(?:declare|abstract|async|const)\s+)*` +
			`(?:interface|type|enum|namespace|module|class|function\*?|const|let|var|import)\s+([\p{L}\p{Nl}_$][\p{L}\p{N}_$]*)`)
	})
	reExportList = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\bexport\s+(?:type\s+)?\{([^{}]*)\}`) })
	reExportedAs = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`([\p{L}\p{Nl}_$][\p{L}\p{N}_$]*|"[^"]*"|'[^']*')\s*(?:,|$)`)
	})
	reStarAs = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\bexport\s+(?:type\s+)?\*\s*as\s+([\p{L}_$][\p{L}\p{N}_$]*)`)
	})
	reExportDefault = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\bexport\s+default\b|\bexport\s*=`) })
	reComment       = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`/\*[^*]*\*+(?:[^/*][^*]*\*+)*/|//[^\n]*`) })
)

// declaredNames adds what a text in TypeScript exports by its own declarations. It may add too much, never too little.
func declaredNames(text string, names map[string]bool) {
	plain := reComment().ReplaceAllString(text, " ")
	for _, s := range []string{text, plain} { // with what a text of the program may have cut off as a comment
		for _, m := range reDeclared().FindAllStringSubmatch(s, -1) {
			names[m[1]] = true
		}
		for _, m := range reExportList().FindAllStringSubmatch(s, -1) {
			for _, n := range reExportedAs().FindAllStringSubmatch(strings.TrimSpace(m[1]), -1) {
				names[strings.Trim(n[1], `"'`)] = true
			}
		}
		for _, m := range reStarAs().FindAllStringSubmatch(s, -1) {
			names[m[1]] = true
		}
		if reExportDefault().MatchString(s) {
			names["default"] = true
		}
	}
}
