package tests

import (
	"slices"
	"strings"
	"testing"
)

// brokenHouses are trees that have to fail, each for its reasons and for no others: a check that has never
// refused anything may be asleep.
var brokenHouses = fakes{
	{"a tree in order", map[string]string{
		".gitignore":                  "# built\n/lariat\n*.out\n",
		"go.mod":                      "module " + modulePath + "\n",
		"lariat":                      "a binary that somebody built",
		"cover.out":                   "mode: set",
		"README.md":                   "# lariat\n",
		".cache/x.go":                 "not Go",
		"runtime/fault/fault.go":      "package fault\nimport \"errors\"\nvar Closed = errors.New(\"closed\")\n",
		"runtime/loader/esbuild.go":   importing("loader", "github.com/evanw/esbuild/pkg/api", "runtime/es"),
		"runtime/runtime.go":          importing("runtime", "github.com/dop251/goja"),
		"runtime/rss_linux.go":        "//go:build linux\n\npackage runtime\n",
		"bindings/lock/mutex.go":      "package lock\nfunc f() { go f() }\n",
		"bindings/lock/module.go":     importing("lock", "github.com/dop251/goja"),
		"bindings/lock/lock_test.go":  importing("lock_test", "testing", "stdlib"),
		"stdlib/url/url.go":           "package url\n",
		"stdlib/stdlib.go":            importing("stdlib", "bindings/lock"),
		"cmd/lariat/main.go":          importing("main", "runtime/fault"),
		"scripts/worker.js":           "fetch('http://localhost" + "/" + "work/" + "item');\n",
		"runtime/fault/testdata/a.go": "package nothing",
	}, nil},
	{"arrows up, across and unknown", map[string]string{
		"bindings/internal/governor/a.go": importing("governor", "bindings/internal/waitlist"),
		"bindings/internal/waitlist/a.go": importing("waitlist", "bindings/internal/governor"),
		"runtime/loop/loop.go":            importing("loop", "runtime"),
		"runtime/clone/clone.go":          importing("clone", "runtime/inspect"),
		"runtime/fault/fault.go":          importing("fault", "runtime/loop"),
		"bindings/lock/mutex.go":          importing("lock", "bindings/queue"),
		"bindings/flow/flow.go":           importing("flow", "stdlib/timers"),
		"stdlib/timers/timers.go":         importing("timers", "bindings/lock"),
		"repl/repl.go":                    importing("repl", "cmd/lariat"),
		"runtime/bind/bind.go":            importing("bind", "runtime/nosuch"),
		"runtime/module.go":               importing("runtime", "runtime/runtimetest"),
		"stdlib/fetch/fetch.go":           importing("fetch", "testing"),
		"bindings/odd/deep/odd.go":        "package deep\n",
	}, []string{
		"bindings/internal/waitlist may not import bindings/internal/governor",
		"runtime/loop may not import runtime", "runtime/clone may not import runtime/inspect", "runtime/fault may not import runtime/loop",
		"bindings/lock may not import bindings/queue", "bindings/flow may not import stdlib/timers", "stdlib/timers may not import bindings/lock",
		"repl may not import cmd/lariat", "runtime/bind may not import runtime/nosuch", "runtime may not import runtime/runtimetest",
		"stdlib/fetch/fetch.go:2: testing is for tests", "package bindings/odd/deep has no place in the table",
	}},
	{"dependencies where they do not belong", map[string]string{
		"bindings/lock/mutex.go":    importing("lock", "github.com/dop251/goja"),
		"runtime/loop/loop.go":      importing("loop", "github.com/dop251/goja/ast"),
		"repl/module.go":            importing("repl", "github.com/dop251/goja"),
		"runtime/runtime.go":        importing("runtime", "github.com/evanw/esbuild/pkg/api"),
		"cmd/lariat/main.go":        importing("main", "github.com/peterh/liner"),
		"stdlib/events/module.go":   importing("events", "github.com/nats-io/nats.go"),
		"runtime/clone/encode.go":   importing("clone", "github.com/dop251/goja_nodejs/util"),
		"stdlib/crypto/crypto.go":   importing("crypto", "github.com/somebody/leftpad"),
		"stdlib/process/process.go": "package process\nimport \"C\"\n",
	}, []string{
		"bindings/lock/mutex.go:2: github.com/dop251/goja is not for this file", "runtime/loop/loop.go:2: github.com/dop251/goja/ast is not for",
		"repl/module.go:2: github.com/dop251/goja is not for", "runtime/runtime.go:2: github.com/evanw/esbuild/pkg/api is not for",
		"cmd/lariat/main.go:2: github.com/peterh/liner is not for", "stdlib/events/module.go:2: github.com/nats-io/nats.go is not for",
		"runtime/clone/encode.go:2: github.com/dop251/goja_nodejs/util is not for",
		"github.com/somebody/leftpad is not in the list", "C is not in the list",
	}},
	{"names", map[string]string{
		"bindings/util/util.go":   "package util\n",
		"bindings/sync/mutex.go":  "package sync\n",
		"bindings/rate/rate.go":   "package limit\n",
		"runtime/es/a.go":         "package es\n",
		"runtime/es/b.go":         "package other\n",
		"bindings/cluster/rpc.go": "package main\n",
	}, []string{
		`"util" is no name for a package`, "package sync has the name of one of Go's own", "package limit in folder rate",
		"package other in folder es", "package main in folder cluster",
	}},
	{"files that the build leaves out", map[string]string{
		"bindings/lock/mutex_js.go":          "package lock\n",
		"bindings/flow/flow_windows.go":      "package flow\n",
		"bindings/flow/flow_windows_test.go": "package flow\n",
		"runtime/es/es_arm64_test.go":        "package es\n",
		"repl/terminal_unix.go":              "//go:build unix\n\npackage repl\n",
		"repl/terminal_windows.go":           "// Package repl is.\n\n//go:build windows\n\npackage repl\n",
		"bindings/queue/queue_others.go":     "package queue\n\n//go:build linux\n",
	}, []string{
		"mutex_js.go: its name takes it out of the build for linux/amd64, linux/arm64, darwin/amd64",
		"flow_windows_test.go: its name takes it out of the build for linux/amd64, linux/arm64, darwin/amd64, darwin/arm64:",
		"es_arm64_test.go: its name takes it out of the build for linux/amd64, darwin/amd64, windows/amd64:",
	}},
	{"sizes", map[string]string{
		"bindings/lock/mutex.go":      "package lock\n" + strings.Repeat("\n", 300),
		"bindings/lock/mutex_test.go": "package lock\n" + strings.Repeat("\n", 500),
		"bindings/lock/rwlock.go":     "package lock\n" + strings.Repeat("\n", 299),
		"bindings/lock/long_test.go":  "package lock\n" + strings.Repeat("\n", 499),
		"bindings/lock/lock.d.ts":     strings.Repeat("\n", 900),
		"bindings/retry/retry.js":     strings.Repeat("\n", 301),
		"bindings/retry/a.test.js":    strings.Repeat("\n", 501),
		"stdlib/encoding/tables.go":   "// Code generated by mktables. DO NOT EDIT.\n\npackage encoding\n" + strings.Repeat("\n", 900),
	}, []string{
		"mutex.go: 301 lines, at most 300", "mutex_test.go: 501 lines, at most 500", "retry.js: 301 lines", "a.test.js: 501 lines",
	}},
	{"words", map[string]string{
		"scripts/a.js":      "// one\nopen('" + "/" + "work/" + "main/x');\n",
		"README.md":         "see `" + "/" + "home/" + "ann/x`\n",
		".ci/run":           "cd " + "/" + "root/" + "x\n",
		"repl/repl.go":      "package repl\n\n// TO" + "DO: all of it\n",
		"bindings/a.d.ts":   "/* FIX" + "ME */\n",
		"stdlib/url/url.go": "package url\n// see " + "/" + "Users/" + "ann/notes\n",
	}, []string{
		"scripts/a.js:2: a path of one machine", "README.md:1: a path of", ".ci/run:1: a path of", "repl/repl.go:3: a note to self",
		"bindings/a.d.ts:1: a note to self", "stdlib/url/url.go:2: a path of",
	}},
	{"goroutines and errors beside the kit", map[string]string{
		"bindings/flow/flow_test.go": "package flow\nfunc f() {\n\tsynctest.Test(t, func() { time.Sleep(1) })\n\ttime.Sleep(1)\n}\n",
		"stdlib/timers/timers.go":    "package timers\nfunc f() { time.Sleep(1) }\n",
		"stdlib/fs/module_watch.go":  "package fs\nfunc load() {\n\tfunc() { go load() }()\n}\n",
		"stdlib/fs/module_test.go":   "package fs\nimport \"errors\"\nvar errTest = errors.New(\"x\")\nfunc f() { go f() }\n",
		"repl/repl.go":               importing("repl", "errors", "fmt") + "var (\na = errors.New(\"a\")\nb, n = fmt.Errorf(\"b\"), 1\n)\n",
		"runtime/es/es.go":           importing("es", "fmt") + "func f(err error) error { return fmt.Errorf(\"es: %w\", err) }\nvar g = f(nil)\n",
	}, []string{
		"flow_test.go:4: wait for what happens", "timers.go:2: wait for what happens",
		"module_watch.go:3: a module starts no goroutine", "repl.go:5: errors are declared in runtime/fault", "repl.go:6: errors are declared",
	}},
	{"the root", map[string]string{
		"go.mod":          "module x\nreplace y => ../y\n",
		"NOTES.md":        "",
		"pkg/x.js":        "",
		"tools/README.md": "",
	}, []string{
		"go.mod: it replaces a module", "NOTES.md: the root holds no NOTES.md", "pkg/x.js: the root holds no pkg",
		"tools/README.md: the root holds no tools",
	}},
}

func TestLayersRefusesBrokenHouses(t *testing.T) { brokenHouses.run(t, checkHouse) }

// importing is a Go file that imports packages, ours by their folder.
func importing(pkg string, paths ...string) string {
	text := "package " + pkg + "\n"
	for _, p := range paths {
		if first, _, _ := strings.Cut(p, "/"); slices.Contains(rootFolders, first) {
			p = modulePath + "/" + p
		}
		text += "import _ \"" + p + "\"\n"
	}
	return text
}
