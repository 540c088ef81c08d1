// Package node is the modules "node:assert", "node:buffer", "node:module", "node:os", "node:path" and
// "node:util" with what belongs to them, as Node v20 has them, and the globals Buffer and global.
package node

import (
	_ "embed"

	"github.com/lariatjs/lariat/runtime"
)

//go:embed node.d.ts
var types string

// Modules are the modules of the package.
var Modules = []runtime.Module{
	{Name: "node:buffer", Aliases: []string{"buffer"}, Types: types, Globals: []string{"Buffer"}, Load: loadBuffer},
}
