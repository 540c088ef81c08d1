package loader

import (
	"encoding/binary"
	"encoding/json"
	"sort"
	"unicode/utf8"

	"github.com/dop251/goja/file"

	"github.com/lariatjs/lariat/runtime/fault"
)

// positions maps byte offsets of generated code to offsets in the shadow of its source. goja gets them in the nodes
// of its tree instead of a source map: stacks are then exact to the column, cost nothing to look up and
// name the file as it is, and no map is kept in memory.
type positions struct {
	generated, original []int32
	// shift is for code that is the source behind a head of this length, when there is no table.
	shift, end int
	shadow     *shadow
	// code and source let near compare what stands between two places.
	code   []byte
	source string
	// last is where the last place was found: a tree is walked nearly in order.
	last int
}

// shifted maps code that is the source itself, after a head.
func shifted(head int, source string) *positions {
	return &positions{shift: head, end: head + len(source), shadow: newShadow(source)}
}

// attach gives a table the texts that it is about.
func (p *positions) attach(code []byte, source string) {
	p.shadow, p.code, p.source = newShadow(source), code, source
}

// at returns the index of the original place of a node; 0 for code that has none.
func (p *positions) at(idx file.Idx) file.Idx {
	offset := int(idx) - 1
	if p.generated == nil {
		if offset < p.shift || offset > p.end {
			return 0
		}
		return file.Idx(p.shadow.of(offset-p.shift) + 1)
	}
	i := p.segment(offset)
	if i < 0 || p.original[i] < 0 {
		return 0
	}
	return file.Idx(p.original[i] + 1)
}

// near is at for a place that esbuild does not map: what stands between the place before it and this one is
// taken into account when it is the same in the code and in the source.
func (p *positions) near(idx file.Idx) file.Idx {
	at := p.at(idx)
	if p.generated == nil || at == 0 {
		return at
	}
	begin, end := int(p.generated[p.last]), int(idx)-1
	from := p.shadow.source(int(at) - 1)
	if to := from + end - begin; begin < end && to <= len(p.source) && p.source[from:to] == string(p.code[begin:end]) {
		return file.Idx(p.shadow.of(to) + 1)
	}
	return at
}

// segment finds the last segment that begins at or before offset.
func (p *positions) segment(offset int) int {
	i, n := p.last, len(p.generated)
	if i >= n || int(p.generated[i]) > offset {
		i = n
	}
	for near := min(i+8, n); i < near; i++ {
		if i+1 == n || int(p.generated[i+1]) > offset {
			p.last = i
			return i
		}
	}
	i = sort.Search(n, func(i int) bool { return int(p.generated[i]) > offset }) - 1
	p.last = max(i, 0)
	return i
}

// decodeMap reads the source map that esbuild made of code. Segments of other sources than name are places
// without an origin.
func decodeMap(sourceMap []byte, code []byte, name, source string) (*positions, error) {
	var raw struct {
		Sources  []string
		Mappings string
	}
	if err := json.Unmarshal(sourceMap, &raw); err != nil {
		return nil, fault.Internal.New("the source map of %s cannot be read: %w", name, err)
	}
	want := 0
	for i, s := range raw.Sources {
		if s == name {
			want = i
		}
	}
	d := mapDecoder{rest: raw.Mappings, code: newLines(string(code)), source: newLines(newShadow(source).text), want: want}
	return d.run(), nil
}

// mapDecoder walks over the mappings of a version 3 source map.
type mapDecoder struct {
	rest                      string
	code, source              *lines
	want                      int
	line, column              int
	file, sourceLine, column0 int
}

func (d *mapDecoder) run() *positions {
	p := &positions{generated: make([]int32, 0, len(d.rest)/5), original: make([]int32, 0, len(d.rest)/5)}
	for len(d.rest) > 0 {
		switch d.rest[0] {
		case ';':
			d.line, d.column = d.line+1, 0
			d.rest = d.rest[1:]
		case ',':
			d.rest = d.rest[1:]
		default:
			d.segment(p)
		}
	}
	return p
}

