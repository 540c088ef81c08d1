package loader

import (
	"math/rand/v2"
	"strings"
)

// functionWriter writes random functions over a handful of names, so that they hide each other in every way.
type functionWriter struct {
	r    *rand.Rand
	left int // how much more it may write
	// finite: no loop of it goes on for ever.
	finite bool
}

func (g *functionWriter) pick(choices ...func() string) string {
	g.left--
	return choices[g.r.IntN(len(choices))]()
}

func (g *functionWriter) name() string { return string(rune('a' + g.r.IntN(6))) }

func (g *functionWriter) some(item func() string, separator string) string {
	var list []string
	for range g.r.IntN(3) {
		list = append(list, item())
	}
	return strings.Join(list, separator)
}

func (g *functionWriter) function() string {
	return g.pick(
		func() string { return "(" + g.parameters() + ") => {" + g.body() + "}" },
		func() string { return "(" + g.parameters() + ") => (" + g.expr() + ")" },
		func() string { return "async (" + g.parameters() + ") => {" + g.body() + "}" },
		func() string { return "function (" + g.parameters() + ") {" + g.body() + "}" },
		func() string { return "function " + g.name() + "(" + g.parameters() + ") {" + g.body() + "}" },
		func() string { return "function* " + g.name() + "(" + g.parameters() + ") {" + g.body() + "}" },
	)
}

func (g *functionWriter) parameters() string { return g.some(g.target, ", ") }

// target is something that gets a value and may declare names.
func (g *functionWriter) target() string {
	if g.left <= 0 {
		return g.name()
	}
	return g.pick(
		g.name, g.name,
		func() string { return g.pattern() + " = " + g.expr() },
		func() string { return g.name() + " = " + g.expr() },
	)
}

func (g *functionWriter) pattern() string {
	return g.pick(
		func() string { return "[" + g.target() + ", ..." + g.name() + "]" },
		func() string { return "{ " + g.name() + " = " + g.expr() + " }" },
		func() string { return "{ " + g.name() + ": " + g.target() + ", ..." + g.name() + " }" },
		func() string { return "{ [" + g.expr() + "]: " + g.target() + " }" },
	)
}

func (g *functionWriter) body() string { return g.some(g.statement, "; ") }

func (g *functionWriter) statement() string {
	if g.left <= 0 {
		return g.name()
	}
	return g.pick(
		g.expr,
		func() string { return "var " + g.target() + " = " + g.expr() },
		func() string { return "let " + g.name() + " = " + g.expr() },
		func() string { return "const " + g.pattern() + " = " + g.expr() },
		func() string { return "{ " + g.body() + " }" },
		func() string { return "if (" + g.expr() + ") { " + g.body() + " } else " + g.expr() },
		func() string {
			return "for (let " + g.name() + " = " + g.expr() + "; " + g.condition() + "; ) {" + g.body() + "}"
		},
		func() string { return "for (const " + g.pattern() + " of [" + g.expr() + "]) {" + g.body() + "}" },
		func() string { return "for (var " + g.name() + " in " + g.expr() + ") {" + g.body() + "}" },
		func() string { return "for (" + g.name() + " of " + g.expr() + ") {" + g.body() + "}" },
		func() string {
			return "try {" + g.body() + "} catch (" + g.pattern() + ") {" + g.body() + "} finally {" + g.body() + "}"
		},
		func() string { return "try {" + g.body() + "} catch {" + g.body() + "}" },
		func() string {
			return "switch (" + g.expr() + ") { case " + g.expr() + ": " + g.body() + "; default: " + g.body() + " }"
		},
		func() string { return "function " + g.name() + "(" + g.parameters() + ") {" + g.body() + "}" },
		func() string { return "class " + g.class() },
		func() string { return g.name() + ": for (;;) { break }" },
		func() string { return "return " + g.expr() },
		func() string { return "throw " + g.expr() },
	)
}

func (g *functionWriter) condition() string {
	if g.finite {
		return "!(" + g.expr() + ", 1)"
	}
	return g.expr()
}

func (g *functionWriter) class() string {
	text := g.name()
	if g.r.IntN(2) == 0 {
		text += " extends (" + g.expr() + ")"
	}
	return text + " { " + g.some(func() string {
		return g.pick(
			func() string { return g.name() + " = " + g.expr() + ";" },
			func() string { return "static [" + g.expr() + "] = " + g.expr() + ";" },
			func() string { return g.name() + "(" + g.parameters() + ") {" + g.body() + "}" },
			func() string { return "get [" + g.expr() + "]() {" + g.body() + "}" },
			func() string { return "static {" + strings.ReplaceAll(g.body(), "return ", "") + "}" },
		)
	}, " ") + " }"
}

func (g *functionWriter) expr() string {
	if g.left <= 0 {
		return g.name()
	}
	return g.pick(
		g.name, g.name,
		func() string { return g.name() + " + " + g.name() },
		func() string { return g.name() + " = " + g.expr() },
		func() string { return "([" + g.name() + ", " + g.name() + " = " + g.expr() + "] = " + g.expr() + ")" },
		func() string { return "({ " + g.name() + ", " + g.name() + ": " + g.name() + " } = " + g.expr() + ")" },
		func() string { return g.name() + "(" + g.expr() + ", ..." + g.name() + ")" },
		func() string { return g.name() + "." + g.name() + "[" + g.expr() + "]" },
		func() string { return g.name() + "?." + g.name() + "?.(" + g.expr() + ")" },
		func() string {
			return "({ " + g.name() + ", " + g.name() + ": " + g.expr() + ", [" + g.expr() + "]: 1 })"
		},
		func() string {
			return "({ " + g.name() + "(" + g.parameters() + ") {" + g.body() + "}, get " + g.name() + "() {" + g.body() + "} })"
		},
		func() string { return "(" + g.function() + ")" },
		func() string { return "(class " + g.class() + ")" },
		func() string { return "typeof " + g.name() },
		func() string { return "`${" + g.expr() + "}`" },
		func() string { return g.name() + "`${" + g.expr() + "}`" },
		func() string { return "(" + g.expr() + " ? " + g.expr() + " : " + g.name() + "++)" },
		func() string { return "new (" + g.expr() + ")(" + g.expr() + ")" },
	)
}
