package main

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime"
)

// TestVerdictOfASegmentationFault has a process of a few megabytes say what Go says: only where that is near the limit is the
// memory to blame.
func TestVerdictOfASegmentationFault(t *testing.T) {
	for _, v := range []struct {
		memory int64
		code   int
		says   string
	}{
		{1 << 40, 70, "This is a bug in lariat"},
		{1 << 10, 5, "the program needs more than 1 KB of memory"},
	} {
		words, said := &lastWords{}, &strings.Builder{}
		cmd := exec.CommandContext(t.Context(), "sh", "-c", "echo 'SIGSEGV: segmentation violation' >&2; exit 2")
		cmd.Stderr = words
		p := &program{limits: runtime.Limits{Memory: v.memory}}
		if code := words.verdict(cmd.Run(), false, p, said); code != v.code || !strings.Contains(said.String(), v.says) {
			t.Errorf("limit of %d bytes: %d, %s", v.memory, code, said)
		}
	}
}
