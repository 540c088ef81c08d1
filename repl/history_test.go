package repl

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

func TestHistoryKeepsEachPieceOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "state", "lariat", "history")
	h := openHistory(file)
	for _, piece := range []string{"1", "2", "f(\n\t3)", "1", " secret", "", "  ", "\xff", strings.Repeat("x", maxRemembered+1), "1"} {
		h.add(piece)
	}
	want := []string{"2", "f(␊␉3)", "1"}
	if !slices.Equal(h.pieces, want) || !slices.Equal(openHistory(file).pieces, want) {
		t.Errorf("got %q and %q", h.pieces, openHistory(file).pieces)
	}
	if got := toPiece(h.pieces[1]); got != "f(\n\t3)" {
		t.Errorf("got %q", got)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v", info.Mode(), err)
	}
	h = openHistory(filepath.Join(file, "no", "folder"))
	if h.add("1"); len(h.pieces) != 1 {
		t.Error("it has to go on without a file")
	}
}

func TestHistoryIsBounded(t *testing.T) {
	file := filepath.Join(t.TempDir(), "history")
	var text strings.Builder
	for i := range 3 * historySize {
		fmt.Fprintln(&text, i)
	}
	if err := os.WriteFile(file, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	if h := openHistory(file); len(h.pieces) != historySize || h.pieces[0] != fmt.Sprint(2*historySize) {
		t.Errorf("%d pieces from %s", len(h.pieces), h.pieces[0])
	}
	b, err := os.ReadFile(file)
	if err != nil || strings.Count(string(b), "\n") != historySize {
		t.Errorf("%d lines are left, %v", strings.Count(string(b), "\n"), err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v", info.Mode(), err)
	}
}

// TestHistoryHammer has several sessions write at once, while others make the file shorter.
func TestHistoryHammer(t *testing.T) {
	file := filepath.Join(t.TempDir(), "history")
	const sessions, pieces = 8, 100
	var wg sync.WaitGroup
	for s := range sessions {
		wg.Go(func() {
			h := openHistory(file)
			for i := range pieces {
				h.add(fmt.Sprintf("piece %d of %d", i, s))
				if i%20 == 0 {
					openHistory(file)
				}
			}
		})
	}
	wg.Wait()
	h := openHistory(file)
	if len(h.pieces) != sessions*pieces {
		t.Errorf("%d pieces are left of %d", len(h.pieces), sessions*pieces)
	}
}

func TestHistoryFile(t *testing.T) {
	for want, env := range map[string]map[string]string{
		"/s/lariat/history":              {"XDG_STATE_HOME": "/s", "HOME": "/h"},
		"/h/.local/state/lariat/history": {"HOME": "/h", "XDG_STATE_HOME": "relative"},
		"/f":                             {"LARIAT_HISTORY": "/f", "HOME": "/h"},
		"":                               {"LARIAT_HISTORY": "off", "HOME": "/h"},
	} {
		if got := filepath.ToSlash(historyFile(env)); got != want {
			t.Errorf("%v: got %q, want %q", env, got, want)
		}
	}
}
