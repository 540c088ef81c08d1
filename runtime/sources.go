package runtime

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loader"
	"github.com/lariatjs/lariat/runtime/permit"
)

// newStore makes the store of sources for the permissions, beside the one there is.
func (o *options) newStore() *loader.Store {
	config := loader.Config{
		CacheDir: o.cacheDir, Dir: o.dir, Builtin: o.canonical, Names: sortedKeys(o.byName), Beside: o.store, Coverage: o.coverage,
	}
	o.sources = nil
	if o.from != nil { // what the host gives is granted
		config.FS = o.from
		if o.storeOf != nil {
			return o.storeOf(config)
		}
		return loader.NewStore(config)
	}
	if !o.permits.Open() {
		o.sources = &sources{set: o.permits}
		config.FS, config.Manifests = o.sources, manifests{o.sources}
	}
	return loader.NewStore(config)
}

// sources is the file system of the loader: the files that may be imported, and those that the host has told to run. It
// asks nobody but in Ask: the loader looks in many places for one file.
type sources struct {
	loader.Disk
	set *permit.Set

	mu      sync.Mutex
	entries []string
}

// enter makes a file one that can be loaded, because the host wants it.
func (s *sources) enter(file string) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.entries = append(s.entries, filepath.Clean(file))
}

// isEntry reports whether a name is one that the host has told to run, with or without what it ends in.
func (s *sources) isEntry(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, entry := range s.entries {
		if rest, ok := strings.CutPrefix(name, entry); ok && (rest == "" || rest[0] == '.' && !strings.ContainsRune(rest, filepath.Separator)) {
			return true
		}
	}
	return false
}

// quiet keeps the set from asking.
var quiet = permit.Quietly(context.Background())

// locate finds the place of a file that may be imported.
func (s *sources) locate(name string) (permit.Place, error) {
	return s.set.Locate(quiet, permit.Import, name, true)
}

// ReadFile reads a regular file.
func (s *sources) ReadFile(name string) ([]byte, error) {
	if s.isEntry(name) {
		return s.Disk.ReadFile(name)
	}
	at, err := s.locate(name)
	if err != nil {
		return nil, err
	}
	defer at.Close()
	if at.Root == nil {
		return s.Disk.ReadFile(at.Path)
	}
	f, err := at.Open(syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return loader.ReadSource(name, f)
}

// Stat follows links.
func (s *sources) Stat(name string) (fs.FileInfo, error) {
	if s.isEntry(name) {
		return s.Disk.Stat(name)
	}
	at, err := s.locate(name)
	if err != nil {
		if s.set.NoPackage(name) {
			err = fs.ErrNotExist
		}
		return nil, err
	}
	defer at.Close()
	return at.Stat()
}

// EvalSymlinks finds where links lead.
func (s *sources) EvalSymlinks(name string) (string, error) {
	if s.isEntry(name) {
		actual, err := s.Disk.EvalSymlinks(name)
		if err == nil && actual != name {
			s.enter(actual)
		}
		return actual, err
	}
	at, err := s.locate(name)
	if err != nil {
		return "", err
	}
	defer at.Close()
	_, err = at.Stat()
	return at.Path, err
}

// ReadDir lists a folder.
func (s *sources) ReadDir(name string) ([]fs.DirEntry, error) {
	at, err := s.locate(name)
	if err != nil {
		return nil, err
	}
	defer at.Close()
	f, err := at.Open(0, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.ReadDir(-1)
}

// Ask asks for what was refused to the loader.
func (s *sources) Ask(refused error, referrer string) bool {
	var e *fault.Error
	if !errors.As(refused, &e) {
		return false
	}
	path, _ := e.Props["resource"].(string)
	return path != "" && s.set.Asks() && s.set.Import(permit.WithSite(context.Background(), importer(referrer)), path) == nil
}

// importer is the file that imports another.
type importer string

// String names the file.
func (i importer) String() string { return string(i) }

// manifests is where the loader finds package.json files: also in the folders above what may be imported, since it is
// they that say what the files there mean.
type manifests struct{ *sources }

// above reports whether a name is a package.json in such a folder.
func (m manifests) above(name string) bool {
	dir, base := filepath.Split(name)
	if base != "package.json" {
		return false
	}
	return m.set.Above(filepath.Clean(dir)) || m.aboveEntry(filepath.Clean(dir))
}

func (m manifests) aboveEntry(dir string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, entry := range m.entries {
		if permit.Within(dir, entry) {
			return true
		}
	}
	return false
}

// ReadFile reads a package.json.
func (m manifests) ReadFile(name string) ([]byte, error) {
	if m.above(name) {
		return m.Disk.ReadFile(name)
	}
	return m.sources.ReadFile(name)
}

// Stat follows links.
func (m manifests) Stat(name string) (fs.FileInfo, error) {
	if m.above(name) {
		return m.Disk.Stat(name)
	}
	return m.sources.Stat(name)
}
