package loader

import (
	"path/filepath"
	"regexp"
	"sync"

	"github.com/dop251/goja"
	"github.com/dop251/goja/file"
)

// format is what a file turned out to be.
type format uint8

const (
	formatCommonJS format = iota
	formatModule
	formatJSON
)

// unit is a compiled file. It is immutable and shared by all runtimes of a store.
type unit struct {
	path, source string
	format       format
	// program evaluates to the wrapper function; nil for JSON.
	program *goja.Program
	// links is what an ES module imports and exports.
	links *linkage
	// evals: program evaluates to a function around the wrapper, see directEval.
	evals bool
	// regexps: the program has literals of regular expressions.
	regexps bool
	// written is what the functions of the file are found again by, and file is what goja knows it as.
	written *written
	file    *file.File
	// requires are the literal arguments of require in a CommonJS file, for prefetching.
	requires []string
	// strictInterop: the file is a module for Node too, so that its default import of a CommonJS module is
	// always module.exports.
	strictInterop bool
}

// intent is what the name of a file and its package say about its format.
type intent struct {
	kind sourceKind
	// module and script force a format; without either the syntax decides.
	module, script bool
	json           bool
}

// intentOf reads the extension and the type of the package.
func intentOf(path, packageType string) intent {
	in := intent{module: packageType == "module"}
	switch filepath.Ext(path) {
	case ".json":
		in.json = true
	case ".mjs":
		in.module = true
	case ".cjs":
		in.module, in.script = false, true
	case ".jsx":
		in.kind = kindJSX
	case ".ts":
		in.kind = kindTS
	case ".mts":
		in.kind, in.module = kindTS, true
	case ".cts":
		in.kind, in.module = kindTS, false
	case ".tsx":
		in.kind = kindTSX
	}
	return in
}

// reRequire finds require("x"). It may find one in a comment: prefetching that costs time, nothing else.
var reRequire = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\brequire\(\s*["']([^"'\n]+)["']\s*\)`) })

func literalRequires(source string) []string {
	var list []string
	for _, m := range reRequire().FindAllStringSubmatch(source, -1) {
		list = append(list, m[1])
	}
	return list
}
