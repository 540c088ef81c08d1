package clone

import (
	"math/big"
	"strconv"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/clone/slots"
)

// Node is a value of a message, for Go code that reads or makes messages without a runtime. Any goroutine may use it.
type Node struct{ n any }

// NodeKind says what a Node is.
type NodeKind uint8

// The kinds of nodes. Bytes are an ArrayBuffer, or a view of one; a Handle is an object of the host.
const (
	KindUndefined NodeKind = iota
	KindNull
	KindBoolean
	KindNumber
	KindString
	KindBigInt
	KindObject
	KindArray
	KindMap
	KindSet
	KindError
	KindDate
	KindRegExp
	KindBytes
	KindHandle
)

var kindNames = [...]string{
	"undefined", "null", "a boolean", "a number", "a string", "a bigint", "an object", "an array", "a Map", "a Set", "an error",
	"a Date", "a RegExp", "bytes", "an object of the host",
}

// String names the kind with its article: "a string".
func (k NodeKind) String() string { return kindNames[k] }

// Root returns the value of the message.
func (m *Message) Root() Node { return Node{m.root} }

// Nodes returns the values of a message that EncodeList made, the one of any other.
func (m *Message) Nodes() []Node {
	n, ok := m.root.(*array)
	if !ok || n.slot != 0 {
		return []Node{{m.root}}
	}
	nodes := make([]Node, len(n.items))
	for i, x := range n.items {
		nodes[i] = Node{x}
	}
	return nodes
}

// Kind returns the kind of the value. Boxed primitives are what is in the box.
func (n Node) Kind() NodeKind {
	switch x := n.n.(type) {
	case *object:
		return KindObject
	case *array, *special:
		return KindArray
	case *collection:
		if x.isMap {
			return KindMap
		}
		return KindSet
	case *failure:
		return KindError
	case *boxed:
		return Node{x.value}.Kind()
	case *date:
		return KindDate
	case *pattern:
		return KindRegExp
	case *buffer, *view:
		return KindBytes
	case *handle:
		return KindHandle
	case goja.String:
		return KindString
	case goja.Value:
		return kindOfPrimitive(x)
	}
	return KindUndefined
}

func kindOfPrimitive(v goja.Value) NodeKind {
	switch {
	case goja.IsUndefined(v):
		return KindUndefined
	case goja.IsNull(v):
		return KindNull
	}
	switch v.ExportType() {
	case integerType, numberType:
		return KindNumber
	case booleanType:
		return KindBoolean
	}
	return KindBigInt
}

// Primitive returns the primitive value that the node is, or has in its box; nil for any other.
func (n Node) Primitive() goja.Value {
	switch x := n.n.(type) {
	case goja.Value:
		return x
	case *boxed:
		return x.value
	}
	return nil
}

// Text returns a string; half a surrogate pair in it is as WTF-8 has it.
func (n Node) Text() string {
	s, _ := n.Primitive().(goja.String)
	if s == nil {
		return ""
	}
	return slots.Text(s)
}

// BigInt returns a bigint, which must not be changed.
func (n Node) BigInt() *big.Int {
	b, _ := n.Primitive().Export().(*big.Int)
	return b
}

// Len is the number of items of an array, a Map or a Set, and of properties of an object.
func (n Node) Len() int {
	switch x := n.n.(type) {
	case *array:
		return len(x.items)
	case *special:
		return int(x.length)
	case *collection:
		if x.isMap {
			return len(x.items) / 2
		}
		return len(x.items)
	case *object:
		return len(x.values)
	case *failure:
		return len(x.props)
	}
	return 0
}

// Items calls f for the items of an array or a Set; the holes of an array are left out.
func (n Node) Items(f func(i int, item Node) error) error {
	var items []any
	switch x := n.n.(type) {
	case *array:
		items = x.items
	case *collection:
		items = x.items
	case *special:
		for i, key := range x.keys {
			at, err := strconv.ParseUint(key, 10, 32)
			if err != nil || int64(at) >= x.length {
				continue
			}
			if err := f(int(at), Node{x.values[i]}); err != nil {
				return err
			}
		}
	}
	for i, x := range items {
		if err := f(i, Node{x}); err != nil {
			return err
		}
	}
	return nil
}

// Entries calls f for the pairs of a Map.
func (n Node) Entries(f func(key, value Node) error) error {
	c, _ := n.n.(*collection)
	if c == nil || !c.isMap {
		return nil
	}
	for i := 0; i < len(c.items); i += 2 {
		if err := f(Node{c.items[i]}, Node{c.items[i+1]}); err != nil {
			return err
		}
	}
	return nil
}

// Properties calls f for the properties of an object or an error.
func (n Node) Properties(f func(key string, value Node) error) error {
	switch x := n.n.(type) {
	case *object:
		for i, v := range x.values {
			key := ""
			if x.names == nil {
				key = x.keys[i]
			} else {
				key = Node{x.names[i]}.Text()
			}
			if err := f(key, Node{v}); err != nil {
				return err
			}
		}
	case *failure:
		for _, p := range x.props {
			if err := f(p.key, Node{p.value}); err != nil {
				return err
			}
		}
	}
	return nil
}

// Class is that of an error ("TypeError") or of a view ("Uint8Array"); a buffer itself is an "ArrayBuffer".
func (n Node) Class() string {
	switch x := n.n.(type) {
	case *failure:
		return x.class
	case *view:
		return x.class
	case *buffer:
		return "ArrayBuffer"
	}
	return ""
}

// Milliseconds is the time of a Date, perhaps NaN.
func (n Node) Milliseconds() float64 {
	if d, ok := n.n.(*date); ok {
		return d.time.ToFloat()
	}
	return 0
}

// Bytes returns the bytes that a buffer or a view shows, which must not be changed. There are none for memory that isolates
// share.
func (n Node) Bytes() (b []byte, ok bool) {
	switch x := n.n.(type) {
	case *buffer:
		return x.data, true
	case *view:
		b, ok := Node{x.buffer}.Bytes()
		size := viewSize(x.class)
		if !ok || size == 0 || x.offset < 0 || x.length < 0 || x.offset+x.length*size > len(b) {
			return nil, false
		}
		return b[x.offset : x.offset+x.length*size], true
	}
	return nil, false
}

// viewSize is the size of an element of a view.
func viewSize(class string) int {
	switch class {
	case "Int8Array", "Uint8Array", "Uint8ClampedArray", "DataView":
		return 1
	case "Int16Array", "Uint16Array":
		return 2
	case "Int32Array", "Uint32Array", "Float32Array":
		return 4
	case "Float64Array", "BigInt64Array", "BigUint64Array":
		return 8
	}
	return 0
}

// Handle returns the Go value behind an object of the host, or nil.
func (n Node) Handle() any {
	if h, ok := n.n.(*handle); ok {
		return h.value
	}
	return nil
}

// Within returns the error of the host that an error stands for, or nil.
func (n Node) Within() error {
	if f, ok := n.n.(*failure); ok {
		return f.within
	}
	return nil
}

// Pattern returns the source of a RegExp.
func (n Node) Pattern() string {
	if p, ok := n.n.(*pattern); ok {
		return p.source.String()
	}
	return ""
}
