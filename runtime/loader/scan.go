package loader

import "fmt"

// A scan reads a source once, in constant stack, and bounds how deep a parser would nest in it. It never
// fails: for text that is not JavaScript it gives a bound for what a parser sees before it gives up.
//
// Where / may begin a regular expression as well as divide, and where <!-- may begin a comment, a scanner
// without a grammar cannot know. A hostile source could hide code in the wrong guess, so the scan follows
// both readings, each with a reader of its own, until they agree again; the bound holds for all of them.
type scan struct {
	src   string
	ts    bool
	jsx   bool
	max   Depth
	limit Depth
	hints syntaxHints
	// imports are the offsets of import(…).
	imports []int
	// readers are the readings that are still open. The one that is furthest behind moves first.
	readers []*reader
	// over says which limit was passed, at offset overAt; empty while none is.
	over   string
	overAt int
}

// maxReaders bounds the work on a source that is made of nothing but ambiguities.
const maxReaders = 24

// syntaxHints is what the text says about its own format.
type syntaxHints struct {
	// module: import or export declarations, or import.meta.
	module bool
	// importEquals: TypeScript's import x = require(…) or export = …, which are CommonJS.
	importEquals bool
}

// level is an open bracket, or the program itself.
type level struct {
	// chain counts what nests within one operand, nest what nests around statements: else, do, labels.
	chain, nest, comma, arrows, ternaries int
	// parameters is how many parameter lists of arrows were in each other within this level.
	parameters int
	kind       levelKind
	// imports is where the arguments begin if this is import(…), or a method of that name.
	imports int
	// list: commas separate elements here, they do not chain.
	list bool
	// property: a colon was seen since the last comma, outside of a ternary; block: this is no object.
	property, block bool
	// body: a function or class body is about to open; inside: this level is one.
	body, inside bool
}

type levelKind uint8

const (
	plainLevel    levelKind = iota
	braceLevel              // {
	controlLevel            // the parentheses of if, while, for and with: a statement follows
	awaitLevel              // the parentheses after await: of a loop or of an operand
	templateLevel           // ${
)

// ending is what the previous token left: it decides what / means.
type ending uint8

const (
	afterOperator ending = iota // also at the start, and after keywords that an expression follows
	afterOperand                // a name, a literal, ) or ]
	afterBrace                  // }
	afterControl                // the ) of if (…)
	afterEither                 // yield, await, of; in TypeScript also > and !
)

// reader is one reading of the source up to pos.
type reader struct {
	pos   int
	prev  ending
	stack []level
	// chain (with nest) and functions are sums over the stack.
	chain, functions int
	// newline: a line ended between the previous token and pos.
	newline bool
	// closed: a statement may have ended: ; or } was the last token.
	closed byte
	// name: the next word is a name whatever it spells, as after a dot.
	name bool
	// group is the parameters of the ( ) that was the last token, -1 after any other.
	group int
	// class is that of the last token, if it was a word.
	class wordClass
}

func newScan(src string, kind sourceKind) *scan {
	return &scan{
		src: src, ts: kind == kindTS || kind == kindTSX, jsx: kind == kindJSX || kind == kindTSX, limit: depthLimit,
		readers: []*reader{{stack: make([]level, 1, 64), newline: true, group: -1}},
	}
}

// run moves the readers to the end of the source, or to the first limit.
func (s *scan) run() {
	if len(s.src) > 2 && s.src[:2] == "#!" {
		s.readers[0].pos = s.lineEnd(0)
	}
	for len(s.readers) > 0 && s.over == "" {
		last, stop := s.hindmost()
		r := s.readers[last]
		for n := len(s.readers); r.pos < len(s.src); {
			s.step(r)
			if r.pos >= stop || s.over != "" || len(s.readers) > n {
				break
			}
		}
		if r.pos >= len(s.src) {
			s.readers = append(s.readers[:last], s.readers[last+1:]...)
			continue
		}
		s.merge()
		if len(s.readers) > maxReaders {
			s.exceed(r.pos, "it can be read in too many ways")
		}
	}
}

// hindmost returns the reader that is furthest behind, and where the next one stands.
func (s *scan) hindmost() (index, stop int) {
	stop = len(s.src)
	for i, r := range s.readers {
		if r.pos < s.readers[index].pos {
			index = i
		}
	}
	for i, r := range s.readers {
		if i != index && r.pos < stop {
			stop = r.pos
		}
	}
	return index, stop
}

