package worker

import (
	"encoding/base64"
	"mime"
	"net/url"
	"path/filepath"
	goruntime "runtime"
	"slices"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/lazy"
	"github.com/lariatjs/lariat/stdlib/blob"
)

// source is where the program of a worker comes from: a file, perhaps with a query, or a text.
type source struct {
	file  string // absolute
	query string // with its question mark, and the fragment
	text  string
	name  string // of the text; its extension says what language it is in
}

// parseURL finds the program that a URL names, relative to the folder of the script that asks.
func parseURL(label, specifier, folder string) (source, error) {
	if filepath.IsAbs(specifier) {
		return source{file: filepath.Clean(specifier)}, nil
	}
	u, err := url.Parse(specifier)
	switch {
	case err != nil && strings.Contains(specifier, ":"), err == nil && specifier == "":
		return source{}, fault.DOMSyntax.New("%s: %q is not a URL", label, specifier)
	case err != nil: // a name with a % in it
		return source{file: filepath.Join(folder, filepath.FromSlash(specifier))}, nil
	}
	switch u.Scheme {
	case "", "file":
		return parseFile(label, u, folder)
	case "data":
		return parseData(label, specifier)
	case "blob":
		return source{}, fault.NotSupported.New(
			"%s: there is no Blob under this URL: it was revoked, or has ended with the isolate that made it", label)
	}
	return source{}, fault.NotSupported.New("%s: a worker cannot be loaded from %s: URLs; use a file, or a data: URL", label, u.Scheme)
}

func parseFile(label string, u *url.URL, folder string) (source, error) {
	if u.Host != "" && u.Host != "localhost" || u.Opaque != "" || strings.ContainsRune(u.Path, 0) {
		return source{}, fault.DOMSyntax.New("%s: %q does not name a file of this machine", label, u)
	}
	path := u.Path
	if goruntime.GOOS == "windows" && u.Scheme == "file" {
		path = strings.TrimPrefix(path, "/")
	}
	if path = filepath.FromSlash(path); !filepath.IsAbs(path) {
		path = filepath.Join(folder, path)
	}
	s := source{file: filepath.Clean(path)}
	if u.RawQuery != "" {
		s.query = "?" + u.RawQuery
	}
	if u.Fragment != "" {
		s.query += "#" + u.EscapedFragment()
	}
	return s, nil
}

// The types of a data: URL by the extension of their language.
var languages = lazy.Value[map[string][]string]{Make: func() map[string][]string {
	return map[string][]string{
		".js": {
			"text/javascript", "application/javascript", "application/x-javascript", "text/ecmascript", "application/ecmascript",
		},
		".ts": {"text/typescript", "application/typescript", "application/x-typescript"},
	}
}}

// parseData reads the text in a data: URL (https://fetch.spec.whatwg.org/#data-urls).
func parseData(label, specifier string) (source, error) {
	head, body, ok := strings.Cut(strings.TrimPrefix(specifier, "data:"), ",")
	if !ok {
		return source{}, fault.DOMSyntax.New("%s: a data: URL needs a comma before its text", label)
	}
	text, err := url.PathUnescape(body)
	if err != nil {
		text = body
	}
	if kind, isBase64 := strings.CutSuffix(head, ";base64"); isBase64 {
		head = kind
		plain := strings.TrimRight(strings.Join(strings.Fields(text), ""), "=")
		b, err := base64.RawStdEncoding.DecodeString(plain)
		if err != nil {
			return source{}, fault.DOMSyntax.New("%s: the text of the data: URL is no base64", label)
		}
		text = string(b)
	}
	essence, _, err := mime.ParseMediaType(head)
	if err != nil {
		essence = strings.TrimSpace(head)
	}
	if extension, ok := extensionOf(essence); ok {
		return source{text: text, name: "data" + extension}, nil
	}
	return source{}, fault.NotSupported.New("%s: a data: URL of the type %q is no program; use text/javascript", label, essence)
}

// extensionOf is that of the language of a type, if it has one.
func extensionOf(essence string) (string, bool) {
	for extension, kinds := range languages.Get() {
		if slices.Contains(kinds, essence) {
			return extension, true
		}
	}
	return "", false
}

// parseBlob reads the program that a Blob is. One without a type is JavaScript.
func parseBlob(label string, b *blob.Blob) (source, error) {
	essence, _, err := mime.ParseMediaType(b.Type())
	if err != nil {
		essence = b.Type()
	}
	extension, ok := extensionOf(essence)
	if essence == "" {
		extension, ok = ".js", true
	}
	if !ok {
		return source{}, fault.NotSupported.New("%s: a Blob of the type %q is no program; use text/javascript", label, b.Type())
	}
	text := strings.ToValidUTF8(strings.TrimPrefix(string(b.Bytes()), "\ufeff"), "\ufffd")
	return source{text: text, name: "blob" + extension}, nil
}

// url is the file: URL of a file with its query.
func (s source) url() string {
	path := filepath.ToSlash(s.file)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String() + s.query
}

// label is what process.argv says of the program.
func (s source) label() string {
	if s.file != "" {
		return s.file
	}
	return s.name
}
