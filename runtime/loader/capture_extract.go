package loader

import (
	"strings"
	"sync"
	"weak"

	"github.com/dop251/goja/ast"

	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/fault"
)

// extractID tells the functions of one file apart, and what they are to be given.
type extractID struct {
	offset, length int
	captured       string
	// session are the imports of earlier lines of a session that the function uses, see encodeImports.
	session string
	strict  bool
}

// extract is a function in the text of a file, compiled to stand for itself: once in a process, for all isolates and
// all function objects that are made of the text. It is immutable once made. It is there for as long as an isolate has
// the function or a store remembers it; then it is made anew.
type extract struct {
	once sync.Once
	id   extractID
	from *written
	// name is that of the first object that was made of the text.
	name string
	// unit is a module without exports. Its getters have one property, the function makeName, which takes the captured
	// values and returns a new function.
	unit *unit
	// waits: it loads CommonJS modules when it runs, which has to be done in a microtask.
	waits bool
	// captured are the names that the function gets from outside, in the order of the arguments of make.
	captured []string
	// outer are the names that the function uses and that are neither its own nor provided.
	outer []outerName
	// err says why the function cannot travel, whatever it is given.
	err error

	mu       sync.Mutex
	portable *Portable
}

// outerName is a name that a function uses and does not declare.
type outerName struct {
	name string
	why  absence
	// line and column are those of its first use.
	line, column int
}

// absence says why a name is not there in another isolate.
type absence uint8

const (
	// isDeclared: the file, or a function around this one, declares it.
	isDeclared absence = iota
	// isFunction: what is declared is a function, which cannot be passed or captured.
	isFunction
	// isGlobal: nothing in the file declares it, so it is a global, or nothing.
	isGlobal
	// isModuleObject: it is module or exports of CommonJS.
	isModuleObject
	// isWith: it may be a property of the object of a with statement around the function.
	isWith
)

const makeName = "make"

// extract takes a function out of its file, or returns the one that was taken before.
func (w *written) extract(s *Store, id extractID, name string) *extract {
	e := w.known(id, name)
	e.ready(s)
	return e
}

// known returns the extract with an ID, which may have to be made ready.
func (w *written) known(id extractID, name string) *extract {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.extracts == nil {
		w.extracts = map[extractID]weak.Pointer[extract]{}
	}
	e := w.extracts[id].Value()
	if e == nil {
		e = &extract{id: id, from: w, name: name}
		w.extracts[id] = weak.Make(e)
	}
	return e
}

// ready compiles the extract, once.
func (e *extract) ready(s *Store) {
	e.once.Do(func() {
		e.make(s)
		s.extracts.keep(e)
	})
}

// recentExtracts keeps the functions that were taken out of their files last although no isolate may have them: the workers
// of a pool come and go.
type recentExtracts struct {
	mu   sync.Mutex
	last [64]*extract
	next int // where the next one goes
}

func (r *recentExtracts) keep(e *extract) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last[r.next] = e
	r.next = (r.next + 1) % len(r.last)
}

// make compiles the literal. A goja panic is an error like others.
func (e *extract) make(s *Store) {
	defer func() {
		if x := recover(); x != nil {
			e.err = fault.Internal.New("%s: a function cannot be taken out of its file: %v", e.from.path, x)
		}
	}()
	b := &extractor{extract: e, store: s}
	if e.err = b.build(); e.err == nil {
		s.origins.put(e.unit.file, origin{e.from, b.code})
	}
}

// portableFor returns what travels for a function object with a name. Nearly all objects of one text have one name.
func (e *extract) portableFor(name string) *Portable {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.portable == nil {
		e.portable = &Portable{Name: name, extract: e}
	}
	if e.portable.Name != name {
		return &Portable{Name: name, extract: e}
	}
	return e.portable
}

