package tests

import (
	"fmt"
	"go/ast"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// scriptless are the modules that no script in scripts/ shows, with the reason.
var scriptless = map[string]string{
	"stdlib/test": "every *.test.js shows it",
}

// TestCatalogue holds each module against the five faces that all of them have.
func TestCatalogue(t *testing.T) {
	for _, problem := range checkCatalogue(t, openTree(t, root)) {
		t.Error(problem)
	}
}

// checkCatalogue returns what a module lacks, one sentence each.
func checkCatalogue(_ *testing.T, tr *tree) (problems []string) {
	folders := moduleFolders(tr)
	for _, folder := range folders {
		problems = append(problems, checkFaces(tr, folder)...)
		problems = append(problems, checkManual(tr, folder)...)
		if !slices.Contains(importsOf(tr, "stdlib/*.go"), modulePath+"/"+folder) {
			problems = append(problems, fmt.Sprintf("%s: stdlib/stdlib.go, the catalogue, does not have it", folder))
		}
	}
	for folder := range scriptless {
		if tr.text("stdlib/stdlib.go") != "" && !slices.Contains(folders, folder) {
			problems = append(problems, fmt.Sprintf("%s: no module, but a reason why it has no script", folder))
		}
	}
	return problems
}

// moduleFolders are the folders of bindings and stdlib with Go in them. What bindings share is no
// module, and stdlib/node takes its modules from elsewhere.
func moduleFolders(tr *tree) (folders []string) {
	for f := range tr.golang {
		pkg := f.pkg()
		exempt := pkg == "bindings/internal" || pkg == "stdlib/node" || slices.Contains(folders, pkg)
		if !exempt && (glob("bindings/*", pkg) || glob("stdlib/*", pkg)) {
			folders = append(folders, pkg)
		}
	}
	return folders
}

// checkFaces looks for the files that every module folder has.
func checkFaces(tr *tree, folder string) (problems []string) {
	name := path.Base(folder)
	for _, face := range []string{"module.go", name + ".d.ts", name + ".test.js", "*_test.go"} {
		if len(tr.match(folder+"/"+face)) == 0 {
			problems = append(problems, fmt.Sprintf("%s: no %s", folder, face))
		}
	}
	for f := range tr.golang {
		if f.path == folder+"/module.go" && !isModuleComment(f.syntax, name) {
			problems = append(problems, fmt.Sprintf("%s: its comment has to begin: Package %s is the module (or: the globals)", f.path, name))
		}
	}
	return problems
}

// isModuleComment reports whether the package comment begins with what the package is to a script.
func isModuleComment(f *ast.File, name string) bool {
	return f.Doc != nil && regexp.MustCompile(`^Package `+name+` is the (module|modules|global|globals)\s`).MatchString(f.Doc.Text())
}

// checkManual holds the .d.ts file of a module against the rules for manuals, and looks for a script.
func checkManual(tr *tree, folder string) (problems []string) {
	file := folder + "/" + path.Base(folder) + ".d.ts"
	text := tr.text(file)
	if text == "" {
		return nil
	}
	m, err := parseManual(text)
	if err != nil {
		return []string{file + ": " + err.Error()}
	}
	if !strings.Contains(text, "```js") {
		problems = append(problems, file+": no example (```js) to run")
	}
	all := slices.Clone(m.globals)
	ours := map[string]bool{} // what we have named ourselves is shown, one by one
	for specifier, names := range m.modules {
		all = append(all, names...)
		for _, d := range names {
			ours[d.name] = ours[d.name] || strings.HasPrefix(specifier, "lariat:") || glob("bindings/*", folder)
		}
		for _, d := range names {
			if d.value && !d.exported {
				problems = append(problems, fmt.Sprintf("%s:%d: %s lacks the word export: TypeScript exports it from %s all the same",
					file, d.line, d.name, specifier))
			}
		}
	}
	described, shown := map[string]bool{}, map[string]bool{}
	for _, d := range all {
		described[d.name] = described[d.name] || d.documented
		shown[d.name] = shown[d.name] || d.example
	}
	for _, d := range all {
		if d.value && !described[d.name] {
			described[d.name] = true // once for all its overloads
			problems = append(problems, fmt.Sprintf("%s:%d: %s has no comment", file, d.line, d.name))
		}
		if d.value && d.exported && !shown[d.name] && ours[d.name] {
			shown[d.name] = true
			problems = append(problems, fmt.Sprintf("%s:%d: %s has no example (```js) in its comment", file, d.line, d.name))
		}
	}
	return append(problems, checkScript(tr, folder, m)...)
}

// checkScript looks for a script that imports the module or uses one of its globals.
func checkScript(tr *tree, folder string, m manual) []string {
	var uses []string
	for specifier := range m.modules {
		uses = append(uses, `["']`+regexp.QuoteMeta(specifier)+`["']`)
	}
	for _, name := range values(m.globals) {
		uses = append(uses, `\b`+regexp.QuoteMeta(name)+`\b`)
	}
	shown := false
	if len(uses) > 0 {
		use := regexp.MustCompile(strings.Join(uses, "|"))
		for _, script := range slices.Concat(tr.match("scripts/*.js"), tr.match("scripts/*.ts")) {
			shown = shown || use.MatchString(tr.text(script))
		}
	}
	switch _, excused := scriptless[folder]; {
	case !shown && !excused:
		return []string{folder + ": no script in scripts/ shows it"}
	case shown && excused:
		return []string{folder + ": a script shows it, but a reason says that none does"}
	}
	return nil
}

// importsOf are the import paths of the files that match.
func importsOf(tr *tree, pattern string) (paths []string) {
	for f := range tr.golang {
		if glob(pattern, f.path) && !f.isTest() {
			for name := range f.imports() {
				paths = append(paths, name)
			}
		}
	}
	return paths
}

// incomplete are trees with modules that lack something.
var incomplete = fakes{
	{"complete", complete(nil), nil},
	{"no module at all", map[string]string{"bindings/internal/waitlist/waitlist.go": "package waitlist\n"}, nil},
	{"stdlib/node has its own layout", complete(map[string]string{"stdlib/node/module.go": "package node\n"}), nil},
	{"a bare folder", complete(map[string]string{"bindings/queue/channel.go": "package queue\n"}), []string{
		"bindings/queue: no module.go", "bindings/queue: no queue.d.ts", "bindings/queue: no queue.test.js", "bindings/queue: no *_test.go",
		"bindings/queue: stdlib/stdlib.go, the catalogue, does not have it",
	}},
	{"no script", complete(map[string]string{"scripts/locks.ts": `import {} from "lariat:locks"`}), []string{"bindings/lock: no script"}},
	{"no script for a global", complete(map[string]string{"scripts/print.js": `consoles.log(1)`}), []string{"stdlib/console: no script"}},
	{"a script for what needs none", complete(map[string]string{"scripts/t.js": `import "lariat:test"`}), []string{
		"stdlib/test: a script shows it",
	}},
	{"a reason for nothing", map[string]string{"stdlib/stdlib.go": "package stdlib\n", "stdlib/x/x_test.go": "package x\n"}, []string{
		"stdlib/test: no module, but a reason", "stdlib/x: no module.go", "stdlib/x: no x.d.ts", "stdlib/x: no x.test.js",
		"stdlib/x: stdlib/stdlib.go",
	}},
	{"comments", complete(map[string]string{
		"bindings/lock/module.go": "// Package lock is a set of locks.\npackage lock\n",
		"bindings/lock/lock.d.ts": "// ```js\ndeclare module \"lariat:lock\" {\n  export class Mutex {}\n" +
			"  /** One. */ export function a(): 1;\n  export function a(x: 1): 1;\n}",
	}), []string{
		"bindings/lock/module.go: its comment", "lock.d.ts:3: Mutex has no comment", "lock.d.ts:3: Mutex has no example",
		"lock.d.ts:4: a has no example",
	}},
	{"a bad manual", complete(map[string]string{
		"bindings/lock/lock.d.ts":     "declare module \"lariat:lock\" { /** One. */ const a: 1; }",
		"stdlib/console/console.d.ts": "declare class {",
	}), []string{"lock.d.ts: no example", "lock.d.ts:1: a lacks the word export", "console.d.ts: line 1: \"{\" is not a name"}},
}

func TestCatalogueRefusesIncompleteModules(t *testing.T) { incomplete.run(t, checkCatalogue) }

// complete is a tree with three complete modules, and with other files over them.
func complete(over map[string]string) map[string]string {
	files := map[string]string{
		"stdlib/stdlib.go": importing("stdlib", "bindings/lock", "stdlib/console", "stdlib/test"),
		"scripts/locks.ts": `import { Mutex } from "lariat:lock";`, "scripts/print.js": `console.log(1)`,
	}
	for folder, manual := range map[string]string{
		"bindings/lock":  "declare module \"lariat:lock\" {\n  /** A lock:\n   * ```js\n   * ``` */\n  export class Mutex {}\n}\n",
		"stdlib/console": "/** Prints: ```js\n``` */\ndeclare var console: Console;\n",
		"stdlib/test":    "declare module \"lariat:test\" {\n  /** ```js ``` */ export function test(): void;\n}\n",
	} {
		name := path.Base(folder)
		files[folder+"/module.go"] = "// Package " + name + " is the module of that name.\npackage " + name + "\n"
		files[folder+"/"+name+".d.ts"] = manual
		files[folder+"/"+name+".test.js"] = ""
		files[folder+"/"+name+"_test.go"] = "package " + name + "\n"
	}
	for name, text := range over {
		files[name] = text
	}
	return files
}
