package process

import (
	"os"
	goruntime "runtime"
	"runtime/debug"
	"strings"
)

// NodeVersion is the version of Node whose behaviour the modules have, and which packages expect.
const NodeVersion = "20.20.2"

// Platform is the name that Node has for the system.
func Platform() string {
	if goruntime.GOOS == "windows" {
		return "win32"
	}
	return goruntime.GOOS
}

// Arch is the name that Node has for the processor.
func Arch() string {
	switch goruntime.GOARCH {
	case "amd64":
		return "x64"
	case "386":
		return "ia32"
	case "ppc64le":
		return "ppc64"
	}
	return goruntime.GOARCH
}

// Versions are the version of Node, and those of lariat, of its engine and of Go as the build recorded them.
func Versions() (names, versions []string) {
	lariat, goja := "(devel)", "(unknown)"
	if info, ok := debug.ReadBuildInfo(); ok {
		if info.Main.Path == "github.com/lariatjs/lariat" && info.Main.Version != "" {
			lariat = info.Main.Version
		}
		for _, dep := range info.Deps {
			switch dep.Path {
			case "github.com/dop251/goja":
				goja = dep.Version
			case "github.com/lariatjs/lariat":
				lariat = dep.Version
			}
		}
	}
	return []string{"node", "lariat", "goja", "go"}, []string{NodeVersion, lariat, goja, strings.TrimPrefix(goruntime.Version(), "go")}
}

// executable is the path of the running program, empty if the system does not tell.
func executable() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	return path
}

// memory is what process.memoryUsage tells: bytes of the whole process, all isolates together. It stops all of them for
// some microseconds; package runtime/metrics would not, and takes a fiftieth of a short program's time to start.
func memory() (resident, heap, used uint64) {
	var m goruntime.MemStats
	goruntime.ReadMemStats(&m)
	return m.Sys - m.HeapReleased, m.HeapInuse, m.HeapAlloc
}
