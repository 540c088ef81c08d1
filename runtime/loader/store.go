package loader

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Config configures a Store.
type Config struct {
	// FS is where sources come from; nil is the file system of the host.
	FS FS
	// Manifests is where package.json files come from, which a module may have in a folder that it must not import from;
	// nil is FS.
	Manifests FS
	// CacheDir keeps transformed sources on the disk of the host; empty keeps none.
	CacheDir string
	// Conditions hold in exports and imports maps besides "import", "require", "module-sync" and "default".
	Conditions []string
	// Builtin knows the modules that the host serves: it maps any of their names ("fs", "node:fs") to the
	// canonical one. It is called from several goroutines.
	Builtin func(specifier string) (canonical string, ok bool)
	// Names lists host modules, so that errors can hint at one that is near.
	Names []string
	// Beside is a store whose functions come to this one's runtimes, or nil.
	Beside *Store
	// Coverage counts what runs, or is nil.
	Coverage *Coverage
	// Dir is the folder that relative names given by Go code start from; empty is the working directory.
	Dir string
}

// Store holds what the runtimes of one process share: resolutions and compiled files. It is safe for
// concurrent use. A file is compiled again when its time or size changes.
type Store struct {
	fs       FS
	resolver *resolver
	cache    *cache
	dir      string
	coverage *Coverage

	mu    sync.Mutex
	units map[string]*unitEntry
	// found remembers where specifiers led; failures are never remembered.
	found map[foundKey]resolved
	// ahead holds the units whose whole graph is compiled.
	ahead map[*unit]bool
	texts textRing
	// evals are the last texts that were evaluated as modules: a thousand workers may have the same.
	evals    [8]evalEntry
	eval     int // where the next one goes
	extracts recentExtracts
	// origins finds the source of a function.
	origins *origins
}

// unitEntry is one version of a file. Its first user compiles it, others wait for that.
type unitEntry struct {
	at   time.Time
	size int64
	once sync.Once
	unit *unit
	err  error
}

// evalEntry is the compiled form of a text without a file.
type evalEntry struct {
	name, source, base string
	entry              *unitEntry
}

// evaluated returns the compiled form of a text whose imports are relative to base. The first who asks compiles it, others
// wait for that.
func (s *Store) evaluated(c *compiler, base string) (*unit, error) {
	s.mu.Lock()
	var e *unitEntry
	for i := range s.evals {
		if x := &s.evals[i]; x.entry != nil && x.name == c.path && x.source == c.source && x.base == base {
			e = x.entry
		}
	}
	if e == nil {
		e = &unitEntry{}
		s.evals[s.eval] = evalEntry{c.path, c.source, base, e}
		s.eval = (s.eval + 1) % len(s.evals)
	}
	s.mu.Unlock()
	e.once.Do(func() {
		if e.unit, e.err = c.compile(); e.err == nil {
			s.origins.add(e.unit, base)
		}
	})
	return e.unit, e.err
}

type foundKey struct {
	specifier, dir string
	usage          usage
	typed          bool
}

// NewStore returns an empty store.
func NewStore(c Config) *Store {
	s := &Store{
		fs: c.FS, cache: newCache(c.CacheDir), dir: c.Dir, coverage: c.Coverage,
		units: map[string]*unitEntry{}, found: map[foundKey]resolved{}, ahead: map[*unit]bool{}, origins: &origins{},
	}
	if c.Beside != nil {
		s.origins = c.Beside.origins
	}
	if s.fs == nil {
		s.fs = Disk{}
	}
	if s.dir == "" {
		s.dir, _ = os.Getwd()
	}
	s.dir = filepath.Clean(s.dir)
	builtin := c.Builtin
	if builtin == nil {
		builtin = func(string) (string, bool) { return "", false }
	}
	packages := c.Manifests
	if packages == nil {
		packages = s.fs
	}
	s.resolver = &resolver{fs: s.fs, packages: manifests{fs: packages}, builtin: builtin, names: c.Names, conditions: c.Conditions}
	return s
}

