package bench

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime/cputime"
)

const (
	gets     = 10_000
	inFlight = 100
)

// BenchmarkFetch is row 29. The server is a part of the process on both sides, and so is what it costs.
func BenchmarkFetch(b *testing.B) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "hello world, this is a small body")
	}))
	defer server.Close()
	plain := func() time.Duration { return plainGets(b, server.URL) }
	b.Run("row 29: fetch, 10k GETs with 100 in flight, against plain Go", func(b *testing.B) {
		measure(b, 1.8, func() time.Duration {
			return onLariat(b, fmt.Sprintf(`let next = 0, size = 0;
				const get = async () => {
					while (next < n) {
						next++;
						const text = await (await fetch(%q)).text();
						size += text.length;
					}
				};
				await Promise.all(Array.from({ length: %d }, get));
				if (size !== 33 * n) throw new Error("lost bytes: " + size);`, server.URL, inFlight), gets)
		}, plain)
	})
	b.Run("row 29: fetchAll, 10k GETs with 100 in flight, against plain Go", func(b *testing.B) {
		measure(b, 1.3, func() time.Duration {
			return onLariat(b, fmt.Sprintf(`const { fetchAll } = await import("lariat:http");
				let size = 0;
				function* urls() { for (let i = 0; i < n; i++) yield %q; }
				for await (const response of fetchAll(urls(), { concurrency: %d })) size += (await response.text()).length;
				if (size !== 33 * n) throw new Error("lost bytes: " + size);`, server.URL, inFlight), gets)
		}, plain)
	})
}

// plainGets sends the same requests with net/http alone.
func plainGets(b *testing.B, url string) time.Duration {
	b.Helper()
	before := cputime.Used()
	transport := &http.Transport{MaxIdleConnsPerHost: inFlight}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	work := make(chan int)
	var wg sync.WaitGroup
	for range inFlight {
		wg.Go(func() {
			for range work {
				resp, err := client.Get(url)
				if err != nil {
					b.Error(err)
					continue
				}
				text, err := io.ReadAll(resp.Body)
				_ = resp.Body.Close()
				if err != nil || len(text) != 33 {
					b.Errorf("%d bytes: %v", len(text), err)
				}
			}
		})
	}
	for i := range gets {
		work <- i
	}
	close(work)
	wg.Wait()
	return cputime.Used() - before
}
