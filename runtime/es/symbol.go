package es

import "github.com/dop251/goja"

// The well-known symbols that goja lacks. One symbol serves all VMs of the process, as goja's own do.
var (
	SymAsyncIterator = goja.NewSymbol("Symbol.asyncIterator")
	SymDispose       = goja.NewSymbol("Symbol.dispose")
	SymAsyncDispose  = goja.NewSymbol("Symbol.asyncDispose")
)
