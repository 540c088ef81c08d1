package http_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib"
)

// A program ends while one request has its answer, another waits for it, or gets it right then, and nobody has closed the
// iterator: Close waits for nothing.
func TestCloseEndsAnAbandonedFetchAll(t *testing.T) {
	for i := range 40 {
		abandon(t, i%2 == 0)
	}
}

func abandon(t *testing.T, answered bool) {
	t.Helper()
	asked := make(chan bool)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			asked <- true
			if !answered {
				<-r.Context().Done()
			}
			return
		}
		_, _ = io.WriteString(w, "here")
	}))
	defer server.Close()
	rt, err := runtime.New(runtime.WithPermissions(permit.Everything()), runtime.WithModules(stdlib.All()...))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-asked
		cancel()
	}()
	err = rt.Eval(ctx, "test.js", fmt.Sprintf(`
		import { fetchAll } from "lariat:http";
		const it = fetchAll([%[1]q, %[1]q + "/slow"])[Symbol.asyncIterator]();
		await it.next();
		await new Promise(() => {});`, server.URL))
	if !errors.Is(err, context.Canceled) && !(answered && errors.Is(err, fault.Unsettled)) {
		t.Error(err)
	}
	if err := rt.Close(); err != nil {
		t.Error(err)
	}
}
