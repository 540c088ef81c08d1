package url

import (
	"errors"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
)

func TestParseTakesURLsApart(t *testing.T) {
	base, err := Parse("https://Ada:s3cret@EXAMPLE.com:8443/a/b/../c?q=1#top", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ what, got, want string }{
		{"href", base.Href(), "https://Ada:s3cret@example.com:8443/a/c?q=1#top"},
		{"origin", base.Origin(), "https://example.com:8443"},
		{"protocol", base.Protocol(), "https:"},
		{"username", base.Username(), "Ada"},
		{"password", base.Password(), "s3cret"},
		{"host", base.Host(), "example.com:8443"},
		{"hostname", base.Hostname(), "example.com"},
		{"port", base.Port(), "8443"},
		{"pathname", base.Pathname(), "/a/c"},
		{"search", base.Search(), "?q=1"},
		{"query", base.Query(), "q=1"},
		{"hash", base.Hash(), "#top"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.what, c.got, c.want)
		}
	}
	for text, want := range map[string]string{
		"../x": "https://Ada:s3cret@example.com:8443/x", "//h/y": "https://h/y", "?z": "https://Ada:s3cret@example.com:8443/a/c?z",
		"#f": "https://Ada:s3cret@example.com:8443/a/c?q=1#f", "mailto:a@b": "mailto:a@b",
	} {
		if u, err := Parse(text, base); err != nil || u.Href() != want {
			t.Errorf("%q: %v %v, want %s", text, u, err, want)
		}
	}
	if base.Href() != "https://Ada:s3cret@example.com:8443/a/c?q=1#top" {
		t.Errorf("the base has changed: %s", base.Href())
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{"", "a", "//a", "http://", "http://a:99999", "http://[::1", "http://a b", "http://a%zz%00", "1:a", "http://xn--a"} {
		var f *fault.Error
		if u, err := Parse(text, nil); !errors.As(err, &f) || f.Props["code"] != "ERR_INVALID_URL" {
			t.Errorf("%q: %v, %v", text, u, err)
		}
	}
}

