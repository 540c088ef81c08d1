package node

import "strings"

// Parts are what Parse takes a path apart into, and what Format puts together.
type Parts struct{ Root, Dir, Base, Name, Ext string }

// nameSpan finds the last name of a path: separators at its end do not count, nor does a drive.
func (p Paths) nameSpan(path string) (start, end int) {
	low := 0
	if p.windows && hasDrive(path) {
		low = 2
	}
	end = len(path)
	for end > low && p.isSeparator(path[end-1]) {
		end--
	}
	start = end
	for start > low && !p.isSeparator(path[start-1]) {
		start--
	}
	return start, end
}

// Basename returns the last name of a path, without the suffix if it has more than that.
func (p Paths) Basename(path, suffix string) string {
	if suffix != "" && suffix == path {
		return ""
	}
	start, end := p.nameSpan(path)
	name := path[start:end]
	if suffix != "" && len(suffix) <= len(path) && strings.HasSuffix(suffix, name) && suffix != name {
		return path[start:] // as Node, separators and all: it runs out of path before it is through with the suffix
	}
	if rest, ok := strings.CutSuffix(name, suffix); ok && rest != "" {
		return rest
	}
	return name
}

// Extname returns the last name of a path from its last dot on; a dot that it begins with is not one.
func (p Paths) Extname(path string) string {
	start, end := p.nameSpan(path)
	_, ext := splitExt(path[start:end])
	return ext
}

func splitExt(base string) (name, ext string) {
	dot := strings.LastIndexByte(base, '.')
	if dot <= 0 || base == ".." {
		return base, ""
	}
	return base[:dot], base[dot:]
}

// Dirname returns the path without its last name.
func (p Paths) Dirname(path string) string {
	r := p.rootOf(path)
	if r.whole {
		return path
	}
	low := r.end
	if r.device != "" && low < len(path) && r.absolute && !hasDrive(path) {
		low++ // the separator after \\server\share
	}
	end := len(path)
	for end > low && p.isSeparator(path[end-1]) {
		end--
	}
	for end > low && !p.isSeparator(path[end-1]) {
		end--
	}
	switch {
	case end > low:
		// One separator goes; the others stay.
		if end--; !p.windows && end == 1 && r.absolute {
			return "//"
		}
		return path[:end]
	case low > 0:
		return path[:low]
	}
	return "."
}

// Parse takes a path apart.
func (p Paths) Parse(path string) (parts Parts) {
	r := p.rootOf(path)
	low := r.end
	if r.device != "" && !hasDrive(path) && low < len(path) {
		low++
	}
	parts.Root = path[:low]
	if r.whole {
		parts.Dir = path
		return parts
	}
	end := len(path)
	for end > low && p.isSeparator(path[end-1]) {
		end--
	}
	start := end
	for start > low && !p.isSeparator(path[start-1]) {
		start--
	}
	parts.Base = path[start:end]
	parts.Name, parts.Ext = splitExt(parts.Base)
	if !p.windows && parts.Base == ".." && start == 1 && r.absolute {
		parts.Name, parts.Ext = ".", "." // as Node, though its extname sees none
	}
	if start > low {
		parts.Dir = path[:start-1]
	} else {
		parts.Dir = parts.Root
	}
	return parts
}

// Format is the reverse of Parse. Dir wins over Root, and Base over Name and Ext.
func (p Paths) Format(parts Parts) string {
	base := parts.Base
	if base == "" {
		ext := parts.Ext
		if ext != "" && ext[0] != '.' {
			ext = "." + ext
		}
		base = parts.Name + ext
	}
	dir := parts.Dir
	if dir == "" {
		dir = parts.Root
	}
	switch dir {
	case "":
		return base
	case parts.Root:
		return dir + base
	}
	return dir + p.separator + base
}

// Namespaced returns the path in the form that has no limit of length, on Windows; elsewhere as it is.
func (p Paths) Namespaced(path string) string {
	if !p.windows || path == "" {
		return path
	}
	full := p.Resolve(path)
	switch {
	case len(full) <= 2:
		return path
	case strings.HasPrefix(full, `\\`) && full[2] != '?' && full[2] != '.':
		return `\\?\UNC\` + full[2:]
	case hasDrive(full) && full[2] == '\\':
		return `\\?\` + full
	}
	return full
}
