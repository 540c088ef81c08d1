package encoding

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"

	"github.com/lariatjs/lariat/runtime/fault"
)

// codec decodes one encoding. What has not been decoded yet is kept by the TextDecoder, so most have no state.
type codec interface {
	// decode appends what src holds, as UTF-8, and tells how many bytes it used. Bytes that could go on in the next
	// chunk are left unless last is set. What is malformed becomes U+FFFD or, if fatal is set, ends it with ok false.
	decode(dst, src []byte, last, fatal bool) (out []byte, used int, ok bool)
	// reset forgets what a stream left behind.
	reset()
}

// stateless is the reset of codecs that have none to forget.
type stateless struct{}

func (stateless) reset() {}

// Lookup gives the name of the encoding that a label stands for, in small letters, as in the Encoding standard.
func Lookup(label string) (name string, ok bool) {
	label = strings.Trim(label, "\t\n\f\r ")
	for i := range len(label) {
		if label[i] >= utf8.RuneSelf {
			// Folding must not make ASCII out of anything else.
			return "", false
		}
	}
	enc, err := htmlindex.Get(label)
	if err != nil {
		return "", false
	}
	name, err = htmlindex.Name(enc)
	return name, err == nil
}

// TextDecoder decodes bytes into text, in one piece or as a stream. It is for one goroutine at a time.
type TextDecoder struct {
	name             string
	fatal, ignoreBOM bool
	codec            codec
	// marked says that the encoding has a byte order mark, which is then left out of the text.
	marked    bool
	streaming bool
	begun     bool
	rest      []byte
}

// NewTextDecoder returns a decoder for a label of the Encoding standard. A fatal decoder refuses malformed input instead
// of replacing it; ignoreBOM keeps a byte order mark in the text.
func NewTextDecoder(label string, fatal, ignoreBOM bool) (*TextDecoder, error) {
	name, ok := Lookup(label)
	if !ok || name == "replacement" {
		return nil, fault.Range.New("the encoding %q is not supported", label).With("code", "ERR_ENCODING_NOT_SUPPORTED")
	}
	return &TextDecoder{
		name: name, fatal: fatal, ignoreBOM: ignoreBOM, codec: newCodec(name),
		marked: strings.HasPrefix(name, "utf-"),
	}, nil
}

// Encoding is the name of the encoding.
func (d *TextDecoder) Encoding() string { return d.name }

// Fatal tells whether malformed input is refused.
func (d *TextDecoder) Fatal() bool { return d.fatal }

// IgnoreBOM tells whether a byte order mark stays in the text.
func (d *TextDecoder) IgnoreBOM() bool { return d.ignoreBOM }

// Decode decodes src, which it does not keep. With stream set, a character whose end is missing is kept for the next
// call; the first call without it ends the stream. After a failure the decoder begins anew.
func (d *TextDecoder) Decode(src []byte, stream bool) (string, error) {
	if !d.streaming {
		d.restart()
	}
	d.streaming = stream
	if s, ok := d.plain(src, stream); ok {
		return s, nil
	}
	if len(d.rest) > 0 {
		src = append(d.rest, src...)
	}
	out, used, ok := d.codec.decode(make([]byte, 0, len(src)+len(src)/4+4), src, !stream, d.fatal)
	if !ok {
		d.restart()
		d.streaming = false
		return "", fault.Type.New("the encoded data was not valid for encoding %s", d.name).
			With("code", "ERR_ENCODING_INVALID_ENCODED_DATA")
	}
	d.rest = append([]byte(nil), src[used:]...)
	return d.unmark(string(out)), nil
}

func (d *TextDecoder) restart() {
	d.begun = false
	d.rest = nil
	d.codec.reset()
}

// plain is the way of UTF-8 that is well-formed, which is nearly all that is ever decoded.
func (d *TextDecoder) plain(src []byte, stream bool) (string, bool) {
	if _, is := d.codec.(utf8Codec); !is || len(d.rest) > 0 {
		return "", false
	}
	end := len(src)
	if stream {
		end -= Unfinished(src)
	}
	if !utf8.Valid(src[:end]) {
		return "", false
	}
	d.rest = append([]byte(nil), src[end:]...)
	return d.unmark(string(src[:end])), true
}

// unmark leaves out the byte order mark at the very beginning.
func (d *TextDecoder) unmark(s string) string {
	if d.begun || s == "" {
		return s
	}
	d.begun = true
	if d.marked && !d.ignoreBOM {
		return strings.TrimPrefix(s, "\uFEFF")
	}
	return s
}
