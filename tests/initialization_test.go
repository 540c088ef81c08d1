package tests

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// maxInitialized is how many bytes a package of lariat may allocate when the program starts, whatever the program is for.
const maxInitialized = 2 << 10

// TestInitialization holds the start of the command to what it needs. A table that is made before anyone has asked for it
// is paid for by each program, also by the one that says hello and ends: runtime/lazy is for those.
func TestInitialization(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "lariat.exe")
	build := exec.Command("go", "build", "-o", binary, "../cmd/lariat") // never with the race detector, which allocates, too
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cmd := exec.Command(binary, "--version")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	var trace bytes.Buffer
	cmd.Stderr = &trace
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`^init (\S+) @.* clock, (\d+) bytes`)
	ours := 0
	for scan := bufio.NewScanner(&trace); scan.Scan(); {
		m := line.FindStringSubmatch(scan.Text())
		if m == nil || !strings.HasPrefix(m[1], "github.com/lariatjs/lariat/") {
			continue
		}
		ours++
		if n, err := strconv.Atoi(m[2]); err != nil || n > maxInitialized {
			t.Errorf("the initialization of %s allocates %s bytes, more than %d; make what it makes when it is asked for (runtime/lazy)",
				m[1], m[2], maxInitialized)
		}
	}
	if ours == 0 {
		t.Error("Go says nothing of the initialization of lariat's packages")
	}
}
