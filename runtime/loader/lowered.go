package loader

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
)

func (c *compiler) request(module, retry bool) lowerRequest {
	req := lowerRequest{Path: c.path, Source: c.source, Kind: c.intent.kind, Module: module, Head: scriptHead, Tail: tail, Retry: retry}
	if module {
		req.Head = moduleHead
	}
	return req
}

// loweredCode is the output of lower, taken apart.
type loweredCode struct {
	code      []byte
	positions *positions
	// TopLevelAwait is lowerResult's.
	TopLevelAwait bool
}

// lowered transforms a source, or takes the result from the cache.
func (c *compiler) lowered(req lowerRequest) (*loweredCode, error) {
	if low := c.cache.get(req); low != nil {
		low.positions.attach(low.code, c.source)
		return low, nil
	}
	res, err := lower(req)
	if err != nil {
		return nil, inSource(err, c.source)
	}
	code, sourceMap := splitMap(res.Code)
	low := &loweredCode{code: code, TopLevelAwait: res.TopLevelAwait}
	if low.positions, err = decodeMap(sourceMap, code, req.sourcefile(), c.source); err != nil {
		return nil, err
	}
	if c.intent.kind == kindTS || c.intent.kind == kindTSX {
		if err := guardLowered(c.path, string(code)); err != nil {
			return nil, err
		}
	}
	low.positions.attach(code, c.source)
	c.cache.put(req, low)
	return low, nil
}

// inSource corrects an error behind the end of a source, where lower has put text of its own, and marks those
// that more text could cure.
func inSource(err error, source string) error {
	var f *fault.Error
	if !errors.As(err, &f) {
		return err
	}
	line, _ := f.Props["line"].(int)
	column, _ := f.Props["column"].(int)
	l := newLines(source)
	if line <= len(l.starts) {
		if strings.Contains(f.Message, "Unterminated") || line > 0 && l.offset(line-1, column-1) >= len(strings.TrimRight(source, " \t\r\n")) {
			f = f.With("incomplete", true)
		}
		return f
	}
	file, _ := f.Props["file"].(string)
	return placed(fault.Syntax, file, source, len(source), "Unexpected end of file").With("incomplete", true)
}

// splitMap takes the inline source map off. Only esbuild's own comment, at the very end, counts as one.
func splitMap(code []byte) (plain, sourceMap []byte) {
	const mark = "\n//# sourceMappingURL=data:application/json;base64,"
	i := bytes.LastIndex(code, []byte(mark))
	if i < 0 {
		return code, nil
	}
	sourceMap, err := base64.StdEncoding.DecodeString(string(bytes.TrimSpace(code[i+len(mark):])))
	if err != nil {
		return code, nil
	}
	return code[:i+1], sourceMap
}