func (d *mapDecoder) segment(p *positions) {
	d.column += d.number()
	original := int32(-1)
	if d.more() {
		d.file += d.number()
		d.sourceLine += d.number()
		d.column0 += d.number()
		if d.more() {
			d.number() // a name, which no one needs
		}
		if d.file == d.want {
			original = int32(d.source.offset(d.sourceLine, d.column0))
		}
	}
	p.generated = append(p.generated, int32(d.code.offset(d.line, d.column)))
	p.original = append(p.original, original)
}

func (d *mapDecoder) more() bool { return d.rest != "" && d.rest[0] != ',' && d.rest[0] != ';' }

// number reads one variable length quantity; a character that is none ends it.
func (d *mapDecoder) number() int {
	n, shift := 0, 0
	for d.rest != "" {
		digit := base64Digit(d.rest[0])
		d.rest = d.rest[1:]
		if digit < 0 || shift > 30 {
			break
		}
		n |= (digit & 31) << shift
		if digit&32 == 0 {
			break
		}
		shift += 5
	}
	if n&1 != 0 {
		return -(n >> 1)
	}
	return n >> 1
}

func base64Digit(c byte) int {
	switch {
	case c >= 'A' && c <= 'Z':
		return int(c - 'A')
	case c >= 'a' && c <= 'z':
		return int(c-'a') + 26
	case c >= '0' && c <= '9':
		return int(c-'0') + 52
	case c == '+':
		return 62
	case c == '/':
		return 63
	}
	return -1
}

// lines finds byte offsets of lines and columns, both from 0; columns count UTF-16 code units. It remembers
// the last place, since places are mostly asked for in order.
type lines struct {
	text               string
	starts             []int
	line, column, byte int
}

func newLines(text string) *lines {
	l := &lines{text: text, starts: []int{0}}
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\n':
			l.starts = append(l.starts, i+1)
		case '\r':
			if i+1 == len(text) || text[i+1] != '\n' {
				l.starts = append(l.starts, i+1)
			}
		case 0xe2: // the line and paragraph separators
			if i+2 < len(text) && text[i+1] == 0x80 && text[i+2]|1 == 0xa9 {
				l.starts = append(l.starts, i+3)
			}
		}
	}
	return l
}

func (l *lines) offset(line, column int) int {
	if line < 0 || line >= len(l.starts) {
		return len(l.text)
	}
	if line != l.line || column < l.column || l.byte < l.starts[line] {
		l.line, l.column, l.byte = line, 0, l.starts[line]
	}
	for l.column < column && l.byte < len(l.text) {
		if l.text[l.byte] < utf8.RuneSelf {
			l.column++
			l.byte++
			continue
		}
		c, n := utf8.DecodeRuneInString(l.text[l.byte:])
		l.byte += n
		l.column++
		if c > 0xffff {
			l.column++
		}
	}
	return l.byte
}

// append writes the table in a short form, for the disk cache.
func (p *positions) append(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(p.generated)))
	g, o := int32(0), int32(0)
	for i := range p.generated {
		b = binary.AppendVarint(b, int64(p.generated[i]-g))
		b = binary.AppendVarint(b, int64(p.original[i]-o))
		g, o = p.generated[i], p.original[i]
	}
	return b
}

// readPositions reads what append wrote. It is false for anything else.
func readPositions(b []byte) (*positions, bool) {
	n, size := binary.Uvarint(b)
	if size <= 0 || n > uint64(len(b)) {
		return nil, false
	}
	b = b[size:]
	p := &positions{generated: make([]int32, n), original: make([]int32, n)}
	g, o := int64(0), int64(0)
	for i := range p.generated {
		for _, v := range []*int64{&g, &o} {
			delta, size := binary.Varint(b)
			if size <= 0 {
				return nil, false
			}
			*v += delta
			b = b[size:]
		}
		p.generated[i], p.original[i] = int32(g), int32(o)
	}
	return p, len(b) == 0
}
