package loader

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
)

// A module may be a text instead of a file: what a data: URL holds, or what a blob: URL names. The URL is its key. It is
// code that the script has in hand, as that of an eval is, so it needs no permission, and has none that others lack.

// Texts is a Host that has texts under URLs of its own, such as blob: URLs.
type Texts interface {
	// Text returns the type and the bytes of what a URL names. known says that the host has such URLs at all.
	Text(url string) (kind string, text []byte, found, known bool)
}

// inlineURL gives the URL of a text the form that it is known by; ok is false for any other specifier.
func inlineURL(specifier string) (url string, ok bool) {
	s := strings.TrimFunc(specifier, func(r rune) bool { return r <= ' ' })
	if len(s) < 5 || !strings.EqualFold(s[:5], "data:") && !strings.EqualFold(s[:5], "blob:") {
		return "", false
	}
	var out strings.Builder
	out.WriteString(strings.ToLower(s[:5]))
	for i := 5; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\t' || c == '\n' || c == '\r':
		case c < ' ' || c > '~':
			fmt.Fprintf(&out, "%%%02X", c)
		default:
			out.WriteByte(c)
		}
	}
	return out.String(), true
}

// isInline tells the key, or the referrer, of a text from the path of a file.
func isInline(key string) bool {
	return strings.HasPrefix(key, "data:") || strings.HasPrefix(key, "blob:")
}

// shownURL bounds how much of a URL stands in stacks and messages.
const shownURL = 64

// inlineName is what stacks and messages call a text: its URL if that is short and has nothing in it that takes a stack
// apart, else how it begins, and a number that it shares with no other.
func inlineName(url string) string {
	if len(url) <= shownURL && !strings.ContainsAny(url, " ()\"'") {
		return url
	}
	begin := url[:min(len(url), shownURL/2)]
	if i := strings.IndexAny(begin, " ()\"'"); i >= 0 {
		begin = begin[:i]
	}
	sum := sha256.Sum256([]byte(url))
	return fmt.Sprintf("%s…%x", begin, sum[:4])
}

// inline finds the module of a URL that names a text.
func (l *lookup) inline(url string) (resolved, error) {
	if l.usage == forRequire {
		return resolved{}, l.fail("MODULE_NOT_FOUND", "cannot require %s%s: a URL is loaded by import()", quote(inlineName(url)), l.from())
	}
	return resolved{key: url}, nil
}

// absolute is for the imports of a text: it has no folder that they could be relative to, and none with packages.
func (l *lookup) absolute() (resolved, error) {
	if scheme, _, ok := strings.Cut(l.specifier, ":"); ok && isScheme(scheme) {
		if scheme == "file" {
			return l.fileURL()
		}
		return resolved{}, l.unsupported(scheme)
	}
	err := fault.Type.New("cannot import %s%s: a module that is a text in a URL has no folder; name a module of the host, or a whole URL",
		quote(l.specifier), l.from())
	err.Props = map[string]any{"code": "ERR_UNSUPPORTED_RESOLVE_REQUEST", "specifier": l.specifier, "referrer": l.referrer}
	return resolved{}, err
}

// inlineUnit compiles the text of a URL.
func (l *Loader) inlineUnit(url string) (*unit, error) {
	name := inlineName(url)
	bad := func(code, format string, args ...any) (*unit, error) {
		return nil, fault.Module.New("cannot import %s: "+format, append([]any{quote(name)}, args...)...).With("code", code)
	}
	var kind string
	var text []byte
	if strings.HasPrefix(url, "data:") {
		if len(url) > 3*maxSource { // all of it escaped
			return nil, fault.Limit.New("%s: the source is too long: %d bytes, at most %d are allowed", name, len(url), maxSource)
		}
		var ok bool
		if kind, text, ok = DataURL(url); !ok {
			return bad("ERR_INVALID_URL", "a data: URL has a comma before its text, and base64 behind ;base64,")
		}
	} else {
		texts, ok := l.host.(Texts)
		found := false
		if ok {
			kind, text, found, ok = texts.Text(url)
		}
		switch {
		case !ok:
			return bad("ERR_UNSUPPORTED_ESM_URL_SCHEME", "there are no blob: URLs here")
		case !found:
			return bad("ERR_MODULE_NOT_FOUND", "there is no Blob under this URL: it was revoked, or has ended with the isolate that made it")
		case kind == "":
			kind = "text/javascript"
		}
	}
	in, ok := intentOfType(kind)
	if !ok {
		return bad("ERR_UNKNOWN_MODULE_FORMAT", "its type %s is that of no module; use text/javascript", quote(kind))
	}
	if len(text) > maxSource {
		return nil, fault.Limit.New("%s: the source is too long: %d bytes, at most %d are allowed", name, len(text), maxSource)
	}
	source := sourceText(text)
	l.store.mu.Lock()
	l.store.texts.put(name, source)
	l.store.mu.Unlock()
	return l.store.evaluated(&compiler{path: name, source: source, intent: in}, url)
}

// intentOfType reads a type; its parameters mean nothing.
func intentOfType(kind string) (in intent, ok bool) {
	essence, _, _ := strings.Cut(kind, ";")
	in.module = true
	switch strings.ToLower(strings.TrimSpace(essence)) {
	case "text/javascript", "application/javascript", "application/x-javascript", "text/ecmascript", "application/ecmascript":
	case "text/typescript", "application/typescript", "application/x-typescript":
		in.kind = kindTS
	case "application/json", "text/json":
		in.json = true
	default:
		return in, false
	}
	return in, true
}