// fork opens a second reading from the state of r.
func (s *scan) fork(r *reader) *reader {
	c := *r
	c.stack = append(make([]level, 0, len(r.stack)+16), r.stack...)
	s.readers = append(s.readers, &c)
	return &c
}

// merge joins readers that have come to agree, keeping the higher counts.
func (s *scan) merge() {
	for i := 0; i < len(s.readers); i++ {
		for j := len(s.readers) - 1; j > i; j-- {
			if s.readers[i].agrees(s.readers[j]) {
				s.readers[i].join(s.readers[j])
				s.readers = append(s.readers[:j], s.readers[j+1:]...)
			}
		}
	}
}

func (r *reader) agrees(o *reader) bool {
	if (r.group < 0) != (o.group < 0) ||
		r.pos != o.pos || r.prev != o.prev || r.newline != o.newline || r.closed != o.closed || r.name != o.name ||
		r.class != o.class || len(r.stack) != len(o.stack) {
		return false
	}
	for i := range r.stack {
		a, b := &r.stack[i], &o.stack[i]
		if a.kind != b.kind || a.list != b.list || a.inside != b.inside {
			return false
		}
	}
	return true
}

func (r *reader) join(o *reader) {
	r.chain, r.functions, r.group = 0, 0, max(r.group, o.group)
	for i := range r.stack {
		a, b := &r.stack[i], &o.stack[i]
		a.chain, a.nest, a.comma = max(a.chain, b.chain), max(a.nest, b.nest), max(a.comma, b.comma)
		a.arrows, a.ternaries = max(a.arrows, b.arrows), max(a.ternaries, b.ternaries)
		a.parameters = max(a.parameters, b.parameters)
		a.body, a.property, a.block = a.body || b.body, a.property && b.property, a.block || b.block
		r.chain += a.chain + a.nest
		r.functions += a.arrows
		if a.inside {
			r.functions++
		}
	}
}

func (s *scan) exceed(at int, format string, args ...any) {
	if s.over == "" {
		s.over, s.overAt = fmt.Sprintf(format, args...), at
	}
}

// raise records a new maximum.
func (s *scan) raise(r *reader, m *int, n, limit int, what string) {
	if n > *m {
		*m = n
		if n > limit {
			s.exceed(r.pos, "more than %d %s", limit, what)
		}
	}
}

func (r *reader) top() *level { return &r.stack[len(r.stack)-1] }

// bump counts one more construct that can nest within the current operand.
func (s *scan) bump(r *reader) {
	r.top().chain++
	s.longer(r)
}

// wrap counts one more construct that can nest around statements.
func (s *scan) wrap(r *reader) {
	t := r.top()
	t.nest++
	t.block = t.block || t.kind == braceLevel
	s.longer(r)
}

func (s *scan) longer(r *reader) {
	r.chain++
	s.raise(r, &s.max.Chain, r.chain+len(r.stack)-1, s.limit.Chain, "operators in a chain")
}

// enter counts one more function that is open.
func (s *scan) enter(r *reader) {
	r.functions++
	s.raise(r, &s.max.Functions, r.functions, s.limit.Functions, "functions in each other")
}

// open pushes a level.
func (s *scan) open(r *reader, l level) {
	if l.kind == controlLevel {
		s.wrap(r)
	} else {
		s.bump(r)
	}
	if t := r.top(); l.kind == braceLevel && (t.body || t.arrows > 0) {
		l.inside, t.body = true, false
		s.enter(r)
	}
	r.stack = append(r.stack, l)
	s.raise(r, &s.max.Brackets, len(r.stack)-1, s.limit.Brackets, "brackets in each other")
	s.raise(r, &s.max.Chain, r.chain+len(r.stack)-1, s.limit.Chain, "operators in a chain")
	r.prev = afterOperator
}

// close pops a level and returns it. Unbalanced text has stopped the parser already.
func (s *scan) close(r *reader) level {
	if len(r.stack) == 1 {
		return level{}
	}
	r.endStatement()
	l := *r.top()
	r.stack = r.stack[:len(r.stack)-1]
	if l.inside {
		r.functions--
	}
	return l
}

// endOperand says that no operand is open at the current level any more.
func (r *reader) endOperand() {
	l := r.top()
	r.chain -= l.chain
	r.functions -= l.arrows
	l.chain, l.arrows, l.ternaries = 0, 0, 0
}

// endStatement says that nothing is open at the current level any more.
func (r *reader) endStatement() {
	r.endOperand()
	l := r.top()
	r.chain -= l.nest
	l.nest = 0
}
