package permit

import (
	"fmt"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
)

// denied is the error for what a set does not grant.
func (s *Set) denied(r Request) error {
	text := fmt.Sprintf("%s access to %s is not granted", r.Kind, r.described())
	switch {
	case s.parent != nil:
		text += fmt.Sprintf(": the worker was made with fewer permissions; add it to %q of its option \"permissions\"", r.Kind)
	case s.options.Advice != nil:
		text += "; " + s.options.Advice(r)
	default:
		text += fmt.Sprintf("; the host grants it with WithPermissions, in its list %s", field(r.Kind))
	}
	return r.error("%s", text)
}

// refused is the error for what a set denies by name.
func (s *Set) refused(r Request, by string) error {
	return r.error("%s access to %s is denied: it is in what is denied by name, %q", r.Kind, r.described(), by)
}

func (r Request) described() string {
	if r.Name == "" || r.Name == r.Resource {
		return fmt.Sprintf("%q", r.Resource)
	}
	return fmt.Sprintf("%q, where %q leads,", r.Resource, r.Name)
}

func (r Request) error(format string, args ...any) error {
	return fault.Permission.New(format, args...).With("permission", string(r.Kind)).With("resource", r.Resource)
}

// field is the name of a list in Grants.
func field(k Kind) string { return strings.ToUpper(string(k[:1])) + string(k[1:]) }

// wrong is the error for a pattern that means nothing.
func wrong(k Kind, pattern, expected string) error {
	return fault.Type.New("the %s permission %q means nothing: it must be %s", k, pattern, expected)
}
