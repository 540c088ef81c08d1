package child

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib/process"
)

// Options describe a program to start.
type Options struct {
	// Name is the program as the script calls it: a path, or a name that is looked for in Path.
	Name string
	// Args are the arguments, without the name.
	Args []string
	// Argv0 is what the program is told as its own name; empty means Name.
	Argv0 string
	// Dir is where it runs, and where a relative path of it begins.
	Dir string
	// Env is its environment as "NAME=value", Path the list of folders in which it is looked for.
	Env  []string
	Path string
	// In, Out and Err are the standard streams: nil is nothing, Pipe a stream of the Child.
	In       any
	Out, Err any
	// Detached makes it the first of a group of its own.
	Detached bool
	// Permissions are asked before it is started; nil grants everything.
	Permissions *permit.Set
}

// Pipe stands for a standard stream that the Child has the other end of.
type Pipe struct{}

// Child is a program that was started. It is safe for use by several goroutines.
type Child struct {
	cmd *exec.Cmd
	// In takes what the program reads, Out and Err give what it writes; nil where there is no Pipe.
	In       *os.File
	Out, Err *os.File
	ended    chan struct{}

	mu   sync.Mutex
	over bool
	end  End
}

// End is how a program has ended: with a code, or by a signal.
type End struct {
	Code   int
	Signal syscall.Signal
}

// Start starts a program.
func Start(ctx context.Context, o Options) (*Child, error) {
	path, err := find(o.Name, o.Dir, o.Path)
	if err != nil && (o.Permissions == nil || o.Permissions.Runs()) {
		return nil, failed(o, err)
	}
	if o.Permissions != nil {
		if path == "" {
			path = o.Name // which is not there, and that is kept from a script that must not start programs
		}
		if err := o.Permissions.Run(ctx, o.Name, path, o.Env...); err != nil {
			return nil, err
		}
	}
	if o.Dir != "" {
		if info, err := os.Stat(o.Dir); err != nil || !info.IsDir() {
			return nil, failed(o, syscall.ENOENT)
		}
	}
	argv0 := o.Argv0
	if argv0 == "" {
		argv0 = o.Name
	}
	c := &Child{cmd: &exec.Cmd{Path: path, Args: append([]string{argv0}, o.Args...), Dir: o.Dir, Env: o.Env}, ended: make(chan struct{})}
	if o.Env == nil {
		c.cmd.Env = []string{} // nil would be that of this process
	}
	detach(c.cmd, o.Detached)
	theirs, err := c.connect(o)
	if err == nil {
		err = c.cmd.Start()
	}
	for _, f := range theirs {
		_ = f.Close()
	}
	if err != nil {
		c.Close()
		return nil, failed(o, err)
	}
	go c.wait()
	return c, nil
}

// connect makes the pipes and returns the ends that belong to the program.
func (c *Child) connect(o Options) (theirs []*os.File, err error) {
	if _, piped := o.In.(Pipe); piped {
		r, w, err := os.Pipe()
		if err != nil {
			return nil, err
		}
		c.cmd.Stdin, c.In, theirs = r, w, append(theirs, r)
	} else if r, ok := o.In.(io.Reader); ok {
		c.cmd.Stdin = r
	}
	for _, out := range []struct {
		from any
		to   *io.Writer
		end  **os.File
	}{{o.Out, &c.cmd.Stdout, &c.Out}, {o.Err, &c.cmd.Stderr, &c.Err}} {
		if _, piped := out.from.(Pipe); piped {
			r, w, err := os.Pipe()
			if err != nil {
				return theirs, err
			}
			*out.to, *out.end, theirs = w, r, append(theirs, w)
		} else if w, ok := out.from.(io.Writer); ok {
			*out.to = w
		}
	}
	return theirs, nil
}

func (c *Child) wait() {
	err := c.cmd.Wait()
	end := End{Code: c.cmd.ProcessState.ExitCode(), Signal: signalOf(c.cmd.ProcessState)}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) && end.Code == 0 {
		end.Code = 1 // what it wrote could not be handed on
	}
	c.mu.Lock()
	c.over, c.end = true, end
	c.mu.Unlock()
	close(c.ended)
}

// Pid is the number of the process.
func (c *Child) Pid() int { return c.cmd.Process.Pid }

// Ended is closed when the program has ended.
func (c *Child) Ended() <-chan struct{} { return c.ended }

// WhenEnded calls f when the program has ended, on a goroutine of its own.
func (c *Child) WhenEnded(f func()) {
	go func() {
		<-c.ended
		f()
	}()
}

// End is how it has ended, once it has.
func (c *Child) End() End {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.end
}

// Signal sends a signal and reports whether there was somebody to take it.
func (c *Child) Signal(sig syscall.Signal) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.over {
		return false
	}
	return c.cmd.Process.Signal(sig) == nil
}

// Close closes the pipes of a program; one that is still running finds that out when it uses them.
func (c *Child) Close() {
	for _, f := range []*os.File{c.In, c.Out, c.Err} {
		if f != nil {
			_ = f.Close()
		}
	}
}

// find looks for a program as execvp does: a name without a separator in the folders of path.
func find(name, dir, path string) (string, error) {
	if name == "" || strings.ContainsRune(name, 0) {
		return "", syscall.ENOENT
	}
	if strings.ContainsRune(name, os.PathSeparator) || strings.ContainsRune(name, '/') {
		if !filepath.IsAbs(name) && dir != "" {
			name = filepath.Join(dir, name)
		}
		return program(name)
	}
	last := error(syscall.ENOENT)
	for _, folder := range filepath.SplitList(path) {
		if folder == "" || !filepath.IsAbs(folder) {
			continue // a program is never taken from where a script happens to run
		}
		found, err := program(filepath.Join(folder, name))
		if err == nil {
			return found, nil
		}
		if errors.Is(err, fs.ErrPermission) {
			last = syscall.EACCES
		}
	}
	return "", last
}

// failed is an error as Node has it.
func failed(o Options, err error) error {
	var number syscall.Errno
	name := "ENOENT"
	switch {
	case errors.As(err, &number):
		if name = process.ErrorName(number); name == "" {
			name = "EIO"
		}
	case errors.Is(err, fs.ErrPermission):
		number, name = syscall.EACCES, "EACCES"
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, exec.ErrNotFound):
		number = syscall.ENOENT
	default:
		return fault.System.New("spawn %s: %w", o.Name, err)
	}
	e := fault.System.New("spawn %s %s", o.Name, name)
	e.Cause = number
	return e.With("errno", -int(number)).With("code", name).With("syscall", "spawn "+o.Name).With("path", o.Name)
}
