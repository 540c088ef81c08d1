package loader

import (
	"crypto/sha256"
	"encoding/json"
	"sync"
	"weak"

	"github.com/lariatjs/lariat/runtime/fault"
)

// wirePortable is a Portable for another process of the same program. A function that goes by source takes the text of
// its file along, since the file may have changed since it was loaded.
type wirePortable struct {
	Name, Key, Path, Export  string
	Raw                      bool      `json:",omitempty"`
	Text                     *wireText `json:",omitempty"`
	Offset, Length           int       `json:",omitempty"`
	Captured, First, Session string    `json:",omitempty"`
	Strict                   bool      `json:",omitempty"`
}

// wireText is a written.
type wireText struct {
	Path, Source, Base                                             string
	Kind                                                           sourceKind
	Script, Package, Module, Interop, Equals, Loose, Direct, Retry bool
}

// AppendWire appends the function to b, for ReadPortable in another process of the same program.
func (p *Portable) AppendWire(b []byte) ([]byte, error) {
	w := wirePortable{Name: p.Name, Key: p.ref.key, Path: p.ref.path, Export: p.ref.export, Raw: p.ref.raw}
	if e := p.extract; e != nil {
		t := e.from
		w.Offset, w.Length, w.Captured, w.Strict, w.First = e.id.offset, e.id.length, e.id.captured, e.id.strict, e.name
		w.Session = e.id.session
		w.Text = &wireText{
			Path: t.path, Source: t.source, Base: t.base, Kind: t.intent.kind, Script: t.intent.script, Package: t.intent.module,
			Module: t.module, Interop: t.strictInterop, Equals: t.importEquals, Loose: t.loose, Direct: t.direct, Retry: t.retry,
		}
	}
	text, err := json.Marshal(w)
	if err != nil {
		return b, fault.Internal.New("function %s cannot be written: %w", quote(p.Name), err)
	}
	return append(b, text...), nil
}

// ReadPortable reads what AppendWire wrote.
func ReadPortable(b []byte) (*Portable, error) {
	var w wirePortable
	if err := json.Unmarshal(b, &w); err != nil {
		return nil, fault.Internal.New("a function cannot be read: %w", err)
	}
	p := &Portable{Name: w.Name, ref: reference{key: w.Key, path: w.Path, export: w.Export, raw: w.Raw}}
	if w.Text != nil {
		id := extractID{offset: w.Offset, length: w.Length, captured: w.Captured, strict: w.Strict, session: w.Session}
		p.extract = w.Text.written().known(id, w.First)
	}
	return p, nil
}

// arrived holds the texts that came from another process, so that the functions of one file share one.
var arrived struct {
	sync.Mutex
	texts map[[sha256.Size]byte]weak.Pointer[written]
}

func (t *wireText) written() *written {
	text, err := json.Marshal(t)
	key := sha256.Sum256(text)
	arrived.Lock()
	defer arrived.Unlock()
	if w := arrived.texts[key].Value(); w != nil && err == nil {
		return w
	}
	for k, w := range arrived.texts {
		if w.Value() == nil {
			delete(arrived.texts, k)
		}
	}
	w := &written{
		path: t.Path, source: t.Source, base: t.Base, intent: intent{kind: t.Kind, script: t.Script, module: t.Package},
		module: t.Module, strictInterop: t.Interop, importEquals: t.Equals, loose: t.Loose, direct: t.Direct, retry: t.Retry,
	}
	if arrived.texts == nil {
		arrived.texts = map[[sha256.Size]byte]weak.Pointer[written]{}
	}
	arrived.texts[key] = weak.Make(w)
	return w
}
