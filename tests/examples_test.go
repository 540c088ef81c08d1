package tests

import (
	"flag"
	"fmt"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the files that tests compare with: scripts/README.md, cli/*.txtar")

// example is a program that a reader meets: a script of scripts/, or a block of a manual.
type example struct {
	// name says where it stands: "scripts/pool.js", "README.md:12".
	name   string
	ext    string
	source string
	// flags are those of lariat run that it asks for in a line "// Flags: …".
	flags []string
	// output is what it has to print, if printed is set: the comment that it ends in.
	output    string
	printed   bool
	unordered bool
}

var (
	flagsLine  = regexp.MustCompile(`(?m)^// Flags: (.+)$`)
	outputLine = regexp.MustCompile(`(?m)^// (Unordered output|Output):`)
	fence      = regexp.MustCompile("^```(js|ts)$")
	starred    = regexp.MustCompile(`^\s*\* ?`)
)

// newExample reads what a program says about itself.
func newExample(name, ext, source string) (e example, err error) {
	e = example{name: name, ext: ext, source: source}
	if m := flagsLine.FindStringSubmatch(source); m != nil {
		e.flags = strings.Fields(m[1])
	}
	marks := outputLine.FindAllStringSubmatchIndex(source, -1)
	if len(marks) == 0 {
		return e, nil
	}
	last := marks[len(marks)-1]
	e.printed, e.unordered = true, source[last[2]] == 'U'
	for line := range strings.Lines("//" + strings.TrimRight(source[last[1]:], "\n")) {
		text, ok := strings.CutPrefix(strings.TrimSpace(line), "//")
		if !ok {
			return e, fmt.Errorf("%s: something follows the output: %s", name, strings.TrimSpace(line))
		}
		e.output += strings.TrimPrefix(text, " ") + "\n"
	}
	return e, nil
}

// prints reports whether the output is what the example says.
func (e example) prints(output string) bool {
	return !e.printed || slices.Equal(e.lines(output), e.lines(e.output))
}

// lines are those of an output, without what nobody sees: spaces at the ends of lines, empty lines at
// both ends.
func (e example) lines(output string) []string {
	lines := strings.Split(output, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t\r")
	}
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	if e.unordered {
		slices.Sort(lines)
	}
	return lines
}

// blocks are the programs in the ```js and ```ts blocks of a manual or of a README. Those of a .d.ts
// file stand in comments.
func blocks(file, text string) (examples []example, err error) {
	var block []string
	start, ext := 0, ""
	for i, line := range strings.Split(text, "\n") {
		if strings.HasSuffix(file, ".d.ts") {
			line = starred.ReplaceAllString(line, "")
		}
		m := fence.FindStringSubmatch(strings.TrimSpace(line))
		switch {
		case start == 0 && m != nil:
			start, ext, block = i+2, "."+m[1], nil
		case start > 0 && strings.TrimSpace(line) == "```":
			e, err := newExample(fmt.Sprintf("%s:%d", file, start), ext, strings.Join(block, "\n")+"\n")
			if err != nil {
				return nil, err
			}
			examples = append(examples, e)
			start = 0
		case start > 0:
			block = append(block, line)
		}
	}
	if start > 0 {
		return nil, fmt.Errorf("%s:%d: the block does not end", file, start)
	}
	return examples, nil
}

// collect returns every example of the tree, and what is wrong with them before they are run: a script
// has to end in its output and to begin with a sentence about it.
func collect(tr *tree) (examples []example, problems []string) {
	for _, f := range tr.files {
		var found []example
		var err error
		switch {
		case isScript(f.path):
			var e example
			e, err = newExample(f.path, path.Ext(f.path), f.text)
			found = []example{e}
			if err == nil && !e.printed {
				problems = append(problems, f.path+": it does not end in // Output:")
			}
			if summary(f.text) == "" {
				problems = append(problems, f.path+": it does not begin with a comment that says what it shows, in a sentence")
			}
		case f.path == "README.md", strings.HasSuffix(f.path, ".d.ts"):
			found, err = blocks(f.path, f.text)
		}
		if err != nil {
			problems = append(problems, err.Error())
			continue
		}
		examples = append(examples, found...)
	}
	return examples, problems
}

func isScript(file string) bool { return glob("scripts/*.js", file) || glob("scripts/*.ts", file) }

// summary is the first sentence of a script, from the comment that it begins with.
func summary(source string) string {
	var words []string
	for line := range strings.Lines(source) {
		text, ok := strings.CutPrefix(line, "// ")
		if !ok || flagsLine.MatchString(line) {
			break
		}
		words = append(words, strings.TrimSpace(text))
		if strings.HasSuffix(words[len(words)-1], ".") {
			return strings.Join(words, " ")
		}
	}
	return ""
}

// guideLine names the systems of the guide that a script is.
var guideLine = regexp.MustCompile(`(?m)^// Guide: (.+)$`)

// guide are the systems of the guide to concurrency in Python that lariat was born from, under its headings. Each has a
// script that says what the Python version is and what is better.
var guide = []struct{ heading, systems string }{
	{"Threading", "ThreadWorker, ThreadPool.map, ThreadPool.submit_tasks"},
	{"Multiprocessing", "ProcessPool.map, ProcessPool.imap, SharedMemoryManager.increment_counter, SharedMemoryManager.update_array"},
	{"Async/Await", "AsyncOperations.fetch_url, AsyncOperations.fetch_multiple_urls, AsyncOperations.process_stream, " +
		"AsyncResource, AsyncFileProcessor.process_file"},
	{"Coroutines", "consumer, producer, AsyncDataProcessor.generate_data, AsyncDataProcessor.process_data"},
	{"Event Loops", "CustomEventLoop"},
	{"Concurrent Execution", "TaskGroup, RateLimiter"},
	{"Synchronization", "AsyncLock, BoundedSemaphore"},
	{"Best Practices", "async_retry, ResourcePool"},
}

// guideIndex is a table of the systems of the guide, and what is wrong with it.
func guideIndex(tr *tree) (table string, problems []string) {
	scripts := map[string]*file{}
	for _, f := range tr.files {
		m := guideLine.FindStringSubmatch(f.text)
		if !isScript(f.path) || m == nil {
			continue
		}
		if !strings.Contains(f.text, "\n// In Python") {
			problems = append(problems, f.path+": it does not say what the system is in Python: // In Python …")
		}
		for system := range strings.SplitSeq(m[1], ", ") {
			scripts[system] = f
		}
	}
	if len(scripts) == 0 {
		return "", nil
	}
	var b strings.Builder
	b.WriteString("\n## The systems of the guide\n\nThe guide to concurrency in Python that lariat was born from, and what became of it here.\n\n" +
		"| section | system | script | with |\n| --- | --- | --- | --- |\n")
	for _, section := range guide {
		for system := range strings.SplitSeq(section.systems, ", ") {
			f := scripts[system]
			if f == nil {
				problems = append(problems, "scripts: no script is "+system+" of the guide")
				continue
			}
			delete(scripts, system)
			name := path.Base(f.path)
			fmt.Fprintf(&b, "| %s | `%s` | [%s](%s) | %s |\n", section.heading, system, name, name, strings.Join(imported(f.text), ", "))
		}
	}
	for system, f := range scripts {
		problems = append(problems, f.path+": the guide has no "+system)
	}
	return b.String(), problems
}

var importLine = regexp.MustCompile(`(?m)^import \{ (.+) \} from "lariat:`)

// imported are the names that a script takes from our modules.
func imported(source string) (names []string) {
	for _, m := range importLine.FindAllStringSubmatch(source, -1) {
		for name := range strings.SplitSeq(m[1], ", ") {
			names = append(names, "`"+name+"`")
		}
	}
	return names
}

// index is the text of scripts/README.md, or "" if there are no scripts.
func index(tr *tree) string {
	var b strings.Builder
	for _, f := range tr.files {
		if isScript(f.path) {
			name := path.Base(f.path)
			e, _ := newExample(f.path, "", f.text)
			command := strings.Join(slices.Concat([]string{"lariat run"}, e.flags, []string{f.path}), " ")
			fmt.Fprintf(&b, "| [%s](%s) | %s | `%s` |\n", name, name, strings.ReplaceAll(summary(f.text), "|", `\|`), command)
		}
	}
	if b.Len() == 0 {
		return ""
	}
	systems, _ := guideIndex(tr)
	return "# Scripts\n\nPrograms to read, to run and to change. What each prints stands at its end, and is tested.\n" +
		"(This page is made from their first lines: `go test ./tests -run TestScripts -update`.)\n\n" +
		"| script | shows | run it |\n| --- | --- | --- |\n" + b.String() + systems
}

func TestScripts(t *testing.T) {
	tr := openTree(t, root)
	if *update && index(tr) != "" {
		if err := os.WriteFile("../scripts/README.md", []byte(index(tr)), 0o644); err != nil {
			t.Fatal(err)
		}
		tr = openTree(t, root)
	}
	for _, problem := range checkScripts(t, tr) {
		t.Error(problem)
	}
}

func checkScripts(_ *testing.T, tr *tree) []string {
	_, problems := collect(tr)
	_, more := guideIndex(tr)
	problems = append(problems, more...)
	if tr.text("scripts/README.md") != index(tr) {
		problems = append(problems, "scripts/README.md: it is not what the scripts say: go test ./tests -run TestScripts -update")
	}
	return problems
}

// badScripts are trees with examples that cannot be held to their word.
var badScripts = fakes{
	{"in order", map[string]string{
		"scripts/a.js":               "// Shows a lock\n// in use.\n// Flags: -N=localhost --seed 1\n// More.\nf();\n// Output: 1\n",
		"scripts/lib/x.js":           "export const part = 'of another script';",
		"scripts/README.md":          index(fake("scripts/a.js", "// Shows a lock\n// in use.\n// Flags: -N=localhost --seed 1\n")),
		"bindings/lock/lock.d.ts":    "/**\n * ```js\n * f();\n * ```\n */",
		"bindings/lock/README.md":    "```js\nnever ends",
		"README.md":                  "```js\nf();\n// Output: 1\n```\n",
		"stdlib/fetch/fetch.js":      "g();",
		"bindings/lock/lock.test.js": "g();",
	}, nil},
	{"not in order", map[string]string{
		"scripts/a.js": "f();\n// Output: 1\n",
		"scripts/b.js": "// Shows a lock.\nf();\n",
		"scripts/c.ts": "// Shows a lock.\nf();\n// Output:\n// 1\ng();\n",
		"README.md":    "\n```ts\nf();\n",
	}, []string{
		"a.js: it does not begin with a comment", "b.js: it does not end in", "c.ts: something follows the output: g();",
		"README.md:3: the block does not end", "scripts/README.md: it is not",
	}},
}

