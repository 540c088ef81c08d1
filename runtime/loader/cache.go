package loader

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"sort"
	"sync"
)

// cache keeps transformed sources on the disk, by a hash of everything that their transformation depends
// on. It never fails: what cannot be read or written is transformed again. Processes may share a folder: a
// file is written apart and renamed into place, and is believed only if its checksum is right.
type cache struct {
	dir string
	// limit bounds the bytes on the disk; the least recently written files go first.
	limit int64
}

// maxCache is enough for the largest node_modules folders that people have.
const maxCache = 256 << 20

// cacheFormat changes with the form of the entries and with what the passes before the parse do.
const cacheFormat = "lariat transform 2"

func newCache(dir string) *cache {
	if dir == "" {
		return nil
	}
	return &cache{dir: dir, limit: maxCache}
}

// toolVersion names the transformer that is built in.
var toolVersion = sync.OnceValue(func() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, m := range info.Deps {
		if m.Path == "github.com/evanw/esbuild" {
			return m.Version + m.Sum
		}
	}
	return ""
})

func (c *cache) file(req lowerRequest) string {
	h := sha256.New()
	for _, s := range []string{cacheFormat, toolVersion(), req.Path, req.Head, req.Tail, req.Source} {
		var n [8]byte
		binary.LittleEndian.PutUint64(n[:], uint64(len(s)))
		h.Write(n[:])
		h.Write([]byte(s))
	}
	flags := []byte{byte(req.Kind), 0, 0}
	if req.Module {
		flags[1] = 1
	}
	if req.Retry {
		flags[2] = 1
	}
	h.Write(flags)
	name := hex.EncodeToString(h.Sum(nil)[:20])
	return filepath.Join(c.dir, name[:2], name[2:])
}

// has says whether a file has been transformed before, which goja-first files never were.
func (c *cache) has(req lowerRequest) bool {
	if c == nil {
		return false
	}
	_, err := os.Stat(c.file(req))
	return err == nil
}

// get returns an earlier result; nil if there is none, or if it is torn or was tampered with.
func (c *cache) get(req lowerRequest) *loweredCode {
	if c == nil {
		return nil
	}
	b, err := os.ReadFile(c.file(req))
	if err != nil || len(b) < sha256.Size {
		return nil
	}
	body, sum := b[:len(b)-sha256.Size], b[len(b)-sha256.Size:]
	if want := sha256.Sum256(body); !bytes.Equal(sum, want[:]) {
		return nil
	}
	return decodeEntry(body)
}

// An entry is a byte of flags, the length of the code, the code and its positions; a checksum follows.
func encodeEntry(low *loweredCode) []byte {
	b := make([]byte, 0, len(low.code)+4*len(low.positions.generated)+64)
	b = append(b, 0)
	if low.TopLevelAwait {
		b[0] = 1
	}
	b = binary.AppendUvarint(b, uint64(len(low.code)))
	b = append(b, low.code...)
	return low.positions.append(b)
}

func decodeEntry(b []byte) *loweredCode {
	if len(b) == 0 {
		return nil
	}
	n, size := binary.Uvarint(b[1:])
	if size <= 0 || n > uint64(len(b)-1-size) {
		return nil
	}
	code := b[1+size:][:n]
	pos, ok := readPositions(b[1+size+int(n):])
	if !ok {
		return nil
	}
	return &loweredCode{code: code, positions: pos, TopLevelAwait: b[0] == 1}
}

// put keeps a result. Each write looks at the size of the folder with a chance in proportion to its own,
// so that the looking stays cheap and the folder bounded, however short the programs are that write.
func (c *cache) put(req lowerRequest, low *loweredCode) {
	if c == nil {
		return
	}
	body := encodeEntry(low)
	sum := sha256.Sum256(body)
	if writeFile(c.file(req), append(body, sum[:]...)) && rand.Int64N(1<<20) < int64(len(body)) {
		c.evict()
	}
}

func writeFile(name string, data []byte) bool {
	dir := filepath.Dir(name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return false
	}
	f, err := os.CreateTemp(dir, "new-*")
	if err != nil {
		return false
	}
	_, err = f.Write(data)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err == nil
}

// evict deletes the oldest files until the folder is at three quarters of its limit. Files that another
// process deletes meanwhile are no matter.
func (c *cache) evict() {
	type old struct {
		name string
		info fs.FileInfo
	}
	var files []old
	var total int64
	_ = filepath.WalkDir(c.dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil //nolint:nilerr // a folder that cannot be read is left alone
		}
		if info, err := d.Info(); err == nil {
			files = append(files, old{name, info})
			total += info.Size()
		}
		return nil
	})
	if total <= c.limit {
		return
	}
	sort.Slice(files, func(i, j int) bool { return files[i].info.ModTime().Before(files[j].info.ModTime()) })
	for _, f := range files {
		if total <= c.limit/4*3 {
			return
		}
		if os.Remove(f.name) == nil {
			total -= f.info.Size()
		}
	}
}
