package node

import "github.com/lariatjs/lariat/runtime"

// Absent are the modules of Node that there are none of, with what to do instead.
var Absent = []runtime.Module{
	{Name: "node:cluster", Aliases: []string{"cluster"}, Absent: "serve() of \"lariat:http\" has workers"},
	{Name: "node:dgram", Aliases: []string{"dgram"}, Absent: "there are no datagrams"},
	{Name: "node:dns", Aliases: []string{"dns"}, Absent: "fetch() and connect look names up by themselves"},
	{Name: "node:dns/promises", Aliases: []string{"dns/promises"}, Absent: "fetch() and connect look names up by themselves"},
	{
		Name: "node:domain", Aliases: []string{"domain"},
		Absent: "AsyncLocalStorage of node:async_hooks and withTimeout() of \"lariat:task\" carry what belongs to a call",
	},
	{Name: "node:http", Aliases: []string{"http"}, Absent: "use fetch(), and serve() of \"lariat:http\""},
	{Name: "node:http2", Aliases: []string{"http2"}, Absent: "fetch() and serve() of \"lariat:http\" speak HTTP/2 by themselves"},
	{Name: "node:https", Aliases: []string{"https"}, Absent: "use fetch(), and serve() of \"lariat:http\""},
	{Name: "node:inspector", Aliases: []string{"inspector"}, Absent: "there is no debugger protocol"},
	{Name: "node:inspector/promises", Aliases: []string{"inspector/promises"}, Absent: "there is no debugger protocol"},
	{Name: "node:net", Aliases: []string{"net"}, Absent: "use fetch(), WebSocket, and serve() of \"lariat:http\""},
	{Name: "node:repl", Aliases: []string{"repl"}, Absent: "the command lariat has one"},
	{Name: "node:tls", Aliases: []string{"tls"}, Absent: "fetch() and serve() of \"lariat:http\" have it"},
	{Name: "node:trace_events", Aliases: []string{"trace_events"}, Absent: "node:perf_hooks measures"},
	{Name: "node:v8", Aliases: []string{"v8"}, Absent: "the engine is another one; structuredClone() copies values"},
	{Name: "node:wasi", Aliases: []string{"wasi"}, Absent: "there is no WebAssembly"},
}
