package loader

import (
	"context"
	"regexp"
	"sync"
)

// Compile reads and compiles a file and all that it imports, so that the first to load it finds that done. It reports what
// is wrong with any of them, but not that there is no module of a host, which the runtime may have; what a function imports
// when it runs is not looked at.
func (s *Store) Compile(ctx context.Context, entry string) error {
	res, err := s.resolve(escape.Replace(entry), "", forImport)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	queue := []string{res.path}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if path == "" || seen[path] {
			continue
		}
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		seen[path] = true
		u, err := s.unit(path)
		if err != nil {
			return err
		}
		if u.links == nil {
			continue
		}
		for _, q := range u.links.requests {
			res, err := s.resolve(q.specifier, path, forImport)
			switch {
			case err == nil:
				queue = append(queue, res.path)
			case !ofHost().MatchString(q.specifier):
				return err
			}
		}
	}
	return nil
}

// ofHost matches names such as "app:users", but not those of files.
var ofHost = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z][a-z0-9+.-]+:[^/]`) })