// resolve is the resolver's, with a memory for what was found. A file that is gone is looked for again.
func (s *Store) resolve(specifier, referrer string, u usage) (resolved, error) {
	if _, ok := inlineURL(specifier); ok { // nothing is looked for, and it may be long
		return s.resolver.resolve(specifier, referrer, u)
	}
	key := foundKey{specifier, filepath.Dir(referrer), u, isTyped(referrer)}
	if isInline(referrer) {
		key.dir, key.typed = "data:", false // what a text imports is not relative to it
	}
	s.mu.Lock()
	res, ok := s.found[key]
	s.mu.Unlock()
	if ok && s.there(res) {
		return res, nil
	}
	res, err := s.resolver.resolve(specifier, referrer, u)
	for n := 0; n < maxAsked && errors.Is(err, fault.Permission) && s.asked(err, referrer); n++ {
		res, err = s.resolver.resolve(specifier, referrer, u)
	}
	if err == nil {
		s.mu.Lock()
		s.found[key] = res
		s.mu.Unlock()
	}
	return res, err
}

// maxAsked bounds how often one resolution may need to be granted something: a file, and where links lead from it.
const maxAsked = 8

// asked reports whether what was refused has been granted since.
func (s *Store) asked(refused error, referrer string) bool {
	a, ok := s.fs.(asker)
	return ok && a.Ask(refused, referrer)
}

func (s *Store) there(res resolved) bool {
	if res.path == "" {
		return true
	}
	info, err := s.fs.Stat(res.path)
	return err == nil && !info.IsDir()
}

// unit returns the compiled form of a file.
func (s *Store) unit(path string) (*unit, error) {
	info, err := s.fs.Stat(path)
	if err != nil {
		if fault.KindOf(err) != nil {
			return nil, err
		}
		return nil, fault.Module.New("cannot read %s: %w", path, err)
	}
	s.mu.Lock()
	e := s.units[path]
	if e == nil || !e.at.Equal(info.ModTime()) || e.size != info.Size() {
		e = &unitEntry{at: info.ModTime(), size: info.Size()}
		s.units[path] = e
	}
	s.mu.Unlock()
	e.once.Do(func() { e.unit, e.err = s.compile(path) })
	return e.unit, e.err
}

func (s *Store) compile(path string) (*unit, error) {
	c, err := s.compiler(path)
	if err != nil {
		return nil, err
	}
	u, err := c.compile()
	if err != nil {
		return nil, err
	}
	u.strictInterop = c.intent.module
	s.origins.add(u, "")
	return u, nil
}

// compiler reads a file and what its name and its package say about it.
func (s *Store) compiler(path string) (*compiler, error) {
	text, err := s.fs.ReadFile(path)
	if err != nil {
		if fault.KindOf(err) != nil {
			return nil, err
		}
		return nil, fault.Module.New("cannot read %s: %w", path, err)
	}
	if filepath.Ext(path) == ".node" {
		return nil, fault.Module.New("cannot load %s: native add-ons of Node are not supported", path).With("code", "ERR_DLOPEN_FAILED")
	}
	kind := ""
	m, err := s.resolver.packages.scope(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	if m != nil {
		kind = m.kind
	}
	return &compiler{path: path, source: sourceText(text), intent: intentOf(path, kind), cache: s.cache, coverage: s.coverage}, nil
}

// sourceText is the text of a file: a byte order mark is no part of it, and goja wants valid UTF-8.
func sourceText(b []byte) string {
	return strings.ToValidUTF8(string(bytes.TrimPrefix(b, bom)), "\ufffd")
}

// Source returns the text of a file or an evaluated script that was loaded, for CodeFrame.
func (s *Store) Source(name string) (string, bool) {
	s.mu.Lock()
	e := s.units[name]
	text, ok := s.texts.get(name)
	s.mu.Unlock()
	if e == nil {
		return text, ok
	}
	e.once.Do(func() { e.unit, e.err = s.compile(name) })
	if e.unit == nil {
		return "", false
	}
	return e.unit.source, true
}

// Changed returns a file that was loaded, or was to be, and is another since then; "" if there is none. One that is gone may
// be about to be written anew, and does not count. Any goroutine.
func (s *Store) Changed() string {
	s.mu.Lock()
	units := maps.Clone(s.units)
	s.mu.Unlock()
	for _, path := range slices.Sorted(maps.Keys(units)) {
		e := units[path]
		if info, err := s.fs.Stat(path); err == nil && (!e.at.Equal(info.ModTime()) || e.size != info.Size()) {
			return path
		}
	}
	return ""
}

// Files lists the files that were loaded, or were to be, in order. Any goroutine.
func (s *Store) Files() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.units))
}
