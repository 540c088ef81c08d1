package url_test

import (
	"testing"

	"github.com/lariatjs/lariat/stdlib/url"
)

func FuzzNearIsParse(f *testing.F) {
	for _, rest := range []string{
		"", "/", "/a/../b", "?q=1 2", "#f", "/a?b#c", "0/x", ":81/", "@evil/", "/@evil/", "\\\\evil/", "/ \t", " ", "\n/x", "//x", ".evil/", "/\u00e9?\u00e9#\u00e9",
		"/%2e%2e/x", "/a\tb", "?", "#", "/?#",
	} {
		for _, origin := range []string{"http://example.org", "https://127.0.0.1:8080", "http://[::1]", "HTTP://example.org", "http://name:word@example.org", "data:", "http://example.org:80"} {
			f.Add(origin, rest)
		}
	}
	f.Fuzz(func(t *testing.T, origin, rest string) {
		var near url.Near
		for _, text := range []string{origin + "/first", origin + rest, origin, rest, origin + rest} {
			want, wrong := url.Parse(text, nil)
			got, err := near.Parse(text)
			switch {
			case (err == nil) != (wrong == nil):
				t.Errorf("%q: %v, not %v", text, err, wrong)
			case err == nil && (got.Href() != want.Href() || got.Origin() != want.Origin() || got.Username() != want.Username()):
				t.Errorf("%q: %s, not %s", text, got.Href(), want.Href())
			}
		}
	})
}
