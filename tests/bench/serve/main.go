// Command serve runs hello world on lariat's serve, on node:http in lariat and in Node, and on Go's net/http alone, lets wrk
// ask each in turn, and prints how many requests each answers in a second of processor time, start-up taken off. It uses what is installed:
// wrk, node, go.
//
//	go run ./tests/bench/serve
package main

import (
	"bufio"
	"bytes"
	"embed"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

//go:embed hello.js hello.cjs
var programs embed.FS

// rounds is how many times each is measured, in turn.
const rounds = 5

// server is a program that prints the address where it listens.
type server struct {
	name string
	args []string
	idle time.Duration // processor time without a request
	each []float64     // requests a second of processor time
}

func main() {
	var err error
	if len(os.Args) == 2 && os.Args[1] == "net/http" {
		err = alone()
	} else {
		err = run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "serve:", err)
		os.Exit(1)
	}
}

// alone is hello world with nothing but net/http.
func alone() error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stdout, "http://%s/\n", l.Addr())
	hello := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain;charset=UTF-8")
		_, _ = io.WriteString(w, "hello world")
	})
	return (&http.Server{Handler: hello, ReadHeaderTimeout: time.Minute}).Serve(l)
}

func run() error {
	dir, err := os.MkdirTemp("", "serve")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	for _, name := range []string{"hello.js", "hello.cjs"} {
		text, err := programs.ReadFile(name)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), text, 0o600)
		}
		if err != nil {
			return err
		}
	}
	lariat := filepath.Join(dir, "lariat")
	build := exec.Command("go", "build", "-o", lariat, "github.com/lariatjs/lariat/cmd/lariat")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("cannot build lariat: %w\n%s", err, out)
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	servers := []*server{
		{name: "node http", args: []string{"node", filepath.Join(dir, "hello.cjs")}},
		{name: "lariat serve", args: []string{lariat, "run", "-A", filepath.Join(dir, "hello.js")}},
		{name: "lariat node:http", args: []string{lariat, "run", "-A", filepath.Join(dir, "hello.cjs")}},
		{name: "go net/http", args: []string{self, "net/http"}},
	}
	for _, s := range servers {
		if s.idle, err = s.measure(func(string) error { return nil }); err != nil {
			return err
		}
	}
	for range rounds {
		for _, s := range servers {
			if err := s.round(); err != nil {
				return err
			}
		}
	}
	for _, s := range servers {
		each := median(s.each)
		fmt.Fprintf(os.Stdout, "%-16s %6.0f requests a second of processor time, %.2f of Node's\n", s.name, each, each/median(servers[0].each))
	}
	return nil
}

// round lets wrk ask for two seconds.
func (s *server) round() error {
	var n float64
	spent, err := s.measure(func(url string) (err error) {
		n, err = ask(url)
		return err
	})
	if err == nil {
		s.each = append(s.each, n/(spent-s.idle).Seconds())
	}
	return err
}

// measure starts the program, does something and returns what processor time the program has taken.
func (s *server) measure(do func(url string) error) (time.Duration, error) {
	cmd := exec.Command(s.args[0], s.args[1:]...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return 0, err
	}
	url, err := bufio.NewReader(out).ReadString('\n')
	if err == nil {
		err = do(strings.TrimSpace(url))
	}
	_ = cmd.Process.Signal(syscall.SIGKILL)
	_ = cmd.Wait()
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), err
}

var total = regexp.MustCompile(`(\d+) requests in`)

// ask lets wrk ask with 64 connections, and returns how many answers it got.
func ask(url string) (float64, error) {
	out, err := exec.Command("wrk", "-t1", "-c64", "-d2s", url).Output()
	if err != nil {
		return 0, fmt.Errorf("wrk: %w", err)
	}
	if bytes.Contains(out, []byte("Non-2xx")) || bytes.Contains(out, []byte("Socket errors")) {
		return 0, fmt.Errorf("wrk got errors:\n%s", out)
	}
	found := total.FindSubmatch(out)
	if found == nil {
		return 0, fmt.Errorf("wrk says:\n%s", out)
	}
	return strconv.ParseFloat(string(found[1]), 64)
}

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return v[len(v)/2]
}
