package loader

import (
	"path/filepath"
	goruntime "runtime"
	"strings"
	"sync"
	"unsafe" // the place of a text within another
	"weak"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
)

// A function knows the text that goja parsed it from, which is a part of the text of its file, and the file. That is
// enough to find it again in the file, with all that stands around it. The tree of a file is not kept for that, nor are
// the places of its nodes: a file is parsed again when the first of its functions travels, and once for each function.

// written is what is kept of a compiled file. It is immutable but for the extracts.
type written struct {
	path, source string
	intent       intent
	// base is what imports are relative to when there is no file.
	base string
	// code is the text that goja parsed.
	code string
	// module: it is an ES module. importEquals: require stands for %require.
	module, strictInterop, importEquals bool
	// loose: the text is that of a function alone, which no file has.
	loose bool
	// direct: goja got the source as it is. retry: esbuild was asked for older syntax.
	direct, retry bool

	mu sync.Mutex
	// extracts does not keep what is in it. Else no file of an extract were ever gone: it is in origins for as long as it
	// is there, and what it came from, which is this, with it.
	extracts map[extractID]weak.Pointer[extract]
}

// from notes what a unit was compiled from.
func (w *written) from(c *compiler, u *unit, code string) {
	w.path, w.source, w.intent, w.code = c.path, u.source, c.intent, code
	w.module = u.format == formatModule
	w.importEquals = u.links != nil && u.links.requires
}

// referrer is the path that the imports are relative to.
func (w *written) referrer() string {
	if w.base != "" {
		return w.base
	}
	return w.path
}

// origin is a file as a function knows it: code is where the function's own text lies in.
type origin struct {
	*written
	code string
}

// origins finds the origin of a function by its file. A file that is gone is forgotten.
type origins struct {
	mu    sync.Mutex
	files map[weak.Pointer[file.File]]origin
}

// add makes a unit known. base is not empty for one that has no file.
func (o *origins) add(u *unit, base string) {
	if u.written == nil {
		return
	}
	u.written.base, u.written.strictInterop = base, u.strictInterop
	o.put(u.file, origin{u.written, u.written.code})
}

func (o *origins) put(f *file.File, from origin) {
	key := weak.Make(f)
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.files == nil {
		o.files = map[weak.Pointer[file.File]]origin{}
	}
	o.files[key] = from
	goruntime.AddCleanup(f, o.forget, key)
}

func (o *origins) forget(key weak.Pointer[file.File]) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.files, key)
}

func (o *origins) of(f *file.File) (origin, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	from, ok := o.files[weak.Make(f)]
	return from, ok
}

// offset is where a part of a text begins in it, -1 if it is no part of it but a text of its own.
func offsetIn(text, part string) int {
	begin := uintptr(unsafe.Pointer(unsafe.StringData(text)))
	at := uintptr(unsafe.Pointer(unsafe.StringData(part)))
	if at < begin || at+uintptr(len(part)) > begin+uintptr(len(text)) {
		return -1
	}
	return int(at - begin)
}

// tree parses the code anew. The offsets of its nodes are those in code.
func (w *written) tree(c *cache) (prg *ast.Program, fn *ast.FunctionLiteral, pos *positions, err error) {
	if w.direct {
		src := w.source
		if strings.HasPrefix(src, "#!") {
			src = "//" + src[2:]
		}
		pos = shifted(len(scriptHead), src)
		prg, err = parseLowered(w.path, []byte(scriptHead+src+tail), false)
	} else {
		again := &compiler{path: w.path, source: w.source, intent: w.intent, cache: c}
		var low *loweredCode
		if low, err = again.lowered(again.request(w.module, w.retry)); err != nil {
			return nil, nil, nil, err
		}
		pos = low.positions
		prg, err = parseLowered(w.path, low.code, false)
	}
	if err != nil {
		return nil, nil, nil, err
	}
	fn, err = wrapperOf(prg)
	return prg, fn, pos, err
}

// shown is the name of a file in a message.
func (s *Store) shown(path string) string {
	if isInline(path) {
		return inlineName(path)
	}
	if rel, err := filepath.Rel(s.dir, path); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return path
}
