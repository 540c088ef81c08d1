// Package blob is the module "web:blob": Blob and File, bytes that never change, as the web has them
// (https://w3c.github.io/FileAPI).
//
// A Blob is one Go value, which its slices and its copies in other isolates share: none of them copies bytes. Reading
// one copies, because what a script gets it may change.
package blob

import (
	_ "embed"
	"math"
	"reflect"
	goruntime "runtime"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/encoding"
	"github.com/lariatjs/lariat/stdlib/streams"
)

//go:embed blob.d.ts
var types string

// Module is "web:blob".
var Module = runtime.Module{
	Name: "web:blob", Types: types, Globals: []string{"Blob", "File"}, Wraps: []any{(*Blob)(nil), (*File)(nil)}, Load: load,
	Scheme: "blob:", Text: func(rt *runtime.Runtime, url string) (kind string, text []byte, found bool) {
		b, found := StoreOf(rt).Resolve(url)
		if found {
			kind, text = b.kind, b.Bytes()
		}
		return kind, text, found
	},
}

// carrier is what the methods of a Blob work on: a *Blob or a *File.
type carrier interface{ blob() *Blob }

func (b *Blob) blob() *Blob { return b }

// Of returns the Blob that a value is, a File included.
func Of(v goja.Value) (*Blob, bool) {
	c, ok := runtime.HandleOf(v).(carrier)
	if !ok {
		return nil, false
	}
	return c.blob(), true
}

type storeKey struct{}

// StoreOf returns the Blobs with a URL of a program.
func StoreOf(rt *runtime.Runtime) *Store {
	s := runtime.Shared(rt, storeKey{}, NewStore)
	rt.Mourn(s)
	return s
}

// FileOf returns the File that a value is.
func FileOf(v goja.Value) (*File, bool) {
	f, ok := runtime.HandleOf(v).(*File)
	return f, ok
}

func load(rt *runtime.Runtime) runtime.Exports {
	class := blobClass()
	blobs := class.In(rt)
	files := fileClass(blobs.Value).In(rt)
	// A copy is another object of the same Go value, which nobody can change.
	rt.RegisterClass(reflect.TypeFor[*Blob](), func(v any) *goja.Object { return blobs.Wrap(v.(*Blob)) })
	rt.Share(reflect.TypeFor[*Blob]())
	rt.Share(reflect.TypeFor[*File]())
	bind.Show(rt, blobs.Prototype, "size", "type")
	bind.Show(rt, files.Prototype, "size", "type", "name", "lastModified")
	return runtime.Exports{"Blob": blobs.Value, "File": files.Value}
}

func blobClass() bind.Class[carrier] {
	return bind.Class[carrier]{
		Name: "Blob", Web: true,
		New: func(c *bind.Call) (carrier, error) {
			b := &Blob{}
			return b, b.fill(c, 1, !goja.IsUndefined(c.Value(0)))
		},
		Getters: map[string]func(carrier) any{
			"size": func(b carrier) any { return b.blob().size },
			"type": func(b carrier) any { return b.blob().kind },
		},
		Methods: map[string]func(carrier, *bind.Call) (any, error){
			"slice": slice,
			"stream": func(b carrier, c *bind.Call) (any, error) {
				return streams.In(c.Runtime()).FromMemory(b.blob().Reader()).Value(), nil
			},
		},
		Async: map[string]func(carrier, *bind.Call) (any, error){
			"arrayBuffer": func(b carrier, c *bind.Call) (any, error) { return c.VM().NewArrayBuffer(b.blob().Bytes()), nil },
			"bytes":       func(b carrier, _ *bind.Call) (any, error) { return b.blob().Bytes(), nil },
			"text": func(b carrier, _ *bind.Call) (any, error) {
				d, err := encoding.NewTextDecoder("utf-8", false, false)
				if err != nil {
					return nil, err
				}
				return d.Decode(b.blob().Bytes(), false)
			},
		},
	}
}

func slice(b carrier, c *bind.Call) (any, error) {
	whole := b.blob()
	start, end := whole.clamp(c, 0, 0), whole.clamp(c, 1, whole.size)
	kind := ""
	if !goja.IsUndefined(c.Value(2)) {
		kind = c.Text(2)
	}
	return c.Runtime().Wrap(whole.Slice(start, end, kind))
}

// clamp reads a place as [Clamp] long long.
func (b *Blob) clamp(c *bind.Call, i int, missing int64) int64 {
	if goja.IsUndefined(c.Value(i)) {
		return missing
	}
	n := c.Value(i).ToNumber().ToFloat()
	if math.IsNaN(n) {
		return 0
	}
	return int64(math.RoundToEven(max(min(n, 1<<53), -1<<53)))
}

// fill reads parts and then the options that every Blob has.
func (b *Blob) fill(c *bind.Call, options int, given bool) error {
	var list []part
	if given {
		parts, ok := c.Value(0).(*goja.Object)
		if !ok {
			c.Wrong("blobParts", "an iterable of strings, buffers and Blobs")
		}
		c.VM().ForOf(parts, func(v goja.Value) bool {
			list = append(list, partOf(c, v))
			return true
		})
	}
	var o struct {
		Endings goja.Value `js:"endings"`
		Type    goja.Value `js:"type"`
	}
	c.Options(options, &o)
	endings := "transparent"
	if o.Endings != nil {
		endings = o.Endings.String()
	}
	if endings != "transparent" && endings != "native" {
		return fault.Type.New("%s: \"endings\" must be \"transparent\" or \"native\", got %q", c.Name(), endings)
	}
	if o.Type != nil {
		b.kind = Type(o.Type.String())
	}
	for _, p := range list {
		if p.text != "" && endings == "native" {
			p.text = NativeLines(p.text, eol())
		}
		b.add(append(p.bytes, encoding.Encode(p.text))...)
	}
	return nil
}

// part is a text, or bytes.
type part struct {
	bytes [][]byte
	text  string
}

func partOf(c *bind.Call, v goja.Value) part {
	if b, ok := Of(v); ok {
		return part{bytes: b.parts[:len(b.parts):len(b.parts)]}
	}
	if bytes, ok := bind.BytesOf(v); ok {
		return part{bytes: [][]byte{append([]byte(nil), bytes...)}}
	}
	if _, symbol := v.(*goja.Symbol); symbol {
		c.Wrong("blobParts", "an iterable of strings, buffers and Blobs")
	}
	return part{text: v.String()}
}

func eol() string {
	if goruntime.GOOS == "windows" {
		return "\r\n"
	}
	return "\n"
}

func fileClass(blob *goja.Object) bind.Class[*File] {
	return bind.Class[*File]{
		Name: "File", Extends: blob, Length: 2, Web: true,
		New: func(c *bind.Call) (*File, error) {
			if c.Len() < 2 {
				return nil, fault.Type.New("%s: \"fileBits\" and \"fileName\" must be given", c.Name())
			}
			f := &File{Name: string(encoding.Encode(c.Text(1))), Modified: time.UnixMilli(c.Runtime().Loop().Now().UnixMilli())}
			if err := f.fill(c, 2, true); err != nil {
				return nil, err
			}
			if o, ok := c.Value(2).(*goja.Object); ok {
				if v := o.Get("lastModified"); v != nil && !goja.IsUndefined(v) {
					f.Modified = time.UnixMilli(v.ToInteger())
				}
			}
			return f, nil
		},
		Getters: map[string]func(*File) any{
			"name":         func(f *File) any { return f.Name },
			"lastModified": func(f *File) any { return f.Modified.UnixMilli() },
		},
	}
}
