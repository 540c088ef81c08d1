package repl

import (
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/lariatjs/lariat/bindings/inspection"
	"github.com/lariatjs/lariat/repl/manual"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/loader"
)

// command is one that begins with a dot.
type command struct {
	name, argument, about string
	run                   func(r *repl, argument string) (over bool, err error)
}

// commands lists them in the order of .help.
func commands() []command {
	return []command{
		{".help", "[NAME]", "what there is, or what the manual says of a name: .help Mutex.lock", (*repl).help},
		{".type", "CODE", "evaluate code and tell the type of its value", (*repl).typeOf},
		{".time", "CODE", "evaluate code and tell how long it took", (*repl).time},
		{".load", "FILE", "evaluate a file here", (*repl).load},
		{".save", "FILE", "write what was evaluated to a file", (*repl).save},
		{".editor", "", "type several lines, until Ctrl-D", (*repl).editor},
		{".tasks", "", "the tasks that have not ended, and what they wait for", (*repl).tasks},
		{".locks", "", "the locks, who holds them, who waits", (*repl).locks},
		{".cancel", "ID", "cancel a task, by its number in .tasks", (*repl).cancel},
		{".modules", "", "the modules that can be imported", (*repl).modules},
		{".clear", "", "clear the screen", (*repl).clear},
		{".break", "", "forget the lines of a piece that is not whole", func(r *repl, _ string) (bool, error) {
			r.pending = nil
			return false, nil
		}},
		{".exit", "", "leave", func(r *repl, _ string) (bool, error) { return true, r.session.Exit() }},
	}
}

// line is what .help says of a command.
func (c command) line() string {
	return fmt.Sprintf("%-16s %s\n", strings.TrimSpace(c.name+" "+c.argument), c.about)
}

func commandNames() []string {
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
	}
	return names
}

