package embedding

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"os"
	goruntime "runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lariatjs/lariat/bindings/lock"
	"github.com/lariatjs/lariat/runtime/lariat"
)

// store is what the scripts of the server have of it.
type store struct {
	queries, running atomic.Int64
}

type row struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

// module is the store for scripts.
func (s *store) module() *lariat.Module {
	return lariat.NewModule("app:store").
		Func("find", func(ctx context.Context, id int) (*row, error) {
			s.queries.Add(1)
			if id < 0 {
				return nil, sql.ErrNoRows
			}
			return &row{id, fmt.Sprintf("user %d", id)}, nil
		}).
		Func("all", func(ctx context.Context) iter.Seq2[row, error] {
			return func(yield func(row, error) bool) {
				s.running.Add(1)
				defer s.running.Add(-1)
				for i := 0; ; i++ {
					if !yield(row{ID: i}, nil) {
						return
					}
				}
			}
		}).
		Func("stall", func(ctx context.Context) error {
			s.running.Add(1)
			defer s.running.Add(-1)
			<-ctx.Done()
			return context.Cause(ctx)
		})
}

// server answers each request in a runtime of its own: handlers/NAME.ts for /NAME.
func server(pool *lariat.Pool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), time.Minute)
		defer cancel()
		file := "./handlers" + r.URL.Path + ".ts"
		body, err := lariat.PoolCall[string](ctx, pool, file, "default", r.URL.Query().Get("q"))
		var js *lariat.JSError
		switch {
		case err == nil:
			_, _ = io.WriteString(w, body)
		case errors.Is(err, lariat.ErrModule):
			http.Error(w, "no such page", http.StatusNotFound)
		case errors.Is(err, sql.ErrNoRows): // which has travelled through the script
			http.Error(w, "no such row", http.StatusNotFound)
		case errors.Is(err, context.DeadlineExceeded), errors.Is(err, lariat.ErrLimit):
			http.Error(w, "too slow", http.StatusGatewayTimeout)
		case errors.As(err, &js):
			http.Error(w, fmt.Sprintf("%s at %s:%d", js.Message, js.Stack[0].File, js.Stack[0].Line), http.StatusInternalServerError)
		default:
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
}

// serve starts the server.
func serve(t *testing.T, limits lariat.Limits) (*httptest.Server, *lariat.Pool, *store) {
	s := &store{}
	program, err := lariat.Compile(t.Context(), os.DirFS("testdata"), "handlers/hello.ts", s.module())
	if err != nil {
		t.Fatal(err)
	}
	pool, err := lariat.NewPool(lariat.PoolConfig{Max: 8, Fresh: true, Options: []lariat.Option{
		lariat.WithProgram(program), lariat.WithModules(s.module()), lariat.WithShared("books", lock.NewMutex(lock.MutexOptions{})),
		lariat.WithLimits(limits), lariat.WithGrace(100 * time.Millisecond),
	}})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(server(pool))
	t.Cleanup(func() {
		srv.Close()
		_ = pool.Close()
	})
	return srv, pool, s
}

func get(ctx context.Context, url string) (int, string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return 0, "", err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return res.StatusCode, strings.TrimSpace(string(body)), err
}

func TestAServerWhoseHandlersAreScripts(t *testing.T) {
	srv, pool, s := serve(t, lariat.Limits{})
	for path, want := range map[string]string{
		"/hello?q=7":   "200 hello user 7",
		"/hello?q=-1":  "404 no such row",
		"/first?q=3":   "200 0,1,2",
		"/fails":       "500 no way at /handlers/fails.ts:2",
		"/nothing":     "404 no such page",
		"/files":       "200 PermissionError",
		"/counts?q=ok": "200 1",
	} {
		status, body, err := get(t.Context(), srv.URL+path)
		if got := fmt.Sprint(status, " ", body); got != want || err != nil {
			t.Errorf("%s: got %q %v, want %q", path, got, err, want)
		}
	}
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			status, body, err := get(t.Context(), fmt.Sprint(srv.URL, "/hello?q=", i))
			if want := fmt.Sprint("hello user ", i); status != 200 || body != want || err != nil {
				t.Error(status, body, err)
			}
		})
	}
	wg.Wait()
	if s.running.Load() != 0 || pool.Stats().Busy != 0 {
		t.Error(s.running.Load(), pool.Stats())
	}
}

func TestAHandlerThatDoesNotEndIsInterrupted(t *testing.T) {
	srv, pool, _ := serve(t, lariat.Limits{Turn: 50 * time.Millisecond})
	if status, body, err := get(t.Context(), srv.URL+"/spins"); status != http.StatusGatewayTimeout || body != "too slow" || err != nil {
		t.Error(status, body, err)
	}
	if s := pool.Stats(); s.Busy != 0 || s.Failed != 1 {
		t.Errorf("%+v", s)
	}
}

func TestAClientThatGoesEndsTheQuery(t *testing.T) {
	srv, _, s := serve(t, lariat.Limits{})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, _, err := get(ctx, srv.URL+"/stalls")
		done <- err
	}()
	for s.running.Load() == 0 {
		goruntime.Gosched()
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	for late := time.Now().Add(10 * time.Second); s.running.Load() > 0 && time.Now().Before(late); {
		goruntime.Gosched()
	}
	if n := s.running.Load(); n != 0 {
		t.Errorf("%d queries run on", n)
	}
}
