// Package tests holds what crosses packages: the rules of the house, the examples, the command line.
package tests

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/types"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// root is the root of the module, as every check sees it.
var root = os.DirFS("..")

const modulePath = "github.com/lariatjs/lariat"

// layers is the policy: imports go one way. "a < b" means that b may import a and what a may import.
// Every package stands in it, by name or by pattern. Packages that one * matches are siblings: there is
// no arrow between any two. If one must build on another it gets a row of its own: a visible decision.
// Tests may import what they like.
const layers = `
	# 0: plain Go. Errors are everybody's.
	runtime/fault, runtime/lazy < runtime/loop;
	runtime/fault < runtime/permit;
	runtime/cputime < runtime, bindings/worker, stdlib/process, cmd/lariat, tests/bench;
	runtime/memory < runtime/es, runtime/clone;

	# 1: know goja, know no Runtime. The loader points lowered code at the natives of es; clone and
	# inspect see what an object is inside by way of slots.
	runtime/loop < runtime/clone, runtime/es, runtime/inspect;
	runtime/fault, runtime/lazy < runtime/clone/slots < runtime/clone, runtime/es, runtime/inspect;
	runtime/es < runtime/loader;

	# Memory of one program among others.
	runtime/fault < runtime/meter < runtime;

	# 2, 3: the engine, and the kit that gives Go to scripts.
	runtime/clone, runtime/inspect, runtime/loader, runtime/permit
	< runtime
	< runtime/bind
	< runtime/runtimetest;

	# 3, 4: what bindings share; the modules. Governors stand their callers in waitlists.
	runtime/bind
	< bindings/internal/*
	< bindings/*;

	bindings/internal/waitlist < bindings/internal/governor;

	runtime/bind < stdlib/*;

	# Ports are targets of events, and a Worker is a pair of ports.
	stdlib/abort < stdlib/messaging < stdlib/worker;

	# node:os tells of the system what process tells; the streams of a child are like those of the process.
	stdlib/process < stdlib/node, stdlib/child;

	# A TextDecoderStream decodes; streams travel by channels; Blobs are read and bodies come as streams.
	stdlib/encoding, stdlib/messaging < stdlib/streams < stdlib/blob < stdlib/fetch;

	# A Blob has a URL, by which it is fetched and found by node:buffer, or is the program of a Worker.
	stdlib/blob < stdlib/url, stdlib/worker, stdlib/node;

	# The text of files is decoded as TextDecoder does.
	stdlib/encoding < stdlib/fs;

	# A file is a stream for others, to be sent or to be filled without a script between.
	stdlib/streams < stdlib/fs;

	# node:zlib decompresses as DecompressionStream does.
	stdlib/streams < stdlib/compression;

	# A request goes to a URL; a server reads and writes what fetch does.
	stdlib/url < stdlib/fetch < stdlib/http;

	# A pattern of URLs is read as URLs are.
	stdlib/url < stdlib/urlpattern;

	# The timeline is a target of events; an EventSource and a TaskSignal tell of what is true.
	stdlib/abort < stdlib/performance, stdlib/eventsource, stdlib/scheduler;

	# The messages of node:http travel as those of fetch and serve do.
	stdlib/fetch, stdlib/http < stdlib/nodehttp;

	# Events come as text.
	stdlib/encoding < stdlib/eventsource;

	# A WebSocket begins with a request, and tells of what comes by events; a server gives its connection to one.
	stdlib/fetch < stdlib/websocket < stdlib/http;

	# 5, 6, 7: the catalogue and those who use it.
	bindings/*, stdlib/*
	< stdlib
	< repl
	< cmd/lariat;

	# The command answers from the manuals as the REPL does.
	runtime < repl/manual < repl;
	runtime < cmd/lariat/project, cmd/lariat/harness, cmd/lariat/executed < cmd/lariat;
	stdlib/test < cmd/lariat/harness;
	runtime/fault < cmd/lariat/timeline < cmd/lariat;
	cmd/lariat/alone < cmd/lariat;

	# Go hosts embed all of it.
	stdlib < runtime/lariat < cmd/lariat, tests, tests/*, tests/bench/*, tests/conformance/*, tests/hostile/*;

	cmd/lariat, runtime/runtimetest
	< tests, tests/*, tests/bench/*, tests/conformance/*, tests/hostile/*;
`

