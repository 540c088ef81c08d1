package repl

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
)

// patience is how long a completion waits for the loop, which may be busy.
const patience = 500 * time.Millisecond

// The ways in which a line can end that have completions.
var (
	commandEnd = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\s*(\.[a-z]*)$`) })
	argument   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\s*\.([a-z]+)\s+(.*)$`) })
	specifier  = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?:\bfrom|\bimport|\bimport\s*\(|\brequire\s*\()\s*["'` + "`" + `]([^"'` + "`" + `]*)$`)
	})
	// imported is a name in the braces of an import, from is what stands behind them.
	imported = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\bimport\s+(?:[\w$]+\s*,\s*)?\{(?:[^}]*[,\s])?([\w$]*)$`)
	})
	from = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[^}]*\}\s*from\s*["']([^"']+)["']`)
	})
	pathEnd  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile("[\"'`](\\.{0,2}/[^\"'`]*)$") })
	chainEnd = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?:^|[^\w$.)\]"'` + "`" + `])((?:[\p{L}_$][\p{L}\d_$]*\??\.)*)([\p{L}_$][\p{L}\d_$]*|)$`)
	})
	textEnd = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile("[\"'`]\\.([\\w$]*)$") })
)

// words are what can be typed beside names.
const words = `async await break case catch class const continue debugger default delete do else export extends
	false finally for from function if import in instanceof interface let new null of return static super switch this throw
	true try type typeof undefined using var void while yield`

// complete is what the line editor asks at Tab: pos counts characters. It is called on the editor's goroutine.
func (r *repl) complete(line string, pos int) (head string, list []string, tail string) {
	runes := []rune(line)
	before, tail := string(runes[:pos]), string(runes[pos:])
	if strings.TrimSpace(before) == "" {
		return before, []string{"  "}, tail
	}
	if len(r.pending) == 0 {
		if m := commandEnd().FindStringSubmatch(before); m != nil {
			return ends(before, m[1], commandNames(), tail)
		}
		if m := argument().FindStringSubmatch(before); m != nil {
			switch m[1] {
			case "load", "save":
				return ends(before, m[2], files(m[2]), tail)
			case "help":
				return ends(before, m[2], r.manual.Names(), tail)
			}
		}
	}
	if m := imported().FindStringSubmatch(before); m != nil {
		return r.imports(before, m[1], tail)
	}
	if m := specifier().FindStringSubmatch(before); m != nil {
		names := r.rt.ModuleNames()
		if m[1] != "" && strings.ContainsRune("./", rune(m[1][0])) {
			names = files(m[1])
		}
		return ends(before, m[1], names, tail)
	}
	if m := pathEnd().FindStringSubmatch(before); m != nil {
		return ends(before, m[1], files(m[1]), tail)
	}
	if m := textEnd().FindStringSubmatch(before); m != nil {
		return ends(before, m[1], r.members("String.prototype."), tail)
	}
	m := chainEnd().FindStringSubmatch(before)
	if m == nil {
		return before, nil, tail
	}
	names := r.members(m[1])
	switch {
	case m[1] == "" && m[2] == "":
		return before, nil, tail
	case m[1] == "":
		names = append(names, strings.Fields(words)...)
	case m[2] == "":
		names = without(names, r.members("Object.prototype."))
	}
	return ends(before, m[2], names, tail)
}

// imports completes a name in the braces of an import: with those of the module, if it is there already, else with those of all
// of lariat's; the module comes with the only one there is.
func (r *repl) imports(before, part, tail string) (string, []string, string) {
	module := ""
	if m := from().FindStringSubmatch(tail); m != nil {
		module = m[1]
	} else if part == "" {
		return before, nil, tail
	}
	head, list, tail := ends(before, part, r.manual.Exports(module), tail)
	if len(list) == 1 && strings.TrimSpace(tail) == "" {
		tail = " } from " + strconv.Quote(r.manual.Exporter(list[0]))
	}
	return head, list, tail
}

// members lists the names that can follow a chain of names, each with a dot.
func (r *repl) members(chain string) []string {
	steps := strings.FieldsFunc(chain, func(c rune) bool { return c == '.' || c == '?' })
	var names []string
	r.session.Look(patience, func() { names = r.session.Members(steps...) })
	return slices.DeleteFunc(names, func(name string) bool {
		return name == "" || strings.ContainsFunc(name, func(c rune) bool {
			return c != '_' && c != '$' && !unicode.IsLetter(c) && !unicode.IsDigit(c)
		}) || unicode.IsDigit([]rune(name)[0])
	})
}

// without takes away names that every object has, unless there are no others.
func without(names, common []string) []string {
	rest := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(common, name) })
	if len(rest) == 0 {
		return names
	}
	return rest
}

// ends keeps of the names those that part is the start of.
func ends(before, part string, names []string, tail string) (string, []string, string) {
	var list []string
	for _, name := range names {
		if strings.HasPrefix(name, part) && (part != "" || !strings.HasPrefix(name, "__")) {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return strings.TrimSuffix(before, part), slices.Compact(list), tail
}

// files lists the paths that begin with part; those of folders end in a slash.
func files(part string) []string {
	dir, start := filepath.Split(part)
	from := dir
	if from == "" {
		from = "."
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		return nil
	}
	var list []string
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, ".") && !strings.HasPrefix(start, ".") {
			continue
		}
		if info, err := os.Stat(filepath.Join(from, name)); err == nil && info.IsDir() {
			name += "/"
		}
		list = append(list, dir+name)
	}
	return list
}
