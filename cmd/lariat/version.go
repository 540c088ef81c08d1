package main

import (
	"encoding/json"
	"fmt"
	"io"
	goruntime "runtime"
	"runtime/debug"
	"strings"
)

// build is what Go has recorded about this build.
type build struct {
	Version  string `json:"version"`
	Commit   string `json:"commit,omitempty"`
	Modified bool   `json:"modified,omitempty"` // since the commit
	Time     string `json:"time,omitempty"`     // of the commit
	Go       string `json:"go"`
	Platform string `json:"platform"`
	Goja     string `json:"goja,omitempty"`
}

// engine is the module of the JavaScript engine.
const engine = "github.com/dop251/goja"

func thisBuild() build {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{GoVersion: goruntime.Version()}
	}
	return buildOf(info)
}

func buildOf(info *debug.BuildInfo) build {
	b := build{Version: info.Main.Version, Go: info.GoVersion, Platform: goruntime.GOOS + "/" + goruntime.GOARCH}
	if b.Version == "" {
		b.Version = "(devel)"
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		case "vcs.time":
			b.Time = s.Value
		}
	}
	for _, dep := range info.Deps {
		if dep.Path == engine {
			if dep.Replace != nil {
				dep = dep.Replace
			}
			b.Goja = dep.Version
		}
	}
	return b
}

// short names the build on a line that has other things on it.
func (b build) short() string { return fmt.Sprintf("lariat %s %s", b.Version, b.Go) }

// String tells all that is known, and of the commit also that it is not.
func (b build) String() string {
	commit := "commit unknown"
	if b.Commit != "" {
		commit = "commit " + b.Commit
	}
	if b.Time != "" {
		commit += " of " + b.Time
	}
	if b.Modified {
		commit += ", modified since"
	}
	lines := []string{b.short() + " " + b.Platform, commit}
	if b.Goja != "" {
		lines = append(lines, "goja "+b.Goja)
	}
	return strings.Join(lines, "\n") + "\n"
}

// showVersion is lariat --version and lariat version [--json].
func showVersion(args []string, _ io.Reader, stdout, stderr io.Writer) int {
	switch {
	case len(args) == 0:
		fmt.Fprint(stdout, thisBuild())
		return 0
	case len(args) == 1 && args[0] == "--json":
		text, err := json.MarshalIndent(thisBuild(), "", "  ")
		if err != nil {
			return fail(stderr, err)
		}
		fmt.Fprintf(stdout, "%s\n", text)
		return 0
	}
	fmt.Fprint(stderr, "lariat: version takes nothing but --json\nTry 'lariat --help'.\n")
	return 2
}
