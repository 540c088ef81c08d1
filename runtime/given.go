package runtime

import "github.com/lariatjs/lariat/runtime/loader"

// WithSources makes the loader read modules from somewhere else than the disk. It takes files only: what scripts open
// themselves is not there.
func WithSources(from loader.FS) Option { return func(o *options) { o.from = from } }

// WithStore lets runtimes whose sources come from WithSources have a store in common: of decides which. All that have the
// same must have the same modules.
func WithStore(of func(loader.Config) *loader.Store) Option {
	return func(o *options) { o.storeOf = of }
}