var commandLine = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\s*(\.[a-zA-Z]+)(?:\s+(.*?))?\s*$`) })

// commandOf splits a line that is a command.
func commandOf(line string) (word, rest string, ok bool) {
	m := commandLine().FindStringSubmatch(line)
	if m == nil {
		return "", "", false
	}
	return m[1], m[2], true
}

// command carries a command out. over says that it was the last one.
func (r *repl) command(word, rest string) (over bool, err error) {
	for _, c := range commands() {
		if c.name != word {
			continue
		}
		switch {
		case c.argument == "" && rest != "":
			return r.complain("%s takes no argument", c.name)
		case rest == "" && c.argument != "" && c.argument[0] != '[':
			return r.complain("%s needs an argument: %s %s", c.name, c.name, c.argument)
		}
		return c.run(r, rest)
	}
	return r.noCommand(word)
}

func (r *repl) noCommand(word string) (bool, error) {
	near := loader.Nearest(word, commandNames())
	if near != "" {
		near = ", did you mean " + near + "?"
	}
	return r.complain("there is no command %s%s; .help lists them", word, near)
}

func (r *repl) complain(format string, args ...any) (bool, error) {
	r.failed = true
	fmt.Fprintf(r.rt.Stderr(), format+"\n", args...)
	return false, nil
}

func (r *repl) help(name string) (bool, error) {
	if strings.HasPrefix(name, ".") {
		i := slices.IndexFunc(commands(), func(c command) bool { return c.name == name })
		if i < 0 {
			return r.noCommand(name)
		}
		r.print(commands()[i].line())
		return false, nil
	}
	if name != "" {
		text, ok := r.manual.Find(name)
		if !ok {
			return r.complain("%s", r.manual.Unknown(name))
		}
		r.print(text)
		return false, nil
	}
	for _, c := range commands() {
		r.print(c.line())
	}
	r.print(keys)
	return false, nil
}

const keys = `
Anything else is JavaScript or TypeScript, with await and import. _ is the last value, _error what was thrown last.
Tab completes, Ctrl-R searches the history, Ctrl-C cancels what runs, and pressed again interrupts it.
`

func (r *repl) typeOf(code string) (bool, error) {
	return r.ended(r.evaluate(r.name(), code, runtime.Style{Type: true}))
}

func (r *repl) time(code string) (bool, error) {
	start := time.Now()
	err := r.evaluate(r.name(), code, runtime.Style{})
	took := time.Since(start)
	over, err := r.ended(err)
	if !over {
		r.print(fmt.Sprintf("took %s\n", runtime.Milliseconds(took)))
	}
	return over, err
}

func (r *repl) load(file string) (bool, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return r.complain("cannot load %s: %s", file, reason(err))
	}
	return r.ended(r.evaluate(file, string(text), runtime.Style{}))
}

func (r *repl) save(file string) (bool, error) {
	text := strings.Join(r.done, "\n") + "\n"
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		return r.complain("cannot save %s: %s", file, reason(err))
	}
	r.print(fmt.Sprintf("saved %d pieces to %s\n", len(r.done), file))
	return false, nil
}

// reason is a failure of the system without the path, which was said.
func reason(err error) string {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

func (r *repl) editor(string) (bool, error) {
	if r.interactive {
		r.print("type the lines; Ctrl-D evaluates them, Ctrl-C forgets them\n")
	}
	var lines []string
	for {
		line, err := r.read(continuation)
		switch {
		case errors.Is(err, errAborted):
			return false, nil
		case errors.Is(err, io.EOF):
			source := strings.Join(lines, "\n")
			if r.interactive {
				r.print("\n")
			}
			r.in.Remember(source)
			return r.ended(r.evaluate(r.name(), source, runtime.Style{}))
		case err != nil:
			return true, err
		}
		lines = append(lines, line)
	}
}

// aside runs f on another goroutine while the loop goes on.
func (r *repl) aside(f func()) error {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	return r.session.Wait(done)
}

func (r *repl) tasks(string) (bool, error) {
	var text string
	err := r.aside(func() { text = inspection.Text(inspection.Tree(inspection.Survey(r.rt, inspection.Patience))) })
	if err != nil {
		return true, err
	}
	r.print(text)
	return false, nil
}

func (r *repl) locks(string) (bool, error) {
	var list []inspection.Lock
	if err := r.aside(func() { list = inspection.Locks(r.rt, inspection.Survey(r.rt, inspection.Patience)) }); err != nil {
		return true, err
	}
	if len(list) == 0 {
		r.print("no locks\n")
	}
	for _, l := range list {
		free := ""
		if len(l.Holders) == 0 && len(l.Waiting) == 0 {
			free = ", free"
		}
		r.print(l.Label + free + "\n")
		for _, h := range l.Holders {
			r.print(fmt.Sprintf("    held by %s%s\n", h.Task, at(h.At)))
		}
		for _, w := range l.Waiting {
			r.print(fmt.Sprintf("    %s waits for it, for %s%s\n", w.Task, runtime.Milliseconds(w.For.Round(time.Millisecond)), at(w.At)))
		}
	}
	return false, nil
}

func at(place string) string {
	if place == "" {
		return ""
	}
	return " at " + place
}

func (r *repl) cancel(id string) (bool, error) {
	n, err := strconv.ParseUint(strings.TrimPrefix(id, "#"), 10, 64)
	if err != nil {
		return r.complain("%q is no number of a task; .tasks lists them", id)
	}
	found := false
	if err := r.aside(func() {
		r.session.Look(patience, func() { found = r.session.CancelTask(n, fault.Aborted.New("cancelled by .cancel %d", n)) })
	}); err != nil {
		return true, err
	}
	if !found {
		return r.complain("there is no task #%d here that can be cancelled; .tasks lists them", n)
	}
	r.print(fmt.Sprintf("cancelled task #%d\n", n))
	return false, nil
}

func (r *repl) modules(string) (bool, error) {
	for _, e := range r.manual.Modules() {
		r.print(fmt.Sprintf("%-22s %s\n", e.Name, manual.Sentence(e.Doc)))
	}
	return false, nil
}

func (r *repl) clear(string) (bool, error) {
	if r.interactive {
		r.print("\x1b[H\x1b[2J")
	}
	return false, nil
}
