package loader

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

// manifest is what the loader needs of a package.json.
type manifest struct {
	dir, name, kind, main string
	// exports and imports are nil when the file has none.
	exports, imports *target
}

// target is a value in the exports or imports of a package.json: a path, a list of choices, or choices by
// key in the order of the file. A target without any of them is null.
type target struct {
	path   string
	list   []*target
	keys   []string
	values []*target
}

// manifests caches package.json files by folder, as long as they do not change on the disk.
type manifests struct {
	fs   FS
	mu   sync.Mutex
	byID map[string]manifestEntry
}

type manifestEntry struct {
	at   time.Time
	size int64
	m    *manifest
	err  error
}

// in returns the manifest of a folder; nil when it has none.
func (c *manifests) in(dir string) (*manifest, error) {
	name := filepath.Join(dir, "package.json")
	info, err := c.fs.Stat(name)
	if err != nil || info.IsDir() {
		return nil, nil
	}
	c.mu.Lock()
	e, ok := c.byID[dir]
	c.mu.Unlock()
	if ok && e.at.Equal(info.ModTime()) && e.size == info.Size() {
		return e.m, e.err
	}
	e = manifestEntry{at: info.ModTime(), size: info.Size()}
	text, err := c.fs.ReadFile(name)
	if err != nil {
		return nil, nil
	}
	e.m, e.err = parseManifest(dir, text)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byID == nil {
		c.byID = map[string]manifestEntry{}
	}
	c.byID[dir] = e
	return e.m, e.err
}

// scope returns the manifest of the package that a folder belongs to; nil outside of any.
func (c *manifests) scope(dir string) (*manifest, error) {
	for filepath.Base(dir) != "node_modules" {
		if m, err := c.in(dir); m != nil || err != nil {
			return m, err
		}
		up := filepath.Dir(dir)
		if up == dir {
			break
		}
		dir = up
	}
	return nil, nil
}

// maxTargetDepth is far beyond any package that is meant to be used.
const maxTargetDepth = 50

func parseManifest(dir string, text []byte) (*manifest, error) {
	var raw struct {
		Name, Type, Main json.RawMessage
		Exports, Imports json.RawMessage
	}
	if err := json.Unmarshal(bytes.TrimPrefix(text, bom), &raw); err != nil {
		return nil, fault.Module.New("%s is not valid: %w", filepath.Join(dir, "package.json"), err).With("code", "ERR_INVALID_PACKAGE_CONFIG")
	}
	m := &manifest{dir: dir, name: stringOf(raw.Name), kind: stringOf(raw.Type), main: stringOf(raw.Main)}
	m.exports, m.imports = parseTarget(raw.Exports, 0), parseTarget(raw.Imports, 0)
	return m, nil
}

var bom = []byte("\xef\xbb\xbf")

// stringOf is "" for a value of any other type.
func stringOf(raw json.RawMessage) string {
	var s string
	_ = json.Unmarshal(raw, &s)
	return s
}

// parseTarget keeps the order of keys. It returns nil for null and for what has no meaning here.
func parseTarget(raw json.RawMessage, depth int) *target {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || depth > maxTargetDepth {
		return nil
	}
	t := &target{}
	switch raw[0] {
	case '"':
		t.path = stringOf(raw)
	case '[':
		var list []json.RawMessage
		_ = json.Unmarshal(raw, &list)
		t.list = make([]*target, 0, len(list))
		for _, x := range list {
			t.list = append(t.list, parseTarget(x, depth+1))
		}
	case '{':
		t.keys = []string{}
		d := json.NewDecoder(bytes.NewReader(raw))
		_, _ = d.Token()
		for d.More() {
			key, _ := d.Token()
			var value json.RawMessage
			if err := d.Decode(&value); err != nil {
				return t
			}
			name, _ := key.(string)
			t.keys, t.values = append(t.keys, name), append(t.values, parseTarget(value, depth+1))
		}
	default:
		return nil
	}
	return t
}

// bySubpath says whether a target maps subpaths ("./x") rather than conditions.
func (t *target) bySubpath() bool {
	return len(t.keys) > 0 && strings.HasPrefix(t.keys[0], ".")
}

// match finds the entry for a key: the exact one, or the most specific pattern. star is what * stands for.
func (t *target) match(key string) (found *target, star string, ok bool) {
	best := ""
	for i, k := range t.keys {
		if k == key && !strings.Contains(k, "*") {
			return t.values[i], "", true
		}
		prefix, suffix, pattern := strings.Cut(k, "*")
		if !pattern || strings.Contains(suffix, "*") || len(key) < len(k) || !strings.HasPrefix(key, prefix) || !strings.HasSuffix(key, suffix) {
			continue
		}
		if !ok || moreSpecific(k, best) {
			best, found, ok = k, t.values[i], true
			star = key[len(prefix) : len(key)-len(suffix)]
		}
	}
	return found, star, ok
}

// moreSpecific orders patterns: the longer text before the star wins, then the longer key.
func moreSpecific(a, b string) bool {
	i, j := strings.IndexByte(a, '*'), strings.IndexByte(b, '*')
	if i != j {
		return i > j
	}
	return len(a) > len(b)
}

// choose resolves a target under conditions. It returns "" when nothing matches; null says that a null did.
func (t *target) choose(conditions map[string]bool, star string, pattern bool) (path string, null bool) {
	switch {
	case t == nil:
		return "", true
	case t.path != "":
		if pattern {
			return strings.ReplaceAll(t.path, "*", star), false
		}
		return t.path, false
	case t.list != nil:
		for _, x := range t.list {
			if path, _ := x.choose(conditions, star, pattern); path != "" {
				return path, false
			}
		}
		return "", len(t.list) == 0
	}
	for i, k := range t.keys {
		if conditions[k] {
			if path, null := t.values[i].choose(conditions, star, pattern); path != "" || null {
				return path, null
			}
		}
	}
	return "", false
}

// insideSegments says whether a relative path stays inside of its package: no "..", no node_modules.
func insideSegments(path string) bool {
	for _, s := range strings.FieldsFunc(path, func(c rune) bool { return c == '/' || c == '\\' }) {
		switch strings.ToLower(s) {
		case ".", "..", "node_modules", "%2e", "%2e%2e", "%2e.", ".%2e":
			return false
		}
	}
	return true
}