// dependency is a package from outside, with what is below it, and the files that may know it.
type dependency struct {
	path  string
	files []string
}

// foreign is all that we build on. The default answer to another dependency is no.
var foreign = []dependency{
	{"github.com/andybalholm/brotli", []string{"stdlib/compression/codec.go", "stdlib/streams/brotli.go"}},
	{"github.com/anishathalye/porcupine", []string{"tests/conformance/linearizability/**"}},
	{"github.com/creack/pty", []string{"tests/*_test.go"}},
	{"github.com/dop251/goja", []string{"runtime/**", "bindings/**/module*.go", "stdlib/**/module*.go", "tests/bench/**", "**/*_test.go"}},
	{"github.com/dop251/goja_nodejs", []string{"stdlib/*/module*.go", "**/*_test.go"}},
	{"github.com/coder/websocket", []string{"stdlib/websocket/**"}},
	{"github.com/dlclark/regexp2", []string{"runtime/**"}},
	{"github.com/evanw/esbuild", []string{"runtime/loader/**"}},
	{"github.com/fsnotify/fsnotify", []string{"stdlib/fs/**", "cmd/lariat/project/**"}},
	{"github.com/go-sourcemap/sourcemap", []string{"runtime/loader/**"}},
	{"github.com/nats-io", []string{"bindings/cluster/**"}},
	{"github.com/peterh/liner", []string{"repl/**"}},
	{"github.com/rogpeppe/go-internal", []string{"**/*_test.go"}},
	{system, []string{"cmd/lariat/**", "repl/**", "runtime/**", "stdlib/**"}},
	{"golang.org/x/text", []string{"runtime/**", "stdlib/**"}},
}

const system = "golang.org/x/sys"

// plain are packages below everything that knows JavaScript: of what is from outside they know the system alone.
var plain = []string{"runtime/cputime", "runtime/fault", "runtime/lazy", "runtime/loop", "runtime/memory", "runtime/permit"}

// targets are the systems that lariat is built for.
var targets = []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"}

// Sizes of a file in lines. A manual (.d.ts) is as long as what it documents.
const (
	maxLines     = 300
	maxTestLines = 500
)

// banned are package names that say nothing.
var banned = []string{"util", "utils", "common", "helper", "helpers", "base", "misc", "types", "manager", "impl"}

// rootFiles and rootFolders are all that the root holds, besides what is hidden.
var (
	rootFiles   = []string{"go.mod", "go.sum", "README.md", "LICENSE"}
	rootFolders = []string{"runtime", "bindings", "stdlib", "repl", "cmd", "scripts", "tests"}
)

// words must not stand in a text. They are put together here, because this file is looked at too.
var words = []struct {
	what    string
	pattern *regexp.Regexp
}{
	{"a path of one machine", regexp.MustCompile(`(?m)(?:^|[^\w.\-/~])/(?:work|farm|root|home/\w+|Users/\w+)/`)},
	{"a note to self", regexp.MustCompile(`\b(?:TO` + `DO|FIX` + `ME|X` + `XX)\b`)},
}

func TestLayers(t *testing.T) {
	for _, problem := range checkHouse(t, openTree(t, root)) {
		t.Error(problem)
	}
}

// checkHouse returns what is wrong with the tree, one sentence each.
func checkHouse(t *testing.T, tr *tree) []string {
	t.Helper()
	policy, err := parseGraph(layers)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Concat(checkImports(tr, policy), checkForeign(tr), checkPackages(tr, policy), checkFiles(tr), checkKit(tr), checkRoot(tr))
}

