package repl

import (
	"os"
	"path/filepath"
	goruntime "runtime"
	"slices"
	"strings"
	"unicode/utf8"
)

// historySize is how many pieces are kept.
const historySize = 1000

// maxRemembered is the length of the longest piece that is.
const maxRemembered = 16 << 10

// history is the pieces that were entered, the last one last and each once, in a file that only its owner may read. Other
// processes may use the file at the same time. Without a file it is for the session alone.
type history struct {
	file   string
	pieces []string
}

// The marks of a line break and a tab in a line that is edited, and in the file.
const (
	breakMark = "␊"
	tabMark   = "␉"
)

// toLine puts a piece of several lines on one.
func toLine(piece string) string {
	return strings.NewReplacer("\n", breakMark, "\t", tabMark).Replace(piece)
}

// toPiece takes it apart again.
func toPiece(line string) string {
	return strings.NewReplacer(breakMark, "\n", tabMark, "\t").Replace(line)
}

// historyFile is where the history lies, "" for nowhere: LARIAT_HISTORY, or in the folder for what programs keep.
func historyFile(env map[string]string) string {
	switch file := env["LARIAT_HISTORY"]; file {
	case "off":
		return ""
	case "":
	default:
		return file
	}
	dir := env["XDG_STATE_HOME"]
	if !filepath.IsAbs(dir) {
		switch home := env["HOME"]; {
		case goruntime.GOOS == "windows":
			dir = env["LOCALAPPDATA"]
		case home != "":
			dir = filepath.Join(home, ".local", "state")
		}
	}
	if !filepath.IsAbs(dir) {
		return ""
	}
	return filepath.Join(dir, "lariat", "history")
}

// openHistory reads the file. One that cannot be used is no error: the session has a history all the same.
func openHistory(file string) *history {
	h := &history{file: file}
	if file == "" {
		return h
	}
	_ = os.MkdirAll(filepath.Dir(file), 0o700)
	h.with(os.O_RDWR, func(f *os.File) {
		_ = f.Chmod(0o600)
		text := make([]byte, 0, 64<<10)
		buf := make([]byte, 64<<10)
		for n, err := f.Read(buf); n > 0 && err == nil && len(text) < maxHistory; n, err = f.Read(buf) {
			text = append(text, buf[:n]...)
		}
		lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
		for _, line := range lines {
			h.put(line)
		}
		if len(lines) > 2*historySize || len(text) >= maxHistory {
			whole := strings.Join(h.pieces, "\n") + "\n"
			if _, err := f.WriteAt([]byte(whole), 0); err == nil {
				_ = f.Truncate(int64(len(whole)))
			}
		}
	})
	return h
}

// maxHistory is how much of a file is read.
const maxHistory = 8 << 20

// with opens the file for one step, in which no other process is.
func (h *history) with(flag int, step func(f *os.File)) {
	f, err := os.OpenFile(h.file, flag|os.O_CREATE, 0o600)
	if err != nil {
		return
	}
	defer f.Close()
	unlock := lockFile(f)
	defer unlock()
	step(f)
}

// put takes a line into the list and reports whether it belongs there.
func (h *history) put(line string) bool {
	if strings.TrimSpace(line) == "" || len(line) > maxRemembered || !utf8.ValidString(line) {
		return false
	}
	h.pieces = slices.DeleteFunc(h.pieces, func(s string) bool { return s == line })
	h.pieces = append(h.pieces, line)
	if len(h.pieces) > historySize {
		h.pieces = slices.Delete(h.pieces, 0, len(h.pieces)-historySize)
	}
	return true
}

// add puts a piece into the history, unless it begins with a space: that is how one keeps a secret.
func (h *history) add(piece string) {
	if strings.HasPrefix(piece, " ") {
		return
	}
	line := toLine(piece)
	if len(h.pieces) > 0 && h.pieces[len(h.pieces)-1] == line || !h.put(line) || h.file == "" {
		return
	}
	h.with(os.O_WRONLY|os.O_APPEND, func(f *os.File) { _, _ = f.WriteString(line + "\n") })
}