// extractor takes one function out of the tree of its file.
type extractor struct {
	*extract
	store   *Store
	regexps bool // the function has literals of regular expressions
	// code is the text of the tree, wrapper the function around the file.
	code    string
	wrapper *ast.FunctionLiteral
	moved   *remap
	header  *moduleHeader
	// params and root are the scopes of the wrapper; at is the one that the function stands in.
	params, root, at *scope
	node             ast.Expression
	method           bool
	// returns holds the function once it is in its new wrapper, made is what returns it.
	returns *ast.ReturnStatement
	made    *ast.ArrowFunctionLiteral
	// What the function needs.
	imports  map[string]bool
	carried  []*ast.Binding
	provided map[string]bool
	self     string
	session  []sessionImport
	// temporary are variables that esbuild has made up.
	temporary []string
	// lowered are the names in the tree of those in captured.
	lowered []string
	failure error
}

func (b *extractor) build() error {
	prg, wrapper, pos, err := b.from.tree(b.store.cache)
	if err != nil {
		return err
	}
	b.wrapper, b.code = wrapper, prg.File.Source()
	b.moved = &remap{positions: pos, requires: b.from.importEquals, members: map[string]map[string]bool{}}
	b.imports, b.provided = map[string]bool{}, map[string]bool{}
	if b.locate(); b.node == nil {
		return fault.Internal.New("%s: a function is not where its file has it", b.from.path)
	}
	b.readHeader()
	if b.id.captured != "" {
		walkExpr(&importCapture{extractor: b, captured: b.given()}, b.node)
	}
	fresh := b.wrap()
	b.moved.function(fresh)
	if c := b.store.coverage; c != nil && b.from.path != "" {
		c.mark(b.from.path, b.moved.shadow, func(v visitor) { walkExpr(v, b.node) })
	}
	b.regexps = passAsync(fresh)
	if err := b.inspect(); err != nil {
		return err
	}
	b.provide(fresh)
	if readsStacks(b.from.source) {
		passStacks(fresh)
	}
	return b.compile(prg, fresh)
}

// locate finds the function in the tree, and the scope that it stands in.
func (b *extractor) locate() {
	w := &scopeWalker{}
	w.meet = func(fn ast.Expression, method bool) bool {
		if b.node == nil && b.isIt(fn) {
			b.node, b.method, b.at = fn, method, w.at
		}
		return b.node == nil
	}
	w.push(parameterNames(b.wrapper.ParameterList))
	b.params = w.at
	names := lexicalNames(b.wrapper.Body.List)
	for _, d := range b.wrapper.DeclarationList {
		for _, v := range d.List {
			declareTarget(names, v.Target)
		}
	}
	w.push(names)
	b.root = w.at
	list := b.wrapper.Body.List
	if b.from.loose {
		list = list[len(list)-1:]
	}
	walkList(w, list)
}

func (b *extractor) isIt(fn ast.Expression) bool {
	text := ""
	switch n := fn.(type) {
	case *ast.FunctionLiteral:
		text = n.Source
	case *ast.ArrowFunctionLiteral:
		text = n.Source
	}
	return b.from.loose || len(text) == b.id.length && offsetIn(b.code, text) == b.id.offset
}

// readHeader finds the import variables and esbuild's helpers.
func (b *extractor) readHeader() {
	b.header = &moduleHeader{}
	if b.from.module {
		b.header = readHeader(b.wrapper.Body.List)
	}
	for _, im := range b.header.imports {
		if im.variable != "" {
			b.moved.members[im.variable] = map[string]bool{}
		}
	}
}

// helpers are the statements in front of esbuild's output, with the empty one that ends them.
func (b *extractor) helpers() []ast.Statement {
	if !b.from.direct {
		for i, s := range b.wrapper.Body.List {
			if _, ok := s.(*ast.EmptyStatement); ok {
				return b.wrapper.Body.List[:i+1]
			}
		}
	}
	return []ast.Statement{&ast.EmptyStatement{}}
}

// compile makes the unit.
func (b *extractor) compile(prg *ast.Program, fresh *ast.FunctionLiteral) error {
	u := b.newUnit(fresh)
	u.regexps = b.regexps
	prg.Body = []ast.Statement{&ast.ExpressionStatement{Expression: fresh}}
	prg.DeclarationList = nil
	prg.File = u.file
	var err error
	if u.program, err = es.CompileAST(prg, b.id.strict); err != nil {
		return fault.Syntax.New("%s: %s", b.from.path, strings.TrimPrefix(err.Error(), "SyntaxError: "))
	}
	b.unit, b.waits = u, len(b.carried) > 0
	return nil
}
