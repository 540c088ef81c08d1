package fs

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/permit"
)

// Access is what an operation wants from a path; its text names the permission.
type Access string

// The two kinds of access. Making, removing, renaming and changing attributes are writes.
const (
	Reading Access = "read"
	Writing Access = "write"
)

// Grant gives a script one folder with all beneath it, or one file.
type Grant struct {
	Path        string
	Read, Write bool
}

// Options describe a Disk. The zero value is the whole disk of the process.
type Options struct {
	// Folder is where relative paths start; empty means the working directory of the process.
	Folder string
	// Confined keeps the script within Grants; without grants it then reaches nothing.
	Confined bool
	Grants   []Grant
	// Permissions keep the script within what they grant; nil, or one that grants everything, is the whole disk.
	Permissions *permit.Set
	// Check, if set, is asked before every operation with the absolute path, and once more with the
	// path behind symbolic links where that differs. Its error is the operation's error. It refines
	// Grants (deny lists, prompts) and does not replace them: between check and use a path may change.
	Check func(access Access, path string) error
	// Calls bounds how many calls on paths of scripts run at once; 0 means 64.
	Calls int
	// MaxRead bounds what a whole-file read returns; 0 means 2 GiB less one byte.
	MaxRead int64
}

// Disk gives access to files. It is safe for use by several goroutines and by a family of runtimes.
type Disk struct {
	tree    tree
	folder  string
	check   func(Access, string) error
	maxRead int64
	strict  bool
	set     *permit.Set   // nil for the whole disk
	own     *permit.Set   // made by New, and closed by Close
	calls   chan struct{} // holds an item for each call that runs
}

// New returns a Disk. A granted path that does not exist is an error unless its folder does.
func New(o Options) (*Disk, error) {
	d := &Disk{tree: host{}, folder: o.Folder, check: o.Check, maxRead: o.MaxRead}
	if d.maxRead <= 0 {
		d.maxRead = 1<<31 - 1
	}
	if o.Calls <= 0 {
		o.Calls = defaultCalls
	}
	d.calls = make(chan struct{}, o.Calls)
	if o.Folder != "" {
		abs, err := filepath.Abs(o.Folder)
		if err != nil {
			return nil, systemError(err, "open", o.Folder)
		}
		d.folder = abs
	}
	if o.Confined {
		set, err := granting(o.Grants)
		if err != nil {
			return nil, err
		}
		o.Permissions, d.own = set, set
	}
	if o.Permissions != nil && !o.Permissions.Open() {
		d.tree, d.set = &confined{o.Permissions}, o.Permissions
	}
	d.strict = d.set != nil || o.Check != nil
	return d, nil
}

// Close gives back the folders that a confined Disk holds open. Open files stay usable.
func (d *Disk) Close() error {
	if d.own != nil {
		d.own.Close()
	}
	return nil
}

// granting makes the permissions of grants.
func granting(grants []Grant) (*permit.Set, error) {
	var o permit.Options
	for _, g := range grants {
		if _, err := os.Stat(filepath.Dir(filepath.Clean(g.Path))); err != nil {
			return nil, systemError(err, "open", g.Path)
		}
		if g.Read {
			o.Allow.Read = append(o.Allow.Read, g.Path)
		}
		if g.Write {
			o.Allow.Write = append(o.Allow.Write, g.Path)
		}
	}
	return permit.New(o)
}

// resolve turns a script's path into the name for the tree and asks whether the access is allowed.
// An unrestricted Disk passes the path on untouched, so that ".." behind a link means what the
// operating system says; a restricted one works on clean absolute names.
func (d *Disk) resolve(ctx context.Context, access Access, path, syscall string) (string, error) {
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	if path == "" {
		return "", systemError(&fs.PathError{Op: syscall, Err: errNoEntry}, syscall, path)
	}
	if strings.IndexByte(path, 0) >= 0 {
		return "", fault.Type.New("a path must not hold null bytes: %q", path).With("code", "ERR_INVALID_ARG_VALUE")
	}
	name := path
	if d.folder != "" && !filepath.IsAbs(name) {
		name = d.folder + string(os.PathSeparator) + name
	}
	if !d.strict {
		return name, nil
	}
	abs, err := filepath.Abs(name)
	if err != nil {
		return "", systemError(err, syscall, path)
	}
	if d.set != nil {
		if err := d.set.Allow(ctx, permit.Kind(access), abs, !onLinks(syscall)); err != nil {
			return "", err
		}
	}
	if d.check != nil {
		if err := d.ask(access, abs); err != nil {
			return "", err
		}
	}
	return abs, nil
}

// onLinks reports whether a call is about a link itself where a path ends in one, and not about where that leads.
func onLinks(call string) bool {
	switch call {
	case "lstat", "readlink", "rename", "link", "symlink", "unlink", "rm", "rmdir", "mkdir", "mkdtemp":
		return true
	}
	return false
}

// ask puts the question to Check, for the name as given and for what it leads to.
func (d *Disk) ask(access Access, abs string) error {
	if err := d.check(access, abs); err != nil {
		return err
	}
	// A path that is to be made has no actual name yet; the folder it will be in has.
	actual, rest := abs, ""
	for {
		if r, err := d.tree.realpath(actual); err == nil {
			actual = filepath.Join(r, rest)
			break
		}
		parent := filepath.Dir(actual)
		if parent == actual {
			return nil
		}
		actual, rest = parent, filepath.Join(filepath.Base(actual), rest)
	}
	if actual == abs {
		return nil
	}
	return d.check(access, actual)
}

// denied is the error for a path outside the grants.
func denied(access Access, path string) error {
	return fault.Permission.New("%s access to '%s' is not granted", access, path).
		With("permission", string(access)).With("resource", path)
}
