//go:build !unix

package repl

import (
	"os"
	"sync/atomic"

	"github.com/peterh/liner"
)

// feed does not exist here: the line editor asks the console for keys itself. What is pasted comes to it as if it was typed:
// a line is evaluated when it ends, unless the piece goes on, and each is in the history by itself. What is printed while a
// line is typed waits for its end.
type feed struct{ typed atomic.Bool }

func newEditor(*os.File) (*liner.State, *feed) { return liner.NewLiner(), nil }

func (*feed) begin()  {}
func (*feed) end()    {}
func (*feed) ask()    {}
func (*feed) redraw() {}
func (*feed) abort()  {}
