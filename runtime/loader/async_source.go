package loader

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
)

// FunctionSource undoes lowering in the text of a function, as Function.prototype.toString gives it: such a text
// names esbuild's helpers, which are variables of its file. The result is modern JavaScript that stands for itself
// and can be lowered again, somewhere else. A text that cannot be read is returned as it is.
func FunctionSource(text string) string {
	if !strings.Contains(text, "__") {
		return text
	}
	for _, around := range [...][2]string{{"(", ")"}, {"({", "})"}} {
		prg, err := parseLowered("function", []byte(around[0]+text+around[1]), false)
		if err != nil {
			continue
		}
		r := restorer{text: text, base: file.Idx(len(around[0]) + 1)}
		walkList(&r, prg.Body)
		return withHelpers(r.apply())
	}
	return text
}

// edit replaces a part of a text.
type edit struct {
	from, to int
	with     string
}

// restorer collects the edits that undo lowering. It changes nothing in the tree.
type restorer struct {
	text  string
	base  file.Idx
	edits []edit
}

func (r *restorer) offset(idx file.Idx) int { return int(idx - r.base) }

func (r *restorer) replace(from, to int, with string) {
	if from >= 0 && from <= to && to <= len(r.text) {
		r.edits = append(r.edits, edit{from, to, with})
	}
}

// apply makes the edits. One that lies within another is lost with the text that it is about.
func (r *restorer) apply() string {
	slices.SortStableFunc(r.edits, func(a, b edit) int { return a.from - b.from })
	var out strings.Builder
	at := 0
	for _, e := range r.edits {
		if e.from < at {
			continue
		}
		out.WriteString(r.text[at:e.from])
		out.WriteString(e.with)
		at = e.to
	}
	out.WriteString(r.text[at:])
	return out.String()
}

