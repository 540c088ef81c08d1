// Command baregoja runs a script on goja and nothing else: the floor that lariat's start is measured against.
package main

import (
	"fmt"
	"os"

	"github.com/dop251/goja"
)

func main() {
	source, err := os.ReadFile(os.Args[1])
	if err == nil {
		vm := goja.New()
		_ = vm.Set("print", func(c goja.FunctionCall) goja.Value {
			fmt.Fprintln(os.Stdout, c.Argument(0))
			return goja.Undefined()
		})
		_, err = vm.RunScript(os.Args[1], string(source))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
