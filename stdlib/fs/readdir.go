package fs

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Entry is one thing in a folder.
type Entry struct {
	// Name is the last part of Path; Path starts with the path of the folder as the caller gave it.
	Name, Path string
	kind       os.FileMode
}

// IsDirectory tells whether the entry is a folder; a link to one is not.
func (e Entry) IsDirectory() bool { return e.kind.IsDir() }

// IsFile tells whether the entry is a regular file.
func (e Entry) IsFile() bool { return e.kind.IsRegular() }

// IsSymbolicLink tells whether the entry is a symbolic link.
func (e Entry) IsSymbolicLink() bool { return e.kind&os.ModeSymlink != 0 }

// direntType is the type of the entry as Node numbers it (UV_DIRENT_…).
func (e Entry) direntType() int {
	switch {
	case e.kind.IsRegular():
		return 1
	case e.kind.IsDir():
		return 2
	case e.kind&os.ModeSymlink != 0:
		return 3
	case e.kind&os.ModeNamedPipe != 0:
		return 4
	case e.kind&os.ModeSocket != 0:
		return 5
	case e.kind&os.ModeCharDevice != 0:
		return 6
	case e.kind&os.ModeDevice != 0:
		return 7
	}
	return 0
}

// ReadDir lists a folder, sorted by name; recursive lists what is in its folders too, each folder's
// content right behind the folder. Symbolic links are listed and not followed. Folders are read one
// at a time, ahead of the consumer; one that vanishes meanwhile is left out.
func (d *Disk) ReadDir(path string, recursive bool) *Stream[Entry] {
	w := &walk{disk: d, recursive: recursive, todo: []Entry{{Path: path, kind: os.ModeDir}}, first: true}
	return &Stream[Entry]{limit: 256 << 10, fill: w.fill}
}

// List is ReadDir at once.
func (d *Disk) List(ctx context.Context, path string, recursive bool) ([]Entry, error) {
	return d.ReadDir(path, recursive).Collect(ctx)
}

// walk is the state of one listing. Todo is a stack of entries that wait to be given, the next one
// last; a folder among them is opened when it is given.
type walk struct {
	disk      *Disk
	recursive bool
	first     bool
	todo      []Entry
}

func (w *walk) fill() (batch[Entry], error) {
	var out batch[Entry]
	for len(w.todo) > 0 {
		e := w.todo[len(w.todo)-1]
		w.todo = w.todo[:len(w.todo)-1]
		if !w.first {
			out.add(e, len(e.Path)+64)
			if !w.recursive || !e.IsDirectory() {
				continue
			}
		}
		inside, err := w.disk.entries(e.Path)
		if err != nil && (w.first || !isCode(err, "ENOENT")) {
			return out, err
		}
		w.first = false
		slices.Reverse(inside)
		w.todo = append(w.todo, inside...)
		if len(out.items) > 0 {
			return out, nil
		}
	}
	return out, io.EOF
}

// entries reads one folder.
func (d *Disk) entries(path string) ([]Entry, error) {
	name, err := d.resolve(context.Background(), Reading, path, "scandir")
	if err != nil {
		return nil, err
	}
	// A pipe would block the open; the folder must be known to be one.
	info, err := d.tree.stat(name)
	if err != nil {
		return nil, systemError(err, "scandir", path)
	}
	if !info.IsDir() {
		return nil, refusal("ENOTDIR", errNotFolder, messages.Get()["ENOTDIR"], "scandir", path)
	}
	h, err := d.tree.open(name, os.O_RDONLY|openNonblock, 0)
	if err != nil {
		return nil, systemError(err, "scandir", path)
	}
	defer func() { _ = h.Close() }()
	list, err := h.ReadDir(-1)
	if err != nil {
		return nil, systemError(err, "scandir", path)
	}
	slices.SortFunc(list, func(a, b os.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	out := make([]Entry, len(list))
	for i, e := range list {
		out[i] = Entry{Name: e.Name(), Path: filepath.Join(path, e.Name()), kind: e.Type()}
	}
	return out, nil
}
