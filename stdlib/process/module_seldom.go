package process

import (
	_ "embed"

	"github.com/lariatjs/lariat/runtime/bind"
	"github.com/lariatjs/lariat/runtime/fault"
)

//go:embed seldom.js
var seldomSource string

var seldomScript = bind.NewScript("node:process/seldom", seldomSource)

// seldom is (process): the functions of seldom.js.
func seldom(c *bind.Call) (any, error) {
	rt := c.Runtime()
	return seldomScript.Run(rt, bind.Host{
		"process":    c.Value(0),
		"builtin":    builtin,
		"umask":      func(*bind.Call) (any, error) { return umask(), nil },
		"constraint": func(*bind.Call) (any, error) { return float64(constraint()), nil },
		"alive": func(*bind.Call) (any, error) {
			kinds := []string{}
			for _, one := range rt.Loop().Alive() {
				kinds = append(kinds, one.Kind)
			}
			return kinds, nil
		},
		"refuse": refuse,
	}), nil
}

// refuse is (name of a function, its argument, why): what is the host's is not to be changed by a script.
func refuse(c *bind.Call) (any, error) {
	name := c.Text(0)
	return nil, fault.Permission.New("process.%s is not available: %s", name, c.Text(2)).With("permission", name).With("resource", c.Text(1))
}
