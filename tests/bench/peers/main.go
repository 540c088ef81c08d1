// Command peers runs the same workloads on lariat, on Node with piscina and on Python's pools, and prints
// what they cost: processor time of all threads and child processes, start-up taken off. It uses what is
// installed: node and npm (piscina is fetched into a temporary folder), python3.
//
//	go run ./tests/bench/peers
package main

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"text/tabwriter"
	"time"
)

//go:embed lariat.js piscina.mjs piscina-worker.mjs pools.py
var programs embed.FS

// rounds is how many times each measurement is made, all peers in turn.
const rounds = 5

// workload is one row of the table: what is measured is the difference between many and few.
type workload struct {
	name      string
	few, many int
	wall      bool // what counts is how long it takes, not the work
	about     string
}

var workloads = []workload{
	{"no-op", 1_000, 21_000, false, "one call of 64 in flight"},
	{"round-trip", 1_000, 11_000, false, "one call after the other"},
	{"object", 1_000, 11_000, false, "10 fields there and back, 64 in flight"},
	{"text", 100, 2_100, false, "64 KB of text there and back"},
	{"map", 1_000, 201_000, false, "one number in chunks of 1000"},
	{"workers", 2, 42, false, "start of one worker"},
	{"burn", 2, 18, true, "200,000 rounds of arithmetic, two workers"},
}

// peer is a program with the arguments in front of the workload.
type peer struct {
	name string
	args []string
	// light peers start so many more workers, or what it costs would drown in the noise.
	light int
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

func run() error {
	dir, err := os.MkdirTemp("", "peers")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	peers, err := prepare(dir)
	if err != nil {
		return err
	}
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(out, "µs\t")
	for _, p := range peers {
		fmt.Fprintf(out, "%s\t", p.name)
	}
	for _, p := range peers[1:] {
		fmt.Fprintf(out, "of %s\t", p.name)
	}
	fmt.Fprintln(out)
	for _, w := range workloads {
		costs := make([][]float64, len(peers))
		for range rounds {
			for i, p := range peers {
				cost, err := p.cost(w)
				if err != nil {
					return err
				}
				costs[i] = append(costs[i], cost)
			}
		}
		fmt.Fprintf(out, "%s\t", w.about)
		for i := range peers {
			fmt.Fprintf(out, "%.1f\t", median(costs[i]))
		}
		for i := range peers[1:] {
			fmt.Fprintf(out, "%.2f\t", median(costs[0])/median(costs[i+1]))
		}
		fmt.Fprintln(out)
	}
	return out.Flush()
}

// prepare writes the programs and finds who is there. lariat is the first.
func prepare(dir string) ([]peer, error) {
	if err := os.CopyFS(dir, fs.FS(programs)); err != nil {
		return nil, err
	}
	file := func(name string) string { return filepath.Join(dir, name) }
	bin := file("lariat.exe")
	if out, err := exec.Command("go", "build", "-o", bin, "github.com/lariatjs/lariat/cmd/lariat").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build of lariat: %w\n%s", err, out)
	}
	peers := []peer{{"lariat", []string{bin, "run", file("lariat.js")}, 25}}
	if node, err := exec.LookPath("node"); err == nil {
		install := exec.Command("npm", "install", "--no-audit", "--no-fund", "--prefix", dir, "piscina")
		if out, err := install.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "without piscina: %v\n%s", err, out)
		} else {
			peers = append(peers, peer{"piscina", []string{node, file("piscina.mjs")}, 1})
		}
	}
	if python, err := exec.LookPath("python3"); err == nil {
		pools := file("pools.py")
		peers = append(peers, peer{"threads", []string{python, pools, "threads"}, 10}, peer{"processes", []string{python, pools, "processes"}, 1})
	}
	return peers, nil
}

// cost is what one unit of a workload costs, in microseconds.
func (p peer) cost(w workload) (float64, error) {
	few, err := p.spend(w, w.few)
	if err != nil {
		return 0, err
	}
	n := w.many
	if w.name == "workers" {
		n *= p.light
	}
	many, err := p.spend(w, n)
	return float64(many-few) / float64(time.Microsecond) / float64(n-w.few), err
}

func (p peer) spend(w workload, n int) (time.Duration, error) {
	args := append(slices.Clone(p.args), w.name, strconv.Itoa(n))
	cmd := exec.Command(args[0], args[1:]...)
	begin := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("%s, %s: %w\n%s", p.name, w.name, err, out)
	}
	if w.wall {
		return time.Since(begin), nil
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), nil
}

func median(v []float64) float64 {
	v = slices.Clone(v)
	slices.Sort(v)
	return v[len(v)/2]
}
