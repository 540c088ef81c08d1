package node

import "strings"

// Paths are the functions of node:path for one kind of system. They work on text alone, apart from Resolve
// and what builds on it, which begin at the working directory.
type Paths struct {
	windows   bool
	separator string
	// dir returns the working directory.
	dir func() string
}

// Posix returns the functions for systems with /.
func Posix(dir func() string) Paths { return Paths{separator: "/", dir: dir} }

// Win32 returns the functions for Windows.
func Win32(dir func() string) Paths { return Paths{windows: true, separator: `\`, dir: dir} }

func (p Paths) isSeparator(c byte) bool { return c == '/' || p.windows && c == '\\' }

// root is the beginning of a path, which no ".." leaves.
type root struct {
	device   string // "C:", or \\server\share
	end      int    // how much of the path it is
	absolute bool
	whole    bool // the path is \\server\share and no more
}

func (p Paths) rootOf(path string) (r root) {
	switch {
	case path == "":
	case p.isSeparator(path[0]):
		r = root{end: 1, absolute: true}
		if p.windows && len(path) > 1 && p.isSeparator(path[1]) {
			if share, ok := p.share(path); ok {
				return share
			}
		}
	case p.windows && hasDrive(path):
		r = root{device: path[:2], end: 2}
		if len(path) > 2 && p.isSeparator(path[2]) {
			r.end, r.absolute = 3, true
		}
	}
	return r
}

// share reads \\server\share.
func (p Paths) share(path string) (r root, ok bool) {
	server := p.skip(path, 2, false)
	from := p.skip(path, server, true)
	if server == 2 || from == server || from == len(path) {
		return r, false
	}
	end := p.skip(path, from, false)
	return root{device: `\\` + path[2:server] + `\` + path[from:end], end: end, absolute: true, whole: end == len(path)}, true
}

// deviceOf is rootOf where \\.\ and \\?\ are the namespaces of devices, which have no servers.
func (p Paths) deviceOf(path string) root {
	r := p.rootOf(path)
	if strings.HasPrefix(r.device, `\\.\`) || strings.HasPrefix(r.device, `\\?\`) {
		return root{device: r.device[:3], end: 4, absolute: true}
	}
	return r
}

// skip passes over characters that are separators, or that are not.
func (p Paths) skip(path string, i int, separators bool) int {
	for i < len(path) && p.isSeparator(path[i]) == separators {
		i++
	}
	return i
}

func hasDrive(path string) bool { return len(path) > 1 && path[1] == ':' && isLetter(path[0]) }

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// dots joins the segments of a path again, without "." and, where it has a name before it, "..". One
// that leads above the beginning is kept if above is set.
func (p Paths) dots(path string, above bool) string {
	var kept []string
	for i := 0; i < len(path); {
		end := p.skip(path, i, false)
		switch segment := path[i:end]; {
		case segment == "" || segment == ".":
		case segment != "..":
			kept = append(kept, segment)
		case len(kept) > 0 && kept[len(kept)-1] != "..":
			kept = kept[:len(kept)-1]
		case above:
			kept = append(kept, segment)
		}
		i = end + 1
	}
	return strings.Join(kept, p.separator)
}

// Normalize resolves "." and ".." and joins separators; one at the end is kept.
func (p Paths) Normalize(path string) string {
	switch {
	case path == "":
		return "."
	case len(path) == 1 && !p.isSeparator(path[0]):
		return path
	}
	r := p.deviceOf(path)
	if r.whole {
		return r.device + `\`
	}
	tail := p.dots(path[r.end:], !r.absolute)
	if tail == "" && !r.absolute {
		tail = "."
	}
	if tail != "" && p.isSeparator(path[len(path)-1]) {
		tail += p.separator
	}
	switch {
	case r.absolute:
		return r.device + p.separator + tail
	case p.windows && r.device == "" && looksDriven(path, tail):
		// What was the name of a folder must not become a drive or a device.
		return `.\` + tail
	}
	return r.device + tail
}

// looksDriven reports whether a relative path came out, or would be read, as one with a drive or a device.
func looksDriven(path, tail string) bool {
	if hasDrive(tail) {
		return true
	}
	for i := range len(path) {
		if path[i] == ':' && (i == len(path)-1 || path[i+1] == '/' || path[i+1] == '\\') {
			return true
		}
	}
	return isDevice(tail)
}

// isDevice reports whether the text begins with the name of a device: "CON:".
func isDevice(tail string) bool {
	name, _, ok := strings.Cut(tail, ":")
	if !ok {
		return false
	}
	switch name = strings.ToUpper(name); name {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	if n, ok := strings.CutPrefix(name, "COM"); ok {
		return isPortNumber(n)
	}
	n, ok := strings.CutPrefix(name, "LPT")
	return ok && isPortNumber(n)
}

func isPortNumber(s string) bool {
	switch s {
	case "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³":
		return true
	}
	return false
}

// IsAbsolute reports whether the path does not depend on the working directory.
func (p Paths) IsAbsolute(path string) bool {
	r := p.rootOf(path)
	return r.absolute
}

// Join puts the parts together, empty ones left out, and normalizes.
func (p Paths) Join(parts ...string) string {
	var joined strings.Builder
	first := ""
	for _, part := range parts {
		if part == "" {
			continue
		}
		if joined.Len() == 0 {
			first = part
		} else {
			joined.WriteString(p.separator)
		}
		joined.WriteString(part)
	}
	path := joined.String()
	if p.windows && path != "" {
		path = p.oneSlash(path, first)
	}
	return p.Normalize(path)
}

// oneSlash cuts the separators at the beginning to one, so that joined parts never make \\server\share by
// chance: only a first part that has two of them and a name can mean it.
func (p Paths) oneSlash(path, first string) string {
	n := p.skip(path, 0, true)
	if n == 2 && p.skip(first, 0, true) == 2 && len(first) > 2 || n < 2 {
		return path
	}
	return `\` + path[n:]
}

// Resolve goes from part to part, as a shell does with cd, and returns the absolute path where it ends.
func (p Paths) Resolve(parts ...string) string {
	if p.windows {
		return p.resolveDriven(parts)
	}
	path := ""
	for i := len(parts) - 1; i >= 0 && !strings.HasPrefix(path, "/"); i-- {
		if parts[i] != "" {
			path = parts[i] + "/" + path
		}
	}
	if !strings.HasPrefix(path, "/") {
		path = p.dir() + "/" + path
	}
	return "/" + p.dots(path, false)
}

// resolveDriven is Resolve where paths may have a device. Parts of another device do not count.
func (p Paths) resolveDriven(parts []string) string {
	device, tail, absolute := "", "", false
	for i := len(parts); i >= -1 && !(absolute && device != ""); i-- {
		part := ""
		switch {
		case i == len(parts):
			continue
		case i >= 0:
			part = parts[i]
		case device == "" || p.onDevice(p.dir(), device):
			part = p.dir()
		default:
			part = device + `\`
		}
		r := p.deviceOf(part)
		if part == "" || r.device != "" && device != "" && !strings.EqualFold(r.device, device) {
			continue
		}
		if device == "" {
			device = r.device
		}
		if !absolute {
			tail = part[r.end:] + `\` + tail
			absolute = r.absolute
		}
	}
	tail = p.dots(tail, !absolute)
	if absolute {
		return device + `\` + tail
	}
	if device+tail == "" {
		return "."
	}
	return device + tail
}

func (p Paths) onDevice(path, device string) bool {
	return strings.EqualFold(p.rootOf(path).device, device)
}

// Relative returns the way from one path to another.
func (p Paths) Relative(from, to string) string {
	from, to = p.Resolve(from), p.Resolve(to)
	a, b := p.segments(from), p.segments(to)
	n := 0
	for n < len(a) && n < len(b) && p.same(a[n], b[n]) {
		n++
	}
	if p.windows && n == 0 && len(a)+len(b) > 0 {
		return to // on another device
	}
	out := append(make([]string, 0, len(a)+len(b)), b[n:]...)
	for range a[n:] {
		out = append([]string{".."}, out...)
	}
	return strings.Join(out, p.separator)
}

// segments are the names of a resolved path, the device among them.
func (p Paths) segments(path string) []string {
	path = strings.Trim(path, p.separator)
	if path == "" {
		return nil
	}
	return strings.Split(path, p.separator)
}

func (p Paths) same(a, b string) bool {
	if p.windows {
		return strings.EqualFold(a, b)
	}
	return a == b
}
