package loader

import "github.com/evanw/esbuild/pkg/api"

// StripTypes is stripTypeScriptTypes of node:module: TypeScript as JavaScript. mapped adds a source map to its end. Other than
// in Node the text is printed anew, so that lines are not where they were, and enums and namespaces need no mode of their own.
func StripTypes(source, name string, mapped bool) (string, error) {
	if name == "" {
		name = "<anonymous_script>"
	}
	options := api.TransformOptions{
		Loader: api.LoaderTS, Target: api.ESNext, Sourcefile: name, Charset: api.CharsetUTF8, LogLevel: api.LogLevelSilent,
		TsconfigRaw: `{"compilerOptions":{"verbatimModuleSyntax":true}}`,
	}
	if mapped {
		options.Sourcemap = api.SourceMapInline
	}
	out := api.Transform(source, options)
	if len(out.Errors) > 0 {
		return "", syntaxError(out.Errors[0])
	}
	return string(out.Code), nil
}
