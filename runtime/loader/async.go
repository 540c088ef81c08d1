package loader

import (
	"slices"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/unistring"

	"github.com/lariatjs/lariat/runtime/es"
)

// passAsync finishes the output of lower after the parse, in place: what esbuild did with helpers is done with the
// natives of package es, import(x) and import.meta become %import(x) and %meta, and a wrapper with await at the top
// becomes a generator that yields what is awaited. It says whether there are literals of regular expressions.
func passAsync(wrapper *ast.FunctionLiteral) (regexps bool) {
	p := newAsyncPass()
	p.header, wrapper.Body.List = takeHeader(wrapper.Body.List)
	if wrapper.Async {
		wrapper.Async, wrapper.Generator = false, true
		p.mode = modeAwaitToYield
	}
	p.walk(wrapper)
	wrapper.Body.List = slices.Concat(p.keep(&wrapper.DeclarationList), wrapper.Body.List)
	return p.regexps
}

// passScript does the same for a program that no function wraps.
func passScript(prg *ast.Program) {
	p := newAsyncPass()
	p.header, prg.Body = takeHeader(prg.Body)
	prg.Body = walkList(p, prg.Body)
	prg.Body = slices.Concat(p.keep(&prg.DeclarationList), prg.Body)
}

// mode says what await and return become in the function at hand.
type mode uint8

const (
	modePlain          mode = iota
	modeAsyncGenerator      // the body of an async generator: return x is return await x
	modeYieldToAwait        // an async function that esbuild made a generator, to be turned back
	modeAwaitToYield        // the wrapper of a module with await at the top
)

// asyncPass is the visitor of passAsync.
type asyncPass struct {
	header   header
	mode     mode
	captured captured
	// used are the names of the header that the code refers to.
	used map[unistring.String]bool
	// given are the names of function declarations in the source, where esbuild has renamed them.
	given map[*ast.FunctionLiteral]unistring.String
	// regexps is set by a literal of a regular expression.
	regexps bool
	// helping is on in the header: a script may have changed the globals that its functions need.
	helping bool
}

func newAsyncPass() *asyncPass {
	return &asyncPass{used: map[unistring.String]bool{}, given: map[*ast.FunctionLiteral]unistring.String{}}
}

// helperName returns our name of what e refers to, if that is a helper of esbuild's.
func (p *asyncPass) helperName(e ast.Expression) unistring.String {
	if id, ok := e.(*ast.Identifier); ok && isInternal(id.Name) {
		return p.header.names[id.Name]
	}
	return ""
}

// isInternal says that a name looks like one of esbuild's helpers, all of which begin with two underscores.
func isInternal(name unistring.String) bool { return len(name) > 2 && name[0] == '_' && name[1] == '_' }

// callOf returns e as a call of the helper with the given name, or nil.
func (p *asyncPass) callOf(e ast.Expression, name string) *ast.CallExpression {
	if c, ok := e.(*ast.CallExpression); ok && p.helperName(c.Callee) == unistring.String(name) {
		return c
	}
	return nil
}

func (p *asyncPass) expr(e ast.Expression) (ast.Expression, bool) {
	switch n := e.(type) {
	case *ast.Identifier:
		if p.helping && es.IsBuiltin(n.Name.String()) {
			return callAt(n.Idx, es.BuiltinOf, textAt(n.Idx, n.Name)), false
		}
		p.reference(n)
	case *ast.RegExpLiteral:
		p.regexps = true
		return literal(n), false
	case *ast.FunctionLiteral:
		if p.bodyOf(n) != nil {
			return walkExpr(p, p.functionValue(n, nil)), false
		}
		p.function(n)
		return n, false
	case *ast.ArrowFunctionLiteral:
		p.inside(modePlain, n)
		return n, false
	case *ast.CallExpression:
		return p.call(n)
	case *ast.NewExpression:
		if p.helperName(n.Callee) == es.AsyncAwait {
			return callAt(n.New, es.AsyncAwait, n.ArgumentList...), true
		}
	case *ast.YieldExpression:
		return p.yield(n), true
	case *ast.AwaitExpression:
		if p.mode == modeAwaitToYield {
			return &ast.YieldExpression{Yield: n.Await, Argument: n.Argument}, true
		}
	case *ast.ObjectLiteral:
		p.object(n)
	case *ast.AssignExpression:
		if id, ok := n.Left.(*ast.Identifier); ok {
			n.Right = p.named(n.Right, id.Name)
		}
	case *ast.PropertyKeyed:
		if n.Kind == ast.PropertyKindValue && !n.Computed {
			n.Value = p.named(n.Value, keyName(n.Key))
		} else if fn, ok := n.Value.(*ast.FunctionLiteral); ok && n.Kind != ast.PropertyKindValue {
			if n.Computed {
				n.Key = walkExpr(p, n.Key)
			}
			p.function(fn)
			return n, false
		}
	case *ast.PropertyShort:
		n.Initializer = p.named(n.Initializer, n.Name.Name)
	}
	return e, true
}

