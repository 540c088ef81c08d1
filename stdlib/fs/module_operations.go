package fs

import (
	"context"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/lariatjs/lariat/runtime/bind"
)

// operations are the calls on paths of "lariat:fs" by name; those of "node:fs" build on them.
var operations = lazy.Value[map[string]operation]{Make: func() map[string]operation {
	return map[string]operation{
		"chmod":     {required: 2, options: 2, prepare: chmod},
		"copy":      {required: 2, options: 2, known: &copyOptions{}, example: "{ recursive: true }", prepare: copyPath},
		"exists":    asking((*Disk).Exists),
		"link":      onPaths("existing", "path", (*Disk).Link),
		"lstat":     asking((*Disk).LStat).shown(fileInfo),
		"mkdir":     {required: 1, options: 1, known: &mkdirOptions{}, example: "{ recursive: true }", prepare: mkdir, then: nothing},
		"readBytes": asking((*Disk).ReadBytes),
		"readFile":  {required: 1, options: 1, known: &readOptions{}, example: readExample, prepare: readFile},
		"readLink":  asking((*Disk).Readlink),
		"realPath":  asking((*Disk).Realpath),
		"remove":    {required: 1, options: 1, known: &removeOptions{}, example: "{ recursive: true }", prepare: remove},
		"rename":    onPaths("from", "to", (*Disk).Rename),
		"stat":      asking((*Disk).Stat).shown(fileInfo),
		"symlink":   {required: 2, options: 2, prepare: symlink},
		"truncate":  {required: 1, options: 2, prepare: truncate},
		"utimes":    {required: 3, options: 3, prepare: utimes},
	}
}}

// readExample is for those who think of Node, where an encoding makes the difference between text and bytes.
const readExample = `{ encoding: "utf8" }, which is the default; readBytes gives bytes`

func nothing(*face, any) (any, error) { return nil, nil }

type readOptions struct {
	Encoding string `js:"encoding"`
}

func readFile(m *face, c *bind.Call) work {
	path := m.path(c, 0, "path")
	o := readOptions{"utf8"}
	c.Options(1, &o)
	if o.Encoding != "utf8" && o.Encoding != "utf-8" {
		c.Bad("encoding", `"utf8"; a TextDecoder knows others`, o.Encoding)
	}
	return func(ctx context.Context, d *Disk) (any, error) { return d.ReadFile(ctx, path) }
}

func chmod(m *face, c *bind.Call) work {
	path, mode := m.path(c, 0, "path"), uint32(c.Int(1, "mode", 0))
	return func(ctx context.Context, d *Disk) (any, error) { return nil, d.Chmod(ctx, path, mode) }
}

type copyOptions struct {
	Recursive bool `js:"recursive"`
	Exclusive bool `js:"exclusive"`
}

func copyPath(m *face, c *bind.Call) work {
	from, to := m.path(c, 0, "from"), m.path(c, 1, "to")
	var o copyOptions
	c.Options(2, &o)
	return func(ctx context.Context, d *Disk) (any, error) {
		return nil, d.Copy(ctx, from, to, CopyOptions(o))
	}
}

type mkdirOptions struct {
	Recursive bool `js:"recursive"`
	Mode      int  `js:"mode"`
}

// mkdir gives the first folder that it made.
func mkdir(m *face, c *bind.Call) work {
	path := m.path(c, 0, "path")
	var o mkdirOptions
	c.Options(1, &o)
	return func(ctx context.Context, d *Disk) (any, error) {
		return d.Mkdir(ctx, path, goMode(uint32(o.Mode)), o.Recursive)
	}
}

type removeOptions struct {
	Recursive bool `js:"recursive"`
	Force     bool `js:"force"`
}

func remove(m *face, c *bind.Call) work {
	path := m.path(c, 0, "path")
	var o removeOptions
	c.Options(1, &o)
	return func(ctx context.Context, d *Disk) (any, error) {
		return nil, d.Remove(ctx, path, RemoveOptions(o))
	}
}

func symlink(m *face, c *bind.Call) work {
	target, path := c.String(0, "target"), m.path(c, 1, "path")
	return func(ctx context.Context, d *Disk) (any, error) { return nil, d.Symlink(ctx, target, path) }
}

func truncate(m *face, c *bind.Call) work {
	path, n := m.path(c, 0, "path"), size(c, 1, "size", 0)
	return func(ctx context.Context, d *Disk) (any, error) { return nil, d.Truncate(ctx, path, n) }
}

func utimes(m *face, c *bind.Call) work {
	path, atime, mtime := m.path(c, 0, "path"), moment(c, 1, "atime"), moment(c, 2, "mtime")
	return func(ctx context.Context, d *Disk) (any, error) { return nil, d.Utimes(ctx, path, atime, mtime) }
}
