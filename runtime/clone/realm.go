package clone

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// Hooks is what a host adds to the algorithm. Any of them may be nil. They are called on the goroutine of the runtime.
type Hooks struct {
	// Handle returns the Go value behind one of the host's own objects. It is asked about every object but arrays, Proxies
	// and objects directly under Object.prototype; nil is for those that are not the host's, and the error, which Refuse
	// makes, for those that cannot travel. The value travels as it is: it must be safe to share.
	Handle func(o *goja.Object) (handle any, err error)
	// Wrap returns the object of this runtime for a handle: a new one, or the one it made before.
	Wrap func(handle any) (goja.Value, error)
	// Transfer says whether one of the host's objects can be moved (a MessagePort, a stream). take moves it: the object is
	// of no more use here, and its handle goes to Wrap on the other side. take runs after the whole value was encoded.
	Transfer func(o *goja.Object) (take func() (handle any, err error), ok bool)
	// ErrorClass names the class of an error for the other side; name is its own idea ("TypeError"), used by default.
	ErrorClass func(o *goja.Object, name string) string
	// ErrorWithin returns the error of the host that an Error stands for, if it does, and SetErrorWithin ties it to the one on the
	// other side. It must be safe to share.
	ErrorWithin    func(o *goja.Object) error
	SetErrorWithin func(o *goja.Object, err error)
	// ErrorPrototype finds the prototype for a class that is not one of ECMAScript's; nil stands for Error.prototype.
	ErrorPrototype func(class string) *goja.Object
}

// Immutable is a handle of what never changes. It is posted as it is, but structuredClone, which is asked for what can
// be changed, copies the object that shows it.
type Immutable interface{ Immutable() }

// Realm encodes and decodes for one runtime. Only the goroutine that owns the runtime may use it.
type Realm struct {
	*slots.Realm
	hooks Hooks
	// errors are the prototypes of the error classes that were met.
	errors map[string]*goja.Object
	// seen is kept from one Encode for the next, so that its memory is used again.
	seen map[*goja.Object]composite
}

// New returns the realm of a VM. It takes a microsecond: built-ins are looked up when they are first needed.
func New(vm *goja.Runtime, hooks Hooks) *Realm {
	return &Realm{Realm: slots.New(vm), hooks: hooks}
}

// Clone is structuredClone: what Decode makes of Encode, in one runtime.
func (r *Realm) Clone(v goja.Value, o Options) (goja.Value, error) {
	o.Once, o.Copies = true, true
	m, err := r.Encode(v, o)
	if err != nil {
		return nil, err
	}
	return r.Decode(m)
}
