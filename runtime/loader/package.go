package loader

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strconv"
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
	// wrong says what is wrong with exports.
	wrong string
}

// target is a value in the exports or imports of a package.json: a path, a list of choices, or choices by
// key in the order of the file. A target without any of them is null.
type target struct {
	text   bool // it is path
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
	m.wrong = m.exports.wrong(true)
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
		t.text, t.path = true, stringOf(raw)
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
		if k == key && !strings.Contains(k, "*") && !strings.HasSuffix(k, "/") {
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

// wrong says what is wrong with the keys of a target. Only at the top of exports may they be subpaths.
func (t *target) wrong(top bool) string {
	if t == nil {
		return ""
	}
	for i, k := range t.keys {
		if top && strings.HasPrefix(k, ".") != t.bySubpath() {
			return "has both subpaths and conditions as keys of exports"
		}
		if n, err := strconv.ParseUint(k, 10, 32); err == nil && strconv.FormatUint(n, 10) == k {
			return "has a number as a key of exports"
		}
		if w := t.values[i].wrong(false); w != "" {
			return w
		}
	}
	for _, x := range t.list {
		if w := x.wrong(false); w != "" {
			return w
		}
	}
	return ""
}

// choice is how a target ended under conditions.
type choice uint8

const (
	noChoice choice = iota
	nullChoice
	badChoice // a path that is not valid
	goodChoice
)

// chooser is what a target is resolved under.
type chooser struct {
	conditions map[string]bool
	star       string
	pattern    bool
	valid      func(path string) bool
}

// choose resolves a target. The first condition that holds decides, unless nothing holds below it; in a list what is
// not valid gives way to what follows.
func (t *target) choose(c *chooser) (path string, how choice) {
	switch {
	case t == nil:
		return "", nullChoice
	case t.text:
		if path = t.path; c.pattern {
			path = strings.ReplaceAll(path, "*", c.star)
		}
		if !c.valid(path) {
			return path, badChoice
		}
		return path, goodChoice
	case t.list != nil:
		last := nullChoice
		for i, x := range t.list {
			p, h := x.choose(c)
			if h == goodChoice {
				return p, h
			}
			if h != noChoice || i == 0 {
				path, last = p, h
			}
		}
		return path, last
	}
	for i, k := range t.keys {
		if c.conditions[k] {
			if path, how := t.values[i].choose(c); how != noChoice {
				return path, how
			}
		}
	}
	return "", noChoice
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
