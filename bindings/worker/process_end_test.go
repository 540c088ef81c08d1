//go:build unix

package worker_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	goruntime "runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/lariatjs/lariat/bindings/worker"
	"github.com/lariatjs/lariat/runtime/fault"
)

func TestProcessCrash(t *testing.T) {
	b := newBench(t, worker.Setup{Name: "p"}, 1)
	die := b.portable(`async () => { console.log(process.pid); await new Promise((ok) => setTimeout(ok, 1e6)) }`)
	for i, c := range []struct {
		kill   func(pid int) error
		code   any
		signal any
		want   string
	}{
		{func(pid int) error { return syscall.Kill(pid, syscall.SIGKILL) }, nil, "killed", "it was killed by a signal: killed"},
		{func(pid int) error { return syscall.Kill(pid, syscall.SIGQUIT) }, 2, nil, "it exited with status 2: SIGQUIT: quit"},
	} {
		printed := len(b.out.String())
		k := b.submit(die, worker.Single)
		if err := c.kill(b.pid(printed)); err != nil {
			t.Fatal(err)
		}
		_, err := k.wait()
		var crash *fault.Error
		if !errors.As(err, &crash) || crash.Kind != fault.Worker || !strings.Contains(err.Error(), c.want) {
			t.Fatalf("%d: got %v", i, err)
		}
		if crash.Props["exitCode"] != c.code || crash.Props["signal"] != c.signal {
			t.Errorf("%d: props %v", i, crash.Props)
		}
		b.expect("2", `() => 1 + 1`)
	}
	_, err := b.run(`() => process.exit(3)`)
	if !errors.Is(err, fault.Worker) || !strings.Contains(err.Error(), "status 3") {
		t.Errorf("got %v", err)
	}
	_, err = b.run(`() => { setTimeout(() => { throw new Error("later") }); return new Promise((ok) => setTimeout(ok, 1e6)) }`)
	if !errors.Is(err, fault.Worker) || !strings.Contains(err.Error(), "later") {
		t.Errorf("got %v", err)
	}
	b.expect("2", `() => 1 + 1`)
}

// pid reads the number that a task prints, after what was printed before.
func (b *bench) pid(printed int) int {
	late := time.After(20 * time.Second)
	for {
		if text := b.out.String()[printed:]; strings.HasSuffix(text, "\n") {
			pid, err := strconv.Atoi(strings.TrimSpace(text))
			if err != nil {
				b.t.Fatal(err)
			}
			return pid
		}
		select {
		case <-late:
			b.t.Fatal("the task does not begin")
		case <-time.After(time.Millisecond):
		}
	}
}

