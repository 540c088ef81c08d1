package node_test

import (
	"testing"

	"github.com/dop251/goja"
	"github.com/dop251/goja_nodejs/util"

	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
	"github.com/lariatjs/lariat/stdlib/node"
)

// TestModulesOfGojaNodejsPlugIn loads one of goja_nodejs's own, and one that replaces module.exports.
func TestModulesOfGojaNodejsPlugIn(t *testing.T) {
	modules := append(stdlib.All(), node.Native("native:util", util.Require), node.Native("native:double", func(vm *goja.Runtime, module *goja.Object) {
		_ = module.Set("exports", func(c goja.FunctionCall) goja.Value { return vm.ToValue(c.Argument(0).ToInteger() * 2) })
	}))
	runtimetest.Expect(t, `
		import util, { format } from "native:util";
		import double from "native:double";
		console.log(format("%s and %d", "text", 7), util.format === format, double(21));
		const { createRequire } = await import("node:module");
		console.log(createRequire("/")("native:double") === double);
	`, "text and 7 true 42\ntrue", modules...)
}
