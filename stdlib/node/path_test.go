package node

import "testing"

func TestPathsOfBothKinds(t *testing.T) {
	posix := Posix(func() string { return "/work dir" })
	win32 := Win32(func() string { return `C:\Users\ada` })
	for _, c := range []struct{ what, got, want string }{
		{"resolve", posix.Resolve("a", "..", "b"), "/work dir/b"},
		{"resolve nothing", posix.Resolve(), "/work dir"},
		{"relative", posix.Relative("x", "/work dir/y/z"), "../y/z"},
		{"win32 resolve", win32.Resolve("a", `..\b`), `C:\Users\ada\b`},
		{"win32 resolve on a drive", win32.Resolve("D:", "a"), `D:\a`},
		{"win32 resolve on the own drive", win32.Resolve("c:a"), `c:\Users\ada\a`},
		{"win32 root", win32.Resolve(`\x`), `C:\x`},
		{"win32 resolve nothing", win32.Resolve(""), `C:\Users\ada`},
		{"win32 relative", win32.Relative(`c:\users\ADA\x`, "y"), `..\y`},
		{"win32 other drive", win32.Relative(`C:\a`, `D:\b`), `D:\b`},
		{"win32 share", win32.Join(`\\server\share`, "..", "a"), `\\server\share\a`},
		{"win32 no share by chance", win32.Join(`\`, `\server`, "share"), `\server\share`},
		{"win32 no drive by chance", win32.Normalize(`a/../C:/b`), `.\C:\b`},
		{"namespaced", win32.Namespaced(`a`), `\\?\C:\Users\ada\a`},
		{"namespaced share", win32.Namespaced(`\\server\share\a`), `\\?\UNC\server\share\a`},
		{"namespaced nothing", win32.Namespaced(``), ``},
		{"posix namespaced", posix.Namespaced("a"), "a"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.what, c.got, c.want)
		}
	}
}

// FuzzPaths holds what is true of all paths.
func FuzzPaths(f *testing.F) {
	for _, path := range []string{"", "/", "a/../b", `C:\a`, `\\server\share\a`, "a/./b//", "..", `a\..\..\C:`, "x.tar.gz"} {
		f.Add(path, "b")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, p := range []Paths{Posix(func() string { return "/w" }), Win32(func() string { return `C:\w` })} {
			normal := p.Normalize(a)
			if again := p.Normalize(normal); again != normal {
				t.Errorf("%q becomes %q becomes %q", a, normal, again)
			}
			if full := p.Resolve(a, b); !p.IsAbsolute(full) {
				t.Errorf("%q and %q resolve to %q", a, b, full)
			}
			_, _, _ = p.Relative(a, b), p.Dirname(a), p.Namespaced(a)
			if base, ext := p.Basename(a, ""), p.Extname(a); len(ext) > len(base) {
				t.Errorf("%q: %q has the extension %q", a, base, ext)
			}
			_ = p.Format(p.Parse(a))
		}
	})
}
