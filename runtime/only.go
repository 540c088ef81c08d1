package runtime

import "slices"

// ModuleNames lists the modules that the runtime was given, in order.
func (rt *Runtime) ModuleNames() []string {
	names := make([]string, len(rt.opts.modules))
	for i, m := range rt.opts.modules {
		names[i] = m.Name
	}
	return names
}

// WithOnly takes away the modules that came with the options before it and are not named: what a program gives to all
// its runtimes may be more than one of them is to have.
func WithOnly(names ...string) Option {
	return func(o *options) {
		var kept []Module
		for _, m := range o.modules {
			if slices.Contains(names, m.Name) {
				kept = append(kept, m)
			}
		}
		o.modules = kept
	}
}
