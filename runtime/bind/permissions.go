package bind

import (
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/permit"
)

// Permissions reads the option "permissions" of what starts another isolate: what its script may do, which is at most
// what this one may. Nil is the same: no option, or "inherit".
func Permissions(c *Call, v goja.Value) (*permit.Set, error) {
	if Nullish(v) {
		return nil, nil
	}
	keep := []permit.Kind{permit.Import}
	var list permit.Grants
	obj, ok := v.(*goja.Object)
	switch text, _ := v.(goja.String); {
	case text != nil && text.String() == "inherit":
		return nil, nil
	case text != nil && text.String() == "none":
	case !ok:
		c.Wrong("permissions", `"inherit", "none" or an object such as { read: ["data"], net: true }`)
	default:
		keep = readPermissions(c, obj, &list)
	}
	set, err := c.rt.Permissions().Narrow(keep, list, c.rt.Dir())
	if err != nil && fault.KindOf(err) == fault.Permission {
		err = prefixed(c.Name(), err)
	}
	return set, err
}

// prefixed names the call in a message.
func prefixed(name string, err error) error {
	e := *err.(*fault.Error) //nolint:errorlint // Narrow made it
	e.Message = name + ": " + e.Message
	return &e
}

// readPermissions reads an object of permissions and returns the kinds that stay as they are. What is not named is not
// granted, but for the right to load code, without which a worker could not begin.
func readPermissions(c *Call, obj *goja.Object, list *permit.Grants) (keep []permit.Kind) {
	kinds := permit.Kinds()
	for _, name := range obj.Keys() {
		if !slices.Contains(kinds, permit.Kind(name)) {
			c.Throw(fault.Type.New(`%s: "permissions" has no %q: there are read, write, import, net, env and run`, c.Name(), name))
		}
	}
	for _, k := range kinds {
		v := obj.Get(string(k))
		if Nullish(v) {
			if k == permit.Import {
				keep = append(keep, k)
			}
			continue
		}
		if text, ok := v.(goja.String); ok && text.String() == "inherit" {
			keep = append(keep, k)
			continue
		}
		*list.Of(k) = permissionList(c, k, v)
	}
	return keep
}

func permissionList(c *Call, k permit.Kind, v goja.Value) (items []string) {
	obj, ok := v.(*goja.Object)
	switch yes, isBool := v.Export().(bool); {
	case isBool && yes:
		return []string{permit.Any}
	case isBool:
		return nil
	case !ok:
		c.Wrong("permissions."+string(k), `a boolean, "inherit" or a list of texts`)
	}
	c.VM().ForOf(obj, func(item goja.Value) bool {
		items = append(items, permissionText(c, k, item))
		return true
	})
	return items
}

// permissionText reads one item; a file may be named by a URL.
func permissionText(c *Call, k permit.Kind, v goja.Value) string {
	text, ok := "", false
	switch v := v.(type) {
	case goja.String:
		text, ok = v.String(), true
	case *goja.Object:
		if href, isText := v.Get("href").(goja.String); isText {
			text, ok = href.String(), true
		}
	}
	if !ok || text == permit.Any {
		c.Wrong("permissions."+string(k), `a boolean, "inherit" or a list of texts`)
	}
	if u, err := url.Parse(text); err == nil && u.Scheme == "file" && k != permit.Net {
		return filepath.FromSlash(strings.TrimPrefix(u.Path, "//"))
	}
	return text
}