func TestSettersLeaveWhatTheyCannotSet(t *testing.T) {
	u, err := Parse("http://h:81/p?q#f", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range []func(string){u.SetProtocol, u.SetHost, u.SetHostname, u.SetPort} {
		set("^")
	}
	if err := u.SetHref("^"); err == nil || u.Href() != "http://h:81/p?q#f" {
		t.Errorf("%v, %s", err, u.Href())
	}
	c := u.Clone()
	c.SetPathname("/other")
	c.SetQuery("")
	c.SetHash("")
	if u.Href() != "http://h:81/p?q#f" || c.Href() != "http://h:81/other" {
		t.Errorf("%s, %s", u.Href(), c.Href())
	}
}

func TestQueriesReadBack(t *testing.T) {
	pairs := []Pair{{"a b", "1&2=3"}, {"ä", "☃"}, {"", ""}, {"x", "+%"}}
	text := FormatQuery(pairs)
	if want := "a+b=1%262%3D3&%C3%A4=%E2%98%83&=&x=%2B%25"; text != want {
		t.Errorf("got %s, want %s", text, want)
	}
	back := ParseQuery(text)
	if len(back) != len(pairs) {
		t.Fatalf("got %q", back)
	}
	for i, p := range pairs {
		if back[i] != p {
			t.Errorf("got %q, want %q", back[i], p)
		}
	}
	if p := ParseQuery("a=%ff%C3&&b"); len(p) != 2 || p[0].Value != "\ufffd\ufffd" || p[1] != (Pair{"b", ""}) {
		t.Errorf("got %q", p)
	}
}

func TestFilePaths(t *testing.T) {
	for _, c := range []struct {
		path, href, system string
	}{
		{"/a b/c#d?e%f", "file:///a%20b/c%23d%3Fe%25f", "linux"},
		{`C:\a b\c`, "file:///C:/a%20b/c", "win32"},
		{`\\server\share\x`, "file://server/share/x", "win32"},
	} {
		u, err := FromPath(c.path, c.system == "win32")
		if err != nil || u.Href() != c.href {
			t.Errorf("%s: %v %v, want %s", c.path, u, err, c.href)
			continue
		}
		if back, err := u.FilePath(c.system); err != nil || back != c.path {
			t.Errorf("%s: %q %v", c.href, back, err)
		}
	}
	if _, err := FromPath(`\\server`, true); err == nil {
		t.Error("a server without a share has a path")
	}
}

func TestDomains(t *testing.T) {
	for domain, want := range map[string]string{
		"bücher.example": "xn--bcher-kva.example", "Bücher.Example": "xn--bcher-kva.example", "日本語。ＪＰ": "xn--wgv71a119e.jp",
		"faß.de": "xn--fa-hia.de", "xn--fa-hia.de": "xn--fa-hia.de", "": "", "a\u00adb": "ab", "☃": "xn--n3h",
	} {
		if got, ok := toASCII(domain); !ok || got != want {
			t.Errorf("%q: %q %v, want %q", domain, got, ok, want)
		}
	}
	for _, domain := range []string{"xn--", "xn--a", "xn--a-ä", "\u0301a", "a\u200db", "a\u2488", "\ufffd", "אa"} {
		if got, ok := toASCII(domain); ok {
			t.Errorf("%q: %q", domain, got)
		}
	}
	if got := toUnicode("xn--bcher-kva.example.xn--a"); got != "bücher.example.xn--a" {
		t.Errorf("got %q", got)
	}
}

func TestLongTextTakesNoLongTime(t *testing.T) {
	const n = 1 << 16
	for _, text := range []string{
		"http://" + strings.Repeat("é", n), "http://xn--" + strings.Repeat("a", n) + "/", "http://" + strings.Repeat("1", n), "http://" + strings.Repeat("@", n),
		"http://" + strings.Repeat("a@", n) + "h", "http://" + strings.Repeat("a.", n), "http://h/" + strings.Repeat("../", n), "http://h/" + strings.Repeat("a/", n),
		"http://[" + strings.Repeat(":", n) + "]", "http://h/?" + strings.Repeat("é", n), "http://h:" + strings.Repeat("0", n), strings.Repeat("a", n) + ":x",
		"http://0x" + strings.Repeat("f", n), "data:" + strings.Repeat(" ", n),
	} {
		if u, err := Parse(text, nil); err == nil {
			u.SetHost(text)
			_ = u.Href()
		}
	}
}

// FuzzParse holds that what was parsed reads back as itself, whatever it was, and that no setter breaks it.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"http://u:p@h:1/a/../b?c#d", "file:///C|/x", "foo:bar baz?x#y", "foo:/..//a", "http://[1::2]/", "http://0x7f.1/", "//x", "?", "#", "http://xn--n3h", "http://ä。b",
	} {
		f.Add(text, "x", "http://h/")
	}
	f.Fuzz(func(t *testing.T, text, value, from string) {
		base, err := Parse(from, nil)
		if err != nil {
			base = nil
		}
		u, err := Parse(text, base)
		if err != nil {
			return
		}
		for _, set := range []func(string){
			func(string) {}, u.SetProtocol, u.SetUsername, u.SetPassword, u.SetHost, u.SetHostname, u.SetPort, u.SetPathname, u.SetSearch, u.SetHash,
		} {
			set(value)
			again, err := Parse(u.Href(), nil)
			if err != nil || again.Href() != u.Href() {
				t.Fatalf("%q %q: %q reads back as %v, %v", text, value, u.Href(), again, err)
			}
		}
		if strings.ContainsFunc(u.Href(), func(r rune) bool { return r > '~' || r < ' ' }) {
			t.Errorf("%q is not ASCII: %q", text, u.Href())
		}
	})
}
