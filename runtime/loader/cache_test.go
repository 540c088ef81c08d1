package loader

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
)

func cached(t testing.TB, dir string) []string {
	t.Helper()
	var list []string
	_ = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			list = append(list, name)
		}
		return nil
	})
	return list
}

const cachedProgram = "const f = (n: number): never => {\n  throw new Error('x' + n);\n};\nexport default 'é';\nawait null;\nf(1);\n"

func runCached(t *testing.T, dir, cacheDir string) string {
	t.Helper()
	w := newWorld(t, NewStore(Config{Dir: dir, CacheDir: cacheDir}))
	_, err := w.settled(w.l.Main(filepath.Join(dir, "main.ts")))
	return strings.ReplaceAll(top(t, err), dir, "DIR")
}

func TestCacheKeepsTransformedCode(t *testing.T) {
	dir, cacheDir := files(t, map[string]string{"main.ts": cachedProgram}), t.TempDir()
	const want = "f (DIR/main.ts:2:9) < DIR/main.ts:6:1"
	for range 2 {
		if got := runCached(t, dir, cacheDir); got != want {
			t.Fatalf("got %s", got)
		}
	}
	list := cached(t, cacheDir)
	if len(list) != 1 {
		t.Fatalf("files: %v", list)
	}
	// What is in the file is used: a valid entry with other code changes the program.
	good, err := os.ReadFile(list[0])
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string][]byte{
		"empty": {}, "short": good[:10], "torn": good[:len(good)-1], "flipped": append([]byte{good[0] ^ 1}, good[1:]...),
		"tampered": bytes.Replace(good, []byte("throw"), []byte("THROW"), 1), "long": append(bytes.Clone(good), 0),
	} {
		if err := os.WriteFile(list[0], bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if got := runCached(t, dir, cacheDir); got != want {
			t.Errorf("%s: got %s", name, got)
		}
		if now, err := os.ReadFile(list[0]); err != nil || !bytes.Equal(now, good) {
			t.Errorf("%s: the entry was not written anew", name)
		}
	}
}

func TestCacheKeyHoldsEverything(t *testing.T) {
	c := newCache(t.TempDir())
	seen := map[string]string{}
	for name, req := range map[string]lowerRequest{
		"base": {}, "path": {Path: "x"}, "source": {Source: "x"}, "kind": {Kind: kindTS}, "module": {Module: true}, "retry": {Retry: true},
		"head": {Head: "x"}, "tail": {Tail: "x"},
	} {
		file := c.file(req)
		if other, ok := seen[file]; ok {
			t.Errorf("%s and %s have one key", name, other)
		}
		seen[file] = name
	}
}

func TestCacheIsSilentWhereItCannotWrite(t *testing.T) {
	dir := files(t, map[string]string{"main.ts": cachedProgram, "file": "not a folder"})
	if got := runCached(t, dir, filepath.Join(dir, "file")); got == "" {
		t.Error("no error of the program")
	}
}

func TestCacheEvictsTheOldest(t *testing.T) {
	c := newCache(t.TempDir())
	low := &loweredCode{code: bytes.Repeat([]byte("x"), 1000), positions: &positions{generated: []int32{1}, original: []int32{2}}}
	for i := range 20 {
		req := lowerRequest{Path: fmt.Sprint(i)}
		c.put(req, low)
		at := time.Now().Add(time.Duration(i-100) * time.Minute)
		if err := os.Chtimes(c.file(req), at, at); err != nil {
			t.Fatal(err)
		}
	}
	c.limit = 10_000 // only now, for put evicts at times
	c.evict()
	for i := range 20 {
		if kept := c.get(lowerRequest{Path: fmt.Sprint(i)}) != nil; kept != (i >= 13) {
			t.Errorf("file %d kept: %v", i, kept)
		}
	}
}

