package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// patience is after how long a script that has not ended hangs.
const patience = 10 * time.Second

// goDied is how Go reports a panic or a fatal error that nobody recovered from.
var goDied = regexp.MustCompile(`(?m)^(panic: |fatal error: |SIGSEGV: |runtime: goroutine stack exceeds|goroutine \d+ [^\n]*\[)`)

// each runs every script as a program.
func (o *options) each(ctx context.Context, scripts []script) (map[string]*end, error) {
	idle := filepath.Join(filepath.Dir(o.command), "idle.mjs")
	if err := os.WriteFile(idle, nil, 0o600); err != nil {
		return nil, err
	}
	base, err := o.program(ctx, idle)
	if err != nil {
		return nil, err
	}
	ends := map[string]*end{}
	for _, s := range scripts {
		e, err := o.program(ctx, s.file)
		if err != nil {
			return nil, err
		}
		e.Memory = max(e.Memory-base.Memory, 0)
		ends[s.name] = e
	}
	return ends, nil
}

// program runs one file.
func (o *options) program(ctx context.Context, file string) (*end, error) {
	patient, cancel := context.WithTimeout(ctx, o.timeout+patience)
	defer cancel()
	cmd := exec.CommandContext(patient, o.command, "run", "--timeout", o.timeout.String(), "--memory", fmt.Sprintf("%dM", o.memory>>20), file)
	cmd.Env = append(os.Environ(), "NO_COLOR=1", "LARIAT_CACHE=off")
	cmd.WaitDelay = time.Second
	words := &beginning{}
	cmd.Stdout, cmd.Stderr = io.Discard, words
	began := time.Now()
	err := cmd.Run()
	e := &end{Took: time.Since(began), Memory: peak(cmd.ProcessState)}
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil && !errors.As(err, &exit) && patient.Err() == nil:
		return nil, err
	}
	switch code := cmd.ProcessState.ExitCode(); {
	case patient.Err() != nil:
		e.How = hung
	case goDied.Match(words.Bytes()):
		e.How = crashed
	case code == 0:
		e.How = well
	case code == 1:
		e.How = failed
	case code == 4:
		e.How = late
	case code == 5:
		e.How = beyond
	default:
		e.How = crashed
	}
	e.Words = sum(words.String())
	return e, nil
}

// sum is the line of a report that says what it is about: not the place, nor the source.
func sum(report string) string {
	for line := range strings.Lines(report) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "error:") || strings.HasPrefix(line, "Uncaught") {
			return line
		}
	}
	return strings.TrimSpace(report)
}

// beginning keeps the beginning of what is written to it.
type beginning struct{ bytes.Buffer }

// Write never fails.
func (b *beginning) Write(p []byte) (int, error) {
	const most = 64 << 10
	b.Buffer.Write(p[:min(len(p), max(most-b.Len(), 0))])
	return len(p), nil
}
