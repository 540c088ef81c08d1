package loader

import (
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Depth bounds how deep a recursive-descent parser can be driven by a text, at the worst place in it.
type Depth struct {
	// Brackets counts (, [, { and ${ that are open at once.
	Brackets int
	// Chain counts brackets, operators, prefixes, dots, calls and else branches that can nest.
	Chain int
	// Functions counts =>, function bodies and class bodies that are open at once.
	Functions int
	// Commas counts the operands of one comma expression or the names of one declaration.
	Commas int
	// Parameters counts parameter lists of arrow functions within each other: goja reads each of them
	// twice, and what is in n of them 2^n times.
	Parameters int
}

// The limits leave 4 to 12 times what real code needs (65 MB of it: 42, 317, 23, 572) and keep the goja
// parser under 18 MB of stack, esbuild under 14 MB and a few hundred milliseconds.
var depthLimit = Depth{Brackets: 500, Chain: 4000, Functions: 100, Commas: 5000, Parameters: 6}

const (
	// maxSource is several times the largest file that people run.
	maxSource = 32 << 20
	// maxJSX bounds a source with JSX. Text between tags cannot be told from code without a parser, so
	// the scan may be misled there; a text this small cannot overflow a stack, whatever it holds.
	maxJSX = 128 << 10
)

// Guard says whether a script may be handed to a parser. Neither goja's parser nor esbuild has a depth
// limit, and an overflow of the Go stack ends the process: call it before anything parses text that a
// script made (eval, the Function constructors, a REPL). The error is a fault.Limit.
func Guard(name, source string) error {
	_, err := guard(name, source, kindJS)
	return err
}

// guard scans a source once. Beside the verdict it tells what the text says about its own format.
func guard(name, source string, kind sourceKind) (syntaxHints, error) {
	limit := maxSource
	if kind == kindJSX || kind == kindTSX {
		limit = maxJSX
	}
	if len(source) > limit {
		return syntaxHints{}, fault.Limit.New("%s: the source is too long: %d bytes, at most %d are allowed", name, len(source), limit)
	}
	if at := tooManyDigits(source); at >= 0 {
		return syntaxHints{}, placed(fault.Limit, name, source, at, "a BigInt has too many digits: at most %d are allowed", maxDigits)
	}
	s := newScan(source, kind)
	s.run()
	return s.hints, s.verdict(name)
}

// maxDigits bounds the literal of a BigInt: the time to read it grows with the square of its length.
const maxDigits = 1 << 19

// tooManyDigits tells where such a literal is, or what looks like one, or -1.
func tooManyDigits(source string) int {
	digits := 0
	for i := 0; i < len(source) && len(source)-i+digits > maxDigits; i++ {
		switch c := source[i]; {
		case c >= '0' && c <= '9' || digits > 0 && (c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' || c == '_' || c == 'x' || c == 'X' || c == 'o'):
			digits++
		case c == 'n' && digits > maxDigits:
			return i - digits
		default:
			digits = 0
		}
	}
	return -1
}

// guardLowered checks in esbuild's output of TypeScript what types have hidden in the source.
func guardLowered(name, code string) error {
	s := newScan(code, kindJS)
	const enough = 1 << 30
	s.limit = Depth{enough, enough, enough, enough, depthLimit.Parameters}
	s.run()
	return s.verdict(name)
}

// verdict is the error for a limit that was passed.
func (s *scan) verdict(name string) error {
	if s.over == "" {
		return nil
	}
	return placed(fault.Limit, name, s.src, s.overAt, "the source nests too deep for a parser: %s", s.over)
}

// lineColumn turns a byte offset into a line and a column, both from 1; columns count characters.
func lineColumn(source string, offset int) (line, column int) {
	head := source[:min(offset, len(source))]
	line = 1 + strings.Count(head, "\n")
	column = 1 + utf16Length(head[strings.LastIndexByte(head, '\n')+1:])
	return line, column
}

// utf16Length counts the code units of a string, which is how JavaScript tools count columns.
func utf16Length(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}
