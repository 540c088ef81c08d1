package lariat

import (
	"context"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loader"
)

// Program is the sources of a program, which are read and compiled once, whatever number of runtimes runs it.
type Program struct {
	fsys  fs.FS
	entry string

	mu     sync.Mutex
	stores map[string]*loader.Store // by the names of the modules of the host
}

// Compile reads and compiles a file and what it imports, and reports what is wrong with any of it: a syntax error, a file
// that is not there. modules are those that the program imports from the host, as WithModules gives them.
func Compile(ctx context.Context, fsys fs.FS, entry string, modules ...*Module) (*Program, error) {
	switch {
	case ctx == nil:
		return nil, errNil("Compile", "ctx", "a context.Context")
	case fsys == nil:
		return nil, errNil("Compile", "fsys", "an fs.FS")
	}
	p := &Program{fsys: fsys, entry: entry, stores: map[string]*loader.Store{}}
	b, err := prepare([]Option{WithProgram(p), WithModules(modules...)})
	if err != nil {
		return nil, err
	}
	rt, err := b.make()
	if err != nil {
		return nil, err
	}
	defer rt.Close()
	if !filepath.IsAbs(entry) {
		entry = filepath.Join(mount, entry)
	}
	if err := rt.core.Loader().Store().Compile(ctx, entry); err != nil {
		return nil, err
	}
	return p, nil
}

// Entry is the file that Compile was given.
func (p *Program) Entry() string { return p.entry }

// WithProgram makes scripts come from a program, as WithFS does from its file system.
func WithProgram(p *Program) Option {
	return func(o *options) {
		if p == nil || p.fsys == nil {
			o.mistake = append(o.mistake, fault.Type.New(`WithProgram: "p" must be a *lariat.Program that Compile has made`))
			return
		}
		WithFS(p.fsys)(o)
		o.core = append(o.core, runtime.WithStore(p.store))
	}
}

// store returns what runtimes with the same modules have in common.
func (p *Program) store(c loader.Config) *loader.Store {
	key := strings.Join(append([]string{c.Dir}, c.Names...), "\n")
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stores[key] == nil {
		p.stores[key] = loader.NewStore(c)
	}
	return p.stores[key]
}
