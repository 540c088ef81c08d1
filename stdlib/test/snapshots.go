package test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
)

// snapshots are those of one test file: what they were, and what the tests give now.
type snapshots struct {
	texts  map[string]string
	seen   map[string]bool // asked for in this run
	fresh  map[string]bool // written in this run
	counts map[string]int  // how many of a name there were

	matched, added, updated, removed int
}

// mode is what becomes of a snapshot that is new, or another than before.
type mode int

const (
	addNew    mode = iota // write new ones
	updateAll             // write all anew, and remove those that nobody asks for
	readOnly              // write none: a machine would keep them to itself
)

// modeOf reads what the command line says, and else whether the program runs where nobody keeps what it writes.
func modeOf(said, ci string) mode {
	switch {
	case said == "all":
		return updateAll
	case said == "none", said == "" && ci != "" && ci != "false" && ci != "0":
		return readOnly
	}
	return addNew
}

// verdict is what came of a comparison.
type verdict int

const (
	same      verdict = iota // or written
	different                // another than the one in the file
	unknown                  // not there, and not to be written
	unstable                 // another than the one that the same run has written
)

// take compares a text with its snapshot. The name is that of the test, with a hint; the key has a number, too.
func (s *snapshots) take(name, text string, m mode) (key, before string, v verdict) {
	s.counts[name]++
	key = name + " " + strconv.Itoa(s.counts[name])
	s.seen[key] = true
	before, known := s.texts[key]
	switch {
	case known && before == text:
		s.matched++
		return key, before, same
	case s.fresh[key]:
		return key, before, unstable
	case known && m != updateAll:
		return key, before, different
	case !known && m == readOnly:
		return key, "", unknown
	case known:
		s.updated++
	default:
		s.added++
	}
	s.texts[key], s.fresh[key] = text, true
	return key, before, same
}

// obsolete lists the keys that no test has asked for, but for those of tests that did not get there: spared are their names.
func (s *snapshots) obsolete(spared []string) (keys []string) {
	for _, key := range slices.Sorted(maps.Keys(s.texts)) {
		base, _ := split(key)
		if !s.seen[key] && !slices.ContainsFunc(spared, func(name string) bool { return base == name || strings.HasPrefix(base, name+": ") }) {
			keys = append(keys, key)
		}
	}
	return keys
}

// remove takes snapshots away.
func (s *snapshots) remove(keys []string) {
	for _, key := range keys {
		delete(s.texts, key)
	}
	s.removed += len(keys)
}

// changed reports whether the file has to be written anew.
func (s *snapshots) changed() bool { return s.added+s.updated+s.removed > 0 }

// split takes the number off a key.
func split(key string) (base string, n int) {
	i := strings.LastIndexByte(key, ' ')
	if n, err := strconv.Atoi(key[i+1:]); err == nil && i > 0 {
		return key[:i], n
	}
	return key, 0
}

// The form of the file: a head, and each snapshot between lines of its own.
const (
	fileHead = "// Snapshots of %s. \"lariat test --update\" writes them anew.\n"
	keyHead  = "exports[`"
	keyTail  = "`] = `"
	textTail = "`;"
)

var (
	escape   = strings.NewReplacer(`\`, `\\`, "`", "\\`", "${", `\${`, "\r", `\r`)
	unescape = strings.NewReplacer(`\\`, `\`, "\\`", "`", `\$`, `$`, `\r`, "\r", `\n`, "\n")
)

// format is the text of the file: the names in order, and those with the same name by number.
func (s *snapshots) format(test string) string {
	keys := slices.SortedFunc(maps.Keys(s.texts), func(a, b string) int {
		baseA, a1 := split(a)
		baseB, b1 := split(b)
		if c := strings.Compare(baseA, baseB); c != 0 {
			return c
		}
		return a1 - b1
	})
	var out strings.Builder
	fmt.Fprintf(&out, fileHead, test)
	for _, key := range keys {
		name := strings.ReplaceAll(escape.Replace(key), "\n", `\n`)
		fmt.Fprintf(&out, "\n%s%s%s\n%s\n%s\n", keyHead, name, keyTail, escape.Replace(s.texts[key]), textTail)
	}
	return out.String()
}

// parseSnapshots reads what format has written.
func parseSnapshots(text string) (*snapshots, error) {
	s := &snapshots{texts: map[string]string{}, seen: map[string]bool{}, fresh: map[string]bool{}, counts: map[string]int{}}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") // Git may have made them longer
	for i := 0; i < len(lines); i++ {
		if lines[i] == "" || strings.HasPrefix(lines[i], "//") {
			continue
		}
		key, ok := strings.CutPrefix(lines[i], keyHead)
		if ok {
			key, ok = strings.CutSuffix(key, keyTail)
		}
		end := slices.Index(lines[i:], textTail)
		if !ok || end < 0 {
			return nil, fault.Syntax.New("line %d is not as a snapshot begins; mend it, or remove the file and run lariat test --update", i+1)
		}
		key = unescape.Replace(key)
		s.texts[key] = unescape.Replace(strings.Join(lines[i+1:i+end], "\n"))
		i += end
	}
	return s, nil
}
