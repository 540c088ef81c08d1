package embedding

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime/lariat"
)

// tenant is a customer of the host: a runtime that keeps its state from one request to the next, and is made anew when it has ended.
type tenant struct {
	script  string        // that answers its requests
	patient time.Duration // how long a request may take
	mu      sync.Mutex
	rt      *lariat.Runtime
}

// runtime is that which the tenant has now.
func (t *tenant) runtime() (*lariat.Runtime, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.rt != nil {
		return t.rt, nil
	}
	rt, err := lariat.New(lariat.WithFS(os.DirFS("testdata")), lariat.WithGrace(20*time.Millisecond),
		lariat.WithLimits(lariat.Limits{Memory: 64 << 20}))
	t.rt = rt
	return rt, err
}

func (t *tenant) current() *lariat.Runtime {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.rt
}

// drop throws away a runtime that a limit has ended.
func (t *tenant) drop(rt *lariat.Runtime) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.rt == rt && rt != nil {
		t.rt = nil
		_ = rt.Close()
	}
}

// ServeHTTP has the script answer. Nothing that it does costs another tenant more than time.
func (t *tenant) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rt, err := t.runtime()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), t.patient)
	defer cancel()
	body, err := lariat.Call[string](ctx, rt, t.script, "default", r.URL.Query().Get("q"))
	switch {
	case err == nil:
		_, _ = io.WriteString(w, body)
	case errors.Is(err, context.DeadlineExceeded):
		t.drop(rt)
		http.Error(w, "too slow", http.StatusGatewayTimeout)
	case errors.Is(err, lariat.ErrLimit):
		t.drop(rt)
		http.Error(w, "too much", http.StatusInsufficientStorage)
	default:
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

// TestFourTenantsOfWhichTwoMeanHarm has one tenant that never lets go of its goroutine and one that takes all the memory it can get,
// while two others answer request upon request.
func TestFourTenantsOfWhichTwoMeanHarm(t *testing.T) {
	tenants := map[string]*tenant{
		"/ann": {script: "./handlers/sums.ts", patient: time.Minute}, "/bob": {script: "./handlers/sums.ts", patient: time.Minute},
		"/eve": {script: "./handlers/spins.ts", patient: 50 * time.Millisecond}, "/mal": {script: "./handlers/leaks.ts", patient: time.Minute},
	}
	mux := http.NewServeMux()
	for path, tenant := range tenants {
		mux.Handle(path, tenant)
		t.Cleanup(func() { tenant.drop(tenant.current()) })
	}
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	ask := func(path, want string) {
		status, body, err := get(t.Context(), srv.URL+path)
		if got := fmt.Sprint(status, " ", body); !strings.HasPrefix(got, want) || err != nil {
			t.Errorf("%s: got %q %v, want %q", path, got, err, want)
		}
	}
	var harm, honest sync.WaitGroup
	harm.Go(func() { ask("/eve", "504 too slow") })
	harm.Go(func() { ask("/mal", "507 too much") })
	over := make(chan struct{})
	go func() {
		harm.Wait()
		close(over)
	}()
	for _, path := range []string{"/ann", "/bob"} {
		honest.Go(func() {
			for n := 1; ; n++ { // each has the state of its own requests, and of no other's
				ask(fmt.Sprint(path, "?q=", n), fmt.Sprintf("200 %d of %d", n*(n+1)/2, n))
				select {
				case <-over:
					return
				default:
				}
			}
		})
	}
	honest.Wait()
	harm.Wait()
	ask("/eve", "504 too slow") // in another runtime, for the host goes on
}
