// Package stdlib is the catalogue of every module that lariat has.
package stdlib

import (
	"slices"

	"github.com/lariatjs/lariat/bindings/eventloop"
	"github.com/lariatjs/lariat/bindings/failure"
	"github.com/lariatjs/lariat/bindings/flow"
	"github.com/lariatjs/lariat/bindings/inspection"
	"github.com/lariatjs/lariat/bindings/limit"
	"github.com/lariatjs/lariat/bindings/lock"
	"github.com/lariatjs/lariat/bindings/progress"
	"github.com/lariatjs/lariat/bindings/queue"
	"github.com/lariatjs/lariat/bindings/resource"
	"github.com/lariatjs/lariat/bindings/retry"
	"github.com/lariatjs/lariat/bindings/shared"
	"github.com/lariatjs/lariat/bindings/task"
	"github.com/lariatjs/lariat/bindings/worker"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/stdlib/abort"
	"github.com/lariatjs/lariat/stdlib/blob"
	"github.com/lariatjs/lariat/stdlib/child"
	"github.com/lariatjs/lariat/stdlib/compression"
	"github.com/lariatjs/lariat/stdlib/console"
	"github.com/lariatjs/lariat/stdlib/crypto"
	"github.com/lariatjs/lariat/stdlib/encoding"
	"github.com/lariatjs/lariat/stdlib/events"
	"github.com/lariatjs/lariat/stdlib/eventsource"
	"github.com/lariatjs/lariat/stdlib/fetch"
	"github.com/lariatjs/lariat/stdlib/fs"
	"github.com/lariatjs/lariat/stdlib/http"
	"github.com/lariatjs/lariat/stdlib/messaging"
	"github.com/lariatjs/lariat/stdlib/node"
	"github.com/lariatjs/lariat/stdlib/nodehttp"
	"github.com/lariatjs/lariat/stdlib/performance"
	"github.com/lariatjs/lariat/stdlib/process"
	"github.com/lariatjs/lariat/stdlib/readline"
	"github.com/lariatjs/lariat/stdlib/scheduler"
	"github.com/lariatjs/lariat/stdlib/stream"
	"github.com/lariatjs/lariat/stdlib/streams"
	"github.com/lariatjs/lariat/stdlib/structured"
	"github.com/lariatjs/lariat/stdlib/test"
	"github.com/lariatjs/lariat/stdlib/timers"
	"github.com/lariatjs/lariat/stdlib/url"
	"github.com/lariatjs/lariat/stdlib/urlpattern"
	"github.com/lariatjs/lariat/stdlib/weblocks"
	"github.com/lariatjs/lariat/stdlib/websocket"
	webworker "github.com/lariatjs/lariat/stdlib/worker"
)

// All returns every module: what `lariat run` gives to a script.
func All() []runtime.Module {
	return slices.Concat([]runtime.Module{
		abort.Module,
		blob.Module,
		child.Module,
		compression.Module,
		console.Module,
		encoding.Module,
		events.Module,
		eventsource.Module,
		eventloop.Module,
		failure.Module,
		limit.Module,
		flow.Module,
		inspection.Module,
		fetch.Module,
		http.Module,
		lock.Module,
		messaging.Module,
		progress.Module,
		queue.Module,
		resource.Module,
		retry.Module,
		scheduler.Module,
		shared.Module,
		streams.Module,
		structured.Module,
		task.Module,
		task.AsyncHooks,
		test.Module,
		url.Module,
		urlpattern.Module,
		websocket.Module,
		worker.Module,
		weblocks.Module,
	}, crypto.Modules, fs.Modules, node.Modules, node.Absent, nodehttp.Modules, performance.Modules, process.Modules, readline.Modules,
		stream.Modules, timers.Modules, webworker.Modules)
}
