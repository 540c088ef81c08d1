package http_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/lariatjs/lariat/runtime"
)

func TestWorkersEndWithTheProgram(t *testing.T) {
	script(t, `
		import { serve } from "lariat:http";
		const server = await serve(() => new Response("ok"), { workers: 2 });
		console.log(await (await fetch(server.url)).text());
		server.unref();
	`, "ok")
}

func TestAWorkerLoadsTheModuleOfItsHandler(t *testing.T) {
	file := filepath.Join(t.TempDir(), "app.mjs")
	text := `let calls = 0; export default () => new Response(String(++calls)); export const named = () => new Response("named");`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	script(t, fmt.Sprintf(`
		import { serve } from "lariat:http";
		const app = await import(%[1]q);
		await using one = await serve(app.default, { workers: 1 });
		for (let i = 0; i < 3; i++) console.log(await (await fetch(one.url)).text());
		await using two = await serve(%[1]q + "#named", { workers: 1 });
		console.log(await (await fetch(two.url)).text());
	`, file), "1\n2\n3\nnamed")
}

func TestClientsThatAreSlow(t *testing.T) {
	// The client is Go: it sends half of a request.
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	_ = l.Close()
	_, port, _ := net.SplitHostPort(address)
	answers := make(chan string, 1)
	go func() {
		var conn net.Conn
		for conn == nil {
			conn, _ = net.Dial("tcp", address)
		}
		defer conn.Close()
		_, _ = fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nslow")
		status, body := answer(t, conn)
		answers <- fmt.Sprint(status, body)
	}()
	script(t, fmt.Sprintf(`
		import { serve } from "lariat:http";
		const told = Promise.withResolvers();
		await using server = await serve(async (request) => {
			try {
				return new Response(await request.text());
			} catch (error) {
				told.resolve(error.name);
				return new Response(" slow", { status: 408 });
			}
		}, { port: %s, requestTimeout: 100 });
		console.log(await told.promise);
	`, port), "TimeoutError")
	if got := <-answers; got != "408 slow" {
		t.Errorf("the client got %q", got)
	}
}

func TestServeHammer(t *testing.T) {
	script(t, `
		import { serve } from "lariat:http";
		import { sleep } from "lariat:task";
		let entered = 0, left = 0;
		await using server = await serve(async (request) => {
			entered++;
			try {
				await sleep(Math.random() * 5);
				if (Math.random() < 0.3) return new Response((async function* () {
					for (let i = 0; i < 20; i++) { yield new Uint8Array(1000); await sleep(1); }
				})());
				return new Response(request.body ?? "none");
			} finally {
				left++;
			}
		});
		let whole = 0, broken = 0;
		const one = async (i) => {
			const controller = new AbortController();
			const timer = i === 0 ? undefined : setTimeout(() => controller.abort("enough"), Math.random() * 20);
			if (i === 1) controller.abort("enough"); // some are whole and some are not, however busy the machine is
			try {
				const init = Math.random() < 0.5 ? {} : { method: "POST", body: "x".repeat(100_000) };
				await (await fetch(server.url, { ...init, signal: controller.signal })).text();
				whole++;
			} catch (error) {
				if (error !== "enough") throw error;
				broken++;
			} finally {
				clearTimeout(timer);
			}
		};
		await Promise.all(Array.from({ length: 20 }, async () => { for (let i = 0; i < 20; i++) await one(i); }));
		await server.close();
		console.log(whole > 0, broken > 0, entered === left, server.inflight);
	`, "true true true 0")
}

// certified makes a certificate, in files as serve takes them, and lets the client of a program trust it.
func certified(t *testing.T) (cert, key string, trust runtime.Option) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	plan := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, plan, plan, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "EC PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	roots := x509.NewCertPool()
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots.AddCert(parsed)
	return cert, key, runtime.WithNetwork(runtime.Network{TLS: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}})
}

func TestACertificateInFiles(t *testing.T) {
	cert, key, trust := certified(t)
	script(t, fmt.Sprintf(`
		import { serve } from "lariat:http";
		await using server = await serve((request) => new Response(request.url.slice(0, 8)), { cert: %q, key: %q });
		console.log(server.url.protocol, await (await fetch(server.url)).text());
	`, cert, key), "https: https://", trust)
}

// TestWhoEndsTheBodyOfARequest has a client that leaves in the middle, over HTTP/1.1 and HTTP/2, and a handler that gives up a
// body in the middle, whose client has not left.
func TestWhoEndsTheBodyOfARequest(t *testing.T) {
	cert, key, trust := certified(t)
	for name, options := range map[string]string{"HTTP/1.1": "{}", "HTTP/2": fmt.Sprintf("{ cert: %q, key: %q }", cert, key)} {
		t.Run(name, func(t *testing.T) {
			script(t, fmt.Sprintf(`
				import { serve } from "lariat:http";
				const turns = async () => { for (let i = 0; i < 100; i++) await new Promise(setImmediate); };
				const read = Promise.withResolvers(), left = Promise.withResolvers();
				await using server = await serve(async (request, { signal }) => {
					if (request.url.endsWith("/leave")) {
						const reader = request.body.getReader();
						await reader.read();
						read.resolve();
						await reader.read().catch((error) => left.resolve([error.name, error.message, signal.aborted]));
						return new Response();
					}
					const reader = request.body.getReader();
					await reader.read();
					const more = reader.read();
					await turns();
					await reader.cancel();
					await more;
					await turns();
					return new Response(String(signal.aborted));
				}, %s);
				const post = (path, signal) => {
					const body = new ReadableStream({ start(controller) { controller.enqueue(new Uint8Array(1)); } });
					return fetch(new URL(path, server.url), { method: "POST", body, duplex: "half", signal });
				};
				console.log("aborted:", await (await post("/give-up")).text());
				const controller = new AbortController();
				const sent = post("/leave", controller.signal).catch((error) => error.name);
				await read.promise;
				controller.abort();
				console.log(await sent, ...(await left.promise));
			`, options), "aborted: false\nAbortError AbortError the client has left true", trust)
		})
	}
}
