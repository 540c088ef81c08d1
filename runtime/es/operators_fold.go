package es

import (
	"reflect"
	"regexp"
	"sync"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// bigLiteral is what a BigInt looks like, and other things.
var bigLiteral = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[0-9a-fA-F]n\b`) })

// unfold keeps goja from working out constants of BigInts while it compiles, when nothing guards the operators yet.
func unfold(prg *ast.Program) {
	if prg.File == nil || !bigLiteral().MatchString(prg.File.Source()) {
		return
	}
	unfolder{}.walk(reflect.ValueOf(prg.Body))
}

// unfolder goes through a tree; it has been where its keys are.
type unfolder map[any]bool

func (u unfolder) walk(v reflect.Value) {
	switch v.Kind() {
	case reflect.Interface:
		u.walk(v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			u.walk(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				u.walk(v.Field(i))
			}
		}
	case reflect.Pointer:
		if v.IsNil() || v.Type().Elem().PkgPath() != reflect.TypeFor[ast.Program]().PkgPath() || u[v.Interface()] {
			return // a literal has its value, which is none of the tree
		}
		u[v.Interface()] = true
		if b, ok := v.Interface().(*ast.BinaryExpression); ok {
			switch b.Operator {
			case token.SHIFT_LEFT, token.SHIFT_RIGHT, token.EXPONENT:
				b.Left = &ast.SequenceExpression{Sequence: []ast.Expression{b.Left}}
			}
		}
		u.walk(v.Elem())
	}
}
