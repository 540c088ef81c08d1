// Package permit is what a program may do to the world outside of it: read and write files, import code, reach the
// network, see variables of the environment, run other programs. A Set says it. Nothing is granted that is not named, a
// denial wins over a grant, and a set can be narrowed but never widened.
//
// A Set is immutable and safe for use from all goroutines; what Ask has answered is remembered beside it.
package permit

import (
	"context"
	"os"
	"path/filepath"
	"sync"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Kind is one of the permissions; its text is what errors and options call it.
type Kind string

// The permissions. Import is to load code, and JSON by import or require; it does not let the script read the file.
const (
	Read   Kind = "read"
	Write  Kind = "write"
	Import Kind = "import"
	Net    Kind = "net"
	Env    Kind = "env"
	Run    Kind = "run"
)

// Kinds lists the permissions in the order in which help and errors name them.
func Kinds() []Kind { return []Kind{Read, Write, Import, Net, Env, Run} }

// Any in a list of Grants is all that there is.
const Any = "*"

// Grants are lists of what is granted, or denied. An empty list is nothing.
//
// Paths stand for a file, or a folder with all beneath it, by where links lead. Net is "host", "host:port", "*.host",
// an IP address, "[IPv6]:port" or a range such as "10.0.0.0/8"; an address of a private network, such as that of this
// machine, has to be named as one, unless Any is granted. Env is the name of a variable, or its beginning: "APP_*". Run
// is a program by name, as it is found on the PATH when it is first asked for, or by path.
type Grants struct {
	Read, Write, Import, Net, Env, Run []string
}

// Of returns the list of a kind.
func (g *Grants) Of(k Kind) *[]string {
	switch k {
	case Read:
		return &g.Read
	case Write:
		return &g.Write
	case Import:
		return &g.Import
	case Net:
		return &g.Net
	case Env:
		return &g.Env
	case Run:
		return &g.Run
	}
	return new([]string)
}

// Empty reports whether nothing is listed.
func (g *Grants) Empty() bool {
	for _, k := range Kinds() {
		if len(*g.Of(k)) > 0 {
			return false
		}
	}
	return true
}

// Options describe a Set.
type Options struct {
	// Everything grants all of every kind, but for what is denied.
	Everything  bool
	Allow, Deny Grants
	// Program, if it is not empty, is a file: what lies in its folder may be read and imported, and so may packages in
	// the node_modules folders beside and above it be imported.
	Program string
	// Dir is where relative paths start; empty means the working directory of the process.
	Dir string
	// Ask, if set, is asked for what is neither granted nor denied, once for each kind and resource. It may block, and is
	// called from several goroutines, but never at the same time.
	Ask func(ctx context.Context, r Request) Answer
	// Advice ends the message of an error: what the reader can do to grant it. Nil tells a Go host.
	Advice func(r Request) string

	resolved bool // paths have no links; see Decode
}

// Request is what a script wants.
type Request struct {
	Kind Kind
	// Resource is the path, the "host:port", the variable or the program.
	Resource string
	// Name is what the script calls it, if that differs: the name of a link, say.
	Name string
}

// Answer is what Ask says.
type Answer int

// The answers. Always grants all of the kind.
const (
	No Answer = iota
	Yes
	Always
)

// Set is what is granted. The zero value grants nothing.
type Set struct {
	// parent is the set that this one narrows; it has to grant a thing as well.
	parent *Set
	// open says that nothing is refused, and nothing needs to be looked at.
	open    bool
	options Options
	paths   map[Kind]*pathList
	net     hostList
	env     nameList
	run     *commandList
	program *program
	answers *answers // of the whole family; nil where nobody is asked
	volumes sync.Map // trees by path
}

// Everything returns the set that grants all.
func Everything() *Set { return &everything }

var everything = Set{open: true, options: Options{Everything: true}}

// New makes a set. All mistakes in the patterns are reported.
func New(o Options) (*Set, error) {
	dir := o.Dir
	if dir == "" {
		var err error
		if dir, err = os.Getwd(); err != nil {
			return nil, fault.System.New("the permissions have no folder to start from: %w", err)
		}
	}
	s, err := build(o, dir)
	if err != nil {
		return nil, err
	}
	if o.Ask != nil && !s.open {
		s.answers = &answers{ask: o.Ask, given: map[question]bool{}}
	}
	return s, nil
}

// build makes a set without a parent.
func build(o Options, dir string) (*Set, error) {
	if o.Everything {
		for _, k := range Kinds() {
			*o.Allow.Of(k) = []string{Any}
		}
	}
	s := &Set{options: o, paths: make(map[Kind]*pathList, 3), open: o.Everything}
	if o.Program != "" {
		s.program = &program{file: absolute(dir, o.Program)}
	}
	for _, k := range []Kind{Read, Write, Import} {
		list, err := newPaths(k, dir, *o.Allow.Of(k), *o.Deny.Of(k), o.resolved)
		if err != nil {
			return nil, err
		}
		s.paths[k] = list
	}
	var err error
	if s.net, err = newHosts(o.Allow.Net, o.Deny.Net); err != nil {
		return nil, err
	}
	if s.env, err = newNames(o.Allow.Env, o.Deny.Env); err != nil {
		return nil, err
	}
	if s.run, err = newCommands(dir, o.Allow.Run, o.Deny.Run); err != nil {
		return nil, err
	}
	for _, k := range Kinds() {
		s.open = s.open && len(*o.Deny.Of(k)) == 0
	}
	return s, nil
}

func absolute(dir, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(dir, path)
}

// Open reports whether nothing is refused.
func (s *Set) Open() bool { return s != nil && s.open }

// Asks reports whether somebody is asked for what is not granted.
func (s *Set) Asks() bool { return !s.Open() && s.answers != nil }

// Unrestricted reports whether all of a kind is granted and nothing of it denied.
func (s *Set) Unrestricted(k Kind) bool {
	for ; s != nil && !s.open; s = s.parent {
		if !s.all(k) {
			return false
		}
	}
	return true
}

// all is Unrestricted of this set alone.
func (s *Set) all(k Kind) bool {
	switch k {
	case Net:
		return s.net.all && len(s.net.deny) == 0
	case Env:
		return s.env.all && len(s.env.deny) == 0
	case Run:
		return s.run.unrestricted()
	}
	return s.paths[k].unrestricted() && len(s.denials(k)) == 0
}

// Inherits reports whether a set that narrows another grants of a kind what that one does.
func (s *Set) Inherits(k Kind) bool { return s.parent != nil && (s.open || s.all(k)) }

// Read says why a file or folder must not be read; nil if it may.
func (s *Set) Read(ctx context.Context, path string) error { return s.Allow(ctx, Read, path, true) }

// Write says why a file or folder must not be made, changed or removed; nil if it may.
func (s *Set) Write(ctx context.Context, path string) error { return s.Allow(ctx, Write, path, true) }

// Import says why code must not be loaded from a file; nil if it may.
func (s *Set) Import(ctx context.Context, path string) error { return s.Allow(ctx, Import, path, true) }

// Allow says why a path must not be used for a kind of access; nil if it may. If last is false a link at the end of the path
// is not followed: it is the link itself that is looked at, made or removed.
func (s *Set) Allow(ctx context.Context, k Kind, path string, last bool) error {
	if s.Open() {
		return nil
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return fault.System.New("%s", err)
	}
	_, err = s.judge(ctx, k, abs, last)
	return err
}
