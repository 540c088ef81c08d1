package worker

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

//go:embed remote.js
var remoteSource string

//go:embed remote_helper.js
var helperSource string

var remoteScript = bind.NewScript("lariat:worker/remote", remoteSource)

// remote is remote(module, options). It is written in JavaScript on top of WorkerPool; the functions that it runs in
// the worker are loaded as those of a script are, so that they can travel.
func (f *face) remote(c *bind.Call) (any, error) {
	if f.remoteFn == nil {
		var helper goja.Value
		f.remoteFn = f.rt.Raw(remoteScript.Run(f.rt, bind.Host{
			"WorkerPool": f.pools.Value,
			"where": func(c *bind.Call) (any, error) {
				return f.rt.Loader().Where(c.Text(0), c.Site().File())
			},
			"load": func(*bind.Call) (any, error) {
				if helper == nil {
					helper = f.rt.Loader().Eval("remote.js", helperSource)
				}
				return helper, nil
			},
			"closed": func(c *bind.Call) (any, error) {
				return f.rt.ErrorValue(fault.Closed.New("%s: %w", c.Text(0), f.rt.Thrown(c.Value(1)))), nil
			},
			"wrong": func(c *bind.Call) (any, error) {
				return f.rt.ErrorValue(fault.Type.New("%s", c.Text(0))), nil
			},
		}))
	}
	return f.remoteFn(goja.FunctionCall{This: goja.Undefined(), Arguments: c.Rest(0)}), nil
}