// checkImports holds the packages against the table.
func checkImports(tr *tree, policy graph) (problems []string) {
	for f := range tr.golang {
		for name, spec := range f.imports() {
			to, ours := strings.CutPrefix(name, modulePath+"/")
			switch {
			case ours && f.isTest():
			case ours && !policy.allows(f.pkg(), to):
				problems = append(problems, fmt.Sprintf("%s: %s may not import %s", f.at(spec), f.pkg(), to))
			case name == "testing" && !f.isTest() && f.pkg() != "runtime/runtimetest":
				problems = append(problems, fmt.Sprintf("%s: testing is for tests", f.at(spec)))
			}
		}
	}
	return problems
}

// checkForeign holds the files against the list of packages from outside.
func checkForeign(tr *tree) (problems []string) {
	for f := range tr.golang {
		for name, spec := range f.imports() {
			if first, _, _ := strings.Cut(name, "/"); strings.HasPrefix(name, modulePath+"/") || !strings.Contains(first, ".") && name != "C" {
				continue
			}
			i := slices.IndexFunc(foreign, func(d dependency) bool { return name == d.path || strings.HasPrefix(name, d.path+"/") })
			switch {
			case i < 0:
				problems = append(problems, fmt.Sprintf("%s: %s is not in the list of packages from outside", f.at(spec), name))
			case !slices.ContainsFunc(foreign[i].files, func(pattern string) bool { return glob(pattern, f.path) }),
				slices.Contains(plain, f.pkg()) && foreign[i].path != system:
				problems = append(problems, fmt.Sprintf("%s: %s is not for this file; see the list in layers_test.go", f.at(spec), name))
			}
		}
	}
	return problems
}

// checkPackages holds the names of packages against the table, against Go's own and against taste.
func checkPackages(tr *tree, policy graph) (problems []string) {
	std := standardNames()
	seen := map[string]bool{}
	for f := range tr.golang {
		pkg, name := f.pkg(), strings.TrimSuffix(f.syntax.Name.Name, "_test")
		if seen[pkg+" "+name] {
			continue
		}
		seen[pkg+" "+name] = true
		if !policy.knows(pkg) {
			problems = append(problems, fmt.Sprintf("%s: package %s has no place in the table of layers", f.path, pkg))
		}
		if base := path.Base(pkg); name != base && !(name == "main" && (glob("cmd/*", pkg) || glob("tests/bench/*", pkg) ||
			pkg == "tests/hostile/run" || pkg == "tests/figures")) {
			problems = append(problems, fmt.Sprintf("%s: package %s in folder %s", f.path, name, base))
		}
		if slices.Contains(banned, name) {
			problems = append(problems, fmt.Sprintf("%s: %q is no name for a package: it says nothing", f.path, name))
		}
		// Ours is the runtime, and what is in stdlib bears the platform's names: nobody but the
		// catalogue imports it.
		if std[name] && pkg != "runtime" && !glob("stdlib/*", pkg) {
			problems = append(problems, fmt.Sprintf("%s: package %s has the name of one of Go's own", f.path, name))
		}
	}
	return problems
}

// standardNames are the last elements of the paths of Go's own packages.
func standardNames() map[string]bool {
	names := map[string]bool{}
	src := os.DirFS(filepath.Join(build.Default.GOROOT, "src"))
	_ = fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !d.IsDir() || name == ".":
		case slices.Contains([]string{"internal", "vendor", "cmd", "testdata", "builtin"}, d.Name()):
			return fs.SkipDir
		default:
			names[d.Name()] = true
		}
		return nil
	})
	return names
}

