package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/permit"
)

const permissionUsage = `
Permissions are flags, too. Without any a script reads and imports what lies in the folder of FILE, imports packages from
the node_modules folders beside and above it, and uses the terminal, where lariat asks for what is not granted. A list
follows =, separated by commas; without one all of the kind is granted. What is denied wins.
  -R, --allow-read[=PATHS]      read files
  -W, --allow-write[=PATHS]     make, change and remove files
  -I, --allow-import[=PATHS]    load code from elsewhere; what may be read by -R may be imported too
  -N, --allow-net[=HOSTS]       connect and listen: host, host:port, *.host, an address, 10.0.0.0/8
  -E, --allow-env[=NAMES]       see variables of the environment, which are not there otherwise
  -X, --allow-run[=PROGRAMS]    start other programs, which nothing of this binds
  -A, --allow-all               all of these, as "lariat eval" has
  --deny-read[=PATHS] …         refuse what is granted otherwise; likewise write, import, net, env, run
  --no-prompt                   do not ask
`

// grants are what the command line grants and denies.
type grants struct {
	options  permit.Options
	noPrompt bool
}

// kindOf is the kind that a letter stands for; empty if it is none.
func kindOf(letter byte) permit.Kind {
	switch letter {
	case 'R':
		return permit.Read
	case 'W':
		return permit.Write
	case 'I':
		return permit.Import
	case 'N':
		return permit.Net
	case 'E':
		return permit.Env
	case 'X':
		return permit.Run
	}
	return ""
}

// flag takes an argument, if it is about permissions.
func (g *grants) flag(arg string) (taken bool, err error) {
	name, value, listed := strings.Cut(arg, "=")
	if name == "--allow-all" || name == "--no-prompt" {
		if listed {
			return true, errUsage(name + " takes no list")
		}
		g.options.Everything = g.options.Everything || name == "--allow-all"
		g.noPrompt = g.noPrompt || name == "--no-prompt"
		return true, nil
	}
	list := &g.options.Allow
	kind, long := strings.CutPrefix(name, "--allow-")
	if !long {
		if kind, long = strings.CutPrefix(name, "--deny-"); long {
			list = &g.options.Deny
		}
	}
	if !long {
		return g.letters(name, value, listed)
	}
	for _, k := range permit.Kinds() {
		if string(k) == kind {
			return true, add(list.Of(k), name, value, listed)
		}
	}
	return false, nil
}

// letters takes one letter with a list, or several without: -R=data, -RW.
func (g *grants) letters(name, value string, listed bool) (taken bool, err error) {
	if len(name) < 2 || name[0] != '-' {
		return false, nil
	}
	for i := 1; i < len(name); i++ {
		if name[i] != 'A' && kindOf(name[i]) == "" {
			return false, nil
		}
	}
	if listed && (len(name) > 2 || name == "-A") {
		return true, errUsage(fmt.Sprintf("%s=%s: a list follows one letter, and not -A", name, value))
	}
	for i := 1; i < len(name); i++ {
		if name[i] == 'A' {
			g.options.Everything = true
		} else if err := add(g.options.Allow.Of(kindOf(name[i])), name, value, listed); err != nil {
			return true, err
		}
	}
	return true, nil
}

// add adds what follows a flag to a list.
func add(list *[]string, name, value string, listed bool) error {
	if !listed {
		*list = append(*list, permit.Any)
		return nil
	}
	for item := range strings.SplitSeq(value, ",") {
		if item == "" || item == permit.Any {
			return errUsage(fmt.Sprintf("%s=%s: a list must not have %q in it; without a list all is meant", name, value, item))
		}
		*list = append(*list, item)
	}
	return nil
}

// asks reports whether the program may have to ask for something.
func (p *program) asks() bool {
	return !p.trusted && !p.grants.options.Everything && !p.grants.noPrompt
}

// permissions makes the permissions of a program: of a file if it is one, else of a text that came through a pipe, whose folder is
// the working directory. Code on the command line may do everything, as whoever wrote that could have done it in another way.
func (p *program) permissions(stdin io.Reader, stderr io.Writer) (*permit.Set, error) {
	o := p.grants.options
	if p.trusted {
		o.Everything = true
	}
	if o.Everything && o.Deny.Empty() {
		return permit.Everything(), nil
	}
	if o.Program = p.file; p.file == "" {
		dir, err := os.Getwd()
		if err != nil {
			return nil, err
		}
		o.Program = filepath.Join(dir, p.name)
	}
	o.Allow.Import = append(o.Allow.Import, o.Allow.Read...)
	o.Advice = advice
	if in, ok := stdin.(*terminal); ok && runtime.Terminal(stderr) {
		o.Ask = (&prompter{in, stderr}).ask
	}
	return permit.New(o)
}

// advice says how to grant what was refused.
func advice(r permit.Request) string {
	letter := "RWINEX"[kindIndex(r.Kind)]
	if r.Resource == permit.Any {
		return fmt.Sprintf("run with --allow-%s (or -%c)", r.Kind, letter)
	}
	resource := r.Resource
	if r.Kind == permit.Net { // port 0 is one that the system chooses: no list can name it
		resource = strings.TrimSuffix(resource, ":0")
	}
	return fmt.Sprintf("run with --allow-%s=%s (or -%c for all)", r.Kind, shellWord(resource), letter)
}

func kindIndex(k permit.Kind) int {
	for i, kind := range permit.Kinds() {
		if k == kind {
			return i
		}
	}
	return 0
}

// shellWord quotes a text for a shell, if it needs that.
func shellWord(text string) string {
	for _, r := range text {
		if r < 0x80 && !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:[]@%+", r) || r < ' ' {
			return fmt.Sprintf("%q", text)
		}
	}
	return text
}
