package es

import (
	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"
)

// The names that lowered code calls. None is an identifier, so no script can say one; they are bound in the
// global scope of declarations, so that none is a property of the global object either.
const (
	AsyncGenerate     = "%asyncGenerate"    // (this, arguments, body, function) an AsyncGenerator object
	AsyncFunction     = "%asyncFunction"    // (method, name) the method as an AsyncGeneratorFunction
	AsyncMethods      = "%asyncMethods"     // (class, name, static, …) the same for methods of a class
	AsyncAwait        = "%await"            // (x) the mark that a body yields to await x
	AsyncYieldStar    = "%yieldStar"        // (x) the mark that a body yields for yield* x
	AsyncForOpen      = "%forAwait"         // (x) the iterator of a for-await
	AsyncForNext      = "%forAwaitNext"     // (it) what the loop awaits
	AsyncForAwaitNext = "%forAwaitNextMark" // (it) the same as a mark, in the body of an async generator
	AsyncForTake      = "%forAwaitTake"     // (result) its value, or AsyncForEnd when there are no more
	AsyncForEnd       = "%forAwaitEnd"      // what no iterator gives
	AsyncForClose     = "%forAwaitClose"    // (it) calls return; whether there is something to await
	AsyncForClosing   = "%forAwaitClosing"  // (it) what return gave
	AsyncForClosed    = "%forAwaitClosed"   // (result) throws unless the awaited result is an object
	AsyncKey          = "%key"              // (x) the property key that x is, kept; without x the one kept last
	FunctionName      = "%name"             // (function, name) the function, with that name
	ImportText        = "%import"           // (specifier) import() in text that became code: see Realm.Outside
	BuiltinOf         = "%builtin"          // (name) the built-in, whatever its global is
	CleanStack        = "%stack"            // (stack) what a script reads of a stack
	PatternLiteral    = "%literal"          // (regexp, source, flags) a literal that TranslatePattern changed
)

// asyncNames lists the names in the order in which they are declared.
var asyncNames = []string{
	AsyncGenerate, AsyncFunction, AsyncMethods, AsyncAwait, AsyncYieldStar, AsyncForOpen, AsyncForNext,
	AsyncForAwaitNext, AsyncForTake, AsyncForClose, AsyncForClosing, AsyncForClosed, AsyncKey, FunctionName, PatternLiteral,
	ImportText, CleanStack, BuiltinOf, AsyncForEnd,
}

// AsyncHost is what async generators need from the runtime around them.
type AsyncHost struct {
	// Compile lowers and compiles the source of one expression, for the AsyncGeneratorFunction constructor.
	Compile func(source string) (*goja.Program, error)
	// Context, when there is one, is the tracker given to Runtime.SetAsyncContextTracker: the part of a body that
	// serves a request from the queue then runs in the context of the caller who made that request.
	Context goja.AsyncContextTracker
}

func (h *AsyncHost) grab() any {
	if h.Context == nil {
		return nil
	}
	return h.Context.Grab()
}

// Switcher is a tracker that tells the beginning of a microtask, of which it hears by Resumed, from another change of the
// context.
type Switcher interface{ Switch(context any) }

// within runs f in another context. The tracker knows no nesting, so the present context is resumed afterwards.
func (h *AsyncHost) within(context any, f func()) {
	if h.Context == nil {
		f()
		return
	}
	present := h.Context.Grab()
	enter := h.Context.Resumed
	if s, ok := h.Context.(Switcher); ok {
		enter = s.Switch
	}
	enter(context)
	f()
	h.Context.Exited()
	enter(present)
}

// asyncRealm holds what the async generators of one virtual machine share: the intrinsics as they were before
// any script ran.
type asyncRealm struct {
	vm    *goja.Runtime
	host  AsyncHost
	realm *Realm

	promiseProto                  *goja.Object
	promises, objects             map[unistring.String]goja.Value // the properties of Promise.prototype and of Object.prototype
	iteratorProto, generatorProto *goja.Object
	functionProto, constructor    *goja.Object
	protoNext                     goja.Value
	body                          [3]native // next, throw and return of a plain generator
	collector                     goja.Value
	collected                     []goja.Value // the arguments of the last call of collector

	// class makes AsyncGenerator objects: their state is in a private field, which scripts cannot see and which lives
	// and dies with the object. A WeakMap would not do: goja's holds its values whatever they refer to, and the body
	// of a generator often refers to the object that it belongs to.
	class *class[asyncGenerator]

	awaitMark, starMark *goja.Object // what a body yields
	askMark, endMark    *goja.Object // the same for a wait that has begun already; what a loop takes for its end
	pending             goja.Value   // what the mark that was just yielded is about
	asked               *waiter      // the same for askMark
	yes, no             goja.Value
	key                 goja.Value // of the method that is being defined
	free                []*waiter
	try                 attempt
}
