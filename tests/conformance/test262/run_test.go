package test262

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/dop251/goja"

	"github.com/lariatjs/lariat/runtime/es"
	"github.com/lariatjs/lariat/runtime/loader"
)

// suite is a work tree of test262.
type suite struct {
	dir     string
	mu      sync.Mutex
	harness map[string]*goja.Program
}

// outcome is what came of one test in one mode.
type outcome struct {
	path, mode string
	skipped    string // the reason
	failed     string // the message
	panicked   bool
}

// run runs one file in the modes that it asks for.
func (s *suite) run(path string) []outcome {
	b, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(path)))
	if err != nil {
		return []outcome{{path: path, failed: err.Error()}}
	}
	source := string(b)
	m := readMeta(source)
	if why := m.needs(source); why != "" {
		return []outcome{{path: path, skipped: why}}
	}
	var out []outcome
	if !m.has("onlyStrict") {
		out = append(out, s.once(path, "sloppy", source, m))
	}
	if !m.has("noStrict") && !m.has("raw") {
		out = append(out, s.once(path, "strict", "\"use strict\";\n"+source, m))
	}
	return out
}

func (s *suite) once(path, mode, source string, m meta) (o outcome) {
	o = outcome{path: path, mode: mode}
	defer func() {
		if x := recover(); x != nil {
			o.failed, o.panicked = firstLine(fmt.Sprint("panic: ", x)), true
		}
	}()
	prg, err := loader.CompileScript(path, source)
	if err != nil || m.phase == "parse" || m.phase == "resolution" {
		switch {
		case err != nil && strings.Contains(err.Error(), "failed: "):
			o.failed = firstLine(err.Error())
		case m.phase == "parse" || m.phase == "resolution":
			if err == nil {
				o.failed = "no early error"
			}
		default:
			o.failed = "compile: " + firstLine(err.Error())
		}
		return o
	}
	o.failed = s.execute(prg, m)
	return o
}

// execute runs a compiled test in a fresh virtual machine and returns how it failed.
func (s *suite) execute(prg *goja.Program, m meta) string {
	t := newTarget(s, !m.has("CanBlockIsFalse"))
	defer t.agents.end()
	if !m.has("raw") {
		files := append([]string{"assert.js", "sta.js"}, m.includes...)
		if m.has("async") {
			files = append(files, "doneprintHandle.js")
		}
		for _, name := range files {
			p, err := s.harnessFile(name)
			if err == nil {
				_, err = t.vm.RunProgram(p)
			}
			if err != nil {
				return "harness " + name + ": " + message(err)
			}
		}
	}
	alarm := time.AfterFunc(30*time.Second, func() { t.vm.Interrupt("timeout") })
	defer alarm.Stop()
	_, err := t.vm.RunProgram(prg)
	for err == nil && m.has("async") && !t.done && t.agents != nil {
		if !t.turn() {
			break
		}
	}
	switch {
	case m.phase == "runtime" && err == nil:
		return "no error"
	case m.phase == "runtime":
		return ""
	case err != nil:
		return message(err)
	case m.has("async") && !t.done:
		return "never done"
	}
	return t.failure
}

func (s *suite) harnessFile(name string) (*goja.Program, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.harness[name]; p != nil {
		return p, nil
	}
	b, err := os.ReadFile(filepath.Join(s.dir, "harness", name))
	if err != nil {
		return nil, err
	}
	p, err := loader.CompileScript(name, string(b))
	if err == nil {
		s.harness[name] = p
	}
	return p, err
}

// target is a virtual machine with what the tests expect of their host.
type target struct {
	agent
	done    bool
	failure string
	agents  *agents
}

func newTarget(s *suite, canBlock bool) *target {
	t := &target{agent: newAgent(canBlock)}
	// An eval in front of goja's makes every eval an indirect one, unless the linker has a say, which scripts
	// that are not modules of a program know nothing of.
	eval := es.Install(t.vm, host{&t.agent}).Eval()
	_ = t.vm.GlobalObject().DefineDataProperty("eval", eval, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	_ = t.vm.Set("print", func(c goja.FunctionCall) goja.Value {
		text := c.Argument(0).String()
		if reason, ok := strings.CutPrefix(text, "Test262:AsyncTestFailure:"); ok {
			t.done, t.failure = true, firstLine(reason)
		} else if text == "Test262:AsyncTestComplete" {
			t.done = true
		}
		return goja.Undefined()
	})
	o := t.vm.NewObject()
	_ = o.Set("global", t.vm.GlobalObject())
	_ = o.Set("gc", func(goja.FunctionCall) goja.Value { return goja.Undefined() })
	_ = o.Set("evalScript", func(c goja.FunctionCall) goja.Value {
		p, err := loader.CompileScript("evalScript", c.Argument(0).String())
		if err != nil {
			e, _ := t.vm.New(t.vm.Get("SyntaxError"), t.vm.ToValue(err.Error()))
			panic(e)
		}
		v, err := t.vm.RunProgram(p)
		if err != nil {
			panic(err)
		}
		return v
	})
	_ = o.Set("detachArrayBuffer", func(c goja.FunctionCall) goja.Value {
		if b, ok := c.Argument(0).Export().(goja.ArrayBuffer); ok {
			b.Detach()
		}
		return goja.Undefined()
	})
	_ = t.vm.Set("$262", o)
	t.agents = newAgents(s, t, o)
	return t
}

func message(err error) string {
	var ex *goja.Exception
	if errors.As(err, &ex) {
		return firstLine(ex.Value().String())
	}
	return firstLine(err.Error())
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return strings.ReplaceAll(strings.ToValidUTF8(s, "?"), "\t", " ")
}
