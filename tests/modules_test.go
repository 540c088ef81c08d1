package tests

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/stdlib"
)

// specifiers are the modules whose folder has another name, for theirs is one of Go's own or of the engine's.
var specifiers = map[string]string{
	"bindings/eventloop":  "lariat:loop",
	"bindings/failure":    "lariat:errors",
	"bindings/inspection": "lariat:inspect",
}

// TestManualsAreTrue holds the modules as a script finds them against their manuals.
func TestManualsAreTrue(t *testing.T) {
	modules := stdlib.All()
	rt, err := runtime.New(runtime.WithModules(modules...))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := rt.Close(); err != nil {
			t.Error(err)
		}
	}()
	exported := map[string][]string{}
	modules = slices.DeleteFunc(modules, func(m runtime.Module) bool { return m.Absent != "" })
	for _, m := range modules {
		exports, err := rt.Exports(m.Name)
		if err != nil {
			t.Fatal(err)
		}
		exported[m.Name] = exports.Keys()
	}
	for _, problem := range checkModules(openTree(t, root), modules, exported) {
		t.Error(problem)
	}
}

// checkModules compares what modules export with what their manuals declare.
func checkModules(tr *tree, modules []runtime.Module, exported map[string][]string) (problems []string) {
	manuals, problems := readManuals(tr)
	for _, module := range modules {
		m := manualOf(manuals, module)
		if m == nil {
			problems = append(problems, module.Name+": no manual of bindings/ or stdlib/ is its own")
			continue
		}
		m.globals = append(m.globals, module.Globals...)
		m.names = append(append(m.names, module.Name), module.Aliases...)
		problems = append(problems, checkModule(m, module, exported[module.Name])...)
	}
	for _, m := range manuals {
		if len(m.names) == 0 {
			problems = append(problems, m.path+": no module of stdlib.All() carries this manual")
			continue
		}
		problems = append(problems, differences(m.path+": as a global", values(m.manual.globals), m.globals)...)
		for _, name := range slices.Sorted(maps.Keys(m.modules)) {
			if !slices.Contains(m.names, name) {
				problems = append(problems, fmt.Sprintf("%s: module %s is declared, but not there", m.path, name))
			}
		}
	}
	return problems
}

// folderManual is a manual that lies in a folder of modules, and what the modules that carry it give.
type folderManual struct {
	manual
	path, text string
	// globals and names are those of the modules: the names are specifiers.
	globals, names []string
}

func readManuals(tr *tree) (manuals []*folderManual, problems []string) {
	for _, f := range tr.files {
		if !glob("bindings/*/*.d.ts", f.path) && !glob("stdlib/*/*.d.ts", f.path) {
			continue
		}
		m, err := parseManual(f.text)
		if err != nil {
			problems = append(problems, f.path+": "+err.Error())
			continue
		}
		manuals = append(manuals, &folderManual{manual: m, path: f.path, text: f.text})
	}
	return manuals, problems
}

// manualOf is the manual that a module carries, or, for one beside the main one of a folder, that which
// declares it.
func manualOf(manuals []*folderManual, module runtime.Module) *folderManual {
	for _, m := range manuals {
		if _, declares := m.modules[module.Name]; module.Types == "" && declares || module.Types != "" && module.Types == m.text {
			return m
		}
	}
	return nil
}

// checkModule compares the names of one module. One that its manual does not declare gives globals alone; of one
// that is a single value the declaration does not tell the members.
func checkModule(m *folderManual, module runtime.Module, exported []string) (problems []string) {
	folder := path.Dir(m.path)
	want := specifiers[folder]
	if want == "" {
		want = "lariat:" + path.Base(folder)
	}
	if strings.HasPrefix(folder, "bindings/") && module.Name != want && !strings.HasPrefix(module.Name, "node:") {
		problems = append(problems, fmt.Sprintf("%s: the module is named %s, not %s", folder, module.Name, want))
	}
	names, ok := m.modules[module.Name]
	switch {
	case slices.ContainsFunc(names, func(d declared) bool { return d.name == members }):
		return problems
	case !ok:
		return append(problems, differences(m.path+": by "+module.Name, module.Globals, exported)...)
	}
	return append(problems, differences(m.path+": by "+module.Name, values(names), exported)...)
}

// differences are the names that only one side has. The default export needs no declaration: it is all
// the others.
func differences(where string, declared, exported []string) (problems []string) {
	for _, name := range declared {
		if !slices.Contains(exported, name) && name != "default" {
			problems = append(problems, fmt.Sprintf("%s %s is declared, but not there", where, name))
		}
	}
	for _, name := range exported {
		if !slices.Contains(declared, name) && name != "default" {
			problems = append(problems, fmt.Sprintf("%s %s is there, but not declared", where, name))
		}
	}
	return problems
}

func TestCheckModulesRefuses(t *testing.T) {
	fakes{{"wrong", complete(map[string]string{
		"stdlib/timers/module.go":           "// Package timers is the globals setTimeout and clearTimeout.\npackage timers\n",
		"stdlib/timers/timers.d.ts":         "declare function setTimeout(): 1;\n",
		"stdlib/url/url.d.ts":               "declare module \"node:url\" { export class URL {} }\ndeclare module \"node:url/more\" { export const a: 1; }\n",
		"stdlib/broken/broken.d.ts":         "declare nothing;",
		"bindings/eventloop/a.go":           "package eventloop\n",
		"bindings/eventloop/eventloop.d.ts": `declare module "lariat:loop" { export const loop: 1; }`,
	}), []string{
		"bindings/lock/lock.d.ts: by lariat:lock Mutex is declared, but not there",
		"bindings/lock/lock.d.ts: by lariat:lock RWLock is there, but not declared",
		"stdlib/console/console.d.ts: no module of stdlib.All() carries this manual",
		"stdlib/timers/timers.d.ts: as a global setTimeout is declared, but not there",
		"stdlib/timers/timers.d.ts: as a global clearTimeout is there, but not declared",
		"stdlib/timers/timers.d.ts: by web:timers setTimeout is there, but not declared",
		"stdlib/timers/timers.d.ts: by web:timers clearTimeout is declared, but not there",
		"stdlib/url/url.d.ts: module node:url/more is declared, but not there", "stdlib/url/url.d.ts: by node:url parse is there, but not declared",
		"stdlib/broken/broken.d.ts: line 1:", "bindings/eventloop: the module is named lariat:event, not lariat:loop",
		"bindings/eventloop/eventloop.d.ts: module lariat:loop is declared, but not there",
		"bindings/eventloop/eventloop.d.ts: by lariat:event loop is there, but not declared", "lariat:lost: no manual of",
	}}}.run(t, func(_ *testing.T, tr *tree) []string {
		return checkModules(tr, []runtime.Module{
			{Name: "lariat:lock", Types: tr.text("bindings/lock/lock.d.ts")},
			{Name: "lariat:test", Types: tr.text("stdlib/test/test.d.ts")},
			{Name: "web:timers", Types: tr.text("stdlib/timers/timers.d.ts"), Globals: []string{"clearTimeout"}},
			{Name: "lariat:event", Types: tr.text("bindings/eventloop/eventloop.d.ts")},
			{Name: "lariat:lost", Types: "declare const lost: 1;"},
			{Name: "node:url"},
		}, map[string][]string{
			"lariat:lock": {"RWLock", "default"}, "lariat:test": {"test"}, "web:timers": {"setTimeout"}, "lariat:event": {"loop"},
			"node:url": {"URL", "parse"},
		})
	})
}
