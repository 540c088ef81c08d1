package lariat

import (
	"context"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/permit"
)

// Permissions are what scripts may do to the world outside of the program. What is not named is refused with ErrPermission.
type Permissions struct {
	// Everything grants all, but for what is denied.
	Everything bool
	// Grants are what is granted: paths for Read, Write and Import, a folder with all beneath it; "host:port" for Net; names
	// of variables for Env and of programs for Run. "*" is all that there is.
	Grants
	// Deny wins over what is granted.
	Deny Grants
	// Ask, if set, decides about what is neither granted nor denied, once for each. It may block, and is called on many
	// goroutines, one at a time.
	Ask func(ctx context.Context, r Request) Answer
}

// Grants are lists of what is granted or denied, by kind.
type Grants = permit.Grants

// Request is what a script wants.
type Request = permit.Request

// Answer is what the host says to it.
type Answer = permit.Answer

// The answers. Always is for all of the kind.
const (
	No     = permit.No
	Yes    = permit.Yes
	Always = permit.Always
)

// WithPermissions grants scripts what they may do to the world outside of the program. Without it that is nothing, besides
// what other options give: the sources of WithFS, the variables of WithEnv, the streams of WithStdio.
func WithPermissions(p Permissions) Option { return func(o *options) { o.permissions = p } }

// permits adds the permissions, and reports what is wrong with them.
func (o *options) permits() {
	p := o.permissions
	allow := p.Grants
	if o.env {
		allow.Env = []string{permit.Any}
	}
	set, err := permit.New(permit.Options{Everything: p.Everything, Allow: allow, Deny: p.Deny, Ask: p.Ask})
	if err != nil {
		o.mistake = append(o.mistake, err)
		return
	}
	o.core = append(o.core, runtime.WithPermissions(set))
}
