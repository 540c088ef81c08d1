package bind

import (
	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/fault"
)

// ForOf calls each with the items of argument i, until it returns false. want says what the argument must be.
func (c *Call) ForOf(i int, arg, want string, each func(goja.Value) bool) {
	obj, ok := c.Value(i).(*goja.Object)
	if !ok {
		c.Wrong(arg, want)
	}
	if _, ok := goja.AssertFunction(obj.GetSymbol(goja.SymIterator)); !ok {
		c.Wrong(arg, want)
	}
	c.VM().ForOf(obj, each)
}

// Transfer reads what a message is to move rather than copy from argument i, which is an iterable of objects or an
// options object with one: { transfer }.
func (c *Call) Transfer(i int) []goja.Value {
	if !c.Has(i) {
		return nil
	}
	obj, ok := c.Value(i).(*goja.Object)
	if !ok {
		c.Wrong("transfer", "an iterable of objects, or options")
	}
	if !Nullish(obj.GetSymbol(goja.SymIterator)) {
		return c.TransferList(obj)
	}
	return c.TransferList(obj.Get("transfer"))
}

// TransferList reads an iterable of objects that are to be moved; undefined is none.
func (c *Call) TransferList(v goja.Value) (list []goja.Value) {
	if Nullish(v) {
		return nil
	}
	if _, ok := v.(*goja.Object); !ok {
		c.Wrong("transfer", "an iterable of objects")
	}
	c.VM().ForOf(v, func(v goja.Value) bool {
		obj, ok := v.(*goja.Object)
		if !ok {
			c.Wrong("transfer", "an iterable of objects")
		}
		if IsUntransferable(obj) {
			c.Throw(fault.Clone.New("%s: an object in the transfer list is marked as untransferable", c.Name()))
		}
		list = append(list, v)
		return true
	})
	return list
}

var untransferable = goja.NewSymbol("lariat.untransferable")

// MarkUntransferable makes every transfer list refuse the object.
func MarkUntransferable(obj *goja.Object) {
	_ = obj.DefineDataPropertySymbol(untransferable, goja.Undefined(), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
}

// IsUntransferable reports whether the object was marked.
func IsUntransferable(obj *goja.Object) bool { return obj.GetSymbol(untransferable) != nil }
