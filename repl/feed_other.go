//go:build !unix

package repl

import (
	"os"
	"sync/atomic"

	"github.com/peterh/liner"
)

// feed does not exist here: the line editor asks the console for keys itself.
type feed struct{ typed atomic.Bool }

func newEditor(*os.File) (*liner.State, *feed) { return liner.NewLiner(), nil }

func (*feed) begin()  {}
func (*feed) end()    {}
func (*feed) ask()    {}
func (*feed) redraw() {}
func (*feed) abort()  {}
