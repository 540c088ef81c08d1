package url

import (
	"path/filepath"
	goruntime "runtime"
	"strings"

	"github.com/lariatjs/lariat/runtime/bind"
)

// windowsOr reads the option that says for which system a path is; by default it is this one.
func windowsOr(c *bind.Call, i int) bool {
	o := struct {
		Windows bool `js:"windows"`
	}{goruntime.GOOS == "windows"}
	c.Options(i, &o)
	return o.Windows
}

// file makes the text of a file URL of a path; a relative one begins at the runtime's folder.
func file(c *bind.Call) (any, error) {
	path, windows := c.Text(0), windowsOr(c, 1)
	here := windows == (goruntime.GOOS == "windows")
	folder := strings.HasSuffix(path, "/") || windows && strings.HasSuffix(path, `\`)
	if here {
		if !filepath.IsAbs(path) {
			path = filepath.Join(c.Runtime().Dir(), path)
		} else if !windows || !strings.HasPrefix(path, `\\`) {
			path = filepath.Clean(path)
		}
		if folder && !strings.HasSuffix(path, string(filepath.Separator)) {
			path += string(filepath.Separator)
		}
	}
	u, err := FromPath(path, windows)
	if err != nil {
		return nil, err
	}
	return u.Href(), nil
}

// filePath is the path of a file URL, which is an object of the class or text.
func filePath(c *bind.Call, class *bind.Constructor[*URL]) (any, error) {
	u, ok := class.Of(c.Value(0))
	if !ok {
		var err error
		if u, err = Parse(c.Text(0), nil); err != nil {
			return nil, invalid(err, c.Text(0), c.Value(2))
		}
	}
	system := goruntime.GOOS
	if windows := windowsOr(c, 1); windows {
		system = "win32"
	} else if system == "windows" {
		system = "linux"
	}
	return u.FilePath(system)
}
