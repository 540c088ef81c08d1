package loader

import (
	"net/url"
	"path/filepath"
	goruntime "runtime"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
)

// pathOfURL turns a file: URL into a path.
func pathOfURL(s string) (path, query string, err error) {
	plain, query := splitQuery(s)
	u, err := url.Parse(plain)
	if err != nil {
		return "", "", fault.Module.New("it is not a URL")
	}
	if u.Host != "" && u.Host != "localhost" || u.Opaque != "" {
		return "", "", fault.Module.New("it must name a file of this machine")
	}
	if strings.ContainsRune(u.Path, 0) || strings.Contains(strings.ToLower(u.EscapedPath()), "%2f") {
		return "", "", fault.Module.New("its path must not hold an escaped slash or a null character")
	}
	path = u.Path
	if goruntime.GOOS == "windows" {
		path = filepath.FromSlash(strings.TrimPrefix(path, "/"))
	}
	return path, query, nil
}

// urlOfPath turns an absolute path into a file: URL.
func urlOfPath(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}