func TestScriptsRefusesBadScripts(t *testing.T) { badScripts.run(t, checkScripts) }

func fake(name, text string) *tree { return &tree{files: []*file{{path: name, text: text}}} }

func TestIndex(t *testing.T) {
	got := index(fake("scripts/a.js", "// Shows a | b\n// in use.\n// Flags: -N=localhost\n"))
	want := "| [a.js](a.js) | Shows a \\| b in use. | `lariat run -N=localhost scripts/a.js` |\n"
	if !strings.HasSuffix(got, "| --- |\n"+want) {
		t.Errorf("got %s", got)
	}
	if got := index(fake("tests/a.js", "// No script.\n")); got != "" {
		t.Errorf("an index without scripts: %s", got)
	}
}

func TestGuideIndex(t *testing.T) {
	text := "// A lock.\n//\n// Guide: AsyncLock, Nonsense\nimport { Mutex, once } from \"lariat:lock\";\n"
	table, problems := guideIndex(fake("scripts/lock.js", text))
	if want := "| Synchronization | `AsyncLock` | [lock.js](lock.js) | `Mutex`, `once` |\n"; !strings.HasSuffix(table, want) {
		t.Errorf("got %s", table)
	}
	for _, want := range []string{
		"scripts/lock.js: it does not say what the system is in Python: // In Python …", "scripts: no script is ThreadWorker of the guide",
		"scripts/lock.js: the guide has no Nonsense",
	} {
		if !slices.Contains(problems, want) {
			t.Errorf("no %q in %q", want, problems)
		}
	}
}