// checkFiles holds every file against its size, the words that may not stand in it and, for Go, the
// names that silently take it out of the build: mutex_js.go is built for GOOS=js alone. The compiler
// misses a mutex_windows.go where it is not built, but nobody misses a test.
func checkFiles(tr *tree) (problems []string) {
	for _, f := range tr.files {
		for _, word := range words {
			if loc := word.pattern.FindStringIndex(f.text); loc != nil {
				line := 1 + strings.Count(f.text[:loc[0]], "\n")
				problems = append(problems, fmt.Sprintf("%s:%d: %s", f.path, line, word.what))
			}
		}
		if n := strings.Count(f.text, "\n"); n > lineLimit(f) {
			problems = append(problems, fmt.Sprintf("%s: %d lines, at most %d", f.path, n, lineLimit(f)))
		}
	}
	for f := range tr.golang {
		left := slices.DeleteFunc(slices.Clone(targets), func(target string) bool {
			goos, goarch, _ := strings.Cut(target, "/")
			return tr.buildsOn(f, goos, goarch)
		})
		if silent := len(left) == len(targets) || len(left) > 0 && f.isTest(); silent && !f.hasBuildLine() {
			problems = append(problems, fmt.Sprintf("%s: its name takes it out of the build for %s: rename it, or say so in a go:build line",
				f.path, strings.Join(left, ", ")))
		}
	}
	return problems
}

// lineLimit is the most lines that a file may have.
func lineLimit(f *file) int {
	switch {
	case glob("**/package-lock.json", f.path):
		return 1 << 30 // npm writes it
	case f.isTest(), glob("**/*.test.js", f.path), glob("**/*.test.ts", f.path), strings.HasPrefix(f.path, "tests/"):
		return maxTestLines
	case f.syntax != nil && !ast.IsGenerated(f.syntax), glob("**/*.js", f.path), glob("**/*.ts", f.path) && !glob("**/*.d.ts", f.path):
		return maxLines
	}
	return 1 << 30
}

// checkKit finds what a linter of names cannot see: goroutines started beside the kit, sleeps in real
// time (in a synctest bubble a sleep costs nothing), and errors declared outside the one table of them.
func checkKit(tr *tree) (problems []string) {
	for f := range tr.golang {
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				if f.isModule() {
					problems = append(problems, fmt.Sprintf("%s: a module starts no goroutine; bind.Go does", f.at(n)))
				}
			case *ast.CallExpr:
				switch types.ExprString(n.Fun) {
				case "synctest.Test":
					return false
				case "time.Sleep":
					problems = append(problems, fmt.Sprintf("%s: wait for what happens, or sleep in a synctest bubble", f.at(n)))
				}
			}
			return true
		})
		for _, decl := range f.syntax.Decls {
			if gen, ok := decl.(*ast.GenDecl); ok && !f.isTest() && f.pkg() != "runtime/fault" {
				problems = append(problems, declaredErrors(f, gen)...)
			}
		}
	}
	return problems
}

// declaredErrors finds the variables of a package that hold an error made on the spot.
func declaredErrors(f *file, gen *ast.GenDecl) (problems []string) {
	for _, spec := range gen.Specs {
		values, ok := spec.(*ast.ValueSpec)
		if !ok {
			continue
		}
		for _, value := range values.Values {
			call, ok := value.(*ast.CallExpr)
			if ok && slices.Contains([]string{"errors.New", "fmt.Errorf"}, types.ExprString(call.Fun)) {
				problems = append(problems, fmt.Sprintf("%s: errors are declared in runtime/fault", f.at(value)))
			}
		}
	}
	return problems
}

// checkRoot finds what does not belong in the root, and a go.mod that builds from somebody's disk.
func checkRoot(tr *tree) (problems []string) {
	for _, f := range tr.files {
		first, _, inFolder := strings.Cut(f.path, "/")
		known := slices.Contains(rootFiles, f.path) || inFolder && slices.Contains(rootFolders, first)
		if !known && !strings.HasPrefix(first, ".") {
			problems = append(problems, fmt.Sprintf("%s: the root holds no %s", f.path, first))
		}
		if f.path == "go.mod" && regexp.MustCompile(`(?m)^replace\b`).MatchString(f.text) {
			problems = append(problems, "go.mod: it replaces a module, so nobody else can build what we build")
		}
	}
	return problems
}
