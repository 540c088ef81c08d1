package worker

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
)

func TestWhereAProgramComesFrom(t *testing.T) {
	folder := filepath.FromSlash("/scripts/jobs")
	file := func(path string) source { return source{file: filepath.FromSlash(path)} }
	for specifier, want := range map[string]source{
		"./a.js":                             file("/scripts/jobs/a.js"),
		"../a.js":                            file("/scripts/a.js"),
		"a.js":                               file("/scripts/jobs/a.js"),
		"a%20b.js":                           file("/scripts/jobs/a b.js"),
		"100%.js":                            file("/scripts/jobs/100%.js"),
		"/x/../a.js":                         file("/a.js"),
		"file:///a.js":                       file("/a.js"),
		"file://localhost/a.js":              file("/a.js"),
		"./a.js?x=1#y":                       {file: filepath.FromSlash("/scripts/jobs/a.js"), query: "?x=1#y"},
		"data:text/javascript,a%20b":         {text: "a b", name: "data.js"},
		"data:text/javascript,100%":          {text: "100%", name: "data.js"},
		"data:text/javascript;base64,YSBi":   {text: "a b", name: "data.js"},
		"data:Text/JavaScript;x=y;base64,YQ": {text: "a", name: "data.js"},
		"data:application/typescript,a":      {text: "a", name: "data.ts"},
	} {
		if got, err := parseURL("new Worker", specifier, folder); err != nil || got != want {
			t.Errorf("%s: got %+v, %v", specifier, got, err)
		}
	}
	for specifier, want := range map[string]error{
		"": fault.DOMSyntax, "data:text/javascript": fault.DOMSyntax, "data:text/javascript;base64,?": fault.DOMSyntax,
		"file://other/a.js": fault.DOMSyntax, "http://%zz": fault.DOMSyntax, "file:a.js": fault.DOMSyntax,
		"http://example.org/a.js": fault.NotSupported, "blob:x": fault.NotSupported, "node:fs": fault.NotSupported,
		"data:text/plain,a": fault.NotSupported, "data:,a": fault.NotSupported,
	} {
		if got, err := parseURL("new Worker", specifier, folder); !errors.Is(err, want) {
			t.Errorf("%s: got %+v, %v", specifier, got, err)
		}
	}
	if got := (source{file: filepath.FromSlash("/a b#.js"), query: "?x"}).url(); got != "file:///a%20b%23.js?x" {
		t.Error(got)
	}
}