// reference renames a helper and notes what is left of the header.
func (p *asyncPass) reference(id *ast.Identifier) {
	if id.Name == "arguments" && p.captured.arrows > 0 {
		p.captured.found = true
	}
	if !isInternal(id.Name) {
		return
	}
	p.used[id.Name] = true
	if name := p.header.names[id.Name]; name != "" {
		id.Name = name
	}
}

// call deals with calls of helpers.
func (p *asyncPass) call(n *ast.CallExpression) (ast.Expression, bool) {
	if id, ok := n.Callee.(*ast.Identifier); ok && id.Name == es.AsyncGenerate {
		p.generate(n)
		return n, false
	}
	if isTopAwait(n) {
		return &ast.YieldExpression{Yield: n.Idx0(), Argument: n.ArgumentList[0]}, true
	}
	switch p.helperName(n.Callee) {
	case es.AsyncGenerate:
		p.generate(n)
		return n, false
	case es.FunctionName:
		return p.nameCall(n)
	case "%async":
		if fn := p.asyncArrow(n); fn != nil {
			return fn, false
		}
	}
	if x := p.dynamicImport(n); x != nil {
		return callAt(n.Idx0(), nameImport, x), true
	}
	return n, true
}

// isTopAwait recognises what lower makes of an await at the top of a module.
func isTopAwait(n *ast.CallExpression) bool {
	id, ok := n.Callee.(*ast.Identifier)
	return ok && id.Name == awaitName && len(n.ArgumentList) == 1
}

// generate walks over the call that makes an async generator. Its body is the one place where yield means more
// than in a plain generator.
func (p *asyncPass) generate(n *ast.CallExpression) {
	n.Callee = identAt(n.Callee.Idx0(), es.AsyncGenerate)
	walkExprs(p, n.ArgumentList[:2])
	if len(n.ArgumentList) > 2 {
		p.inside(modeAsyncGenerator, n.ArgumentList[2])
	}
}

// inside walks over a function in another mode.
func (p *asyncPass) inside(m mode, e ast.Expression) {
	outer := p.mode
	p.mode = m
	if fn, ok := e.(*ast.FunctionLiteral); ok {
		p.walk(fn)
	} else {
		p.captured.arrows++
		p.arrow(e.(*ast.ArrowFunctionLiteral))
		p.captured.arrows--
	}
	p.mode = outer
}

func (p *asyncPass) arrow(fn *ast.ArrowFunctionLiteral) {
	for _, b := range fn.ParameterList.List {
		p.parameter(b)
	}
	fn.ParameterList.Rest = walkExpr(p, fn.ParameterList.Rest)
	switch b := fn.Body.(type) {
	case *ast.BlockStatement:
		walkBlock(p, b)
	case *ast.ExpressionBody:
		b.Expression = walkExpr(p, b.Expression)
	}
}

func (p *asyncPass) yield(n *ast.YieldExpression) ast.Expression {
	if n.Delegate {
		if c := p.callOf(n.Argument, es.AsyncYieldStar); c != nil && len(c.ArgumentList) == 1 {
			// esbuild lowers the yield* of every generator
			if p.mode == modeAsyncGenerator {
				n.Delegate = false
			} else {
				n.Argument = c.ArgumentList[0]
			}
		}
		return n
	}
	if p.mode == modeYieldToAwait {
		return &ast.AwaitExpression{Await: n.Yield, Argument: n.Argument}
	}
	return n
}

func (p *asyncPass) stmt(s ast.Statement) bool {
	switch n := s.(type) {
	case *ast.ReturnStatement:
		if p.mode == modeAsyncGenerator && n.Argument != nil {
			n.Argument = &ast.YieldExpression{Yield: n.Return, Argument: callAt(n.Return, es.AsyncAwait, n.Argument)}
		}
	case *ast.TryStatement:
		p.forAwait(n)
		redeclared(n.Catch)
	}
	return true
}

func (p *asyncPass) list(l []ast.Statement) []ast.Statement {
	return p.declarations(p.nameStatements(l))
}

func (p *asyncPass) function(fn *ast.FunctionLiteral) {
	p.inside(modePlain, fn)
}

func (p *asyncPass) binding(b *ast.Binding) {
	if id, ok := b.Target.(*ast.Identifier); ok {
		b.Initializer = p.named(b.Initializer, id.Name)
	}
}

// dynamicImport recognises import(x) as esbuild lowers it, Promise.resolve().then(() => __toESM(require(x))), and
// returns x: it has to be evaluated at once, not in a later job.
func (p *asyncPass) dynamicImport(n *ast.CallExpression) ast.Expression {
	then, ok := n.Callee.(*ast.DotExpression)
	if !ok || then.Identifier.Name != "then" || len(n.ArgumentList) != 1 {
		return nil
	}
	fn, ok := n.ArgumentList[0].(*ast.ArrowFunctionLiteral)
	if !ok {
		return nil
	}
	body, ok := fn.Body.(*ast.ExpressionBody)
	if !ok {
		return nil
	}
	c := p.callOf(body.Expression, nameToESM)
	if c == nil || len(c.ArgumentList) == 0 {
		return nil
	}
	if r, ok := c.ArgumentList[0].(*ast.CallExpression); ok && len(r.ArgumentList) == 1 {
		return r.ArgumentList[0]
	}
	return nil
}
