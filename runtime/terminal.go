package runtime

import (
	"io"
	"os"
)

// Terminal reports whether a stream is a terminal: a file that is one, or whatever has a method IsTerminal
// that says so. A host that wraps its streams passes the answer on with such a method.
func Terminal(stream any) bool {
	switch s := stream.(type) {
	case interface{ IsTerminal() bool }:
		return s.IsTerminal()
	case *os.File:
		return s != nil && isTerminal(s.Fd())
	}
	return false
}

// Colors reports whether text for a stream of this runtime should be colored: when it is a terminal, unless
// the environment of the script says otherwise with NO_COLOR, FORCE_COLOR or TERM=dumb.
func (rt *Runtime) Colors(stream io.Writer) bool { return Colors(rt.opts.env, stream) }

// Colors is the same for whoever has no runtime at hand.
func Colors(env map[string]string, stream io.Writer) bool {
	if force, ok := env["FORCE_COLOR"]; ok {
		return force != "0" && force != "false"
	}
	return env["NO_COLOR"] == "" && env["TERM"] != "dumb" && Terminal(stream)
}