var numbered = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^__[A-Za-z]+\d*$`) })

// helperCall returns e as a call of the helper with the given name, whatever its number.
func helperCall(e ast.Expression, name string) *ast.CallExpression {
	c, ok := e.(*ast.CallExpression)
	if ok && isHelperName(c.Callee, name) {
		return c
	}
	return nil
}

func isHelperName(e ast.Expression, name string) bool {
	id, ok := e.(*ast.Identifier)
	return ok && numbered().MatchString(id.Name.String()) && strings.TrimRight(id.Name.String(), "0123456789") == name
}

func (r *restorer) expr(e ast.Expression) (ast.Expression, bool) {
	switch n := e.(type) {
	case *ast.Identifier:
		if n.Name == metaName {
			r.replace(r.offset(n.Idx), r.offset(n.Idx)+len(metaName), "import.meta")
		}
	case *ast.CallExpression:
		r.call(n)
	case *ast.FunctionLiteral:
		r.function(n)
		return e, false
	case *ast.YieldExpression:
		r.yield(n)
	}
	return e, true
}

func (r *restorer) call(n *ast.CallExpression) {
	open, end := r.offset(n.LeftParenthesis), r.offset(n.RightParenthesis)
	if c := helperCall(n, "__name"); c != nil && len(c.ArgumentList) == 2 {
		from := r.offset(n.Idx0())
		if pure := "/* @__PURE__ */ "; from >= len(pure) && r.text[from-len(pure):from] == pure {
			from -= len(pure)
		}
		name := r.offset(c.ArgumentList[1].Idx0())
		r.replace(from, open+1, "")
		r.replace(name-len(", "), end+1, "")
	}
	if id, ok := n.Callee.(*ast.Identifier); ok && id.Name == importName && len(n.ArgumentList) == 1 {
		argument := open + len(r.text[open:end]) - len(strings.TrimLeft(r.text[open:end], "( "))
		r.replace(r.offset(n.Idx0()), argument, "import(")
		r.replace(end-len("))"), end, "")
	}
	if at := r.offset(n.Idx0()); identName(n.Callee) == leftName {
		r.replace(at, at+len(leftName), "import")
	}
}

// yield undoes yield new __await(x) and yield* __yieldStar(x).
func (r *restorer) yield(n *ast.YieldExpression) {
	at := r.offset(n.Yield)
	if w, ok := n.Argument.(*ast.NewExpression); ok && isHelperName(w.Callee, "__await") {
		r.replace(at, r.offset(w.LeftParenthesis), "await ")
	}
	if c := helperCall(n.Argument, "__yieldStar"); c != nil {
		r.replace(r.offset(c.Idx0()), r.offset(c.LeftParenthesis), "")
	}
}

func (r *restorer) stmt(s ast.Statement) bool {
	switch n := s.(type) {
	case *ast.TryStatement:
		r.forAwait(n)
	case *ast.ExpressionStatement:
		c := helperCall(n.Expression, "__name")
		if c == nil || len(c.ArgumentList) != 2 {
			return true
		}
		if _, ok := c.ArgumentList[0].(*ast.Identifier); ok { // behind a declaration
			r.replace(r.offset(c.Idx0()), r.statementEnd(r.offset(c.RightParenthesis)+1), "")
			return false
		}
	}
	return true
}

// statementEnd is the place after the semicolon of a statement that ends at the given one.
func (r *restorer) statementEnd(at int) int {
	if at < len(r.text) && r.text[at] == ';' {
		return at + 1
	}
	return at
}

func (r *restorer) list(l []ast.Statement) []ast.Statement { return l }
func (r *restorer) binding(*ast.Binding)                   {}

// class removes static { __name(this, "C"); }.
func (r *restorer) class(c *ast.ClassLiteral) {
	for _, el := range c.Body {
		b, ok := el.(*ast.ClassStaticBlock)
		if !ok || len(b.Block.List) != 1 {
			continue
		}
		if e, ok := b.Block.List[0].(*ast.ExpressionStatement); ok && helperCall(e.Expression, "__name") != nil {
			r.replace(r.offset(b.Static), r.offset(b.Block.RightBrace)+1, "")
		}
	}
}

// function restores a function that stands for itself, or a method of a class.
func (r *restorer) function(fn *ast.FunctionLiteral) {
	if inner := generatorIn(fn); inner != nil {
		at := r.offset(fn.Function)
		if word := "function"; strings.HasPrefix(r.text[at:], word) {
			r.replace(at, at+len(word), "async function*")
		} else {
			r.replace(at, at, "async *")
		}
		r.unwrap(fn, inner)
	}
	walkFunction(r, fn)
}

// unwrap removes what is between the braces of a function and those of the generator in it.
func (r *restorer) unwrap(fn, inner *ast.FunctionLiteral) {
	r.replace(r.offset(fn.Body.LeftBrace), r.offset(inner.Body.LeftBrace), "")
	r.replace(r.offset(inner.Body.RightBrace)+1, r.offset(fn.Body.RightBrace)+1, "")
}

// generatorIn returns the body of a function that is nothing but a lowered async generator.
func generatorIn(fn *ast.FunctionLiteral) *ast.FunctionLiteral {
	if fn.Body == nil || len(fn.Body.List) != 1 {
		return nil
	}
	ret, ok := fn.Body.List[0].(*ast.ReturnStatement)
	if !ok {
		return nil
	}
	c := helperCall(ret.Argument, "__asyncGenerator")
	if c == nil || len(c.ArgumentList) != 3 {
		return nil
	}
	inner, _ := c.ArgumentList[2].(*ast.FunctionLiteral)
	return inner
}

// forAwait undoes the form that loopParts describes.
func (r *restorer) forAwait(t *ast.TryStatement) {
	l, ok := findLoop(t, func(e ast.Expression) bool { return helperCall(e, "__forAwait") != nil })
	if !ok {
		return
	}
	body := l.loop.Body.(*ast.BlockStatement)
	value := (*l.value).(*ast.DotExpression)
	declared := r.text[r.offset(body.List[0].Idx0()):r.offset(value.Idx0())]
	target := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(declared), "="))
	label := strings.TrimSpace(r.text[r.offset(t.Body.LeftBrace)+1 : r.offset(l.loop.For)])
	head := strings.TrimSpace(label+" for await ("+target+" of") + " "
	end := r.offset(value.Identifier.Idx)
	end += strings.IndexByte(r.text[end:], ';') + 1

	open := l.open.Initializer.(*ast.CallExpression)
	r.replace(r.offset(t.Try), r.offset(open.LeftParenthesis)+1, head)
	r.replace(r.offset(open.RightParenthesis), end, ") {")
	r.replace(r.offset(body.RightBrace)+1, r.offset(t.Finally.RightBrace)+1, "")
}

var usesUsing = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\b__(using|callDispose)\b`) })

// withHelpers puts the helpers of using in front of a text that needs them; using cannot be told apart again.
func withHelpers(text string) string {
	if !usesUsing().MatchString(text) {
		return text
	}
	return "(() => {\n" + usingHelpers() + "return (" + text + ");\n})()"
}

// usingHelpers is esbuild's text of these helpers.
var usingHelpers = sync.OnceValue(func() string {
	low, err := lower(lowerRequest{Path: "using", Source: "async () => { await using a = b }"})
	if err != nil {
		return ""
	}
	return string(low.Code[:headerEnd(low.Code)])
})
