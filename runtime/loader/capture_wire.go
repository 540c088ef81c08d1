package loader

import (
	"encoding/binary"

	"github.com/lariatjs/lariat/runtime/fault"
)

// A function goes to another process as where it is exported, or as the text of its file with its place in it. The
// other process compiles it from that text, whatever stands in the file by then.

// flags of a function on the wire.
const (
	wireExtract = 1 << iota // by source; otherwise by reference
	wireRaw
	wireStrict
	wireModule
	wireStrictInterop
	wireImportEquals
	wireLoose
	wireDirect
	wireRetry
	wireIntentModule
	wireIntentScript
	wireIntentJSON
)

func flagsOf(set map[uint64]bool) (bits uint64) {
	for bit, on := range set {
		if on {
			bits |= bit
		}
	}
	return bits
}

// AppendWire appends what ReadPortable in another process makes the function from.
func (p *Portable) AppendWire(b []byte) ([]byte, error) {
	text := func(s string) { b = append(binary.AppendUvarint(b, uint64(len(s))), s...) }
	text(p.Name)
	if p.extract == nil {
		b = binary.AppendUvarint(b, flagsOf(map[uint64]bool{wireRaw: p.ref.raw}))
		text(p.ref.key)
		text(p.ref.path)
		text(p.ref.export)
		return b, nil
	}
	e, w := p.extract, p.extract.from
	b = binary.AppendUvarint(b, flagsOf(map[uint64]bool{
		wireExtract: true, wireStrict: e.id.strict, wireModule: w.module, wireStrictInterop: w.strictInterop,
		wireImportEquals: w.importEquals, wireLoose: w.loose, wireDirect: w.direct, wireRetry: w.retry,
		wireIntentModule: w.intent.module, wireIntentScript: w.intent.script, wireIntentJSON: w.intent.json,
	}))
	text(e.name)
	text(e.id.captured)
	text(w.path)
	text(w.base)
	text(w.source)
	if w.direct { // otherwise it follows from the source
		text(w.code)
	}
	b = append(b, byte(w.intent.kind))
	b = binary.AppendVarint(b, int64(e.id.offset))
	return binary.AppendVarint(b, int64(e.id.length)), nil
}

// ReadPortable reads what AppendWire has written. It trusts the writer: a function is code that will run. Any
// goroutine.
func (s *Store) ReadPortable(data []byte) (*Portable, error) {
	r := portableReader{data: data}
	p := &Portable{Name: r.text()}
	bits := r.number()
	has := func(bit uint64) bool { return bits&bit != 0 }
	if !has(wireExtract) {
		p.ref = reference{key: r.text(), path: r.text(), export: r.text(), raw: has(wireRaw)}
		return p, r.end()
	}
	w := &written{
		module: has(wireModule), strictInterop: has(wireStrictInterop), importEquals: has(wireImportEquals),
		loose: has(wireLoose), direct: has(wireDirect), retry: has(wireRetry),
		intent: intent{module: has(wireIntentModule), script: has(wireIntentScript), json: has(wireIntentJSON)},
	}
	name := r.text()
	id := extractID{captured: r.text(), strict: has(wireStrict)}
	w.path, w.base, w.source = r.text(), r.text(), r.text()
	if w.direct {
		w.code = r.text()
	}
	w.intent.kind = sourceKind(r.byte())
	id.offset, id.length = r.signed(), r.signed()
	if err := r.end(); err != nil {
		return nil, err
	}
	p.extract = w.extract(s, id, name)
	return p, p.extract.err
}

type portableReader struct {
	data []byte
	bad  bool
}

func (r *portableReader) skip(n int) {
	if n <= 0 {
		r.bad, r.data = true, nil
		return
	}
	r.data = r.data[n:]
}

func (r *portableReader) number() uint64 {
	n, size := binary.Uvarint(r.data)
	r.skip(size)
	return n
}

func (r *portableReader) signed() int {
	n, size := binary.Varint(r.data)
	r.skip(size)
	return int(n)
}

func (r *portableReader) byte() byte {
	if len(r.data) == 0 {
		r.bad = true
		return 0
	}
	b := r.data[0]
	r.data = r.data[1:]
	return b
}

func (r *portableReader) text() string {
	n := r.number()
	if n > uint64(len(r.data)) {
		r.bad, r.data = true, nil
		return ""
	}
	s := string(r.data[:n])
	r.data = r.data[n:]
	return s
}

func (r *portableReader) end() error {
	if r.bad || len(r.data) > 0 {
		return fault.Internal.New("a function from another process is damaged")
	}
	return nil
}
