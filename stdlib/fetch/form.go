package fetch

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"io"
	"mime"
	"mime/multipart"
	"slices"
	"strings"
	"time"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/blob"
	"github.com/lariatjs/lariat/stdlib/url"
)

// Form is the list of entries of a FormData. It is for one goroutine at a time.
type Form struct{ list []entry }

// entry is a text, or a file if that is not nil.
type entry struct {
	name, text string
	file       *blob.File
	object     any // what a script has given or got for the file
}

// set replaces the entries of a name by one, in the place of the first.
func (f *Form) set(e entry) {
	i := slices.IndexFunc(f.list, func(o entry) bool { return o.name == e.name })
	if i < 0 {
		f.list = append(f.list, e)
		return
	}
	f.list[i] = e
	rest := slices.DeleteFunc(f.list[i+1:], func(o entry) bool { return o.name == e.name })
	f.list = f.list[:i+1+len(rest)]
}

func (f *Form) remove(name string) {
	f.list = slices.DeleteFunc(f.list, func(o entry) bool { return o.name == name })
}

// of returns the entries of a name.
func (f *Form) of(name string) (list []*entry) {
	for i := range f.list {
		if f.list[i].name == name {
			list = append(list, &f.list[i])
		}
	}
	return list
}

// escapes are what names are written with between quotes (https://html.spec.whatwg.org/#multipart-form-data).
var (
	escapes   = strings.NewReplacer("\r", "%0D", "\n", "%0A", `"`, "%22")
	unescapes = strings.NewReplacer("%0D", "\r", "%0A", "\n", "%22", `"`)
)

// crlf makes every line end the one that forms have.
func crlf(s string) string { return blob.NativeLines(s, "\r\n") }

// Encode writes the form as multipart/form-data. The bytes of files are not copied.
func (f *Form) Encode() (body *blob.Blob, contentType string) {
	boundary := "----lariat-form-" + randomText()
	var parts [][]byte
	for _, e := range f.list {
		var head strings.Builder
		head.WriteString("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + escapes.Replace(crlf(e.name)) + `"`)
		if e.file == nil {
			head.WriteString("\r\n\r\n" + crlf(e.text))
			parts = append(parts, []byte(head.String()), []byte("\r\n"))
			continue
		}
		kind := e.file.Type()
		if kind == "" {
			kind = "application/octet-stream"
		}
		head.WriteString(`; filename="` + escapes.Replace(e.file.Name) + "\"\r\nContent-Type: " + kind + "\r\n\r\n")
		parts = append(parts, []byte(head.String()), e.file.Bytes(), []byte("\r\n"))
	}
	parts = append(parts, []byte("--"+boundary+"--\r\n"))
	return blob.New("", parts...), "multipart/form-data; boundary=" + boundary
}

func randomText() string {
	var b [12]byte
	_, _ = rand.Read(b[:]) // it never fails
	return hex.EncodeToString(b[:])
}

// ParseForm reads a form that came as a body of a content type.
func ParseForm(body []byte, contentType string, now time.Time) (*Form, error) {
	kind, parameters, err := mime.ParseMediaType(contentType)
	if err != nil {
		kind = ""
	}
	switch kind {
	case "application/x-www-form-urlencoded":
		f := &Form{}
		for _, p := range url.ParseQuery(strings.ToValidUTF8(string(body), "\uFFFD")) {
			f.list = append(f.list, entry{name: p.Name, text: p.Value})
		}
		return f, nil
	case "multipart/form-data":
		boundary := parameters["boundary"]
		if boundary == "" {
			return nil, fault.Type.New("the Content-Type multipart/form-data has no boundary: a form cannot be read without")
		}
		return parseMultipart(body, boundary, now)
	}
	return nil, fault.Type.New(
		"the Content-Type is %q: only multipart/form-data and application/x-www-form-urlencoded can be read as a form", contentType)
}

func parseMultipart(body []byte, boundary string, now time.Time) (*Form, error) {
	f := &Form{}
	r := multipart.NewReader(bytes.NewReader(body), boundary)
	if !bytes.HasPrefix(body, []byte("--"+boundary)) {
		return nil, malformed("it does not begin with the boundary")
	}
	if bytes.HasPrefix(body, []byte("--"+boundary+"--")) {
		return f, nil
	}
	for {
		p, err := r.NextRawPart()
		if err == io.EOF { //nolint:errorlint // it is never wrapped
			return f, nil
		}
		if err != nil {
			return nil, malformed(strings.TrimPrefix(err.Error(), "multipart: "))
		}
		content, err := io.ReadAll(p)
		if err != nil {
			return nil, malformed("it ends in the middle of a part")
		}
		e, err := entryOf(p, content, now)
		if err != nil {
			return nil, err
		}
		f.list = append(f.list, e)
	}
}

func malformed(why string) error {
	return fault.Type.New("the body is no multipart/form-data: %s", why)
}

func entryOf(p *multipart.Part, content []byte, now time.Time) (e entry, err error) {
	disposition := p.Header.Get("Content-Disposition")
	rest, ok := strings.CutPrefix(strings.TrimSpace(disposition), "form-data")
	name, named := parameter(rest, "name")
	if !ok || !named {
		return e, malformed("a part has no Content-Disposition form-data with a name")
	}
	e.name = valid(unescapes.Replace(name))
	filename, isFile := parameter(rest, "filename")
	if !isFile {
		e.text = valid(strings.TrimPrefix(string(content), "\uFEFF"))
		return e, nil
	}
	kind := p.Header.Get("Content-Type")
	if kind == "" {
		kind = "text/plain"
	}
	e.file = &blob.File{Blob: *blob.New(kind, content), Name: valid(unescapes.Replace(filename)), Modified: now}
	return e, nil
}

func valid(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// parameter finds a parameter of a header: ; name="value" or ; name=value.
func parameter(s, name string) (string, bool) {
	for s != "" {
		s = strings.TrimLeft(s, "; \t")
		key, rest, ok := strings.Cut(s, "=")
		if !ok {
			return "", false
		}
		var value string
		if quoted, ok := strings.CutPrefix(rest, `"`); ok {
			if value, s, ok = strings.Cut(quoted, `"`); !ok {
				return "", false
			}
		} else {
			value, s, _ = strings.Cut(rest, ";")
			value = strings.TrimSpace(value)
		}
		if strings.EqualFold(strings.TrimSpace(key), name) {
			return value, true
		}
	}
	return "", false
}