func TestCacheOfTwoProcesses(t *testing.T) {
	dir, cacheDir := files(t, map[string]string{"main.ts": cachedProgram}), t.TempDir()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 10 {
				s := NewStore(Config{Dir: dir, CacheDir: cacheDir}) // as a process of its own
				if _, err := s.unit(filepath.Join(dir, "main.ts")); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if list := cached(t, cacheDir); len(list) != 1 {
		t.Errorf("files left: %v", list)
	}
}

func TestPositionsSurviveTheCache(t *testing.T) {
	p := &positions{generated: []int32{0, 5, 5000, 5001}, original: []int32{-1, 900, 3, 100000}}
	q, ok := readPositions(p.append(nil))
	if !ok || fmt.Sprint(q.generated, q.original) != fmt.Sprint(p.generated, p.original) {
		t.Errorf("got %v %v", q, ok)
	}
	b := p.append(nil)
	for i := range b {
		if _, ok := readPositions(b[:i]); ok {
			t.Errorf("%d of %d bytes are accepted", i, len(b))
		}
	}
	if _, ok := readPositions(append(b, 0)); ok {
		t.Error("a byte too many is accepted")
	}
}

func TestStoreSharesAndSeesChanges(t *testing.T) {
	dir := files(t, map[string]string{"main.mjs": "export const v = 1"})
	path := filepath.Join(dir, "main.mjs")
	s := NewStore(Config{Dir: dir})
	var group sync.WaitGroup
	units := make([]*unit, 16)
	for i := range units {
		group.Go(func() { units[i], _ = s.unit(path) })
	}
	group.Wait()
	for _, u := range units {
		if u == nil || u != units[0] {
			t.Fatal("a file was compiled twice")
		}
	}
	if err := os.WriteFile(path, []byte("export const v = 22"), 0o600); err != nil {
		t.Fatal(err)
	}
	if u, err := s.unit(path); err != nil || u == units[0] {
		t.Fatal("a change was not seen", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := s.unit(path); !errors.Is(err, fault.Module) {
		t.Fatal(err)
	}
	if _, err := s.resolve("./main.mjs", path, forImport); err == nil {
		t.Fatal("a file that is gone is still found")
	}
}

// wide is a graph of n files below main, in which file bad has an error.
func wide(n int, bad ...int) map[string]string {
	tree := map[string]string{}
	var main, body strings.Builder
	for i := range n {
		fmt.Fprintf(&main, "import { v as v%d } from './d%d/m.ts';\n", i, i)
		fmt.Fprintf(&body, "v%d + ", i)
		tree[fmt.Sprintf("d%d/m.ts", i)] = fmt.Sprintf(
			"import { w } from './n.ts';\nconsole.log('m%d');\nexport const v: number = w + %d;\n", i, i)
		tree[fmt.Sprintf("d%d/n.ts", i)] = fmt.Sprintf("console.log('n%d');\nexport const w: number = %d;\n", i, i)
	}
	for _, b := range bad {
		tree[fmt.Sprintf("d%d/n.ts", b)] = "let = ;"
	}
	tree["main.ts"] = main.String() + "console.log(" + body.String() + "0);"
	return tree
}

func TestPrefetchChangesNothing(t *testing.T) {
	const n = 30
	var want strings.Builder
	sum := 0
	for i := range n {
		fmt.Fprintf(&want, "n%d\nm%d\n", i, i)
		sum += 2 * i
	}
	fmt.Fprintf(&want, "%d\n", sum)
	for range 3 {
		if _, out, err := program(t, wide(n), "main.ts"); err != nil || out != want.String() {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	for range 5 { // the first error in the order of the imports, whatever is compiled first
		_, out, err := program(t, wide(n, 25, 11, 20), "main.ts")
		if err == nil || out != "" || !strings.Contains(err.Error(), "d11") {
			t.Fatalf("%v %q", err, out)
		}
	}
}

func TestPrefetchEnds(t *testing.T) {
	dir := files(t, wide(40, 3))
	s := NewStore(Config{Dir: dir})
	u, err := s.unit(filepath.Join(dir, "main.ts"))
	if err != nil {
		t.Fatal(err)
	}
	stop := s.prefetch(u, u.path)
	stop()
	if stop := s.prefetch(u, u.path); stop != nil {
		stop() // at once: what was compiled is there
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.units) > 81 {
		t.Errorf("%d units", len(s.units))
	}
}
