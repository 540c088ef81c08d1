package loader

import (
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/unistring"
)

// What a line of a session imports is a global name for the lines that follow. A function of theirs takes the import
// along.

// sessionImport is an import of an earlier line.
type sessionImport struct {
	// local is the name in the session, name that of the export, "*" for all of them.
	local, name     string
	specifier, kind string
}

// sessionImports lists the imports of earlier lines among the names that an extract lacks, as an extractID has them.
func (l *Loader) sessionImports(e *extract) string {
	var list []string
	for _, o := range e.outer {
		if im, ok := l.imported[o.name]; ok && o.why == isGlobal {
			list = append(list, strings.Join([]string{im.local, im.name, im.specifier, im.kind}, "\x01"))
		}
	}
	return strings.Join(list, "\x00")
}

// fromSession notes that the function uses an import of an earlier line.
func (b *extractor) fromSession(name string) bool {
	for _, text := range strings.Split(b.id.session, "\x00") {
		if p := strings.Split(text, "\x01"); len(p) == 4 && p[0] == name {
			b.session = append(b.session, sessionImport{local: p[0], name: p[1], specifier: p[2], kind: p[3]})
			return true
		}
	}
	return false
}

// parameter is the parameter of the wrapper for the namespace.
func (im sessionImport) parameter() string { return "%" + im.local }

// value is what the name means.
func (im sessionImport) value() ast.Expression {
	space := identifier(im.parameter())
	if im.name == "*" {
		return space
	}
	return &ast.BracketExpression{Left: space, Member: textAt(0, unistring.NewFromString(im.name))}
}

func (im sessionImport) request() request {
	q := request{specifier: im.specifier, offset: -1, kind: im.kind}
	if im.name != "*" {
		q.names = []wanted{{im.name, -1}}
	}
	return q
}