func TestBlocks(t *testing.T) {
	text := "/**\n   * Text.\n   * ```js\n   * if (a)\n   *   b * c;\n   *\n" +
		"   * // Unordered output:\n   * // 2\n   * //\n   * // 1\n   * ```\n   */\n```go\nx\n```\n  ```ts\n// Flags: -A\nd\n  ```\n"
	examples, err := blocks("x.d.ts", text)
	if err != nil || len(examples) != 2 {
		t.Fatal(examples, err)
	}
	one, two := examples[0], examples[1]
	if want := "if (a)\n  b * c;\n\n// Unordered output:\n// 2\n//\n// 1\n"; one.source != want || one.name != "x.d.ts:4" || one.ext != ".js" {
		t.Errorf("%+v", one)
	}
	if two.source != "// Flags: -A\nd\n" || two.ext != ".ts" || two.printed || !slices.Equal(two.flags, []string{"-A"}) {
		t.Errorf("%+v", two)
	}
	if !two.prints("anything") || !one.prints("1 \n\n2\n") || one.prints("1\n2\n") || one.prints("1\n\n3\n") {
		t.Errorf("the output %q is compared wrongly", one.output)
	}
}

func TestOutputIsTheLastComment(t *testing.T) {
	e, err := newExample("a.js", ".js", "// Output: no\nf();\n// Output: yes\n//   indented\n\n")
	if err != nil || e.output != "yes\n  indented\n" || e.unordered {
		t.Fatalf("%+v %v", e, err)
	}
	if !e.prints("\nyes\n  indented\n\n") || e.prints("yes\nindented\n") || e.prints("") || e.prints("  indented\nyes\n") {
		t.Error("an output is compared line by line, in order")
	}
	if e, err := newExample("b.js", ".js", "f();\n// Output:\n"); err != nil || !e.printed || !e.prints("\n") || e.prints("x") {
		t.Errorf("an empty output: %+v %v", e, err)
	}
}
