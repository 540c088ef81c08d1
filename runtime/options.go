package runtime

import (
	"errors"
	"io"
	"os"
	"sync"
	"time"

	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/loader"
	"github.com/lariatjs/lariat/runtime/loop"
	"github.com/lariatjs/lariat/runtime/permit"
)

// options is what New was told. It is immutable afterwards: isolates made from one runtime share it.
type options struct {
	modules  []Module
	byName   map[string]*Module
	globals  *es.Globals
	givers   map[string]*Module // of the globals
	store    *loader.Store
	from     loader.FS // of sources; nil is the disk
	cacheDir string
	coverage *loader.Coverage
	dir      string
	argv     []string
	env      map[string]string
	stdin    io.Reader
	stdout   io.Writer
	stderr   io.Writer
	clock    loop.Clock
	grace    time.Duration
	network  Network
	limits   Limits
	slow     *slowTurns // or nil
	storeOf  func(loader.Config) *loader.Store
	seed     *uint64 // of Math.random; nil leaves it to chance
	permits  *permit.Set
	sources  *sources // nil if all can be imported
	// given says that the environment is the script's own: another isolate made it.
	given bool
}

// Option configures a runtime.
type Option func(*options)

// WithModules gives the runtime its powers: a script can import these modules and sees their globals,
// nothing else.
func WithModules(modules ...Module) Option {
	return func(o *options) { o.modules = append(o.modules, modules...) }
}

// WithDir sets the directory against which relative entry names are resolved; the default is the
// working directory of the process.
func WithDir(dir string) Option { return func(o *options) { o.dir = dir } }

// WithCache keeps transformed sources in dir, by content hash. An unwritable folder is no error.
func WithCache(dir string) Option { return func(o *options) { o.cacheDir = dir } }

// WithCoverage counts how often statements and functions run, in the runtime and in its workers of this process. Runtimes may
// share the counts.
func WithCoverage(c *loader.Coverage) Option { return func(o *options) { o.coverage = c } }

// WithArgs sets what scripts see as process.argv.
func WithArgs(argv ...string) Option { return func(o *options) { o.argv = argv } }

// WithEnv sets what scripts see as process.env. Without it the environment is empty.
func WithEnv(env map[string]string) Option { return func(o *options) { o.env = env } }

// WithStdio sets the standard streams. Without it reads end at once and writes are discarded.
func WithStdio(stdin io.Reader, stdout, stderr io.Writer) Option {
	return func(o *options) { o.stdin, o.stdout, o.stderr = stdin, stdout, stderr }
}

// WithClock replaces the real clock, for virtual time.
func WithClock(c loop.Clock) Option { return func(o *options) { o.clock = c } }

// WithGrace sets how long a cancelled program may take to unwind before it is stopped; the default
// is five seconds.
func WithGrace(d time.Duration) Option { return func(o *options) { o.grace = d } }

func newOptions(opts []Option) (*options, error) {
	o := &options{stdin: emptyReader{}, stdout: io.Discard, stderr: io.Discard, grace: 5 * time.Second}
	for _, opt := range opts {
		opt(o)
	}
	if o.dir == "" {
		dir, err := os.Getwd()
		if err != nil {
			return nil, err
		}
		o.dir = dir
	}
	o.stdout, o.stderr = locked(o.stdout, o.stderr)
	if err := errors.Join(o.limits.Check(), o.index(), o.permit()); err != nil {
		return nil, err
	}
	o.store = o.newStore()
	return o, nil
}

// locked makes writers that several isolates may use at once. A file can do that by itself. Both share a
// lock, since they may be the same writer; so do terminals, by their screen.
func locked(stdout, stderr io.Writer) (out, err io.Writer) {
	var mu sync.Mutex
	screen := &Screen{to: stderr}
	lock := func(w io.Writer) io.Writer {
		if Terminal(w) {
			return &terminal{screen, w}
		}
		if _, ok := w.(*os.File); ok {
			return w
		}
		return &lockedWriter{&mu, w}
	}
	return lock(stdout), lock(stderr)
}

type lockedWriter struct {
	mu *sync.Mutex
	w  io.Writer
}

// Write writes p in one piece.
func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

type emptyReader struct{}

func (emptyReader) Read([]byte) (int, error) { return 0, io.EOF }
