package url

import (
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
)

// inFile are the characters that a path may hold and a URL may not, with those that would end the path.
var inFile = set{}.with("%\\\n\r\t?#")

// FromPath returns the file URL of an absolute path.
func FromPath(path string, windows bool) (*URL, error) {
	if windows {
		if share, ok := strings.CutPrefix(path, `\\`); ok {
			server, rest, ok := strings.Cut(share, `\`)
			if !ok || server == "" {
				return nil, fault.Type.New("The argument 'path' must be a path on a server. Received '%s'", path).With("code", "ERR_INVALID_ARG_VALUE")
			}
			u, err := Parse("file://"+server, nil)
			if err == nil {
				u.SetPathname("/" + fileText(strings.ReplaceAll(rest, `\`, "/")))
			}
			return u, err
		}
		path = "/" + strings.ReplaceAll(path, `\`, "/")
	}
	return Parse("file://"+fileText(path), nil)
}

func fileText(path string) string {
	dst := make([]byte, 0, len(path)+8)
	for i := range len(path) {
		if c := path[i]; c < 0x80 && inFile[c] {
			dst = append(dst, '%', upperHex[c>>4], upperHex[c&15])
			continue
		}
		dst = append(dst, path[i])
	}
	return string(dst)
}

// FilePath returns the path of a file URL.
func (u *URL) FilePath(system string) (string, error) {
	windows := system == "win32"
	if u.scheme != "file" {
		return "", fault.Type.New("The URL must be of scheme file").With("code", "ERR_INVALID_URL_SCHEME")
	}
	path := u.Pathname()
	folded := strings.ToLower(path)
	if strings.Contains(folded, "%2f") || windows && strings.Contains(folded, "%5c") {
		what := "/"
		if windows {
			what = `\ or /`
		}
		return "", fault.Type.New("File URL path must not include encoded %s characters", what).With("code", "ERR_INVALID_FILE_URL_PATH")
	}
	path = validText(decode(path))
	if !windows {
		if u.host != "" {
			return "", fault.Type.New(`File URL host must be "localhost" or empty on %s`, system).With("code", "ERR_INVALID_FILE_URL_HOST")
		}
		return path, nil
	}
	path = strings.ReplaceAll(path, "/", `\`)
	if u.host != "" {
		return `\\` + toUnicode(u.host) + path, nil
	}
	if len(path) < 3 || !normalDrive(path[1:3]) {
		return "", fault.Type.New("File URL path must be absolute").With("code", "ERR_INVALID_FILE_URL_PATH")
	}
	return path[1:], nil
}
