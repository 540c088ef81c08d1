//go:build unix

package worker_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/lariatjs/lariat/bindings/worker"
	"github.com/lariatjs/lariat/runtime/fault"
)

// TestProcessHammer runs tasks of every kind while processes are killed and tasks are cancelled at random: each task
// settles once, with its result or for a reason that there was.
func TestProcessHammer(t *testing.T) {
	b := newBench(t, worker.Setup{Name: "p", Concurrency: 3}, 3)
	pid := b.portable(`() => process.pid`)
	kinds := []worker.Portable{
		b.portable(`(n) => n * 2`),
		b.portable(`async (n) => { await new Promise((ok) => setTimeout(ok, n % 5)); return n * 2 }`),
		b.portable(`(n) => { throw new RangeError("r" + n) }`),
		b.portable(`(n) => { const end = Date.now() + n % 4; while (Date.now() < end); return n * 2 }`),
	}
	var kills sync.WaitGroup
	stop := make(chan struct{})
	kills.Go(func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(time.Duration(10+rand.IntN(40)) * time.Millisecond):
			}
			k := b.task(1<<40+rand.Uint64N(1<<30), pid)
			if _, err := b.pool.Submit(&k.Task); err != nil {
				t.Error(err)
				return
			}
			r := <-k.done
			if n, err := b.number(r); err == nil {
				_ = syscall.Kill(n, syscall.SIGKILL)
			}
		}
	})
	const rounds, tasks = 6, 100
	done, crashed, cancelled := 0, 0, 0
	for range rounds {
		var all []*ticket
		for n := range tasks {
			k := b.submit(kinds[n%len(kinds)], worker.Single, n)
			if rand.IntN(10) == 0 {
				b.pool.Cancel(&k.Task, fault.Aborted.New("cancelled"), nil)
			}
			all = append(all, k)
		}
		for n, k := range all {
			v, err := k.wait()
			switch {
			case errors.Is(err, fault.Worker):
				crashed++
			case errors.Is(err, fault.Aborted):
				cancelled++
			case n%len(kinds) == 2:
				if err == nil || !strings.Contains(err.Error(), fmt.Sprint("r", n)) {
					t.Errorf("%d: got %v, %v", n, v, err)
				}
				done++
			default:
				if err != nil || v.ToInteger() != int64(2*n) {
					t.Errorf("%d: got %v, %v", n, v, err)
				}
				done++
			}
		}
	}
	close(stop)
	kills.Wait()
	if done+crashed+cancelled != rounds*tasks || done == 0 || cancelled == 0 {
		t.Errorf("%d done, %d crashed, %d cancelled", done, crashed, cancelled)
	}
	t.Logf("%d done, %d crashed, %d cancelled", done, crashed, cancelled)
	for range 4 { // a process that was just killed may still be given a task, once
		if _, err := b.run(`() => 1 + 1`); err == nil {
			return
		} else if !errors.Is(err, fault.Worker) {
			t.Fatal(err)
		}
	}
	t.Error("the pool has no process that lives")
}

func BenchmarkProcess(bb *testing.B) {
	bb.Run("start", func(bb *testing.B) {
		b := newBench(bb, worker.Setup{}, 1)
		fn := b.portable(`() => process.exit(1)`)
		for bb.Loop() {
			<-b.submit(fn, worker.Single).done
		}
	})
	bb.Run("roundtrip", func(bb *testing.B) {
		b := newBench(bb, worker.Setup{}, 1)
		fn := b.portable(`() => 1`)
		<-b.submit(fn, worker.Single).done
		for bb.Loop() {
			<-b.submit(fn, worker.Single).done
		}
	})
	bb.Run("inflight64", func(bb *testing.B) {
		b := newBench(bb, worker.Setup{Concurrency: 64}, 1)
		fn := b.portable(`() => 1`)
		<-b.submit(fn, worker.Single).done
		var flight [64]*ticket
		for i := range flight {
			flight[i] = b.submit(fn, worker.Single)
		}
		for n := 0; bb.Loop(); n++ {
			<-flight[n%64].done
			flight[n%64] = b.submit(fn, worker.Single)
		}
	})
	for _, size := range []int{1 << 10, 1 << 20, 16 << 20} {
		bb.Run(fmt.Sprintf("echo%dK", size>>10), func(bb *testing.B) {
			b := newBench(bb, worker.Setup{}, 1)
			fn := b.portable(`(s) => s`)
			text := strings.Repeat("x", size)
			<-b.submit(fn, worker.Single).done
			bb.SetBytes(2 * int64(size))
			for bb.Loop() {
				<-b.submit(fn, worker.Single, text).done
			}
		})
	}
}
