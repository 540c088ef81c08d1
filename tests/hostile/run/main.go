// Command run has folders of hostile scripts try to bring lariat down: each in a process of its own, as `lariat run` starts
// it, then all of them in one process that embeds lariat, one after another, then four at a time, beside a program whose
// results must stay right. It prints how each ended, how long after its limit of time, and how much memory it took at most, and
// fails if one did not end in order, in time, within its memory.
//
//	go run ./tests/hostile/run [-timeout 4s] [-memory 256M] [-only TEXT] [-profiles command,embedded,four] FOLDER...
//
// The first line of a script says how it has to end: `// expect: ok`, `error` (in order, and not well), `timeout` (the same: at
// the limit of time if nothing else has ended it), `limit` (in order, well or not).
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// options are what the command line says.
type options struct {
	timeout  time.Duration
	memory   int64
	only     string
	profiles string
	command  string
	embedded string // this process is the one that embeds: one, or four
}

func main() {
	var o options
	megabytes := flag.String("memory", "256M", "limit of memory of each script, in megabytes")
	flag.DurationVar(&o.timeout, "timeout", 4*time.Second, "limit of time of each script")
	flag.StringVar(&o.only, "only", "", "only scripts with this in their names")
	flag.StringVar(&o.profiles, "profiles", "command,embedded,four", "where they are run")
	flag.StringVar(&o.command, "lariat", "", "the program to run them with; it is built if none is given")
	flag.StringVar(&o.embedded, "embed", "", "used by the command itself")
	flag.Parse()
	n := int64(0)
	if _, err := fmt.Sscanf(*megabytes, "%dM", &n); err != nil || n <= 0 || flag.NArg() == 0 && o.embedded == "" {
		flag.Usage()
		os.Exit(2)
	}
	o.memory = n << 20
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	bad, err := o.run(ctx, flag.Args())
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "run:", err)
	}
	if err != nil || bad > 0 {
		os.Exit(1)
	}
}

// run returns how many ends were not as they have to be.
func (o *options) run(ctx context.Context, folders []string) (bad int, err error) {
	if o.embedded != "" {
		return 0, o.embed(ctx)
	}
	scripts, err := find(folders, o.only)
	if err != nil {
		return 0, err
	}
	dir, err := os.MkdirTemp("", "hostile")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	if o.command == "" && strings.Contains(o.profiles, "command") {
		o.command = filepath.Join(dir, "lariat")
		build := exec.CommandContext(ctx, "go", "build", "-o", o.command, "github.com/lariatjs/lariat/cmd/lariat")
		if out, err := build.CombinedOutput(); err != nil {
			return 0, fmt.Errorf("%w\n%s", err, out)
		}
	}
	for profile := range strings.SplitSeq(o.profiles, ",") {
		var ends map[string]*end
		switch profile {
		case "command":
			ends, err = o.each(ctx, scripts)
		case "embedded", "four":
			ends, err = o.together(ctx, scripts, profile)
		default:
			err = fmt.Errorf("there is no profile %q", profile)
		}
		if err != nil {
			return bad, err
		}
		bad += o.print(profile, scripts, ends)
	}
	return bad, nil
}

// script is one of them.
type script struct{ name, file, expect string }

// find returns the scripts of some folders.
func find(folders []string, only string) (scripts []script, err error) {
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*.*js"))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			name := filepath.Base(file)
			if !strings.Contains(name, only) {
				continue
			}
			if file, err = filepath.Abs(file); err != nil {
				return nil, err
			}
			text, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			first, _, _ := strings.Cut(string(text), "\n")
			expect := strings.TrimSpace(strings.TrimPrefix(first, "// expect:"))
			if !slices.Contains([]string{"ok", "error", "timeout", "limit"}, expect) {
				return nil, fmt.Errorf("%s: the first line does not say what to expect: // expect: ok, error, timeout or limit", file)
			}
			scripts = append(scripts, script{name, file, expect})
		}
	}
	if len(scripts) == 0 {
		return nil, fmt.Errorf("there are no scripts in %s", strings.Join(folders, ", "))
	}
	return scripts, nil
}
