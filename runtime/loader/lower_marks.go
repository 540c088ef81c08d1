package loader

import (
	"bytes"
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// lowered import(x) is Promise.resolve().then(() => __toESM(require(x))): x is evaluated in a later job, and an x
// with await or yield in it is no valid code there. In the text there is a place for a plain call of the same
// length, so that the source map stays exact. passAsync finds what is left, which is only sought when the source
// itself has such a text, as the output of other runs of esbuild has.
var lateImport = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`Promise\.resolve\(\)\.then\(\(\) => __toESM\d*\((__)?require\(`)
})

// nameImports writes lowered import(x) as __lariat_import(x).
func nameImports(code []byte, source string) []byte {
	code = nameLeft(code, source)
	if strings.Contains(source, "__toESM") || !bytes.Contains(code, []byte("__toESM")) {
		return code
	}
	return lateImport().ReplaceAllFunc(code, func(found []byte) []byte {
		call := importName + "((("
		return append(append(make([]byte, 0, len(found)), call...), bytes.Repeat([]byte(" "), len(found)-len(call))...)
	})
}

// nameLeft gives a name to import(x, options) where esbuild cannot tell what the options are, and leaves it to the engine.
func nameLeft(code []byte, source string) []byte {
	if !bytes.Contains(code, []byte("import(")) || strings.Contains(source, leftName) {
		return code
	}
	s := newScan(string(code), kindJS)
	const enough = 1 << 30
	s.limit = Depth{enough, enough, enough, enough, depthLimit.Parameters}
	s.run()
	for _, at := range s.imports {
		copy(code[at:], leftName)
	}
	return code
}

// exportsObject is how esbuild's exports of a module begin, after its helpers.
var exportsObject = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?m)^var [\p{L}\p{N}_$]+_exports\d* = \{\};$`) })

// markHeader puts an empty statement behind the helpers in front of esbuild's output.
func markHeader(code []byte) []byte {
	end := headerEnd(code)
	if end == 0 {
		return code
	}
	return slices.Insert(code, end-1, ';')
}

// headerEnd is where the helpers end: these are the lines that the source map knows nothing of, up to the exports.
func headerEnd(code []byte) int {
	end := 0
	for n := unmappedLines(code); n > 0; n-- {
		i := bytes.IndexByte(code[end:], '\n')
		if i < 0 {
			break
		}
		end += i + 1
	}
	if found := exportsObject().FindIndex(code[:end]); found != nil {
		return found[0]
	}
	return end
}

const inlineMap = "\n//# sourceMappingURL=data:application/json;base64,"

// unmappedLines counts the lines before the first one that the inline source map mentions: each is one semicolon
// at the start of the mappings.
func unmappedLines(code []byte) int {
	at := bytes.LastIndex(code, []byte(inlineMap))
	if at < 0 {
		return 0
	}
	encoded := bytes.TrimSpace(code[at+len(inlineMap):])
	const field = `"mappings": "`
	for size := 4096; ; size *= 4 {
		part := encoded[:min(size, len(encoded))]
		text := make([]byte, base64.StdEncoding.DecodedLen(len(part)))
		n, _ := base64.StdEncoding.Decode(text, part)
		text = text[:n]
		if i := bytes.LastIndex(text, []byte(field)); i >= 0 {
			mappings := text[i+len(field):]
			lines := len(mappings) - len(bytes.TrimLeft(mappings, ";"))
			if lines < len(mappings) {
				return lines
			}
		}
		if len(part) == len(encoded) {
			return 0
		}
	}
}
