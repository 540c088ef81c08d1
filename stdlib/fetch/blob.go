package fetch

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/blob"
)

// answerBlob answers a request for the URL of a Blob, which is nil if there is none
// (https://fetch.spec.whatwg.org/#scheme-fetch). A request may ask for a part of it.
func answerBlob(b *blob.Blob, method string, headers *Headers) (*Incoming, *blob.Blob, error) {
	switch {
	case b == nil:
		return nil, nil, fault.System.New("there is no Blob under this URL: it was revoked, or has ended with the isolate that made it")
	case method != http.MethodGet:
		return nil, nil, fault.System.New("a Blob is fetched with GET alone, not with %s", method)
	}
	in := &Incoming{Status: http.StatusOK, StatusText: "OK", Header: http.Header{}}
	if wanted, ok := headers.Get("Range"); ok {
		start, end, ok := rangeOf(wanted, b.Size())
		if !ok {
			return nil, nil, fault.System.New("the Blob has %d bytes, and not the range %q", b.Size(), wanted)
		}
		in.Status, in.StatusText = http.StatusPartialContent, "Partial Content"
		in.Header.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", start, end-1, b.Size()))
		b = b.Slice(start, end, b.Type())
	}
	in.Header.Set("Content-Length", strconv.FormatInt(b.Size(), 10))
	in.Header.Set("Content-Type", b.Type())
	return in, b, nil
}

// rangeOf reads the header Range as https://fetch.spec.whatwg.org/#simple-range-header-value has it, for so many bytes.
func rangeOf(text string, size int64) (start, end int64, ok bool) {
	text, ok = strings.CutPrefix(strings.Trim(text, " \t"), "bytes")
	if !ok {
		return 0, 0, false
	}
	text, ok = strings.CutPrefix(strings.Trim(text, " \t"), "=")
	first, last, found := strings.Cut(text, "-")
	first, last = strings.Trim(first, " \t"), strings.Trim(last, " \t")
	from, fromErr := strconv.ParseUint(first, 10, 62)
	to, toErr := strconv.ParseUint(last, 10, 62)
	switch {
	case !ok || !found || first != "" && fromErr != nil || last != "" && toErr != nil || first == "" && last == "":
		return 0, 0, false
	case first == "":
		start, end = max(size-int64(to), 0), size //nolint:gosec // of 62 bits
	case last == "":
		start, end = int64(from), size //nolint:gosec // of 62 bits
	default:
		start, end = int64(from), min(int64(to)+1, size) //nolint:gosec // of 62 bits
		ok = from <= to
	}
	return start, end, ok && start < size && start < end
}
