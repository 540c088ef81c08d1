package console

import "strings"

// traceText is what console.trace prints: the message and, of the stack of an error made in it, the frames
// of the script.
func traceText(message, stack string) string {
	lines := strings.Split(stack, "\n")[1:]
	for len(lines) > 0 && strings.HasSuffix(lines[0], "(native)") { // console.trace itself
		lines = lines[1:]
	}
	head := "Trace"
	if message != "" {
		head += ": " + message
	}
	return strings.Join(append([]string{head}, lines...), "\n")
}
