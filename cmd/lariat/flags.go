package main

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/lariatjs/lariat/bindings/inspection"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/loader"
)

// flags takes the flags off that stand before a file or a piece of code: permissions, and --name VALUE or --name=VALUE.
func (p *program) flags(args []string) (rest []string, err error) {
	for len(args) > 0 {
		if args[0] == "--watch" || args[0] == "--isolate" {
			p.watch, p.isolate = p.watch || args[0] == "--watch", p.isolate || args[0] == "--isolate"
			args = args[1:]
			continue
		}
		if taken, err := p.grants.flag(args[0]); err != nil {
			return nil, err
		} else if taken {
			args = args[1:]
			continue
		}
		name, value, given := strings.Cut(args[0], "=")
		set := map[string]func(string) error{"--seed": p.setSeed, "--trace": p.setTrace}[name]
		if limit := p.limitFlags()[name]; limit != nil {
			set = func(value string) error {
				if err := limit(value); err != nil {
					return errUsage(name + " " + err.Error())
				}
				return nil
			}
		}
		if set == nil {
			break
		}
		if args = args[1:]; !given {
			if len(args) == 0 {
				return nil, errUsage(name + " needs a value")
			}
			value, args = args[0], args[1:]
		}
		if err := set(value); err != nil {
			return nil, err
		}
	}
	return args, nil
}

func (p *program) setSeed(value string) error {
	n, err := strconv.ParseUint(value, 10, 64)
	if err != nil {
		return errUsage(fmt.Sprintf("--seed needs a whole number from 0, got %q", value))
	}
	p.seed = &n
	return nil
}

func (p *program) setTrace(file string) error {
	if file == "" {
		return errUsage("--trace needs the name of a file")
	}
	p.trace = file
	return nil
}

// startTrace begins the trace that the command line asks for, if it does. finish writes it, to a file that is made now, so
// that a program does not run in vain.
func (p *program) startTrace(rt *runtime.Runtime) (finish func() error, err error) {
	if p.trace == "" {
		return func() error { return nil }, nil
	}
	f, err := os.Create(p.trace)
	if err != nil {
		return nil, err
	}
	trace, err := inspection.StartTrace(rt)
	if err != nil {
		return nil, err
	}
	return func() error {
		_, err := f.Write(trace.Stop())
		if closed := f.Close(); err == nil {
			err = closed
		}
		return err
	}, nil
}

// unknownOption is the error for an option that is none of those. No permission is proposed for another word than its own, and
// all of them never are.
func unknownOption(option, known string) error {
	text := fmt.Sprintf("unknown option %q", option)
	name, _, _ := strings.Cut(option, "=")
	names := slices.DeleteFunc(strings.Fields(known), func(s string) bool {
		return s == "--allow-all" || strings.HasPrefix(name, "--allow-") || strings.HasPrefix(name, "--deny-")
	})
	if near := loader.Nearest(name, names); near != "" {
		text += ", did you mean " + near + "?"
	}
	return errUsage(text)
}
