package fetch

import (
	"mime"
	"strings"

	"github.com/lariatjs/lariat/runtime/loader"
)

// parseData takes a data: URL apart. What is no type is text/plain.
func parseData(href string) (contentType string, data []byte, ok bool) {
	kind, data, ok := loader.DataURL(href)
	if strings.HasPrefix(kind, ";") {
		kind = "text/plain" + kind
	}
	if essence, _, err := mime.ParseMediaType(kind); err != nil || !strings.Contains(essence, "/") {
		kind = "text/plain;charset=US-ASCII"
	}
	return kind, data, ok
}
