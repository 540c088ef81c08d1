package loader

import "github.com/lariatjs/lariat/runtime/fault"

// placed makes an error about a place in a source. Its message begins with the place, and its properties hold
// what a code frame needs.
func placed(kind *fault.Kind, file, source string, offset int, format string, args ...any) *fault.Error {
	line, column := lineColumn(source, offset)
	err := kind.New("%s:%d:%d: %w", file, line, column, kind.New(format, args...))
	err.Cause = nil
	err.Props = map[string]any{"file": file, "line": line, "column": column, "lineText": lineText(source, line)}
	return err
}