func TestProcessLimits(t *testing.T) {
	b := newBench(t, worker.Setup{Name: "p", Memory: 24 << 20, CPUTime: 10 * time.Second}, 1)
	grow := b.portable(`async () => { const all = []; for (;;) { all.push(new Array(1000).fill({})); await null } }`)
	for name, c := range map[string]struct {
		fn   worker.Portable
		want string
	}{
		"growth":     {grow, "limits.memory is 24 MB"},
		"text":       {b.portable(`() => { const s = "x".repeat(1 << 20).repeat(40); for (const end = Date.now() + 500; Date.now() < end;); return s.length }`), "limits.memory is 24 MB"},
		"one object": {b.portable(`() => new ArrayBuffer(2 ** 31 - 1)`), "memory"},
	} {
		_, err := b.submit(c.fn, worker.Single).wait()
		if !errors.Is(err, fault.Worker) || !errors.Is(err, fault.Limit) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	b = newBench(t, worker.Setup{Name: "p", Memory: 24 << 20, CPUTime: 500 * time.Millisecond}, 1)
	_, err := b.run(`() => { for (;;); }`)
	if !errors.Is(err, fault.Worker) || !errors.Is(err, fault.Limit) || !strings.Contains(err.Error(), "limits.cpuTime is 500 ms") {
		t.Errorf("got %v", err)
	}
	// What was used before does not count, and garbage does not.
	fn := b.portable(`() => { let n = 0; for (const end = Date.now() + 50; Date.now() < end;) n += "x".repeat(1 << 16).length; return n > 0 }`)
	for range 15 {
		if v, err := b.submit(fn, worker.Single).wait(); err != nil || !v.ToBoolean() {
			t.Fatal(err)
		}
	}
}

// TestProcessLeavesNothing counts what is left of processes that ended in every way.
func TestProcessLeavesNothing(t *testing.T) {
	warm := newBench(t, worker.Setup{}, 1) // what the process opens once
	warm.expect("1", `() => 1`)
	if err := warm.rt.Close(); err != nil {
		t.Fatal(err)
	}
	goroutines, files := goruntime.NumGoroutine(), openFiles()
	for range 3 {
		b := newBench(t, worker.Setup{Name: "p"}, 2)
		b.expect("1", `() => 1`)
		_, _ = b.run(`() => process.exit(1)`)
		b.submit(b.portable(`() => { for (;;); }`), worker.Single)
		b.expect("1", `() => 1`)
		if err := b.rt.Close(); err != nil {
			t.Fatal(err)
		}
		c := newBench(t, worker.Setup{Name: "p"}, 2)
		c.expect("1", `() => 1`)
		closed := make(chan struct{})
		c.pool.Close(false, func() { close(closed) })
		<-closed
	}
	late := time.Now().Add(20 * time.Second)
	const owners = 6 // of the benches, which end with the test
	for goruntime.NumGoroutine() > goroutines+owners || openFiles() > files {
		if time.Now().After(late) {
			buf := make([]byte, 1<<20)
			t.Fatalf("%d goroutines, %d files more\n%s", goruntime.NumGoroutine()-goroutines, openFiles()-files,
				buf[:goruntime.Stack(buf, true)])
		}
		goruntime.Gosched()
	}
	if pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil); !errors.Is(err, syscall.ECHILD) {
		t.Errorf("a child is left: %d, %v", pid, err)
	}
}

func openFiles() int {
	list, err := os.ReadDir("/dev/fd")
	if err != nil {
		return 0
	}
	return len(list)
}

// parentEnv makes the test binary a program that has a pool with a process and does nothing.
const parentEnv = "WORKER_TEST_PARENT"

// TestProcessParent is that program: it prints the number of its child and waits to be killed.
func TestProcessParent(t *testing.T) {
	if os.Getenv(parentEnv) == "" {
		return
	}
	b := newBench(t, worker.Setup{Name: "p"}, 2)
	busy := b.portable(`() => { console.log(process.pid); for (;;); }`)
	idle, err := b.run(`() => process.pid`)
	if err != nil {
		t.Fatal(err)
	}
	b.submit(busy, worker.Single)
	fmt.Println("pids", idle, b.pid(0))
	select {}
}

// TestProcessDiesWithItsParent kills a program: its children end, the one in an endless loop too.
func TestProcessDiesWithItsParent(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	parent := exec.CommandContext(ctx, os.Args[0], "-test.run", "^TestProcessParent$")
	parent.Env = append(os.Environ(), parentEnv+"=1")
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	var pids [2]int
	lines := bufio.NewScanner(out)
	for lines.Scan() && pids[1] == 0 {
		_, _ = fmt.Sscanf(lines.Text(), "pids %d %d", &pids[0], &pids[1])
		if pids[1] != 0 {
			break
		}
	}
	if pids[1] == 0 {
		t.Fatal("the program has no children")
	}
	for _, pid := range pids { // Ctrl-C goes to the whole group, and is for the parent to act on
		if err := syscall.Kill(pid, syscall.SIGINT); err != nil {
			t.Error(err)
		}
	}
	for _, pid := range pids {
		if gone(pid) {
			t.Errorf("process %d does not ignore SIGINT", pid)
		}
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait()
	for _, pid := range pids {
		for !gone(pid) {
			select {
			case <-ctx.Done():
				t.Fatalf("process %d lives on", pid)
			case <-time.After(5 * time.Millisecond):
			}
		}
	}
}

// gone reports whether a process has ended, even if nobody has waited for it yet.
func gone(pid int) bool {
	if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return true
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && strings.Contains(string(stat), ") Z ")
}
