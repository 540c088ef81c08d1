package node

import "github.com/lariatjs/lariat/runtime"

// Absent are the modules of Node that there are none of, with what to do instead.
var Absent = []runtime.Module{
	{Name: "node:dgram", Aliases: []string{"dgram"}, Absent: "there are no datagrams"},
	{
		Name: "node:domain", Aliases: []string{"domain"},
		Absent: "AsyncLocalStorage of node:async_hooks and withTimeout() of \"lariat:task\" carry what belongs to a call",
	},
	{Name: "node:inspector", Aliases: []string{"inspector"}, Absent: "there is no debugger protocol"},
	{Name: "node:inspector/promises", Aliases: []string{"inspector/promises"}, Absent: "there is no debugger protocol"},
	{Name: "node:repl", Aliases: []string{"repl"}, Absent: "the command lariat has one"},
	{Name: "node:trace_events", Aliases: []string{"trace_events"}, Absent: "node:perf_hooks measures"},
	{Name: "node:wasi", Aliases: []string{"wasi"}, Absent: "there is no WebAssembly"},
}
