package loader

import (
	"cmp"
	"errors"
	"maps"
	"slices"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Waiting returns where the modules stand that wait for a top-level await. It ends them, and their finally
// blocks do not run: only a program that is over may be asked.
func (l *Loader) Waiting() []Frame {
	modules := slices.Collect(maps.Keys(l.waiting))
	slices.SortFunc(modules, func(a, b *module) int { return cmp.Compare(a.order, b.order) })
	var frames []Frame
	for _, m := range modules {
		if stack := l.suspended(m); len(stack) > 0 {
			frames = append(frames, stack[0])
		}
	}
	clear(l.waiting)
	return frames
}

// suspended resumes a module while the VM is interrupted: the stack of that begins where the module stands, for
// it gets no further.
func (l *Loader) suspended(m *module) []Frame {
	next, ok := goja.AssertFunction(m.generator.Get("next"))
	if !ok {
		return nil
	}
	l.vm.Interrupt(fault.Unsettled)
	defer l.vm.ClearInterrupt()
	_, err := next(m.generator)
	var stop *goja.InterruptedError
	if !errors.As(err, &stop) {
		return nil
	}
	return framesOf(stop.Stack())
}

// keepPlaces makes the statement of a top-level await one that does something with the result: goja would
// suspend a generator in the statement after it.
func keepPlaces(list []ast.Statement) {
	for _, s := range list {
		walkStmt(placeVisitor{}, s)
	}
}

// placeVisitor is for all statements outside of functions.
type placeVisitor struct{ completionVisitor }

func (placeVisitor) stmt(s ast.Statement) bool {
	switch n := s.(type) {
	case *ast.FunctionDeclaration, *ast.ClassDeclaration:
		return false
	case *ast.ExpressionStatement:
		if y, ok := n.Expression.(*ast.YieldExpression); ok && y.Yield > 0 { // the wrapper's own has no place
			n.Expression = &ast.UnaryExpression{Operator: token.NOT, Idx: y.Yield, Operand: y}
		}
		return false
	}
	return true
}
