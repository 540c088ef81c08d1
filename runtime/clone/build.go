package clone

import (
	"github.com/dop251/goja"
)

// Undefined is the node of undefined.
func Undefined() Node { return Node{goja.Undefined()} }

// Null is the node of null.
func Null() Node { return Node{goja.Null()} }

// Plain makes the node of a string, a bool, a number or a *big.Int, which must not be changed afterwards.
func Plain(v any) Node {
	x := importer.ToValue(v)
	if s, ok := x.(goja.String); ok {
		s.Length() // which ends the lazy scan: several goroutines may read it
	}
	return Node{x}
}

// Object makes a plain object.
func Object(keys []string, values []Node) Node {
	n := &object{keys: keys, values: make([]any, len(values))}
	for i, v := range values {
		n.values[i] = v.n
	}
	return Node{n}
}

// Array makes an array.
func Array(items []Node) Node { return Node{arrayOf(items)} }

func arrayOf(items []Node) *array {
	n := &array{items: make([]any, len(items)), flat: true}
	for i, v := range items {
		n.items[i] = v.n
		if _, primitive := v.n.(goja.Value); !primitive {
			n.flat = false
		}
	}
	return n
}

// Date makes a Date of a time in milliseconds.
func Date(ms float64) Node { return Node{&date{time: importer.ToValue(ms)}} }

// ByteArray makes a Uint8Array of a copy of b. Each who decodes it gets a copy of their own.
func ByteArray(b []byte) Node {
	return Node{&view{class: "Uint8Array", buffer: &buffer{data: copyBytes(b)}, length: len(b)}}
}

// Handle makes the object of a Go value that is the same everywhere.
func Handle(v any) Node { return Node{&handle{value: v}} }

// NewMessage makes the message of one value.
func NewMessage(n Node) *Message { return &Message{root: n.n} }

// NewList makes a message of values, as EncodeList does.
func NewList(values []Node) *Message { return &Message{root: arrayOf(values)} }
