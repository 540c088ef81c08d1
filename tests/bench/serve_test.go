package bench

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib"
)

// BenchmarkServe holds hello world on lariat against net/http alone. The client is a part of the process on both sides,
// and so is what it costs.
func BenchmarkServe(b *testing.B) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "hello world, this is a small body")
	}))
	defer server.Close()
	for _, workers := range []int{0, 2} {
		b.Run(fmt.Sprintf("serve, 10k GETs with 100 in flight on %d workers, against net/http", workers), func(b *testing.B) {
			url, stop := serving(b, workers)
			defer stop()
			measure(b, 2, func() time.Duration { return plainGets(b, url) }, func() time.Duration { return plainGets(b, server.URL) })
		})
	}
}

// serving starts a server in a script.
func serving(b *testing.B, workers int) (url string, stop func()) {
	b.Helper()
	listening := make(chan string, 1)
	network := runtime.Network{Listen: func(ctx context.Context, network, address string) (net.Listener, error) {
		l, err := (&net.ListenConfig{}).Listen(ctx, network, address)
		if err == nil {
			listening <- "http://" + l.Addr().String()
		}
		return l, err
	}}
	rt, err := runtime.New(runtime.WithPermissions(permit.Everything()), runtime.WithModules(stdlib.All()...), runtime.WithNetwork(network))
	if err != nil {
		b.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = rt.Eval(context.Background(), "serve.js", fmt.Sprintf(`const { serve } = await import("lariat:http");
			await serve(() => new Response("hello world, this is a small body"), { workers: %d });`, workers))
	}()
	return <-listening, func() {
		if err := rt.Close(); err != nil {
			b.Error(err)
		}
		<-ended
	}
}
